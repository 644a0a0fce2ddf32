"""Utilisation against a count of every five minutes of the range, one by one, by the rules as a calendar shows them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
import pytest

from tests.site.factories import WORKDAYS
from tests.site.figures.made_up import ADA, BEN, DANA, EPOCH, FIRST, LAST, may_see

STEP = 5
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ZONES = {ADA: "Europe/Berlin", BEN: "Europe/Berlin", DANA: "America/New_York"}
SHOWN = {
	"manager": {ADA, BEN},
	"leader": {ADA, BEN},
	"other leader": {BEN, DANA},
	"member": {ADA},
	"member of both": {BEN},
}


def monday(day: date) -> date:
	return day - timedelta(days=day.weekday())


def hours_on(member: str, day: date, overrides: dict, holidays: dict) -> list[tuple[int, int]]:
	"""Minutes of the day; beyond 1440 lies the next one."""
	if day in overrides:
		return overrides[day]
	if member == DANA:
		hours = [(22 * 60, 30 * 60)] if NAMES[day.weekday()] in ("Monday", "Saturday") else []
	else:
		hours = [(9 * 60, 17 * 60)] if NAMES[day.weekday()] in WORKDAYS else []
	left = {"Whole Day": (0, 0), "Morning": (720, 9999), "Afternoon": (0, 720)}.get(
		holidays.get(day), (0, 9999)
	)
	return [(max(start, left[0]), min(end, left[1])) for start, end in hours]


def is_offered(member: str, local: datetime, overrides: dict, holidays: dict) -> bool:
	minute, yesterday = local.hour * 60 + local.minute, local.date() - timedelta(days=1)
	today = hours_on(member, local.date(), overrides, holidays)
	before = hours_on(member, yesterday, overrides, holidays)
	return any(start <= minute < end for start, end in today) or any(
		start <= minute + 1440 < end for start, end in before
	)


def overrides_of(member: str) -> dict:
	hours = {}
	for row in frappe.get_doc("MM Member Profile", member).date_overrides:
		hours[frappe.utils.getdate(row.date)] = [] if row.is_day_off else [(18 * 60, 20 * 60 + 30)]
	return hours


def count(member, places, bookings):
	"""{week: (offered, booked)} in minutes."""
	zone, overrides, weeks = ZoneInfo(ZONES[member]), overrides_of(member), {}
	taken = [(made.start, made.start + made.minutes) for made in bookings if member in made.members]
	begin, end = (
		datetime(day.year, day.month, day.day, tzinfo=zone) for day in (FIRST, LAST + timedelta(days=1))
	)
	first, last = (int((moment - EPOCH).total_seconds() // 60) for moment in (begin, end))
	for minute in range(first, last, STEP):
		local = (EPOCH + timedelta(minutes=minute)).astimezone(zone)
		week = weeks.setdefault(monday(local.date()), [0, 0])
		week[0] += STEP * any(is_offered(member, local, overrides, place.holidays) for place in places)
		week[1] += STEP * any(start <= minute < finish for start, finish in taken)
	return {week: tuple(minutes) for week, minutes in weeks.items()}


@pytest.mark.parametrize("who", SHOWN)
def test_booked_and_offered_time_are_those_of_the_calendar(run, season, who):
	asked = {"department": season.here.name} if who == "manager" else {}
	answer = run(who, "Member Utilisation", **asked)
	held = [
		made
		for made in season.bookings
		if may_see(who, made, season)
		and made.status != "Cancelled"
		and (not asked or made.department == season.here.name)
	]
	expected = {}
	for member in SHOWN[who]:
		places = [place for place in (season.here, season.there) if member in place.members]
		places = [season.here] if asked else places
		for week, (offered, booked) in count(member, places, held).items():
			share = round(100 * booked / offered, 1) if offered else 0
			expected[member, week] = (round(offered / 60, 2), round(booked / 60, 2), share)
	shown = {
		(row["member"], row["period"]): (row["offered_hours"], row["booked_hours"], row["utilisation"])
		for row in answer.rows
	}
	assert shown == expected
	assert any(offered and booked for offered, booked, _share in shown.values())


def test_member_who_cannot_be_booked_offers_nothing(run, season):
	frappe.db.set_value("MM Member Profile", ADA, "is_bookable", 0)
	answer = run("leader", "Member Utilisation", member=ADA)
	assert {row["offered_hours"] for row in answer.rows} == {0}
	frappe.db.set_value("MM Member Profile", ADA, "is_bookable", 1)
