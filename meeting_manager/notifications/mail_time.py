"""A meeting's time in a recipient's zone, in words of the language spoken."""

from datetime import datetime
from zoneinfo import ZoneInfo

from frappe import _

from meeting_manager.guest import words


def describe_time(booking, zone: ZoneInfo) -> dict:
	"""Return start and end, a calendar leaf, date, hours, the zone with its offset, and all of it in one line."""
	start, end = booking.start.astimezone(zone), booking.end.astimezone(zone)
	told = {
		"date": words.date_in_words(start.date()),
		"hours": words.hours(start, end),
		"zone": zone_with_offset(start),
	}
	return {
		**told,
		"start": start,
		"end": end,
		"month": words.month_abbreviated(start.date()),
		"day": str(start.day),
		"begins": f"{start:%H:%M}",
		"line": _("{hours}, {date} ({zone})").format(**told),
	}


def zone_with_offset(instant: datetime) -> str:
	"""Return "Europe/Berlin, UTC+01:00" for an instant in a named zone."""
	offset = f"{instant:%z}"
	return f"{words.zone_id(instant)}, UTC{offset[:3]}:{offset[3:5]}"
