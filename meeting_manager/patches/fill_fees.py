"""Note the fees of bookings that were cancelled or missed before bookings held them, where history and rules tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import frappe

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.site_time import from_site_datetime
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_fees import (
	CANCELLATION,
	NO_SHOW,
	as_fields,
)
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import CUSTOMER_LINK, CUSTOMERS, STAFF
from meeting_manager.scheduling.money import Money
from meeting_manager.scheduling.policy import Actor, Facts, may_cancel, no_show_fee
from meeting_manager.scheduling.policy_record import read_policy

BOOKING, HISTORY = "MM Meeting Booking", "MM Booking History"
FIELDS = ["name", "status", "policy", "start_utc_minute", "customer_email", "cancellation_reason"]
AT_ONCE = 500


def execute() -> None:
	"""Those without a history row of it, or with rules that this app cannot read, stay without a kind of fee."""
	closed = {"status": ["in", [status.CANCELLED, status.NO_SHOW]], "fee_kind": ["is", "not set"]}
	names = frappe.get_all(BOOKING, closed, pluck="name", order_by="name asc")
	earlier = _cancellations_by_customer()
	for first in range(0, len(names), AT_ONCE):
		_fill(names[first : first + AT_ONCE], earlier)


def _fill(names: Sequence[str], earlier: dict[str, list[tuple[int, str]]]) -> None:
	closings = _closings(names)
	for booking in frappe.get_all(BOOKING, {"name": ["in", names]}, FIELDS, order_by="name asc"):
		row = closings.get(booking.name)
		fee = _fee(booking, row, earlier) if row else None
		if fee is not None:
			kind = CANCELLATION if booking.status == status.CANCELLED else NO_SHOW
			frappe.db.set_value(BOOKING, booking.name, as_fields(kind, fee), update_modified=False)


def _closings(names: Sequence[str]) -> dict[str, frappe._dict]:
	"""The history rows by which the bookings were cancelled or marked."""
	rows = frappe.get_all(
		HISTORY,
		{
			"parenttype": BOOKING,
			"parent": ["in", names],
			"action": ["in", [status.CANCELLED, status.NO_SHOW]],
		},
		["parent", "acted_as", "action_utc", "action_datetime"],
		order_by="parent asc, idx asc",
	)
	return {row.parent: row for row in rows}


def _fee(booking, row, earlier: dict[str, list[tuple[int, str]]]) -> Money | None:
	try:
		policy, price = read_policy(booking.policy)
	except ValueError:
		return None
	at = _minute(row)
	before = [name for when, name in earlier[_customer(booking)] if when < at and name != booking.name]
	facts = Facts(booking.status, booking.start_utc_minute, price=price, cancellations=len(before))
	if booking.status == status.NO_SHOW:
		return no_show_fee(facts, policy)
	by_customer = booking.cancellation_reason == BY_CUSTOMER or row.acted_as in CUSTOMERS
	actor = Actor(CUSTOMER_LINK) if by_customer else Actor(STAFF, for_customer=False)
	return may_cancel(facts, policy, at, actor).fee


def _cancellations_by_customer() -> dict[str, list[tuple[int, str]]]:
	"""By address, when each was made, and of which booking."""
	rows = frappe.get_all(
		BOOKING,
		{"status": status.CANCELLED, "cancellation_reason": BY_CUSTOMER, "cancelled_at": ["is", "set"]},
		["name", "customer_email", "cancelled_at"],
		order_by="cancelled_at asc, name asc",
	)
	found = defaultdict(list)
	for row in rows:
		found[_customer(row)].append((from_site_datetime(row.cancelled_at), row.name))
	return found


def _minute(row) -> int:
	"""The first whole UTC minute that was not over."""
	if not row.action_utc:
		return from_site_datetime(row.action_datetime) + 1
	return -(-int(datetime.fromisoformat(row.action_utc.replace("Z", "+00:00")).timestamp()) // 60)


def _customer(row) -> str:
	return (row.customer_email or "").lower()
