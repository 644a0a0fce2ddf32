"""How much of the time that members offer is booked.

Offered are a member's weekly hours and overrides without days off, and without what the department's holidays take;
what was offered is told by the hours as they stand today. Weeks and days are the member's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.member_time import Member, load_hours
from meeting_manager.adapters.offer_rows import read_holidays
from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import load_bookings
from meeting_manager.figures.no_shows import rate_of
from meeting_manager.figures.periods import ONE_DAY, WEEK, next_period, periods_between
from meeting_manager.scheduling import status
from meeting_manager.scheduling.hours import Holidays, WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.zones import day_window

PROFILE = "MM Member Profile"


def load_utilisation(asked: Asked) -> list[dict]:
	"""Rows by member and week (`period`): `offered` and `booked` in minutes, and `utilisation` in %.

	Booked is what bookings that whoever asks may read take, cancelled ones left out, and seats of one meeting once.
	"""
	profiles = _profiles(asked)
	departments = _departments(asked, [profile.name for profile in profiles])
	holidays = _holidays({name for names in departments.values() for name in names})
	members = [Member(row.name, row.full_name or row.name, ZoneInfo(row.timezone)) for row in profiles]
	hours = load_hours(members, asked.window)
	booked = _booked(asked)
	open_to = {row.name: departments[row.name] if row.is_offered else () for row in profiles}
	return [
		row
		for member in members
		for row in weeks_of(
			member,
			hours[member.name],
			[holidays[name] for name in open_to[member.name]],
			booked[member.name],
			asked,
		)
	]


def weeks_of(
	member: Member,
	hours: WorkingHours,
	holidays: Sequence[Holidays],
	booked: Iterable[Interval],
	asked: Asked,
) -> list[dict]:
	"""
	:param holidays: of each department that the member is open to; what one of them closes, another may offer.
	"""
	days = asked.first - ONE_DAY, asked.last + ONE_DAY
	offered = merge(part for each in holidays for part in working_intervals(hours, each, *days))
	taken = merge(booked)
	rows = []
	for start in periods_between(asked.first, asked.last, WEEK):
		last = min(next_period(start, WEEK) - ONE_DAY, asked.last)
		window = day_window(member.zone, max(start, asked.first), last)
		rows.append(_row(member, start, minutes_within(offered, window), minutes_within(taken, window)))
	return rows


def minutes_within(intervals: Iterable[Interval], window: Interval) -> int:
	return sum(max(0, min(end, window[1]) - max(start, window[0])) for start, end in intervals)


def _row(member: Member, start: date, offered: int, booked: int) -> dict:
	return {
		"period": start,
		"member": member.name,
		"member_name": member.full_name,
		"offered": offered,
		"booked": booked,
		"utilisation": rate_of(booked, offered),
	}


def _profiles(asked: Asked) -> list[frappe._dict]:
	"""Of the members that whoever asks may read and that are asked for, by name; those only who are in a department."""
	filters = {"name": asked.member} if asked.member else {}
	fields = ["name", "full_name", "timezone", "is_bookable", "user"]
	found = frappe.get_list(PROFILE, filters=filters, fields=fields, order_by="name asc", limit_page_length=0)
	enabled = set(frappe.get_all("User", {"enabled": 1}, pluck="name", order_by="name asc"))
	belong = _departments(asked, [row.name for row in found])
	for row in found:
		row.is_offered = bool(row.is_bookable and row.user in enabled)
	return [row for row in found if belong[row.name]]


def _departments(asked: Asked, members: Sequence[str]) -> dict[str, list[str]]:
	"""The active departments in which each member is active, within what is asked for."""
	department = asked.department
	if asked.meeting_type:
		owner = frappe.db.get_value("MM Meeting Type", asked.meeting_type, "department")
		department = owner if department in ("", owner) else "-"
	belong = defaultdict(list)
	if not members:
		return belong
	active = {"is_active": 1, **({"name": department} if department else {})}
	departments = set(frappe.get_all("MM Department", active, pluck="name", order_by="name asc"))
	within = {"parenttype": "MM Department", "is_active": 1, "member": ["in", list(members)]}
	rows = frappe.get_all("MM Department Member", within, ["parent", "member"], order_by="parent asc")
	for row in rows:
		if row.parent in departments:
			belong[row.member].append(row.parent)
	return belong


def _holidays(departments: set[str]) -> dict[str, Holidays]:
	rows = defaultdict(list)
	if departments:
		within = {"parenttype": "MM Department", "parent": ["in", sorted(departments)]}
		fields = ["parent", "holiday_date", "day_part"]
		for row in frappe.get_all("MM Department Holiday", within, fields, order_by="holiday_date asc"):
			rows[row.parent].append(row)
	return {name: read_holidays(rows[name]) for name in departments}


def _booked(asked: Asked) -> dict[str, list[Interval]]:
	"""By member, the time of all bookings of the range and a day around it, which may be the member's own range."""
	wider = Asked(
		asked.first - timedelta(days=2),
		asked.last + timedelta(days=2),
		asked.department,
		asked.member,
		asked.meeting_type,
	)
	booked = defaultdict(list)
	for booking in load_bookings(wider):
		if booking.status != status.CANCELLED:
			for member in booking.members:
				booked[member].append((booking.start_utc_minute, booking.end_utc_minute))
	return booked
