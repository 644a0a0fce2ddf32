"""What an SMS says: the subject of the mail with a shorter date, and for the customer the link where it fits.

One that tells of several bookings counts them, and says where they all stand where that fits.
"""

from __future__ import annotations

from datetime import datetime

from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import mail_content, wording
from meeting_manager.notifications.gsm import fits, to_gsm
from meeting_manager.notifications.ledger import CUSTOMER
from meeting_manager.notifications.mail_text import harmless, one_line
from meeting_manager.notifications.operation_told import headline_with_first, list_of
from meeting_manager.notifications.recipients import Recipient
from meeting_manager.presentation import words

SHORTEST_NAME = 10
"""Characters that are left of a name that is cut."""


def write_text(booking, occasion: str, before, recipient: Recipient, recipient_kind: str) -> str:
	"""One line in the language spoken; longer than one SMS only where even the shortest is."""
	is_customer = recipient_kind == CUSTOMER
	said = (wording.for_customer if is_customer else wording.for_member)(
		wording.occasion_as_told(booking, occasion), mail_content.is_request(booking, occasion, before)
	)
	time = _time(mail_content.version_told(booking, occasion, before), recipient)
	text = _shorten(said.subject, mail_content.meeting_name(booking), time, one_line(booking.customer_name))
	with_link = f"{text} {booking.reschedule_url}"
	has_link = is_customer and occasion not in mail_content.TAKES_NO_CHANGE
	return with_link if has_link and fits(with_link) else text


def write_count(messages: list, start: datetime) -> str:
	"""What an operation did to how many bookings, when the first of them is, and where all of them stand.

	:param start: of the first, by the recipient's clock.
	"""
	time = _("{0}, {1}").format(*_words_of(start))
	text = harmless(to_gsm(headline_with_first(messages, time)))
	if messages[0].recipient_kind == CUSTOMER:
		longer = to_gsm(_("{0}. All of them are in our email to you.").format(text))
	else:
		longer = f"{text} {page_link(list_of(messages[0].operation))}"
	return longer if fits(longer) else text


def _time(booking, recipient: Recipient) -> tuple[str, str]:
	return _words_of(booking.start.astimezone(recipient.zone))


def _words_of(start: datetime) -> tuple[str, str]:
	"""The date, and the start with its offset: nothing else says in which zone it is meant."""
	return words.short_date(start.date()), f"{start:%H:%M} {words.short_offset(start)}"


def _shorten(subject: str, meeting: str, time: tuple[str, str], customer: str) -> str:
	"""Fill the subject in; cut first the meeting's name, then the customer's, until it is one SMS."""
	while True:
		text = harmless(to_gsm(subject.format(meeting, *time, customer)))
		if fits(text):
			return text
		if len(meeting) > SHORTEST_NAME:
			meeting = _cut(meeting)
		elif len(customer) > SHORTEST_NAME:
			customer = _cut(customer)
		else:
			return text


def _cut(name: str) -> str:
	return (
		name.removesuffix("...")[:-1].rstrip() + "..."
		if len(name) > SHORTEST_NAME + 3
		else name[:SHORTEST_NAME]
	)
