"""Which starts can be booked, and with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.intervals import Interval, collides, covers
from meeting_manager.scheduling.zones import grid_starts, local_day, wall_to_minute


@dataclass(frozen=True, slots=True)
class MemberCalendar:
	"""One member's UTC intervals, merged, and the pauses wanted around a meeting, in minutes."""

	member: str
	working: Sequence[Interval]
	busy: Sequence[Interval]
	buffer_before: int = 0
	buffer_after: int = 0


@dataclass(frozen=True, slots=True)
class SlotRules:
	"""What a meeting type asks of a start; all lengths in minutes, the horizon in days (0: no end).

	:param zone: the department's; the grid of starts and the horizon are judged in it.
	"""

	zone: ZoneInfo
	duration: int
	interval: int
	buffer_before: int = 0
	buffer_after: int = 0
	minimum_notice: int = 0
	booking_horizon: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
	"""A start that is offered, and the members who are free for it."""

	start: int
	end: int
	members: tuple[str, ...]


def find_slots(
	calendars: Sequence[MemberCalendar], rules: SlotRules, window: Interval, now: int
) -> Iterator[Slot]:
	"""The slots that start in the window, in order."""
	for start in grid_starts(rules.zone, bookable_window(rules, window, now), rules.interval):
		members = tuple(calendar.member for calendar in calendars if is_free(calendar, rules, start))
		if members:
			yield Slot(start, start + rules.duration, members)


def bookable_window(rules: SlotRules, window: Interval, now: int) -> Interval:
	"""The part of the window that notice and horizon leave open."""
	low = max(window[0], now + rules.minimum_notice)
	if not rules.booking_horizon:
		return low, window[1]
	first_closed_day = local_day(rules.zone, now) + timedelta(days=rules.booking_horizon + 1)
	return low, min(window[1], wall_to_minute(rules.zone, first_closed_day))


def is_free(calendar: MemberCalendar, rules: SlotRules, start: int) -> bool:
	"""Whether the meeting lies in the member's hours and, with its buffers, touches no other meeting."""
	end = start + rules.duration
	before = max(calendar.buffer_before, rules.buffer_before)
	after = max(calendar.buffer_after, rules.buffer_after)
	return covers(calendar.working, start, end) and not collides(calendar.busy, start - before, end + after)
