"""The ledger of messages: one row for each booking, occasion, recipient and channel, written with the change itself.

Due → Queued (handed to Frappe's Email Queue) → Sent; or Skipped, with the reason; or Failed after the last try.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from meeting_manager.adapters.running_operation import running
from meeting_manager.adapters.site_time import current_minute, to_site_datetime

MESSAGE, BOOKING = "MM Message", "MM Meeting Booking"
DUE, QUEUED, SENT, FAILED, SKIPPED = "Due", "Queued", "Sent", "Failed", "Skipped"
EMAIL, IN_APP, SMS = "Email", "In-App", "SMS"
CUSTOMER, MEMBER = "Customer", "Member"
COLUMNS = (
	"name",
	"owner",
	"modified_by",
	"creation",
	"modified",
	"booking",
	"occasion",
	"minutes_before",
	"channel",
	"recipient_kind",
	"recipient",
	"member",
	"user",
	"state",
	"due",
	"due_utc_minute",
	"operation",
	"calendar_sequence",
	"message_key",
	"change",
	"in_digest",
	"tries",
	"times_sent",
	"next_try_utc_minute",
)
AT_ONCE = 500
"""Rows taken up in one run."""
TOGETHER = 12
"""Bookings that one mail tells of at most, 7 KB each: Gmail cuts off what is longer than 102 KB."""
NOT_DIALLED = re.compile(r"[^+\d]")
OLDEST_FIRST = "due_utc_minute asc, creation asc, name asc"


@dataclass(frozen=True, slots=True)
class Entry:
	"""A message to be written into the ledger.

	:param member: of the recipient, and `user`; "" for the customer.
	:param due: UTC minute; None is at once.
	:param minutes_before: of a reminder.
	:param in_digest: it goes in one mail with whatever else is due for this user's digest.
	"""

	occasion: str
	recipient_kind: str
	channel: str
	member: str = ""
	user: str = ""
	due: int | None = None
	minutes_before: int = 0
	in_digest: bool = False


def write(booking, entries: Sequence[Entry], change: str | None = None) -> None:
	"""Insert the rows in one statement, in the caller's transaction."""
	if not entries:
		return
	table = frappe.qb.DocType(MESSAGE)
	query = frappe.qb.into(table).columns(*COLUMNS)
	for row in _rows(booking, entries, change):
		query = query.insert(*row)
	query.run()


def _rows(booking, entries: Iterable[Entry], change: str | None):
	now, minute, user = now_datetime(), current_minute(), frappe.session.user
	operation = running()
	for position, entry in enumerate(entries):
		written = now + timedelta(microseconds=position)
		is_of_operation = operation is not None and (entry.due is None or entry.in_digest)
		earliest = (is_of_operation and operation.messages_due) or 0
		due = max(entry.due or minute, earliest)
		yield (
			frappe.generate_hash(length=20),
			*(user, user, written, written),
			booking.name,
			entry.occasion,
			entry.minutes_before,
			entry.channel,
			entry.recipient_kind,
			entry.member or booking.customer_email,
			entry.member or None,
			entry.user or None,
			DUE,
			to_site_datetime(due),
			due,
			operation.name if is_of_operation else None,
			booking.calendar_sequence,
			message_key(booking, entry),
			change,
			int(entry.in_digest),
			*(0, 0, 0),
		)


def message_key(booking, entry: Entry) -> str:
	"""What makes a message one that is not written twice."""
	parts = (
		booking.name,
		entry.occasion,
		entry.minutes_before,
		booking.calendar_sequence,
		entry.member or entry.recipient_kind,
		entry.channel,
	)
	return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def names_due(now: int, booking: str | None = None) -> list[str]:
	"""Of messages to be written or handed over by themselves, the longest waiting first.

	:param now: UTC minute.
	"""
	filters = {**_due(now), "in_digest": 0, **({"booking": booking} if booking else {})}
	alone = {**filters, "operation": ["is", "not set"]}
	return frappe.get_all(MESSAGE, alone, pluck="name", order_by=OLDEST_FIRST, limit=AT_ONCE)


