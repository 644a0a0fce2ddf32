"""The one mail by which an operation of staff tells a recipient of several bookings."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from meeting_manager.meeting_manager.doctype.mm_operation.operations import OPERATION
from meeting_manager.notifications import operator_mail
from meeting_manager.notifications.booking_mail import (
	Mail,
	asks_for_answer,
	invitation_of,
	queue,
	recipient_of,
	tell,
	write_mail,
)
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.mail_of_many import Said, Section, compose, invitation_file
from meeting_manager.notifications.operation_told import headline, left_to_tell
from meeting_manager.presentation.languages import speaking


def write_operation_mail(messages: list) -> tuple[list, str, str] | None:
	"""Queue the mail; return the messages that it tells of, its name, and the address that it goes to.

	None where nothing is left to tell. What is not told is skipped with its reason; one booking alone gets its usual mail.
	"""
	told = left_to_tell(messages)
	if len(told) == 1:
		return told, *write_mail(told[0])
	if not told:
		return None
	mail = render_operation_mail(told)
	return told, queue(mail), mail.recipient.email


def render_operation_mail(messages: list, language: str | None = None) -> Mail:
	"""
	:param language: in place of the recipient's own.
	:raises Skipped: there is nobody to send it to.
	"""
	newest = messages[-1]
	language = language or recipient_of(newest, read_change(newest)[0]).language
	with speaking(language):
		sections = [_section(message) for message in messages]
		said = Said(headline(messages), list(_small_print(sections)))
	return compose(sections, said, (OPERATION, newest.operation), language)


def _section(message) -> Section:
	booking, before = read_change(message)
	recipient = recipient_of(message, booking)
	mail = tell(message, booking, before, recipient)
	invitation = invitation_of(booking, message.occasion, recipient, mail, asks_for_answer(message))
	own = operator_mail.words_if_any(operator_mail.template_for(message), mail)
	mail = {**mail, "own_words": own}
	return Section(mail, invitation_file(invitation, booking), recipient, [message])


def _small_print(sections: list[Section]) -> Iterator[str]:
	mails = [section.mail for section in sections]
	if any(mail["calendar"] for mail in mails):  # only customers' links work for whoever has them
		yield (
			_("The links in earlier emails no longer work. Please use the ones in this email.")
			if any(mail["has_new_links"] for mail in mails)
			else _("The links work without a password, so please keep this email to yourself.")
		)
	if any(section.file for section in sections):
		yield _("The attached files bring your calendar up to date.")
