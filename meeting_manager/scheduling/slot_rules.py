"""What a meeting type asks of its starts."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.zones import MINUTES_PER_DAY

TEN_YEARS = 3660
"""In days."""
LIMITS = {
	"duration": (1, MINUTES_PER_DAY),
	"interval": (1, MINUTES_PER_DAY),
	"buffer_before": (0, MINUTES_PER_DAY),
	"buffer_after": (0, MINUTES_PER_DAY),
	"minimum_notice": (0, TEN_YEARS * MINUTES_PER_DAY),
	"booking_horizon": (0, TEN_YEARS),
	"earliest_start": (0, MINUTES_PER_DAY - 1),
	"latest_start": (0, MINUTES_PER_DAY - 1),
	"day_cap": (0, MINUTES_PER_DAY),
	"capacity": (1, MINUTES_PER_DAY),
}


@dataclass(frozen=True, slots=True)
class SlotRules:
	"""What a meeting type asks of a start; lengths in minutes, the horizon in days, 0 where there is no limit.

	:param zone: the department's; grid, horizon, times of day and the type's cap are judged in it.
	:param earliest_start: minute of the day, like `latest_start`; both included.
	:param day_cap: sessions of this type that may start on one day.
	:param capacity: customers in one session.
	:param is_collective: all members have to be free, instead of one.
	:raises ValueError: a value outside LIMITS.
	"""

	zone: ZoneInfo
	duration: int
	interval: int
	buffer_before: int = 0
	buffer_after: int = 0
	minimum_notice: int = 0
	booking_horizon: int = 0
	earliest_start: int = 0
	latest_start: int = MINUTES_PER_DAY - 1
	day_cap: int = 0
	capacity: int = 1
	is_collective: bool = False

	def __post_init__(self):
		for name, (lowest, highest) in LIMITS.items():
			if not lowest <= getattr(self, name) <= highest:
				raise ValueError(f"{name}: {getattr(self, name)} is not {lowest} to {highest}")
		if self.earliest_start > self.latest_start:
			raise ValueError("earliest_start is after latest_start")
