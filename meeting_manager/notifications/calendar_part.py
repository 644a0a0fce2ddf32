"""The invitation inside a mail's body, where Gmail and Outlook look for it: `text/calendar` beside plain text and HTML."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.mime.text import MIMEText

import frappe

from meeting_manager.notifications.invitation import Invitation

FLAG = "meeting_manager_invitation"


@contextmanager
def calendar_part(invitation: Invitation | None) -> Iterator[None]:
	"""Give the mail that is queued inside the invitation, if there is one, as an alternative to its text."""
	if invitation is None:
		yield
		return
	frappe.flags[FLAG] = invitation
	try:
		yield
	finally:
		frappe.flags[FLAG] = None


def add_calendar_part(mail) -> None:
	"""The hook `make_email_body_message`: called for every mail of the site, of which most have no invitation."""
	invitation = frappe.flags.get(FLAG)
	if not invitation:
		return
	part = MIMEText(invitation.to_ical().decode(), "calendar", "utf-8", policy=policy.SMTP)
	part.set_param("method", invitation.method)
	mail.msg_alternative.attach(part)
