"""Dates, times and zones as people read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton, format_timedelta, get_timezone_name
from frappe import _

from meeting_manager.adapters.site_time import occurs_twice
from meeting_manager.presentation.languages import current_locale
from meeting_manager.scheduling.zones import find_zone

HOUR, DAY = 60, 24 * 60
NO_BREAK_SPACE = "\xa0"


def date_in_words(day: date) -> str:
	return format_date(day, "full", current_locale())


def day_and_time(instant: datetime) -> str:
	"""Return "Monday, March 1, 2027, 10:00"."""
	return _("{0}, {1}").format(date_in_words(instant.date()), clock(instant))


def short_date(day: date) -> str:
	"""Return "Mon, Mar 1, 2027" in the order and words of the language."""
	return format_skeleton("yMMMEd", day, locale=current_locale())


def month_in_words(day: date) -> str:
	return format_skeleton("yMMMM", day, locale=current_locale())


def month_abbreviated(day: date) -> str:
	return format_date(day, "LLL", current_locale())


def clock(instant: datetime) -> str:
	"""Return "10:00", or "02:30 (UTC+1)" where the clocks show that time twice."""
	return f"{instant:%H:%M} ({short_offset(instant)})" if occurs_twice(instant) else f"{instant:%H:%M}"


def short_offset(instant: datetime) -> str:
	"""Return "UTC+1" or "UTC+10:30"."""
	offset = f"{instant:%z}"
	return f"UTC{offset[0]}{int(offset[1:3])}{'' if offset[3:5] == '00' else ':' + offset[3:5]}"


def hours(start: datetime, end: datetime | None = None) -> str:
	"""Return "10:00" or "10:00–10:30"; the day is named where the end lies on another one."""
	if end is None:
		return clock(start)
	if end.date() == start.date():
		return f"{clock(start)}–{clock(end)}"
	return _("{0} to {1} on {2}").format(clock(start), clock(end), date_in_words(end.date()))


def zone_in_words(instant: datetime) -> str:
	"""Return "Central European Standard Time (Europe/Berlin)" for an instant in a named zone."""
	name = get_timezone_name(instant, locale=current_locale())
	return _("{0} ({1})").format(name, zone_id(instant))


def zone_with_offset(instant: datetime) -> str:
	"""Return "Europe/Berlin, UTC+01:00" for an instant in a named zone."""
	offset = f"{instant:%z}"
	return f"{zone_id(instant)}, UTC{offset[:3]}:{offset[3:5]}"


def zone_id(instant: datetime) -> str:
	return str(instant.tzinfo)


def weekdays() -> list[str]:
	"""Return the short names of the days of a week, from the locale's first."""
	locale = current_locale()
	names = locale.days["stand-alone"]["short"]
	return [names[(locale.first_week_day + offset) % 7] for offset in range(7)]


def when(start: datetime, end: datetime) -> dict[str, str]:
	"""Return what the templates show of a meeting's time: a calendar leaf, date, hours and zone."""
	return {
		"month": month_abbreviated(start.date()),
		"day": str(start.day),
		"date": date_in_words(start.date()),
		"hours": hours(start, end),
		"zone": zone_in_words(start),
	}


def elsewhere(start: datetime, end: datetime, zone_name: str) -> str:
	"""Return the same time in the customer's zone, "" where that is no zone or the clocks agree."""
	zone = find_zone(zone_name)
	if not zone or start.astimezone(zone).utcoffset() == start.utcoffset():
		return ""
	begin, finish = start.astimezone(zone), end.astimezone(zone)
	return _("In your time zone: {0}").format(moment(begin, finish))


def starts_in(minutes: int) -> str:
	"""Return "in 45 minutes", "in 1 hour", "in 90 minutes", "in 24 hours" or "in 2 days", to stay in one line."""
	least = 2 if minutes >= DAY else 1 if minutes % HOUR == 0 else 3
	span = timedelta(minutes=max(minutes, 1))
	told = format_timedelta(span, threshold=least, add_direction=True, locale=current_locale())
	return told.replace(" ", NO_BREAK_SPACE)


def moment(start: datetime, end: datetime | None = None) -> str:
	"""Return date, hours and zone in one line."""
	return _("{0}, {1}, {2}").format(date_in_words(start.date()), hours(start, end), zone_in_words(start))
