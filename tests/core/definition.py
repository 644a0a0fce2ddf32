"""What right means: every rule of the availability engine, judged start by start with nothing but zoneinfo.

Written to be read against the rules, not to be fast, and it shares no code with the engine: the tests compare the two.
Instants are UTC minutes. Wall times are minutes since the local midnight of the date that they belong to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = 24 * 60
NOON = 12 * 60
STEP = 5
"""Meetings start, and hours begin and end, at multiples of this."""
LONGEST_REPEAT = 3 * 60
"""No clock goes back further in the years that are tested."""
LONGEST_HOURS = 2
"""Hours end on the day after their date at the latest, one more where clocks jump."""


@dataclass(frozen=True)
class Booking:
	"""A meeting that is not cancelled; its own buffers are those of the day it was booked.

	:param blocks: whether it still takes its time, as a no-show does not.
	:param is_of_type: whether it is a seat in a session of the meeting type that is asked for.
	"""

	start: int
	end: int
	members: tuple[str, ...]
	before: int = 0
	after: int = 0
	blocks: bool = True
	is_of_type: bool = False


@dataclass(frozen=True)
class Member:
	name: str
	zone: str
	weekly: Mapping[int, Sequence[tuple[int, int]]]
	overrides: Mapping[date, Sequence[tuple[int, int]]] = field(default_factory=dict)
	away: Sequence[tuple[int, int]] = ()
	before: int = 0
	after: int = 0
	day_cap: int = 0
	week_cap: int = 0


@dataclass(frozen=True)
class MeetingType:
	"""`zone` is the department's; times of day are its minutes of the day."""

	zone: str
	duration: int
	interval: int
	before: int = 0
	after: int = 0
	notice: int = 0
	horizon: int = 0
	earliest: int = 0
	latest: int = DAY - 1
	day_cap: int = 0
	capacity: int = 1
	is_collective: bool = False


