"""What the Desk's calendar of bookings shows: those of a range of days, with their members."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import frappe
from frappe import _

from meeting_manager.adapters.fields import LONGEST_MEETING
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.meeting_manager.api.guest_input import read_instant
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import MINUTES_PER_DAY

BOOKING = "MM Meeting Booking"
FIELDS = (
	"name",
	"booking_reference",
	"customer_name",
	"status",
	"meeting_type",
	"calendar_sequence",
	"start_utc_minute",
	"end_utc_minute",
)
ADDED = ("_assign", "_user_tags", "_comments", "_liked_by")
"""Columns that Frappe adds to any DocType."""
LONGEST = 62
"""Days in one answer; a month's sheet has 42."""
MOST = 2000
"""Bookings in one answer."""


@frappe.whitelist(methods=["GET", "POST"])
def get_events(
	start: str = "", end: str = "", department: str = "", member: str = "", filters: str | list = ""
) -> dict:
	"""The bookings that touch a range, of those that the user may read; minutes are UTC.

	:param start, end: ISO instants.
	:param filters: more of them, as the Desk's lists have them, or JSON of that.
	:return: `events`, by their start, and `is_cut` where there are more than MOST.
	"""
	frappe.has_permission(BOOKING, "read", throw=True)
	window = read_instant(start, "start"), read_instant(end, "end")
	if not 0 <= window[1] - window[0] <= LONGEST * MINUTES_PER_DAY:
		frappe.throw(_("Ask for {0} days at most").format(LONGEST))
	wanted = [*_read_filters(filters), *_within(window)]
	if department:
		wanted.append(["department", "=", department])
	if member:
		wanted.append(["name", "in", _held_by(member, window)])
	found = frappe.get_list(
		BOOKING, wanted, list(FIELDS), order_by="start_utc_minute asc, name asc", limit=MOST + 1
	)
	return {"events": _describe(found[:MOST]), "is_cut": len(found) > MOST}


def describe_booking(booking, rows: Sequence, meetings: dict[str, str]) -> dict:
	"""
	:param rows: of its members, with their `member`, and the time where the booking has none.
	:param meetings: what `name_meetings` has found.
	"""
	return {
		"name": booking.name,
		"booking_reference": booking.booking_reference,
		"customer_name": booking.customer_name,
		"status": booking.status,
		"calendar_sequence": booking.calendar_sequence,
		"meeting": meetings.get(booking.meeting_type, ""),
		"start": rows[0].start_utc_minute,
		"end": rows[0].end_utc_minute,
		"members": [row.member for row in rows],
	}


def name_meetings(types: Collection[str]) -> dict[str, str]:
	"""By meeting type, in one query."""
	filters = {"name": ["in", sorted(types)]}
	rows = frappe.get_all("MM Meeting Type", filters, ["name", "meeting_name"], order_by="name asc")
	return {row.name: row.meeting_name for row in rows}


def _read_filters(filters: str | list) -> list:
	found = frappe.parse_json(filters) if isinstance(filters, str) and filters else filters
	if not isinstance(found or [], list):
		_refuse_filters()
	return [_read_filter(one) for one in found or []]


def _read_filter(one) -> list:
	"""Field, operator and value; lists put the DocType before them, and behind them whether the filter is hidden."""
	if not isinstance(one, list) or not 3 <= len(one) <= 5:
		_refuse_filters()
	doctype, fieldname, *rest = [BOOKING, *one] if len(one) == 3 else one[:4]
	if doctype != BOOKING or fieldname not in (*frappe.get_meta(BOOKING).get_valid_columns(), *ADDED):
		_refuse_filters()
	return [fieldname, *rest]


def _refuse_filters() -> None:
	frappe.throw(_("Filters: use a list of fields of the booking, each with an operator and a value"))


def _within(window: Interval) -> list[list]:
	return [
		["start_utc_minute", ">", window[0] - LONGEST_MEETING],
		["start_utc_minute", "<", window[1]],
		["end_utc_minute", ">", window[0]],
	]


def _held_by(member: str, window: Interval) -> list[str]:
	"""Names of the bookings that a member has in a window; the window's margin is the longest meeting."""
	filters = [
		["member", "=", member],
		["start_utc_minute", ">", window[0] - LONGEST_MEETING],
		["start_utc_minute", "<", window[1]],
	]
	return frappe.get_all(ASSIGNED, filters, pluck="parent", order_by="parent asc")


def _describe(found: Sequence) -> list[dict]:
	"""In two queries more, if there are any."""
	if not found:
		return []
	rows = _rows_of([booking.name for booking in found])
	meetings = name_meetings({booking.meeting_type for booking in found})
	return [
		{
			**describe_booking(booking, rows[booking.name], meetings),
			"assigned_to": [row.member_name or row.member for row in rows[booking.name]],
		}
		for booking in found
	]


def _rows_of(names: Sequence[str]) -> dict[str, list]:
	rows = defaultdict(list)
	fields = ["parent", "member", "member_name", "start_utc_minute", "end_utc_minute"]
	for row in frappe.get_all(ASSIGNED, {"parent": ["in", names]}, fields, order_by="parent asc, idx asc"):
		rows[row.parent].append(row)
	return rows
