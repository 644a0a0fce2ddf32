"""Why a start is not offered with a member, from the sets of starts that the search itself goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from meeting_manager.scheduling import reasons
from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, covers
from meeting_manager.scheduling.openings import Session
from meeting_manager.scheduling.reasons import Reason
from meeting_manager.scheduling.slots import MemberCalendar, Search
from meeting_manager.scheduling.zones import local_day, wall_to_minute

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
	"""A start, and by member what forbids it; nothing where it is offered with the member."""

	start: int
	reasons: dict[str, tuple[Reason, ...]]

	@property
	def is_offered(self) -> bool:
		return any(not found for found in self.reasons.values())


def why(search: Search, member: str, start: int) -> tuple[Reason, ...]:
	"""What forbids a start with a member; () where it is offered with them."""
	return Explanation(search).why(member, start)


def table(search: Search, low: int, high: int, members: Sequence[str] | None = None) -> list[Row]:
	"""Every start on the type's grid, and every session, from `low` until before `high`.

	:param members: the columns; by default all whose calendars are searched.
	"""
	explanation = Explanation(search)
	columns = list(explanation.calendars) if members is None else members
	return [explanation.row(start, columns) for start in explanation.starts(low, high)]


class Explanation:
	"""Reads the sets of one search, each computed once."""

	def __init__(self, search: Search):
		self.search = search
		self.calendars = {calendar.member: calendar for calendar in search.calendars}
		self.forbidden = {name: search.forbidden_for(calendar) for name, calendar in self.calendars.items()}
		self.openings = search.openings()

	def starts(self, low: int, high: int) -> list[int]:
		frame = self.search.frame
		on_grid = frame.full ^ self.search.forbidden_by_type[reasons.BETWEEN_STEPS]
		sessions = {session.start for session in self.search.standing if low <= session.start < high}
		return sorted(sessions.union(frame.minutes(on_grid & frame.between(low, high))))

	def row(self, start: int, members: Sequence[str]) -> Row:
		return Row(start, {member: self.why(member, start) for member in members})

	def session_with_seat(self, member: str, start: int) -> Session | None:
		"""That the member holds, the fullest first."""
		capacity = self.search.rules.capacity
		with_seat = (one for one in self._sessions.get(start, ()) if one.seats_taken < capacity)
		return next((session for session in with_seat if member in session.members), None)

	def why(self, member: str, start: int) -> tuple[Reason, ...]:
		sessions = [session for session in self._sessions.get(start, ()) if member in session.members]
		if self.session_with_seat(member, start):
			return tuple(self._too_near_or_far(start))
		found = [*self._of_type(start), *self._of_member(member, start, is_full=bool(sessions))]
		if not found and member not in self.openings.members_at(start):
			found.append(Reason(reasons.OTHERS_NOT_FREE))
		return tuple(found)

	@cached_property
	def _sessions(self) -> dict[int, list[Session]]:
		sessions = defaultdict(list)
		for session in self.search.standing:
			sessions[session.start].append(session)
		return sessions

	def _too_near_or_far(self, start: int) -> Iterator[Reason]:
		if not self.search.window[0] <= start < self.search.window[1]:
			yield Reason(reasons.OUTSIDE_WINDOW)
		yield from self._forbidding(self.search.too_near_or_far, start)

	def _of_type(self, start: int) -> Iterator[Reason]:
		frame = self.search.frame
		yield from self._too_near_or_far(start)
		if (start - frame.origin) % frame.quantum:
			yield Reason(reasons.BETWEEN_STEPS, limit=self.search.rules.interval)
		yield from self._forbidding(self.search.forbidden_by_type, start)

	def _forbidding(self, forbidden: dict[str, int], start: int) -> Iterator[Reason]:
		for code, bits in forbidden.items():
			if self.search.frame.has(bits, start):
				yield self._named(code, start)

	def _named(self, code: str, start: int) -> Reason:
		rules = self.search.rules
		if code == reasons.NOTICE:
			return Reason(code, minute=start - rules.minimum_notice, limit=rules.minimum_notice)
		if code == reasons.HORIZON:
			opens = local_day(rules.zone, start) - timedelta(days=rules.booking_horizon)
			return Reason(code, minute=wall_to_minute(rules.zone, opens), limit=rules.booking_horizon)
		return Reason(
			code, limit={reasons.BETWEEN_STEPS: rules.interval, reasons.TYPE_CAP: rules.day_cap}.get(code)
		)

	def _of_member(self, member: str, start: int, is_full: bool) -> Iterator[Reason]:
		calendar = self.calendars.get(member)
		if calendar is None:
			yield Reason(reasons.NOT_A_MEMBER)
			return
		for code, bits in self.forbidden[member].items():
			if not self.search.frame.has(bits, start):
				continue
			if code == reasons.OUTSIDE_HOURS:
				yield from map(Reason, self._closed_by(calendar, start))
			elif code == reasons.TAKEN:
				yield self._taken(calendar, start, is_full)
			else:
				limits = {reasons.DAY_CAP: calendar.day_cap, reasons.WEEK_CAP: calendar.week_cap}
				yield Reason(code, limit=limits.get(code))

	def _taken(self, calendar: MemberCalendar, start: int, is_full: bool) -> Reason:
		search = self.search
		if is_full:
			return Reason(reasons.FULL, limit=search.rules.capacity)
		is_booked = search.frame.has(search.touching(calendar.booked), start)
		meetings = nearest(calendar.meetings, start, start + search.rules.duration)
		return Reason(reasons.BOOKED if is_booked else reasons.BUFFER, meetings=meetings)

	def _closed_by(self, calendar: MemberCalendar, start: int) -> list[str]:
		"""Holiday and day off, where without them the start would lie in the hours."""
		if calendar.hours is None:
			return [reasons.OUTSIDE_HOURS]
		hours, holidays = calendar.hours, calendar.holidays
		if self._works(hours, {}, start):
			return [reasons.HOLIDAY]
		if self._works(hours.without_days_off(), holidays, start):
			return [reasons.DAY_OFF]
		if self._works(hours.without_days_off(), {}, start):
			return [reasons.DAY_OFF, reasons.HOLIDAY]
		return [reasons.OUTSIDE_HOURS]

	def _works(self, hours: WorkingHours, holidays: dict, start: int) -> bool:
		end = start + self.search.rules.duration
		days = local_day(hours.zone, start) - 2 * ONE_DAY, local_day(hours.zone, end)
		return covers(working_intervals(hours, holidays, *days), start, end)


def nearest(meetings: Sequence[Interval], start: int, end: int) -> tuple[Interval, ...]:
	"""The meetings that share time with `[start, end)`, or else those least far from it."""
	shared = tuple(meeting for meeting in meetings if meeting[0] < end and start < meeting[1])
	if shared:
		return shared
	distances = [max(meeting[0] - end, start - meeting[1]) for meeting in meetings]
	return tuple(meeting for meeting, far in zip(meetings, distances, strict=True) if far == min(distances))
