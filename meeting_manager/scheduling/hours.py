"""When a member works: weekly hours, date overrides and department holidays as UTC intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, day_number, plain_offset, wall_to_utc

WHOLE_DAY = "Whole Day"
MORNING = "Morning"
AFTERNOON = "Afternoon"

NOON = MINUTES_PER_DAY // 2
OPEN_PART = {WHOLE_DAY: (0, 0), MORNING: (NOON, 2 * MINUTES_PER_DAY), AFTERNOON: (0, NOON)}
"""What a holiday leaves of the hours that start on its date, in minutes since its midnight."""
ONE_DAY = timedelta(days=1)

Holidays = Mapping[date, str]


@dataclass(frozen=True, slots=True)
class WorkingHours:
	"""Wall-time intervals in minutes since local midnight; an end above 1440 lies on the next day.

	:param weekly: by weekday, 0 is Monday.
	:param overrides: by date; an empty sequence is a day off.
	:raises ValueError: an interval that is empty, turned round or too long, or two that overlap.
	"""

	zone: ZoneInfo
	weekly: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
	overrides: Mapping[date, Sequence[Interval]] = field(default_factory=dict)

	def __post_init__(self):
		for intervals in (*self.weekly.values(), *self.overrides.values()):
			_refuse_nonsense(intervals)

	def on(self, day: date, holidays: Holidays) -> Sequence[Interval]:
		"""The hours that start on a date: an override wins over a holiday, a holiday over the week."""
		if day in self.overrides:
			return self.overrides[day]
		hours = self.weekly.get(day.weekday(), ())
		return _cut(hours, OPEN_PART[holidays[day]]) if day in holidays else hours

	def without_days_off(self) -> WorkingHours:
		return replace(self, overrides={day: hours for day, hours in self.overrides.items() if hours})


def working_intervals(hours: WorkingHours, holidays: Holidays, first: date, last: date) -> list[Interval]:
	"""UTC intervals of the hours that start on the local dates `first` to `last`, both included."""
	return merge(_intervals(hours, holidays, first, last))


def _intervals(hours: WorkingHours, holidays: Holidays, first: date, last: date) -> Iterator[Interval]:
	zone, day = hours.zone, first
	while day <= last:
		midnight = day_number(day) * MINUTES_PER_DAY
		offset = plain_offset(zone, midnight, 2 * MINUTES_PER_DAY)
		for start, end in hours.on(day, holidays):
			if offset is None:
				yield wall_to_utc(zone, midnight + start), wall_to_utc(zone, midnight + end)
			else:
				yield midnight + start - offset, midnight + end - offset
		day += ONE_DAY


def _cut(hours: Sequence[Interval], part: Interval) -> list[Interval]:
	return merge((max(start, part[0]), min(end, part[1])) for start, end in hours)


def _refuse_nonsense(intervals: Sequence[Interval]) -> None:
	until = 0
	for start, end in sorted(intervals):
		if not until <= start < end <= 2 * MINUTES_PER_DAY:
			raise ValueError(f"hours overlap, or do not lie within two days in order: {list(intervals)}")
		until = end
