"""Who of a department works when on a day, and what takes their time, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.fields import LONGEST_MEETING
from meeting_manager.adapters.member_time import Member, load_hours
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.adapters.offer_rows import load_members, read_holidays
from meeting_manager.scheduling.hours import Holidays, WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import day_window, local_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayPlan:
	"""
	:param zone: the department's, of whose date `window` has the UTC minutes.
	:param working: hours as UTC intervals within the window, by member; of who cannot be booked, none.
	:param meetings: rows (member, parent, start_utc_minute, end_utc_minute) that count, whoever may read their bookings.
	:param busy: rows (member, title, start_utc_minute, end_utc_minute).
	"""

	zone: ZoneInfo
	day: date
	window: Interval
	members: Sequence[Member]
	holidays: Holidays
	working: dict[str, list[Interval]]
	meetings: Sequence[frappe._dict]
	busy: Sequence[frappe._dict]


def load_active_members(department: str) -> list[Member]:
	return load_members(department, meeting_type="", moving=None)


def load_day(department: str, zone: ZoneInfo, day: date, members: Sequence[Member]) -> DayPlan:
	"""Five queries, or only the first where there are no members.

	:param members: those to look at.
	"""
	window, names = day_window(zone, day, day), [member.name for member in members]
	holidays, hours = _load_holidays(department), load_hours(members, window)
	working = {
		member.name: _working(hours[member.name], holidays, window) if member.is_bookable else []
		for member in members
	}
	meetings, busy = (_load_meetings(names, window), _load_busy(names, window)) if names else ((), ())
	return DayPlan(zone, day, window, members, holidays, working, meetings, busy)


def _load_holidays(department: str) -> Holidays:
	filters = {"parent": department, "parenttype": "MM Department"}
	fields = ["holiday_date", "day_part"]
	return read_holidays(
		frappe.get_all("MM Department Holiday", filters, fields, order_by="holiday_date asc, idx asc")
	)


def _working(hours: WorkingHours, holidays: Holidays, window: Interval) -> list[Interval]:
	days = local_day(hours.zone, window[0]) - ONE_DAY, local_day(hours.zone, window[1])
	return within(working_intervals(hours, holidays, *days), window)


def within(intervals: Sequence[Interval], window: Interval) -> list[Interval]:
	"""Their parts in a window."""
	cut = ((max(start, window[0]), min(end, window[1])) for start, end in intervals)
	return [(start, end) for start, end in cut if start < end]


def _load_meetings(members: Sequence[str], window: Interval) -> list[frappe._dict]:
	row = frappe.qb.DocType(ASSIGNED)
	query = (
		frappe.qb.from_(row)
		.select(row.member, row.parent, row.start_utc_minute, row.end_utc_minute)
		.where(row.member.isin(list(members)) & (row.is_counted == 1))
		.where(row.start_utc_minute > window[0] - LONGEST_MEETING)
		.where((row.start_utc_minute < window[1]) & (row.end_utc_minute > window[0]))
		.orderby(row.start_utc_minute, row.parent, row.member)
	)
	return query.run(as_dict=True)


def _load_busy(members: Sequence[str], window: Interval) -> list[frappe._dict]:
	row = frappe.qb.DocType("MM Busy Time")
	query = (
		frappe.qb.from_(row)
		.select(row.member, row.title, row.start_utc_minute, row.end_utc_minute)
		.where(row.member.isin(list(members)))
		.where((row.start_utc_minute < window[1]) & (row.end_utc_minute > window[0]))
		.orderby(row.start_utc_minute, row.name)
	)
	return query.run(as_dict=True)