@lru_cache(maxsize=4096)
def clocks(zone: str, day: int) -> list[tuple[datetime, datetime]]:
	"""What the clocks of the zone show every five minutes of a UTC day, and the latest that they have shown so far."""
	minutes = range(day * DAY - LONGEST_REPEAT, (day + 1) * DAY, STEP)
	shown = [datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).replace(tzinfo=None) for minute in minutes]
	return list(zip(shown, accumulate(shown, max), strict=True))[LONGEST_REPEAT // STEP :]


def local(zone: str, minute: int) -> datetime:
	"""What the clocks of the zone show; they change at multiples of five minutes only."""
	return clocks(zone, minute // DAY)[minute % DAY // STEP][0] + minute % STEP * MINUTE


def latest_shown(zone: str, minute: int) -> datetime:
	"""The latest time that the clocks of the zone have shown up to now.

	A wall time stands for the first minute that shows it or a later one: it has come as soon as this has reached it.
	"""
	return max(local(zone, minute), clocks(zone, minute // DAY)[minute % DAY // STEP][1])


def minute_of_day(shown: datetime) -> int:
	return shown.hour * 60 + shown.minute


def week(day: date) -> tuple[int, int]:
	return day.isocalendar()[:2]


@dataclass(frozen=True)
class Case:
	"""A question to the engine, in the words of the rules.

	:param holidays: the department's; "Whole Day", "Morning" or "Afternoon" by date.
	"""

	type: MeetingType
	members: Sequence[Member]
	window: tuple[int, int]
	now: int
	bookings: Sequence[Booking] = ()
	holidays: Mapping[date, str] = field(default_factory=dict)
	worked: dict = field(default_factory=dict, compare=False, repr=False)

	def possible_starts(self) -> range:
		low, high = self.window
		return range(-(-low // STEP) * STEP, high, STEP)

	def starts(self) -> list[int]:
		"""The starts that are offered."""
		return [start for start in self.possible_starts() if self.is_offered(start)]

	def is_offered(self, start: int) -> bool:
		return any(not self.why(member, start) for member in self.members)

	def free(self, start: int) -> tuple[str, ...]:
		"""Who can take a new meeting."""
		reasons = {member.name: self.against_new(member, start) for member in self.members}
		return tuple(name for name, found in reasons.items() if not found)

	def why(self, member: Member, start: int) -> set[str]:
		"""What forbids the start with the member. A seat in a session depends on few things."""
		if any(member.name in members for members in self.joinable(start)):
			return self.against_any(start)
		return self.against_new(member, start)

	def against_new(self, member: Member, start: int) -> set[str]:
		reasons = self.against_type(start) | self.against_member(member, start)
		if (
			not reasons
			and self.type.is_collective
			and any(self.against_member(one, start) for one in self.members)
		):
			return {"others not free"}
		return reasons

	def against_any(self, start: int) -> set[str]:
		reasons = set()
		if not self.window[0] <= start < self.window[1]:
			reasons.add("outside window")
		if start < self.now + self.type.notice:
			reasons.add("notice")
		last_day = local(self.type.zone, self.now).date() + timedelta(days=self.type.horizon)
		if self.type.horizon and latest_shown(self.type.zone, start).date() > last_day:
			reasons.add("horizon")
		return reasons

	def against_type(self, start: int) -> set[str]:
		reasons = self.against_any(start)
		shown = local(self.type.zone, start)
		if start % STEP or minute_of_day(shown) % self.type.interval:
			reasons.add("between steps")
		if not self.type.earliest <= minute_of_day(shown) <= self.type.latest:
			reasons.add("time of day")
		same_day = [
			one for one, _ in self.counted_sessions() if local(self.type.zone, one).date() == shown.date()
		]
		if self.type.day_cap and len(same_day) >= self.type.day_cap:
			reasons.add("type cap")
		return reasons

	def against_member(self, member: Member, start: int) -> set[str]:
		return self.hours(member, start) | self.meetings(member, start) | self.caps(member, start)

	def hours(self, member: Member, start: int) -> set[str]:
		"""A day off or a holiday is the reason where without it, or without both, the member would work."""
		if self.works(member, start, True, True):
			return set()
		if self.works(member, start, True, False):
			return {"holiday"}
		if self.works(member, start, False, True):
			return {"day off"}
		return {"day off", "holiday"} if self.works(member, start, False, False) else {"outside hours"}

	def works(self, member: Member, start: int, days_off: bool, holidays: bool) -> bool:
		minutes = range(start, start + self.type.duration, STEP)
		return all(self.works_in(member, minute, days_off, holidays) for minute in minutes)

	def works_in(self, member: Member, minute: int, days_off: bool, holidays: bool) -> bool:
		key = member.name, minute, days_off, holidays
		if key not in self.worked:
			shown = latest_shown(member.zone, minute)
			days = [shown.date() - timedelta(days=back) for back in range(LONGEST_HOURS + 1)]
			self.worked[key] = any(self.works_by(member, day, shown, days_off, holidays) for day in days)
		return self.worked[key]

	def works_by(self, member: Member, day: date, shown: datetime, days_off: bool, holidays: bool) -> bool:
		"""Whether the clocks are within the hours that start on a date."""
		wall = (shown - datetime.combine(day, time())) // MINUTE
		override = member.overrides.get(day)
		if override or (override is not None and days_off):
			return any(first <= wall < last for first, last in override)
		part = self.holidays.get(day) if holidays else None
		if (
			part == "Whole Day"
			or (part == "Morning" and wall < NOON)
			or (part == "Afternoon" and wall >= NOON)
		):
			return False
		return any(first <= wall < last for first, last in member.weekly.get(day.weekday(), ()))

	def meetings(self, member: Member, start: int) -> set[str]:
		end = start + self.type.duration
		before, after = max(member.before, self.type.before), max(member.after, self.type.after)
		reasons = set()
		if any(first < end + after and last > start - before for first, last in member.away):
			reasons.add("busy elsewhere")
		for one in self.bookings:
			if member.name not in one.members or not one.blocks:
				continue
			if one.start < end and one.end > start:
				reasons.add("booked")
			if one.start < end + after and one.end > start - before:
				reasons.add("buffer")
			if one.start - one.before < end and one.end + one.after > start:
				reasons.add("buffer")
		if any(at == start and member.name in members for at, members in self.sessions()):
			return reasons - {"booked", "buffer"} | {"full"}
		return reasons - {"buffer"} if "booked" in reasons else reasons

	def caps(self, member: Member, start: int) -> set[str]:
		day = local(member.zone, start).date()
		others = [
			*(one.start for one in self.bookings if member.name in one.members and not one.is_of_type),
			*(at for at, members in self.counted_sessions() if member.name in members),
		]
		days = [local(member.zone, other).date() for other in others]
		reasons = set()
		if member.day_cap and days.count(day) >= member.day_cap:
			reasons.add("day cap")
		if member.week_cap and list(map(week, days)).count(week(day)) >= member.week_cap:
			reasons.add("week cap")
		return reasons

	def counted_sessions(self) -> set[tuple[int, tuple[str, ...]]]:
		"""Sessions of this type by start and members; one counts once, however many seats are taken."""
		return {(one.start, one.members) for one in self.bookings if one.is_of_type}

	def sessions(self) -> Counter:
		"""The seats taken in each session, where a session has more than one seat."""
		seats = Counter((one.start, one.members) for one in self.bookings if one.is_of_type and one.blocks)
		return seats if self.type.capacity > 1 else Counter()

	def joinable(self, start: int) -> list[tuple[str, ...]]:
		"""The members of the sessions at the start that have a seat left."""
		return [
			members
			for (at, members), seats in self.sessions().items()
			if at == start and seats < self.type.capacity
		]
