"""The rows behind an offer: a meeting type with its department and holidays, the members, the sessions that stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import frappe
from frappe.query_builder.functions import Count, GroupConcat
from frappe.utils import cint, getdate
from pypika.terms import ValueWrapper

from meeting_manager.adapters.member_time import Member
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.scheduling.hours import WHOLE_DAY
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.openings import Session

TYPE_FIELDS = (
	"name",
	"department",
	"duration",
	"slot_interval",
	"buffer_before",
	"buffer_after",
	"minimum_notice",
	"booking_horizon",
	"earliest_start",
	"latest_start",
	"capacity",
	"max_meetings_per_day",
	"member_mode",
	"location_type",
)


def load_type_rows(moving: str | None = None, **wanted: str) -> list[frappe._dict]:
	"""The meeting type with its department, once for each of the department's holidays, or once.

	:param moving: a booking, whose `own_duration` goes along: it may be another one than the type's.
	:param wanted: `meeting_type`, or `department_slug` and `meeting_slug` of what is offered to the public.
	"""
	kind, department = frappe.qb.DocType("MM Meeting Type"), frappe.qb.DocType("MM Department")
	holiday, named = frappe.qb.DocType("MM Department Holiday"), frappe.qb.DocType("MM Meeting Type Member")
	named_count = frappe.qb.from_(named).select(Count("*")).where(named.parent == kind.name)
	query = (
		frappe.qb.from_(kind)
		.join(department)
		.on(department.name == kind.department)
		.left_join(holiday)
		.on((holiday.parent == department.name) & (holiday.parenttype == "MM Department"))
		.select(*(kind[field] for field in TYPE_FIELDS))
		.select(department.timezone, department.assignment_algorithm, named_count.as_("named_count"))
		.select(_own_duration(moving).as_("own_duration"))
		.select(holiday.holiday_date, holiday.day_part)
		.orderby(holiday.holiday_date, holiday.idx)
	)
	if "meeting_type" in wanted:
		query = query.where(kind.name == wanted["meeting_type"])
	else:
		query = (
			query.where(department.department_slug == wanted["department_slug"])
			.where(kind.meeting_slug == wanted["meeting_slug"])
			.where((department.is_active == 1) & (kind.is_active == 1) & (kind.is_public == 1))
		)
	return query.run(as_dict=True)


def read_holidays(rows: Sequence[frappe._dict]) -> dict[date, str]:
	"""By date; two halves of one date are the whole of it."""
	holidays = {}
	for row in rows:
		if row.holiday_date:
			day, part = getdate(row.holiday_date), row.day_part or WHOLE_DAY
			holidays[day] = part if holidays.get(day, part) == part else WHOLE_DAY
	return holidays


def load_members(department: str, meeting_type: str, moving: str | None) -> list[Member]:
	"""The active members of a department, by name."""
	row, profile = frappe.qb.DocType("MM Department Member"), frappe.qb.DocType("MM Member Profile")
	user, named = frappe.qb.DocType("User"), frappe.qb.DocType("MM Meeting Type Member")
	query = (
		frappe.qb.from_(row)
		.join(profile)
		.on(profile.name == row.member)
		.join(user)
		.on(user.name == profile.user)
		.left_join(named)
		.on((named.member == profile.name) & (named.parent == meeting_type))
		.select(profile.name, profile.full_name, profile.timezone, row.assignment_priority)
		.select(profile.is_bookable, user.enabled, named.name.as_("named"))
		.select(_is_moving(profile.name, moving).as_("is_moving"))
		.select(profile.buffer_before, profile.buffer_after)
		.select(profile.max_meetings_per_day, profile.max_meetings_per_week, profile.calendar_version)
		.where((row.parent == department) & (row.parenttype == "MM Department") & (row.is_active == 1))
		.orderby(profile.name)
	)
	return [_member(*values) for values in query.run()]


def load_sessions(
	meeting_type: str, window: Interval, moving: str | None, for_update: bool = False
) -> tuple[list[Session], list[int]]:
	"""The sessions of a type that start in a window and hold their time, and the starts of all that count for its cap.

	:param for_update: read the meetings as they are committed now, not as the transaction saw them first.
	"""
	row = frappe.qb.DocType(ASSIGNED)
	query = (
		frappe.qb.from_(row)
		.select(row.start_utc_minute, row.is_blocking, GroupConcat(row.member))
		.where((row.meeting_type == meeting_type) & (row.is_counted == 1))
		.where((row.start_utc_minute >= window[0]) & (row.start_utc_minute < window[1]))
		.groupby(row.parent, row.start_utc_minute, row.is_blocking)
	)
	query = query.where(row.parent != moving) if moving else query
	seats: dict[tuple[int, tuple[str, ...]], int] = {}
	for start, is_blocking, members in (query.for_update() if for_update else query).run():
		session = start, tuple(sorted(members.split(",")))
		seats[session] = seats.get(session, 0) + is_blocking
	standing = [Session(start, members, taken) for (start, members), taken in seats.items() if taken]
	return standing, [start for start, _members in seats]


def _own_duration(moving: str | None):
	if not moving:
		return ValueWrapper(0)
	booking = frappe.qb.DocType("MM Meeting Booking")
	return frappe.qb.from_(booking).select(booking.duration).where(booking.name == moving)


def _is_moving(member, moving: str | None):
	if not moving:
		return ValueWrapper(0)
	row = frappe.qb.DocType(ASSIGNED)
	return frappe.qb.from_(row).select(Count("*")).where(row.parent == moving).where(row.member == member)


def _member(
	name,
	full_name,
	timezone,
	priority,
	is_bookable,
	enabled,
	named,
	is_moving,
	before,
	after,
	day_cap,
	week_cap,
	version,
) -> Member:
	return Member(
		name=name,
		full_name=full_name or name,
		zone=ZoneInfo(timezone),
		priority=cint(priority) or 1,
		is_bookable=bool(is_bookable and enabled),
		is_named=bool(named),
		is_moving=bool(is_moving),
		buffer_before=before,
		buffer_after=after,
		day_cap=day_cap,
		week_cap=week_cap,
		version=version or "",
	)
