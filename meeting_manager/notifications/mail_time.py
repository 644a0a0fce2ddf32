"""A meeting's time in a recipient's zone, in words of the language spoken."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from frappe import _

from meeting_manager.notifications.languages import current_locale


def describe_time(booking, zone: ZoneInfo) -> dict:
	"""Return start and end, a calendar leaf, date, hours, the zone with its offset, and all of it in one line."""
	start, end = booking.start.astimezone(zone), booking.end.astimezone(zone)
	told = {
		"date": date_in_words(start.date()),
		"hours": hours(start, end),
		"zone": zone_with_offset(start),
	}
	return {
		**told,
		"start": start,
		"end": end,
		"month": format_date(start.date(), "LLL", current_locale()),
		"day": str(start.day),
		"begins": f"{start:%H:%M}",
		"line": _("{hours}, {date} ({zone})").format(**told),
	}


def date_in_words(day: date) -> str:
	return format_date(day, "full", current_locale())


def hours(start: datetime, end: datetime) -> str:
	"""Return "10:00–10:30"; the day is named where the end lies on another one."""
	if end.date() == start.date():
		return f"{start:%H:%M}–{end:%H:%M}"
	return _("{0} to {1} on {2}").format(f"{start:%H:%M}", f"{end:%H:%M}", date_in_words(end.date()))


def zone_with_offset(instant: datetime) -> str:
	"""Return "Europe/Berlin, UTC+01:00" for an instant in a named zone."""
	offset = f"{instant:%z}"
	return f"{instant.tzinfo}, UTC{offset[:3]}:{offset[3:5]}"
