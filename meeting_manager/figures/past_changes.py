"""What customers did with their bookings, as the core tries a draft of a policy on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.site_time import from_site_datetime
from meeting_manager.figures.bookings import BOOKING, HISTORY
from meeting_manager.figures.changes import CUSTOMER, SIDE_OF, actor_of, read_booked, zones_of
from meeting_manager.scheduling import status
from meeting_manager.scheduling.money import digits_of, nearest_minor
from meeting_manager.scheduling.policy_record import read_policy
from meeting_manager.scheduling.policy_trial import CANCELLED, MISSED, MOVED, PastBooking, PastChange

KINDS = {status.RESCHEDULED: MOVED, status.CANCELLED: CANCELLED, status.NO_SHOW: MISSED}
FIELDS = (
	"name",
	"booking_reference",
	"department",
	"customer_name",
	"customer_email",
	"start_utc_minute",
	"cancellation_reason",
	"policy",
)


def load_past(first: int, department: str = "") -> dict[str, frappe._dict]:
	"""The bookings that whoever asks may read, by name, each with its `changes` since a UTC minute; three queries.

	A customer changes a booking before its start, so of what was to start before that minute nothing is missing.
	"""
	filters = [["start_utc_minute", ">=", first]]
	filters += [["department", "=", department]] if department else []
	rows = frappe.get_list(
		BOOKING, filters=filters, fields=list(FIELDS), order_by="name asc", limit_page_length=0
	)
	bookings = {row.name: row for row in rows}
	zones, changes = zones_of({row.department for row in rows}), defaultdict(list)
	for row in _rows_since(first, department):
		booking = bookings.get(row.parent)
		change = booking and _change(row, booking, zones.get(booking.department))
		if change:
			changes[row.parent].append(change)
	for name, booking in bookings.items():
		booking.changes = tuple(changes[name])
	return bookings


def as_past(bookings: Iterable, currency: str) -> Iterator[PastBooking]:
	"""
	:param currency: of the draft, in whose minor units prices are told.
	"""
	for booking in bookings:
		if booking.changes:
			price = _price(booking.policy, currency)
			yield PastBooking(booking.name, booking.customer_email.lower(), booking.changes, price)


def _rows_since(first: int, department: str) -> list[frappe._dict]:
	booking, history = frappe.qb.DocType(BOOKING), frappe.qb.DocType(HISTORY)
	query = (
		frappe.qb.from_(history)
		.join(booking)
		.on(booking.name == history.parent)
		.select(
			history.parent,
			history.action,
			history.action_by,
			history.acted_as,
			history.action_datetime,
			history.action_utc,
			history.old_value,
		)
		.where((history.parenttype == BOOKING) & history.action.isin(list(KINDS)))
		.where(booking.start_utc_minute >= first)
		.orderby(history.parent, history.idx)
	)
	if department:
		query = query.where(booking.department == department)
	return query.run(as_dict=True)


def _change(row, booking, zone: ZoneInfo | None) -> PastChange | None:
	"""None of what somebody else did, or where the history does not tell which start was booked."""
	kind = KINDS[row.action]
	if kind == MISSED:
		return PastChange(kind, booking.start_utc_minute, booking.start_utc_minute)
	is_own = SIDE_OF[actor_of(row, booking)] == CUSTOMER
	is_own = is_own or (kind == CANCELLED and booking.cancellation_reason == BY_CUSTOMER)
	start = booking.start_utc_minute if kind == CANCELLED else read_booked(row.old_value, zone)
	return PastChange(kind, _minute(row), start) if is_own and start is not None else None


def _minute(row) -> int:
	"""The first whole UTC minute that was not over, as policies are judged."""
	if not row.action_utc:
		return from_site_datetime(row.action_datetime)
	return -(-int(datetime.fromisoformat(row.action_utc.replace("Z", "+00:00")).timestamp()) // 60)


def _price(kept: str | None, currency: str) -> int:
	"""The amount that the booking keeps, taken for one of the draft's currency; 0 of rules that cannot be read."""
	try:
		policy, price = read_policy(kept)
	except ValueError:
		return 0
	return nearest_minor(Decimal(price).scaleb(-digits_of(policy.currency)), currency)
