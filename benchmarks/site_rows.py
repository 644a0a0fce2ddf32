"""A workload as rows of the app's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from benchmarks.workloads import MINUTES_PER_DAY, Interval, Member, Workload

DEPARTMENT = "Meeting Manager Benchmark"
DEPARTMENT_SLUG = "meeting-manager-benchmark"
TYPE_SLUG = "benchmark-meeting"
MEETING_TYPE = "benchmarkmt"
ADDRESSES = "meeting-manager-benchmark-%@example.com"
"""All members' names, as a pattern of SQL."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EPOCH_DAY = date(1970, 1, 1)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)

Row = Mapping[str, Any]


def rows_by_doctype(workload: Workload, site_zone) -> Iterator[tuple[str, Iterator[Row]]]:
	yield "MM Department", _department(workload)
	yield "MM Department Holiday", _holidays(workload)
	yield "MM Meeting Type", _meeting_type(workload)
	for doctype, rows in (
		("User", _user),
		("MM Member Profile", _profile),
		("MM Department Member", _department_member),
	):
		yield doctype, (rows(number, member) for number, member in enumerate(workload.members))
	yield "MM Weekly Hours", _child_rows(workload, "weekly_hours", _weekly_hours)
	yield "MM Date Override", _child_rows(workload, "date_overrides", _overrides)
	yield "MM Meeting Booking", _bookings(workload, site_zone)
	yield "MM Meeting Booking Assigned User", _assigned_users(workload)


def address(number: int) -> str:
	return ADDRESSES.replace("%", f"{number:04}")


def _department(workload: Workload) -> Iterator[Row]:
	yield {
		"name": DEPARTMENT,
		"department_name": DEPARTMENT,
		"department_slug": DEPARTMENT_SLUG,
		"timezone": workload.grid_zone.key,
		"is_active": 1,
		"assignment_algorithm": "Round Robin",
	}


def _holidays(workload: Workload) -> Iterator[Row]:
	for position, day in enumerate(sorted(workload.holidays), 1):
		values = {"holiday_date": _date(day), "day_part": "Whole Day"}
		yield _child(DEPARTMENT, "MM Department", "holidays", position, values)


def _meeting_type(workload: Workload) -> Iterator[Row]:
	yield {
		"name": MEETING_TYPE,
		"meeting_name": "Benchmark Meeting",
		"meeting_slug": TYPE_SLUG,
		"department": DEPARTMENT,
		"is_active": 1,
		"is_public": 1,
		"duration": workload.duration,
		"slot_interval": workload.step,
		"buffer_before": workload.buffer_before,
		"buffer_after": workload.buffer_after,
		"minimum_notice": workload.notice,
		"booking_horizon": 0,
		"capacity": 1,
		"member_mode": "Any Member",
		"location_type": "Online",
	}


def _user(number: int, _member: Member) -> Row:
	name = f"Benchmark {number}"
	return {
		"name": address(number),
		"email": address(number),
		"first_name": name,
		"full_name": name,
		"enabled": 1,
		"user_type": "Website User",
	}


def _profile(number: int, member: Member) -> Row:
	return {
		"name": address(number),
		"user": address(number),
		"full_name": f"Benchmark {number}",
		"timezone": member.zone.key,
		"is_bookable": 1,
	}


def _department_member(number: int, _member: Member) -> Row:
	values = {"member": address(number), "assignment_priority": 1, "is_active": 1}
	return _child(DEPARTMENT, "MM Department", "members", number + 1, values)


def _child_rows(workload: Workload, field: str, rows_of) -> Iterator[Row]:
	for number, member in enumerate(workload.members):
		for position, values in enumerate(rows_of(member), 1):
			yield _child(address(number), "MM Member Profile", field, position, values)


def _weekly_hours(member: Member) -> Iterator[Row]:
	for weekday, intervals in zip(WEEKDAYS, member.week, strict=True):
		for interval in intervals:
			yield {"weekday": weekday, **_times(interval)}


def _overrides(member: Member) -> Iterator[Row]:
	for day, intervals in member.overrides.items():
		if not intervals:
			yield {"date": _date(day), "is_day_off": 1, "start_time": None, "end_time": None}
		for interval in intervals:
			yield {"date": _date(day), "is_day_off": 0, **_times(interval)}


def _bookings(workload: Workload, site_zone) -> Iterator[Row]:
	for name, _number, (start, end) in _numbered_bookings(workload):
		yield {
			"name": name,
			"booking_reference": name,
			"department": DEPARTMENT,
			"meeting_type": MEETING_TYPE,
			"status": "Confirmed",
			"start_datetime": _naive(start, site_zone),
			"end_datetime": _naive(end, site_zone),
			"start_utc_minute": start,
			"end_utc_minute": end,
			"duration": end - start,
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
		}


def _assigned_users(workload: Workload) -> Iterator[Row]:
	pause = min(workload.buffer_before, workload.buffer_after)
	for name, number, (start, end) in _numbered_bookings(workload):
		values = {
			"member": address(number),
			"user": address(number),
			"member_name": f"Benchmark {number}",
			"start_utc_minute": start,
			"end_utc_minute": end,
			"is_blocking": 1,
			"is_counted": 1,
			"meeting_type": MEETING_TYPE,
			"buffer_before": pause,
			"buffer_after": pause,
		}
		yield _child(name, "MM Meeting Booking", "assigned_users", 1, values)


def _numbered_bookings(workload: Workload) -> Iterator[tuple[str, int, Interval]]:
	for number, member in enumerate(workload.members):
		for position, booking in enumerate(member.bookings):
			yield f"bench-{number}-{position}", number, booking


def _child(parent: str, parenttype: str, field: str, position: int, values: Row) -> Row:
	return {
		"name": f"{parent}-{field}-{position}"[-140:],
		"parent": parent,
		"parenttype": parenttype,
		"parentfield": field,
		"idx": position,
		**values,
	}


def _times(interval: Interval) -> dict[str, str]:
	return dict(zip(("start_time", "end_time"), map(_clock, interval), strict=True))


def _clock(minute: int) -> str:
	hour, minute = divmod(minute % MINUTES_PER_DAY, 60)
	return f"{hour:02}:{minute:02}:00"


def _date(day: int) -> date:
	return EPOCH_DAY + timedelta(days=day)


def _naive(minute: int, zone) -> datetime:
	return (EPOCH + minute * MINUTE).astimezone(zone).replace(tzinfo=None)