def operations_due(now: int, booking: str | None = None) -> list[list[str]]:
	"""The names of messages that go together, a list for each mail, SMS or bell: what one operation tells one recipient.

	:param now: UTC minute.
	:param booking: only what tells of it, with what it tells of others.
	"""
	due = {**_due(now), "in_digest": 0, "operation": ["is", "set"]}
	operations = _operations_of({**due, "booking": booking}) if booking else []
	if booking and not operations:
		return []
	rows = frappe.get_all(
		MESSAGE,
		{**due, "operation": ["in", operations]} if booking else due,
		["name", "booking", "operation", "channel", "user", "recipient", "email_queue"],
		order_by=OLDEST_FIRST,
	)
	together = [part for bundle in _by_recipient(rows) for part in _as_sent(bundle)]
	told = [bundle for bundle in together if not booking or booking in {row.booking for row in bundle}]
	return [[row.name for row in bundle] for bundle in told]


def _as_sent(bundle: list) -> list[list]:
	"""A mail shows each booking; an SMS and the bell count them."""
	size = TOGETHER if bundle[0].channel == EMAIL else len(bundle)
	return [bundle[i : i + size] for i in range(0, len(bundle), size)]


def _operations_of(filters: dict) -> list[str]:
	found = frappe.get_all(MESSAGE, filters, pluck="operation", order_by=OLDEST_FIRST)
	return list(dict.fromkeys(found))


def _by_recipient(rows: list) -> list[list]:
	"""What is queued already stays with its mail; an SMS goes to the number that the customer gave for the booking."""
	phones = _phones_of([row.booking for row in rows if row.channel == SMS and not row.user])
	bundles = {}
	for row in rows:
		recipient = row.user or (row.recipient or "").lower()
		phone = phones.get(row.booking, "") if row.channel == SMS and not row.user else ""
		who = (bool(row.user), recipient, phone)
		bundles.setdefault((row.operation, row.channel, who, row.email_queue or ""), []).append(row)
	return list(bundles.values())


def _phones_of(bookings: list[str]) -> dict[str, str]:
	"""Without the signs by which people write the same number apart."""
	if not bookings:
		return {}
	filters = {"name": ["in", bookings]}
	found = frappe.get_all(BOOKING, filters, ["name", "customer_phone"], order_by="name asc")
	return {row.name: NOT_DIALLED.sub("", row.customer_phone or "") for row in found}


def digests_due(now: int) -> list[list[str]]:
	"""The names of messages that go together, a list for each mail: one for each user, or one that is queued already."""
	rows = frappe.get_all(
		MESSAGE,
		{**_due(now), "in_digest": 1},
		["name", "user", "email_queue"],
		order_by=OLDEST_FIRST,
	)
	mails = {}
	for row in rows:
		mails.setdefault((row.user, row.email_queue or ""), []).append(row.name)
	return list(mails.values())


def _due(now: int) -> dict:
	return {
		"state": ["in", [DUE, QUEUED]],
		"due_utc_minute": ["<=", now],
		"next_try_utc_minute": ["<=", now],
	}


def lock(name: str):
	"""The message as it is committed now, held until the transaction ends."""
	return frappe.get_doc(MESSAGE, name, for_update=True)


def change(message, state: str | None = None, **values) -> None:
	if state:
		values["state"] = state
	message.db_set(values)


def skip(message, reason: str) -> None:
	change(message, SKIPPED, reason=reason)


def skip_operation(operation: str, bookings: Sequence[str], reason: str) -> None:
	"""Lock and skip what is due of an operation about these bookings."""
	filters = {"operation": operation, "booking": ["in", bookings], "state": DUE}
	frappe.db.set_value(MESSAGE, filters, {"state": SKIPPED, "reason": reason})


def note_sent(message, recipient: str | None = None, sent_as: str | None = None) -> None:
	"""
	:param sent_as: what several messages share that went as one SMS or bell.
	"""
	values = {"recipient": recipient} if recipient else {}
	times = (message.times_sent or 0) + 1
	change(message, SENT, sent_at=now_datetime(), times_sent=times, reason=None, sent_as=sent_as, **values)
