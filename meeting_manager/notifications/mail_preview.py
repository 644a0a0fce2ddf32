"""A mail as it would be written now, for staff to look at: with links that do not work, and nothing of it is kept."""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import LETTERS, derive_token
from meeting_manager.notifications import operator_mail
from meeting_manager.notifications.booking_mail import in_frame, render_mail
from meeting_manager.notifications.changes import BOOKING, describe_change
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, MEMBER, MESSAGE
from meeting_manager.notifications.occasions import (
	ASSIGNED,
	HANDED_OVER,
	OCCASIONS,
	OVER,
	REASSIGNED,
	REMINDER,
	TIME_KEPT,
)
from meeting_manager.notifications.outcomes import NotSent
from meeting_manager.notifications.reminders import offsets_of
from meeting_manager.presentation.operator_templates import WrongTemplateError

NOT_TO_CUSTOMER, NOT_TO_MEMBER = (ASSIGNED, HANDED_OVER), (REASSIGNED, TIME_KEPT, *OVER)
HIDDEN = "preview"


def preview(
	booking_name: str, occasion: str, recipient_kind: str, language: str | None, template: str = ""
) -> dict[str, str]:
	"""Return `subject`, `html` and `text`; what is wrong with an own Email Template is said and not hidden.

	:param template: an Email Template in place of what MM Settings name.
	"""
	_refuse_unknown(occasion, recipient_kind)
	booking = frappe.get_doc(BOOKING, booking_name)

	def write_own(named: str | None, told: dict):
		return operator_mail.write_if_any(template or named, told)

	try:
		mail = render_mail(_message(booking, occasion, recipient_kind), language, write_own)
	except NotSent as obstacle:
		frappe.throw(obstacle.reason)
	except WrongTemplateError as fault:
		frappe.throw(frappe.utils.escape_html(str(fault)), title=_("The Email Template has a fault"))
	shown = {"subject": mail.subject, "html": in_frame(mail), "text": mail.text}
	return {name: _without_tokens(text, booking) for name, text in shown.items()}


def _refuse_unknown(occasion: str, recipient_kind: str) -> None:
	never = {CUSTOMER: NOT_TO_CUSTOMER, MEMBER: NOT_TO_MEMBER}
	if occasion not in OCCASIONS or occasion in never.get(recipient_kind, OCCASIONS):
		frappe.throw(
			_("No such mail is written. Occasions are {0}; it goes to {1} or {2}").format(
				", ".join(OCCASIONS), CUSTOMER, MEMBER
			)
		)


def _message(booking, occasion: str, recipient_kind: str):
	"""A row of the ledger that is not written."""
	row = booking.assigned_users[0] if recipient_kind == MEMBER else frappe._dict()
	reminders = offsets_of(booking.meeting_type) if occasion == REMINDER else ()
	return frappe.get_doc(
		{
			"doctype": MESSAGE,
			"booking": booking.name,
			"occasion": occasion,
			"channel": EMAIL,
			"recipient_kind": recipient_kind,
			"member": row.member,
			"user": row.user,
			"minutes_before": max(reminders, default=0),
			"calendar_sequence": booking.calendar_sequence,
			"change": describe_change(booking, booking),
		}
	)


def _without_tokens(text: str, booking) -> str:
	choices = (derive_token(booking.customer_email, about) for about in LETTERS)
	for token in (booking.reschedule_token, booking.cancel_token, booking.calendar_token, *choices):
		text = text.replace(token, HIDDEN)
	return text
