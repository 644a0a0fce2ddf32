"""A department's day on the Desk: a column for each member, with hours, meetings and what else takes their time."""

from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.day_plan import DayPlan, load_active_members, load_day, within
from meeting_manager.adapters.site_time import current_minute, time_of_day
from meeting_manager.meeting_manager.api.booking_calendar import BOOKING, describe_booking, name_meetings
from meeting_manager.meeting_manager.api.guest_input import read_date
from meeting_manager.permissions import sees_everything
from meeting_manager.scheduling.hours import WHOLE_DAY
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import local_day, to_instant

DEPARTMENT = "MM Department"
FIELDS = ("name", "booking_reference", "customer_name", "status", "meeting_type", "calendar_sequence")
ONE_HOUR = 60


@frappe.whitelist(methods=["GET", "POST"])
def get_day(department: str = "", date: str = "") -> dict:
	"""What the board shows; minutes are UTC, words are in the department's zone.

	Managers and the department's leader see all its members, a member their own column. A meeting of which the user may
	not read the booking is only told to take time.
	:param department: by default the user's first one.
	:param date: by default today there.
	"""
	frappe.has_permission(BOOKING, "read", throw=True)
	departments = _departments()
	if not department:
		if not departments:
			return {"departments": [], "department": None}
		department = departments[0].name
	frappe.has_permission(DEPARTMENT, "read", doc=department, throw=True)
	zone, leader = frappe.db.get_value(DEPARTMENT, department, ["timezone", "leader"])
	zone = ZoneInfo(zone)
	day = read_date(date, "date") if date else local_day(zone, current_minute())
	members = _visible(load_active_members(department), leader)
	answer = _describe(load_day(department, zone, day, members))
	return {"departments": [row.name for row in departments], "department": department, **answer}


def _departments() -> list[frappe._dict]:
	"""The active ones of which the user may see more than their own column, or is a member."""
	fields = ["name", "leader"]
	rows = frappe.get_list(DEPARTMENT, {"is_active": 1}, fields, order_by="name asc", limit=0)
	me = frappe.session.user
	if sees_everything(me):
		return rows
	of_me = {"parenttype": DEPARTMENT, "member": me, "is_active": 1}
	mine = frappe.get_all("MM Department Member", of_me, pluck="parent", order_by="parent asc")
	return [row for row in rows if row.leader == me or row.name in mine]


def _visible(members: list, leader: str | None) -> list:
	me = frappe.session.user
	sees_all = leader == me or sees_everything(me)
	return [member for member in members if sees_all or member.name == me]


def _describe(plan: DayPlan) -> dict:
	bookings = _readable_bookings(plan)
	return {
		"date": plan.day.isoformat(),
		"timezone": plan.zone.key,
		"window": plan.window,
		"now": current_minute(),
		"hours": [_mark(plan, minute) for minute in range(*plan.window, ONE_HOUR)],
		"is_holiday": plan.holidays.get(plan.day) == WHOLE_DAY,
		"may_change": bool(frappe.has_permission(BOOKING, "write")),
		"columns": _columns(plan, set(bookings)),
		"bookings": list(bookings.values()),
	}


def _mark(plan: DayPlan, minute: int) -> dict:
	return {"minute": minute, "label": time_of_day(to_instant(minute, plan.zone))}


def _columns(plan: DayPlan, readable: set[str]) -> list[dict]:
	taken, busy = defaultdict(list), defaultdict(list)
	for row in plan.meetings:
		if row.parent not in readable:
			taken[row.member].append((row.start_utc_minute, row.end_utc_minute))
	for row in plan.busy:
		busy[row.member].append(row)
	return [
		{
			"member": member.name,
			"name": member.full_name,
			"is_bookable": member.is_bookable,
			"working": plan.working[member.name],
			"working_words": _in_words(plan, plan.working[member.name]),
			"taken": within(taken[member.name], plan.window),
			"busy": [_describe_busy(plan, row) for row in busy[member.name]],
		}
		for member in plan.members
	]


def _describe_busy(plan: DayPlan, row) -> dict:
	((start, end),) = within([(row.start_utc_minute, row.end_utc_minute)], plan.window)
	return {"title": row.title, "start": start, "end": end}


def _in_words(plan: DayPlan, intervals: Sequence[Interval]) -> list[str]:
	"""The end of the day is 24:00."""
	return [f"{_clock(plan, start)}–{_clock(plan, end)}" for start, end in intervals]


def _clock(plan: DayPlan, minute: int) -> str:
	return "24:00" if minute == plan.window[1] else time_of_day(to_instant(minute, plan.zone))


def _readable_bookings(plan: DayPlan) -> dict[str, dict]:
	"""By name, those of the day that the user may read, each with its members among the columns."""
	rows = defaultdict(list)
	for row in plan.meetings:
		rows[row.parent].append(row)
	if not rows:
		return {}
	filters = {"name": ["in", list(rows)]}
	found = frappe.get_list(
		BOOKING, filters, list(FIELDS), order_by="start_utc_minute asc, name asc", limit=0
	)
	meetings = name_meetings({booking.meeting_type for booking in found})
	names = {member.name: member.full_name for member in plan.members}
	return {
		booking.name: {
			**describe_booking(booking, rows[booking.name], meetings),
			"assigned_to": [names[row.member] for row in rows[booking.name]],
			"words": _in_words(plan, [_time(rows[booking.name])])[0],
		}
		for booking in found
	}


def _time(rows: Sequence[frappe._dict]) -> Interval:
	return rows[0].start_utc_minute, rows[0].end_utc_minute
