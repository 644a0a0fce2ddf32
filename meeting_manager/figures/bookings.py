"""The bookings that figures are counted from: those that whoever asks may read, as the list of bookings shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import frappe

from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.figures.asked import Asked

BOOKING, HISTORY = "MM Meeting Booking", "MM Booking History"
FIELDS = (
	"name",
	"booking_reference",
	"department",
	"meeting_type",
	"status",
	"start_datetime",
	"start_utc_minute",
	"end_utc_minute",
	"duration",
	"customer_name",
	"customer_email",
	"cancellation_reason",
	"cancelled_by",
	"fee_kind",
	"fee_amount",
	"fee_currency",
	"fee_waived",
	"fee_waived_by",
	"fee_waived_reason",
)
MOST_NAMES = 1000
"""In one query: SQLite takes no statement with many more values, and MariaDB none that is too long."""


def load_bookings(asked: Asked) -> list[frappe._dict]:
	"""The bookings that start in the range, in order; each with its `members`, a dict of names by profile."""
	window = asked.window
	found = _read([["start_utc_minute", ">=", window[0]], ["start_utc_minute", "<", window[1]]], asked)
	held = [["start_utc_minute", ">=", window[0]], ["start_utc_minute", "<", window[1]]]
	return _with_members(found, _assigned(held), asked)


def load_bookings_named(names: Collection[str], asked: Asked) -> list[frappe._dict]:
	"""The same for bookings by name, whenever they start."""
	found, assigned = [], []
	for part in _parts(names):
		found += _read([["name", "in", part]], asked)
		assigned += _assigned([["parent", "in", part]])
	return _with_members(found, assigned, asked)


def load_history(names: Collection[str], actions: Sequence[str]) -> list[frappe._dict]:
	"""The history of bookings that were loaded here, oldest first."""
	rows = []
	for part in _parts(names):
		rows += _history([["parent", "in", part], ["action", "in", list(actions)]])
	return rows


def load_history_between(asked: Asked, actions: Sequence[str]) -> list[frappe._dict]:
	"""What happened in the range to any booking, oldest first; its readers have still to be looked at."""
	first, last = asked.moments
	when = [["action_datetime", ">=", first], ["action_datetime", "<", last]]
	return _history([["action", "in", list(actions)], *when])


def names_of_types(kinds: Iterable[str]) -> dict[str, str]:
	"""What people call the meeting types."""
	wanted = sorted(set(kinds))
	if not wanted:
		return {}
	fields = ["name", "meeting_name"]
	rows = frappe.get_all("MM Meeting Type", {"name": ["in", wanted]}, fields, order_by="name asc")
	return {row.name: row.meeting_name for row in rows}


def _read(filters: list, asked: Asked) -> list[frappe._dict]:
	chosen = {"department": asked.department, "meeting_type": asked.meeting_type}
	filters = [*filters, *([field, "=", value] for field, value in chosen.items() if value)]
	order = "start_utc_minute asc, name asc"
	return frappe.get_list(BOOKING, filters=filters, fields=list(FIELDS), order_by=order, limit_page_length=0)


def _assigned(filters: list) -> list[frappe._dict]:
	fields = ["parent", "member", "member_name"]
	return frappe.get_all(
		ASSIGNED,
		filters=[["parenttype", "=", BOOKING], *filters],
		fields=fields,
		order_by="parent asc, idx asc",
	)


def _history(filters: list) -> list[frappe._dict]:
	return frappe.get_all(
		HISTORY,
		filters=[["parenttype", "=", BOOKING], *filters],
		fields=["parent", "action", "action_by", "acted_as", "action_datetime", "old_value", "new_value"],
		order_by="action_datetime asc, parent asc, idx asc",
	)


def _with_members(found: list, assigned: list, asked: Asked) -> list[frappe._dict]:
	members: dict[str, dict[str, str]] = defaultdict(dict)
	for row in assigned:
		members[row.parent][row.member] = row.member_name or row.member
	titles = names_of_types(booking.meeting_type for booking in found)
	for booking in found:
		booking.members = members[booking.name]
		booking.meeting_name = titles.get(booking.meeting_type, "")
	return [booking for booking in found if not asked.member or asked.member in booking.members]


def _parts(names: Collection[str]) -> list[list[str]]:
	ordered = sorted(set(names))
	return [ordered[start : start + MOST_NAMES] for start in range(0, len(ordered), MOST_NAMES)]
