"""The daily digest: one mail to a member that tells of each meeting what holds now, whatever led there."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import ledger, mail_content
from meeting_manager.notifications.booking_mail import Mail, invitation_of, queue
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.mail_of_many import Said, Section, compose, invitation_file
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.occasions import ASSIGNED, REQUESTED, RESCHEDULED
from meeting_manager.notifications.outcomes import Skipped
from meeting_manager.notifications.reasons_to_skip import refuse_what_a_digest_need_not_tell
from meeting_manager.notifications.recipients import member_of
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status

PREFERENCE = "MM Notification Preference"


def write_digest(messages: list) -> tuple[list, str, str] | None:
	"""Queue the mail; return the messages that it tells of, its name, and the address that it goes to.

	None where nothing is left to tell. What is not told is skipped with its reason.
	"""
	sections = list(_sections(messages))
	if not sections:
		return None
	mail = _compose(sections, sections[0].recipient.language)
	return (
		[message for section in sections for message in section.messages],
		queue(mail),
		mail.recipient.email,
	)


def render_digest(messages: list, language: str) -> Mail:
	"""Write the mail without sending it."""
	return _compose([_section(about, language) for about in _by_booking(messages)], language)


def _compose(sections: list[Section], language: str) -> Mail:
	user = sections[0].messages[0].user
	with speaking(language):
		return compose(sections, _said(len(sections), user), (PREFERENCE, user), language)


def _sections(messages: list) -> Iterator[Section]:
	for about in _by_booking(messages):
		try:
			refuse_what_a_digest_need_not_tell(about[-1])
			yield _section(about)
		except Skipped as outcome:
			for message in about:
				ledger.skip(message, outcome.reason)


def _by_booking(messages: list) -> list[list]:
	"""The messages about each, the oldest first."""
	by_booking = {}
	for message in sorted(messages, key=lambda message: (message.calendar_sequence, message.creation)):
		by_booking.setdefault(message.booking, []).append(message)
	return list(by_booking.values())


def _section(messages: list, language: str | None = None) -> Section:
	"""
	:param messages: about one booking, the oldest first.
	"""
	booking, _before_last = read_change(messages[-1])
	_after_first, before = read_change(messages[0])
	recipient = member_of(messages[-1], booking)
	occasion = occasion_to_tell([message.occasion for message in messages], booking.status)
	with speaking(language or recipient.language):
		mail = harmless(mail_content.for_member(booking, occasion, before or _before_last, recipient))
		invitation = invitation_of(booking, occasion, recipient, mail)
	return Section({**mail, "own_words": None}, invitation_file(invitation, booking), recipient, messages)


def occasion_to_tell(occasions: list[str], status_now: str) -> str:
	"""The newest; but a meeting that the reader has not heard of yet is a new one wherever it was moved to."""
	if occasions[-1] == RESCHEDULED and occasions[0] in (ASSIGNED, REQUESTED):
		return REQUESTED if status_now == status.PENDING else ASSIGNED
	return occasions[-1]


def _said(number: int, user: str) -> Said:
	choose = {
		"label": _("Choose how you are told of meetings"),
		"address": page_link(f"app/mm-notification-preference/{user}"),
	}
	headline = _("One meeting has changed") if number == 1 else _("{0} meetings have changed").format(number)
	return Said(headline, [_("The attached files bring your calendar up to date.")], choose)
