"""When a member works: weekly hours, date overrides and department holidays as UTC intervals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.zones import wall_to_minute

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
	"""Wall-time intervals in minutes since local midnight; an end above 1440 lies on the next day.

	:param weekly: by weekday, 0 is Monday.
	:param overrides: by date; an empty sequence is a day off.
	"""

	zone: ZoneInfo
	weekly: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
	overrides: Mapping[date, Sequence[Interval]] = field(default_factory=dict)

	def on(self, day: date, holidays: Collection[date]) -> Sequence[Interval]:
		"""The hours that start on a date: an override wins over a holiday, a holiday over the week."""
		if day in self.overrides:
			return self.overrides[day]
		return () if day in holidays else self.weekly.get(day.weekday(), ())


def working_intervals(
	hours: WorkingHours, holidays: Collection[date], first: date, last: date
) -> list[Interval]:
	"""UTC intervals of the hours that start on the local dates `first` to `last`, both included."""
	return merge(
		(wall_to_minute(hours.zone, day, start), wall_to_minute(hours.zone, day, end))
		for day in _days(first, last)
		for start, end in hours.on(day, holidays)
	)


def _days(first: date, last: date) -> Iterator[date]:
	day = first
	while day <= last:
		yield day
		day += ONE_DAY
