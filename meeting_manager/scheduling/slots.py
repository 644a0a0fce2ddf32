"""Which starts can be booked, and with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.bitmaps import Frame, all_ahead, any_ahead
from meeting_manager.scheduling.caps import per_day, per_week
from meeting_manager.scheduling.grid import on_grid, outside_times_of_day
from meeting_manager.scheduling.hours import Holidays, WorkingHours
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.openings import Openings, Session
from meeting_manager.scheduling.reasons import (
	BETWEEN_STEPS,
	BUSY_ELSEWHERE,
	DAY_CAP,
	HORIZON,
	NOTICE,
	OUTSIDE_HOURS,
	TAKEN,
	TIME_OF_DAY,
	TYPE_CAP,
	WEEK_CAP,
)
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.zones import local_day, wall_to_minute

NO_START: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberCalendar:
	"""One member's time as bits of the search's frame, and what limits more meetings.

	:param working: the hours.
	:param booked: the meetings.
	:param held: the meetings with the pauses that were promised around them; 0 where there are none.
	:param away: busy for other reasons.
	:param closed: starts known to be taken, where `closed_starts` made them of the meetings for this search alone.
	:param starts: UTC minutes of the meetings that count for the caps, at least of every local week of the window.
	:param zone: the member's own, in which the caps are judged.
	:param hours: what `working` was made of, like `holidays`; only explanations need them.
	:param meetings: what `booked` was made of; only explanations need them.
	"""

	member: str
	working: int
	booked: int = 0
	held: int = 0
	away: int = 0
	closed: int = 0
	starts: Sequence[int] = NO_START
	zone: ZoneInfo | None = None
	buffer_before: int = 0
	buffer_after: int = 0
	day_cap: int = 0
	week_cap: int = 0
	hours: WorkingHours | None = None
	holidays: Holidays = field(default_factory=dict)
	meetings: Sequence[Interval] = ()


@dataclass(frozen=True)
class Search:
	"""One look for the starts of a meeting type.

	Every rule is one set of forbidden starts; a start is offered where no rule forbids it, and explained by those that do.

	:param window: UTC minutes in which the meeting has to start.
	:param counted: UTC minutes of the sessions of this type that count for its cap.
	"""

	rules: SlotRules
	frame: Frame
	window: Interval
	now: int
	calendars: Sequence[MemberCalendar]
	sessions: Sequence[Session] = ()
	counted: Sequence[int] = NO_START

	def __post_init__(self):
		if self.window[1] < self.window[0]:
			raise ValueError(f"the window ends before it begins: {self.window}")

	def openings(self) -> Openings:
		free = {calendar.member: self.free(calendar) for calendar in self.calendars}
		return Openings(self.frame, self.allowed, free, self.rules.is_collective, self._joinable())

	def free(self, calendar: MemberCalendar) -> int:
		"""Starts that the member's time leaves open, whatever the meeting type allows."""
		starts = startable(calendar.working, self._duration)
		starts ^= starts & self._taken(calendar)
		return _without(starts, self._forbidden_besides(calendar).values())

	@cached_property
	def allowed(self) -> int:
		"""Starts that the meeting type allows with whomever."""
		return _without(self._in_reach, self.forbidden_by_type.values())

	@cached_property
	def too_near_or_far(self) -> dict[str, int]:
		"""Starts that notice and horizon forbid, by reason code: for a new meeting and for a seat alike."""
		rules, frame = self.rules, self.frame
		forbidden = {NOTICE: frame.between(frame.origin, self.now + rules.minimum_notice)}
		if rules.booking_horizon:
			forbidden[HORIZON] = frame.between(first_minute_too_far(rules, self.now), frame.end)
		return forbidden

	@cached_property
	def forbidden_by_type(self) -> dict[str, int]:
		"""Starts of a new meeting that the meeting type forbids besides, by reason code."""
		rules, frame = self.rules, self.frame
		return {
			BETWEEN_STEPS: self._full ^ on_grid(frame, rules.zone, rules.interval),
			TIME_OF_DAY: outside_times_of_day(frame, rules.zone, rules.earliest_start, rules.latest_start),
			TYPE_CAP: per_day(frame, rules.zone, self.counted, rules.day_cap),
		}

	def forbidden_for(self, calendar: MemberCalendar) -> dict[str, int]:
		"""Starts that one member's time forbids, by reason code."""
		return {
			OUTSIDE_HOURS: self._full ^ startable(calendar.working, self._duration),
			TAKEN: self._taken(calendar),
			**self._forbidden_besides(calendar),
		}

	def _taken(self, calendar: MemberCalendar) -> int:
		return self._around(calendar, calendar.booked) | self.touching(calendar.held) | calendar.closed

	def _forbidden_besides(self, calendar: MemberCalendar) -> dict[str, int]:
		forbidden = {}
		if calendar.away:
			forbidden[BUSY_ELSEWHERE] = self._around(calendar, calendar.away)
		if calendar.day_cap or calendar.week_cap:
			forbidden.update(self._capped(calendar))
		return forbidden

	def _capped(self, calendar: MemberCalendar) -> dict[str, int]:
		frame, zone = self.frame, calendar.zone or self.rules.zone
		return {
			DAY_CAP: per_day(frame, zone, calendar.starts, calendar.day_cap),
			WEEK_CAP: per_week(frame, zone, calendar.starts, calendar.week_cap),
		}

	def touching(self, bits: int) -> int:
		"""Starts at which the meeting itself would share time with the bits."""
		return any_ahead(bits, self._quanta(self.rules.duration)) if bits else 0

	def _around(self, calendar: MemberCalendar, bits: int) -> int:
		"""Starts at which the meeting with its pauses would share time with the bits."""
		if not bits:
			return 0
		before = self._quanta(max(calendar.buffer_before, self.rules.buffer_before))
		after = self._quanta(self.rules.duration + max(calendar.buffer_after, self.rules.buffer_after))
		return any_ahead(bits, before + after) << before & self._full

	@cached_property
	def _full(self) -> int:
		return self.frame.full

	@cached_property
	def _in_reach(self) -> int:
		return _without(self.frame.between(*self.window), self.too_near_or_far.values())

	@cached_property
	def standing(self) -> list[Session]:
		"""The sessions whose members can all be booked still, the fullest first."""
		known = {calendar.member for calendar in self.calendars}
		found = (session for session in self.sessions if known.issuperset(session.members))
		return sorted(found, key=lambda session: (session.start, -session.seats_taken, session.members))

	def _joinable(self) -> dict[int, list[Session]]:
		"""Sessions with a seat left; of the rules only notice and horizon can close them."""
		joinable = defaultdict(list)
		for session in self.standing:
			if session.seats_taken < self.rules.capacity and self.frame.has(self._in_reach, session.start):
				joinable[session.start].append(session)
		return joinable

	@cached_property
	def _duration(self) -> int:
		return self._quanta(self.rules.duration)

	def _quanta(self, minutes: int) -> int:
		return -(-minutes // self.frame.quantum)


@lru_cache(maxsize=4096)
def startable(working: int, width: int) -> int:
	"""Starts at which a meeting of this many quanta lies within the hours."""
	return all_ahead(working, width)


def first_minute_too_far(rules: SlotRules, now: int) -> int:
	"""The local midnight that ends the horizon."""
	return wall_to_minute(rules.zone, local_day(rules.zone, now) + timedelta(days=rules.booking_horizon + 1))


def _without(starts: int, forbidden: Iterable[int]) -> int:
	for bits in forbidden:
		if bits:
			starts ^= starts & bits
	return starts
