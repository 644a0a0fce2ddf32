"""One mail about several bookings: each in a card of its own, with its links and its calendar file.

A mail's body has room for one invitation, which programs take for all that the mail says; and an iTIP message holds one UID
(RFC 5546, 3.2.2 and 3.2.5). So each invitation is a file beside the text, as RFC 6047, 4.5 shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import frappe
from frappe import _
from markupsafe import Markup

from meeting_manager.notifications.booking_mail import Mail, attachment
from meeting_manager.notifications.invitation import Invitation
from meeting_manager.notifications.mail_text import harmless, subject_line
from meeting_manager.notifications.recipients import Recipient
from meeting_manager.presentation.languages import speaking

TEMPLATE = "meeting_manager/templates/emails/booking_list"
SHARED = ("letterhead", "language", "direction", "start", "end", "contact")


class Section(NamedTuple):
	"""What the mail tells of one booking.

	:param mail: what a mail of its own would show, and `own_words` of the operators as HTML and text, or None.
	:param messages: all that it stands for.
	"""

	mail: dict
	file: dict | None
	recipient: Recipient
	messages: list


class Said(NamedTuple):
	"""
	:param choose: label and address of where the recipient chooses how to be told, or None.
	"""

	headline: str
	small_print: list[str]
	choose: dict | None = None


def invitation_file(invitation: Invitation | None, booking) -> dict | None:
	return attachment(invitation, f"{booking.booking_reference}.ics") if invitation else None


def compose(sections: Sequence[Section], said: Said, reference: tuple[str, str], language: str) -> Mail:
	"""
	:param sections: one at least; they are told by time.
	"""
	ordered = sorted(sections, key=lambda section: section.mail["time"]["start"])
	party = ordered[0].recipient.party
	with speaking(language):
		mail = _frame(ordered, said)
		html, text = (
			frappe.get_template(f"{TEMPLATE}.{kind}").render({"mail": mail}) for kind in ("html", "txt")
		)
	files = [section.file for section in ordered if section.file]
	reply_to = mail["letterhead"]["email"]
	return Mail(reference, party, mail["subject"], Markup(html), text, reply_to, files=files)


def _frame(sections: Sequence[Section], said: Said) -> dict:
	first = sections[0].mail
	lead = _("Hello {0}, this is what holds now.").format(sections[0].recipient.party.name)
	frame = {
		**{name: first[name] for name in SHARED},
		"subject": subject_line(_("Your meetings: {0}").format(said.headline)),
		"headline": said.headline,
		"lead": lead,
		"preheader": lead,
		"small_print": said.small_print,
		"choose": said.choose,
		"unsubscribe": None,
	}
	return {**harmless(frame), "sections": [section.mail for section in sections]}
