"""Clock, zones and the site's own time."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, get_system_timezone, to_timedelta

from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import find_zone, to_instant, wall_to_minute

ONE_MINUTE = timedelta(minutes=1)
MINUTES_PER_DAY = 24 * 60


def current_minute() -> int:
	"""The first whole UTC minute that is not over."""
	return -(-int(time.time()) // 60)


def require_zone(name: str | None, label: str) -> ZoneInfo:
	zone = find_zone(name) if name else None
	if zone is None:
		frappe.throw(
			_("{0}: {1} is not a time zone. Choose an IANA name such as Europe/Berlin").format(
				_(label), escape_html(name or _("nothing"))
			)
		)
	return zone


def to_site_datetime(minute: int) -> datetime:
	"""Naive, in the site's zone, as Datetime fields hold it."""
	return to_instant(minute, _site_zone()).replace(tzinfo=None)


def to_site_clock(instant: datetime) -> datetime:
	"""Naive, in the site's zone, to the microsecond."""
	return instant.astimezone(_site_zone()).replace(tzinfo=None)


def from_site_datetime(value: datetime | str) -> int:
	"""UTC minute; of an hour that occurs twice, the first."""
	wall = get_datetime(value)
	return wall_to_minute(_site_zone(), wall.date(), wall.hour * 60 + wall.minute)


def minute_of_day(value: timedelta | str) -> int:
	"""Of a Time field."""
	return to_timedelta(value) // ONE_MINUTE


def wall_interval(start: timedelta | str, end: timedelta | str) -> Interval:
	"""Minutes since midnight; an end at or before its start lies on the next day."""
	first, last = minute_of_day(start), minute_of_day(end)
	return first, last if last > first else last + MINUTES_PER_DAY


def in_words(minute: int, zone: ZoneInfo) -> str:
	"""`2027-03-01 10:00`, as histories and refusals show it; in an hour that occurs twice `2027-10-31 02:30+01:00`."""
	local = to_instant(minute, zone)
	return f"{local:%Y-%m-%d} {time_of_day(local)}"


def time_of_day(local: datetime) -> str:
	"""`10:00`, or `02:30+01:00` in an hour that occurs twice: as guests may send it."""
	return local.isoformat(timespec="minutes")[11:] if occurs_twice(local) else f"{local:%H:%M}"


def occurs_twice(local: datetime) -> bool:
	"""Whether the clocks show this time of an existing instant once more, an offset apart."""
	return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _site_zone() -> ZoneInfo:
	return ZoneInfo(get_system_timezone())
