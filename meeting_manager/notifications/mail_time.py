"""A meeting's time in a recipient's zone, in words of the language spoken."""

from zoneinfo import ZoneInfo

from frappe import _

from meeting_manager.presentation import words


def describe_time(booking, zone: ZoneInfo) -> dict:
	"""Return start and end, a calendar leaf, date, hours, the zone with its offset, and all of it in one line."""
	start, end = booking.start.astimezone(zone), booking.end.astimezone(zone)
	told = {
		"date": words.date_in_words(start.date()),
		"hours": words.hours(start, end),
		"zone": words.zone_with_offset(start),
	}
	return {
		**told,
		"start": start,
		"end": end,
		"month": words.month_abbreviated(start.date()),
		"day": str(start.day),
		"begins": words.hours(start),
		"line": _("{hours}, {date} ({zone})").format(**told),
	}
