"""When a digest goes: once a day, at an hour of its reader's zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from meeting_manager.scheduling.zones import MINUTES_PER_DAY, local_day_number, wall_to_utc


def next_digest(now: int, zone: ZoneInfo, hour: int) -> int:
	"""Return the first UTC minute after `now` at which the zone's clocks show the hour.

	On a day on which they jump over it, it is the minute of the jump; of an hour that occurs twice, the first.
	"""
	today = local_day_number(zone, now)
	hours = (wall_to_utc(zone, day * MINUTES_PER_DAY + hour * 60) for day in (today, today + 1))
	return next(minute for minute in hours if minute > now)
