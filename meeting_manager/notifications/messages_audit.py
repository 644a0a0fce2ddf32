"""Whether the ledger holds a message for everything that had to be told, and whether they are on their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import cint

from meeting_manager.adapters.site_time import from_site_datetime, to_site_datetime
from meeting_manager.notifications.booking_events import members_to_tell
from meeting_manager.notifications.changes import BOOKING, read_states
from meeting_manager.notifications.entries import required_of_members
from meeting_manager.notifications.ledger import CUSTOMER, DUE, EMAIL, MESSAGE, QUEUED
from meeting_manager.notifications.occasions import FEE_WAIVED, REMINDER
from meeting_manager.scheduling import status

AT_ONCE = 500
"""Bookings looked at together, in a fixed number of queries."""
LONG = 60
"""Minutes past due after which a message should have been sent, skipped or given up."""
CLOSING = frozenset({status.CANCELLED, status.COMPLETED, status.NO_SHOW})
NO_EVENTS = frozenset({"Answered", "Answer Dismissed", "Kept", "Links Copied", "Fee Waived"})
"""Actions of history rows that calendars do not hear of: they leave the sequence as it is."""


@dataclass
class Findings:
	"""
	:param changes: how many were looked at.
	:param missing: of a message that a change should have, "booking, change: recipient, occasion, channel".
	:param stray: messages whose booking neither exists nor was deleted.
	:param waiting: messages due for more than an hour.
	:param duplicates: messages that stand in the ledger more than once.
	"""

	changes: int = 0
	missing: list[str] = field(default_factory=list)
	stray: list[str] = field(default_factory=list)
	waiting: list[str] = field(default_factory=list)
	duplicates: list[str] = field(default_factory=list)


def find_faults(now: int) -> Findings:
	"""
	:param now: UTC minute.
	"""
	found = Findings(stray=_stray(), waiting=_waiting(now), duplicates=_duplicates())
	since = ledger_began()
	for names in _bookings_changed(since):
		_look_at(names, since, found)
	return found


def ledger_began() -> int:
	"""UTC minute before which what was told stands in no row; 0 of a site that has had the ledger from its first day."""
	return cint(frappe.db.get_single_value("MM Settings", "ledger_since_utc_minute"))


def _bookings_changed(since: int) -> Iterator[list[str]]:
	filters = {"modified": [">=", to_site_datetime(since)]} if since else {}
	last = ""
	while names := frappe.get_all(
		BOOKING, {**filters, "name": [">", last]}, pluck="name", order_by="name asc", limit=AT_ONCE
	):
		yield names
		last = names[-1]


def _look_at(names: list[str], since: int, found: Findings) -> None:
	messages = _messages_by_change(names)
	for booking, sequence, row in _changes_to_tell(names, since):
		found.changes += 1
		stored = messages[booking, sequence]
		found.missing += [
			f"{booking}, {row.action} ({sequence}): {', '.join(filter(None, one))}"
			for one in sorted(_expected(stored) - {_identity(message) for message in stored})
		]


def _messages_by_change(names: list[str]) -> dict[tuple[str, int], list]:
	rows = frappe.get_all(
		MESSAGE,
		{"booking": ["in", names], "occasion": ["not in", [REMINDER, FEE_WAIVED]]},
		[
			"booking",
			"calendar_sequence",
			"occasion",
			"recipient_kind",
			"member",
			"channel",
			"change",
			"owner",
		],
		order_by="name asc",
	)
	by_change = defaultdict(list)
	for row in rows:
		by_change[row.booking, row.calendar_sequence].append(row)
	return by_change


def _changes_to_tell(names: list[str], since: int) -> Iterator[tuple]:
	"""Booking, calendar sequence and history row of each: the first event has 0, and each further one is one more."""
	rows = frappe.get_all(
		"MM Booking History",
		{"parent": ["in", names], "parenttype": BOOKING},
		["parent", "action", "action_datetime", "old_value", "new_value"],
		order_by="parent asc, idx asc",
	)
	histories = defaultdict(list)
	for row in rows:
		if row.action not in NO_EVENTS:
			histories[row.parent].append(row)
	for booking, history in histories.items():
		is_closed = False
		for sequence, row in enumerate(history):
			if _has_to_be_told(row, is_closed) and from_site_datetime(row.action_datetime) >= since:
				yield booking, sequence, row
			is_closed = is_closed or row.action in CLOSING


def _has_to_be_told(row, is_closed: bool) -> bool:
	"""Other members are news while the meeting is to come, another order of the same ones never is.

	What was undone is told only where the change before had been told already.
	"""
	if row.action == "Undone":
		return False
	if row.action != "Reassigned":
		return True
	old, new = ((value or "").split(", ") for value in (row.old_value, row.new_value))
	return not is_closed and set(old) != set(new)


def _expected(stored: list) -> set[tuple[str, str, str]]:
	"""As the customer's message tells the change; without one, that message is what is missing."""
	told = next((row for row in stored if row.recipient_kind == CUSTOMER and row.channel == EMAIL), None)
	if told is None:
		return {(CUSTOMER, "", EMAIL)}
	now, before = read_states(told.change)
	members = members_to_tell(before, now, told.occasion)
	return {(CUSTOMER, told.occasion, EMAIL), *required_of_members(members, told.owner)}


def _identity(message) -> tuple[str, str, str]:
	return message.member or CUSTOMER, message.occasion, message.channel


def _stray() -> list[str]:
	message, booking = frappe.qb.DocType(MESSAGE), frappe.qb.DocType(BOOKING)
	deleted = frappe.qb.DocType("Deleted Document")
	query = (
		frappe.qb.from_(message)
		.left_join(booking)
		.on(booking.name == message.booking)
		.left_join(deleted)
		.on((deleted.deleted_doctype == BOOKING) & (deleted.deleted_name == message.booking))
		.select(message.name)
		.where(booking.name.isnull() & deleted.name.isnull())
		.orderby(message.name)
	)
	return [name for (name,) in query.run()]


def _waiting(now: int) -> list[str]:
	filters = {"state": ["in", [DUE, QUEUED]], "due_utc_minute": ["<", now - LONG]}
	return frappe.get_all(MESSAGE, filters, pluck="name", order_by="due_utc_minute asc, name asc")


def _duplicates() -> list[str]:
	message = frappe.qb.DocType(MESSAGE)
	same = (
		message.booking,
		message.calendar_sequence,
		message.occasion,
		message.minutes_before,
		message.recipient_kind,
		message.member,
		message.channel,
	)
	query = (
		frappe.qb.from_(message)
		.select(*same)
		.groupby(*same)
		.having(Count("*") > 1)
		.orderby(message.booking, message.calendar_sequence)
	)
	return [", ".join(str(part) for part in row if part not in (None, "")) for row in query.run()]
