"""The daily digest: one mail to a member that tells of each meeting what holds now, whatever led there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import email_queue, ledger, mail_content
from meeting_manager.notifications.booking_mail import attachment, invitation_of
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.email_queue import Outgoing
from meeting_manager.notifications.mail_text import harmless, subject_line
from meeting_manager.notifications.occasions import ASSIGNED, REQUESTED, RESCHEDULED
from meeting_manager.notifications.outcomes import Skipped
from meeting_manager.notifications.reasons_to_skip import refuse_what_a_digest_need_not_tell
from meeting_manager.notifications.recipients import Recipient, member_of
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status

PREFERENCE = "MM Notification Preference"


class Section(NamedTuple):
	"""What the digest tells of one booking.

	:param mail: what a mail of its own would show.
	:param messages: all that it stands for.
	"""

	mail: dict
	file: dict | None
	recipient: Recipient
	department: str
	messages: list


def write_digest(messages: list) -> tuple[list, str, str] | None:
	"""Queue the mail; return the messages that it tells of, its name, and the address that it goes to.

	None where nothing is left to tell. What is not told is skipped with its reason.
	"""
	sections = sorted(_sections(messages), key=lambda section: section.mail["time"]["start"])
	if not sections:
		return None
	address, user = sections[0].recipient.party.email, messages[0].user
	with speaking(sections[0].recipient.language):
		mail = harmless(_frame(sections, user))
	files = [section.file for section in sections if section.file]
	queued = email_queue.queue(
		Outgoing(
			address,
			mail["subject"],
			"booking_digest",
			{"mail": mail},
			reply_to=mail["letterhead"]["email"],
			attachments=files,
			reference=(PREFERENCE, user),
		)
	)
	return [message for section in sections for message in section.messages], queued, address


def _sections(messages: list) -> Iterator[Section]:
	by_booking = {}
	for message in sorted(messages, key=lambda message: (message.calendar_sequence, message.creation)):
		by_booking.setdefault(message.booking, []).append(message)
	for about in by_booking.values():
		try:
			refuse_what_a_digest_need_not_tell(about[-1])
			yield _section(about)
		except Skipped as outcome:
			for message in about:
				ledger.skip(message, outcome.reason)


def _section(messages: list) -> Section:
	"""
	:param messages: about one booking, the oldest first.
	"""
	booking, _before_last = read_change(messages[-1])
	_after_first, before = read_change(messages[0])
	recipient = member_of(messages[-1], booking)
	occasion = occasion_to_tell([message.occasion for message in messages], booking.status)
	with speaking(recipient.language):
		mail = harmless(mail_content.for_member(booking, occasion, before or _before_last, recipient))
		invite = invitation_of(booking, occasion, recipient, mail)
	file = attachment(invite, f"{booking.booking_reference}.ics") if invite else None
	return Section(mail, file, recipient, booking.department, messages)


def occasion_to_tell(occasions: list[str], status_now: str) -> str:
	"""The newest; but a meeting that the reader has not heard of yet is a new one wherever it was moved to."""
	if occasions[-1] == RESCHEDULED and occasions[0] in (ASSIGNED, REQUESTED):
		return REQUESTED if status_now == status.PENDING else ASSIGNED
	return occasions[-1]


def _frame(sections: list[Section], user: str) -> dict:
	first = sections[0].mail
	number = len(sections)
	lead = _("Hello {0}, this is what holds now.").format(sections[0].recipient.party.name)
	said = _("One meeting has changed") if number == 1 else _("{0} meetings have changed").format(number)
	return {
		**{name: first[name] for name in ("letterhead", "language", "direction", "start", "end", "time")},
		"subject": subject_line(_("Your meetings: {0}").format(said)),
		"headline": said,
		"lead": lead,
		"preheader": lead,
		"sections": [section.mail for section in sections],
		"choose": {
			"label": _("Choose how you are told of meetings"),
			"address": page_link(f"app/mm-notification-preference/{user}"),
		},
		"contact": [],
		"unsubscribe": None,
	}
