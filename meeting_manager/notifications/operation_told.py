"""What an operation of staff tells one recipient by one channel: of which bookings, and in how many words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from frappe import _

from meeting_manager.notifications import ledger
from meeting_manager.notifications.booking_mail import recipient_of
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.mail_content import version_told
from meeting_manager.notifications.occasions import CANCELLED, DECLINED, RESCHEDULED
from meeting_manager.notifications.outcomes import Skipped
from meeting_manager.notifications.reasons_to_skip import refuse_what_is_not_wanted
from meeting_manager.notifications.recipients import Recipient

HISTORY = "MM Booking History"
CHANGED = "Changed"
"""Not the same to all of them."""


def left_to_tell(messages: list) -> list:
	"""One message for each booking; the others are skipped with their reason."""
	return list(_newest_of_each(_wanted(messages)))


def headline(messages: list) -> str:
	sentences = {
		CANCELLED: _("{0} meetings are cancelled"),
		RESCHEDULED: _("{0} meetings have a new time"),
		CHANGED: _("{0} meetings have changed"),
	}
	return sentences[_what_happened(messages)].format(len(messages))


def headline_with_first(messages: list, time: str) -> str:
	"""
	:param time: of the first of them, in words.
	"""
	sentences = {
		CANCELLED: _("{0} meetings are cancelled, the first on {1}"),
		RESCHEDULED: _("{0} meetings have a new time, the first on {1}"),
		CHANGED: _("{0} meetings have changed, the first on {1}"),
	}
	return sentences[_what_happened(messages)].format(len(messages), time)


def _what_happened(messages: list) -> str:
	occasions = {message.occasion for message in messages}
	if occasions <= {CANCELLED, DECLINED}:
		return CANCELLED
	return RESCHEDULED if occasions == {RESCHEDULED} else CHANGED


def list_of(operation: str) -> str:
	"""Where the Desk shows the bookings of an operation, as far as whoever looks may read them."""
	return f"app/mm-meeting-booking?{urlencode({f'{HISTORY}.operation': operation})}"


def first_of(messages: list) -> tuple[Recipient, datetime]:
	"""The recipient of whichever meeting comes first, and its start by that recipient's clock.

	:raises Skipped: there is nobody to send it to.
	"""
	return min(map(_recipient_and_start, messages), key=lambda told: told[1])


def _recipient_and_start(message) -> tuple[Recipient, datetime]:
	booking, before = read_change(message)
	recipient = recipient_of(message, booking)
	return recipient, version_told(booking, message.occasion, before).start.astimezone(recipient.zone)


def _wanted(messages: list) -> Iterator:
	for message in messages:
		try:
			refuse_what_is_not_wanted(message)
			yield message
		except Skipped as outcome:
			ledger.skip(message, outcome.reason)


def _newest_of_each(messages: Iterator) -> Iterator:
	"""Of what was done and undone again before the first could be told, the last."""
	newest = {}
	for message in sorted(messages, key=lambda message: (message.calendar_sequence, message.creation)):
		if message.booking in newest:
			ledger.skip(newest[message.booking], _("A newer message says what holds now"))
		newest[message.booking] = message
	return iter(newest.values())
