"""Tells whoever changes hours or holidays which booked meetings are outside of them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import escape_html, getdate

from meeting_manager.adapters.member_time import WEEKDAYS, Member, load_raw_time
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.adapters.offer_rows import read_holidays
from meeting_manager.adapters.site_time import current_minute, in_words, wall_interval
from meeting_manager.scheduling.hours import Holidays, WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, covers, merge
from meeting_manager.scheduling.zones import local_day

BOOKING = "MM Meeting Booking"
MOST_LISTED = 20
ONE_DAY = timedelta(days=1)

HoursByMember = Mapping[str, WorkingHours]
HolidaysByDepartment = Mapping[str, Holidays]


def warn_of_new_hours(before, after) -> None:
	"""
	:param before: the MM Member Profile as it was, None if it is new.
	:param after: the same as it is saved.
	"""
	hours = [{after.name: hours_of(profile)} for profile in (before, after) if profile]
	if len(hours) < 2 or hours[0] == hours[1]:
		return
	meetings = _future_meetings("member", after.name)
	holidays = load_holidays({meeting.department for meeting in meetings})
	left = _left_outside(meetings, (hours[0], holidays), (hours[1], holidays))
	_warn(left, hours[1], member=after.name)


def warn_of_new_holidays(before, after) -> None:
	"""
	:param before: the MM Department as it was, None if it is new.
	:param after: the same as it is saved.
	"""
	holidays = [
		{after.name: read_holidays(department.holidays)} for department in (before, after) if department
	]
	if len(holidays) < 2 or holidays[0] == holidays[1]:
		return
	meetings = _future_meetings("department", after.name)
	hours = load_hours(meetings)
	left = _left_outside(meetings, (hours, holidays[0]), (hours, holidays[1]))
	_warn(left, hours, department=after.name)


def hours_of(profile) -> WorkingHours:
	weekly, overrides = defaultdict(list), defaultdict(list)
	for row in profile.weekly_hours:
		weekly[WEEKDAYS.index(row.weekday)].append(wall_interval(row.start_time, row.end_time))
	for row in profile.date_overrides:
		of_date = overrides[getdate(row.date)]
		if not row.is_day_off:
			of_date.append(wall_interval(row.start_time, row.end_time))
	return WorkingHours(ZoneInfo(profile.timezone), _merged(weekly), _merged(overrides))


def _merged(hours: Mapping[int | date, list[Interval]]) -> dict[int | date, list[Interval]]:
	return {day: merge(intervals) for day, intervals in hours.items()}


def _future_meetings(whose: str, name: str) -> list[frappe._dict]:
	"""Open meetings that have not begun, by their start, once for each member who takes part.

	:param whose: "member" or "department".
	"""
	return future_meetings(**{whose: name})


def future_meetings(member: str = "", department: str = "") -> list[frappe._dict]:
	"""The same of a member, of a department, of both or of all."""
	row, booking = frappe.qb.DocType(ASSIGNED), frappe.qb.DocType(BOOKING)
	query = (
		frappe.qb.from_(row)
		.join(booking)
		.on(booking.name == row.parent)
		.select(row.member, row.member_name, row.start_utc_minute, row.end_utc_minute, row.meeting_type)
		.select(booking.name, booking.booking_reference, booking.customer_name, booking.department)
		.where((row.is_blocking == 1) & (row.start_utc_minute > current_minute()))
		.orderby(row.start_utc_minute, booking.booking_reference)
	)
	if member:
		query = query.where(row.member == member)
	if department:
		query = query.where(booking.department == department)
	return query.run(as_dict=True)


def load_holidays(departments: set[str]) -> HolidaysByDepartment:
	rows = defaultdict(list)
	filters = {"parenttype": "MM Department", "parent": ["in", sorted(departments)]}
	fields = ["parent", "holiday_date", "day_part"]
	for row in frappe.get_all("MM Department Holiday", filters, fields, order_by="parent asc, idx asc"):
		rows[row.parent].append(row)
	return {department: read_holidays(rows[department]) for department in departments}


def load_hours(meetings: Sequence[frappe._dict]) -> HoursByMember:
	if not meetings:
		return {}
	filters = {"name": ["in", sorted({meeting.member for meeting in meetings})]}
	profiles = frappe.get_all("MM Member Profile", filters, ["name", "timezone"], order_by="name asc")
	members = [Member(profile.name, "", ZoneInfo(profile.timezone)) for profile in profiles]
	window = meetings[0].start_utc_minute, max(meeting.end_utc_minute for meeting in meetings)
	return {name: time.hours for name, time in load_raw_time(members, window).items()}


def _left_outside(
	meetings: Sequence[frappe._dict],
	before: tuple[HoursByMember, HolidaysByDepartment],
	after: tuple[HoursByMember, HolidaysByDepartment],
) -> list[frappe._dict]:
	"""The meetings that lay within the hours before and do not now."""
	were_outside, are_outside = (outside(meetings, *rules) for rules in (before, after))
	return [meetings[number] for number in sorted(are_outside - were_outside)]


def outside(
	meetings: Sequence[frappe._dict], hours: HoursByMember, holidays: HolidaysByDepartment
) -> set[int]:
	"""Their positions in the list."""
	of_one = defaultdict(list)
	for number, meeting in enumerate(meetings):
		of_one[meeting.member, meeting.department].append((number, meeting))
	return {
		number
		for (member, department), numbered in of_one.items()
		for number in _outside_of(numbered, hours[member], holidays[department])
	}


def _outside_of(
	numbered: Sequence[tuple[int, frappe._dict]], hours: WorkingHours, holidays: Holidays
) -> list[int]:
	first = local_day(hours.zone, numbered[0][1].start_utc_minute) - ONE_DAY
	last = local_day(hours.zone, numbered[-1][1].end_utc_minute)
	working = working_intervals(hours, holidays, first, last)
	return [
		number
		for number, meeting in numbered
		if not covers(working, meeting.start_utc_minute, meeting.end_utc_minute)
	]


def _warn(meetings: Sequence[frappe._dict], hours: HoursByMember, **about: str) -> None:
	"""
	:param about: the member or department, for the page on which they are settled.
	"""
	if not meetings:
		return
	visible = _visible(meetings)[:MOST_LISTED]
	lines = [_line(meeting, hours[meeting.member].zone) for meeting in visible]
	others = len(meetings) - len(visible)
	if others:
		lines.append(
			_("and {0} more").format(others) if lines else _("{0} that you may not see").format(others)
		)
	told = _(
		"These booked meetings are outside the hours now. They stay booked until you move or cancel them:"
	)
	frappe.msgprint(
		told + "<ul><li>" + "</li><li>".join(lines) + "</li></ul>" + (_link(about) if visible else ""),
		title=_("Meetings outside the Hours"),
		indicator="orange",
	)


def _link(about: dict[str, str]) -> str:
	address = escape_html(f"/app/mm-affected-bookings?{urlencode(about, quote_via=quote)}")
	return f'<p><a href="{address}">' + _("Settle all affected bookings") + "</a></p>"


def _visible(meetings: Sequence[frappe._dict]) -> list[frappe._dict]:
	"""Those whose booking the user may read: a member may be booked through departments that others lead."""
	if not frappe.has_permission(BOOKING, "read"):
		return []
	names = sorted({meeting.name for meeting in meetings})
	readable = set(frappe.get_list(BOOKING, {"name": ["in", names]}, pluck="name", order_by="name asc"))
	return [meeting for meeting in meetings if meeting.name in readable]


def _line(meeting: frappe._dict, zone: ZoneInfo) -> str:
	address = f"/app/mm-meeting-booking/{meeting.name}"
	return _("{0}: {1} with {2}, {3} ({4})").format(
		f'<a href="{address}">{escape_html(meeting.booking_reference)}</a>',
		escape_html(meeting.customer_name),
		escape_html(meeting.member_name or meeting.member),
		in_words(meeting.start_utc_minute, zone),
		zone.key,
	)
