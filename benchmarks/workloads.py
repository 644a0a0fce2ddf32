"""A workload as the engines take it, read from its JSON form; whatever is malformed is refused.

Instants are UTC minutes, wall times minutes since local midnight, days numbers since 1970-01-01.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.zones import find_zone

Interval = tuple[int, int]
Week = tuple[tuple[Interval, ...], ...]

MINUTES_PER_DAY = 24 * 60
FIRST_INSTANT = 1_096 * MINUTES_PER_DAY
"""1973-01-01: before it some zones were not whole minutes off UTC."""
LAST_INSTANT = 47_482 * MINUTES_PER_DAY
"""2100-01-01, beyond which nobody books."""
LONGEST_WINDOW = 731
"""Days that one search may span."""
LONGEST_NOTICE = LONGEST_WINDOW * MINUTES_PER_DAY
LAST_WALL_MINUTE = 2 * MINUTES_PER_DAY
"""Hours may run into the day after the one on which they start."""


class MalformedWorkload(ValueError):
	"""Says which value of the file is wrong, and what is expected there."""


@dataclass(frozen=True, slots=True)
class Member:
	"""
	:param week: hours by weekday, Monday first.
	:param overrides: hours by day; an empty tuple is a day off.
	:param bookings: UTC intervals, sorted.
	"""

	zone: ZoneInfo
	week: Week
	overrides: Mapping[int, tuple[Interval, ...]]
	bookings: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Workload:
	"""Which starts in [low, high) are free with at least one member? Lengths in minutes."""

	name: str
	low: int
	high: int
	days: int
	duration: int
	step: int
	buffer_before: int
	buffer_after: int
	now: int
	notice: int
	grid_zone: ZoneInfo
	holidays: frozenset[int]
	members: tuple[Member, ...]

	@property
	def earliest(self) -> int:
		"""The first start that the notice leaves open."""
		return self.now + self.notice

	@property
	def bookings(self) -> int:
		return sum(len(member.bookings) for member in self.members)


def read_workload(path: Path) -> Workload:
	try:
		document = json.loads(path.read_text(encoding="utf-8"))
	except (OSError, UnicodeDecodeError) as error:
		raise MalformedWorkload(f"{path} cannot be read: {error}") from error
	except (ValueError, RecursionError) as error:
		raise MalformedWorkload(f"{path} is not JSON: {error}") from error
	return parse_workload(document)


def parse_workload(document: Any) -> Workload:
	"""
	:raises MalformedWorkload: a value is missing, of another kind or out of its range.
	"""
	fields = _Fields(document, "the workload")
	low = fields.integer("lo", FIRST_INSTANT, LAST_INSTANT)
	patterns = [_week(week, f"patterns[{i}]") for i, week in enumerate(fields.list("patterns"))]
	return Workload(
		name=fields.text("name"),
		low=low,
		high=_end_of_window(fields, low),
		days=fields.integer("days", 1, LONGEST_WINDOW),
		duration=fields.integer("dur", 1, MINUTES_PER_DAY),
		step=fields.integer("step", 1, MINUTES_PER_DAY),
		buffer_before=fields.integer("before", 0, MINUTES_PER_DAY),
		buffer_after=fields.integer("after", 0, MINUTES_PER_DAY),
		now=fields.integer("now", 0, LAST_INSTANT),
		notice=fields.integer("notice", 0, LONGEST_NOTICE),
		grid_zone=_zone(fields.text("grid_tz"), "grid_tz"),
		holidays=frozenset(_day(day, f"holidays[{i}]") for i, day in enumerate(fields.list("holidays"))),
		members=tuple(
			_member(member, patterns, f"members[{i}]") for i, member in enumerate(fields.list("members"))
		),
	)


def _end_of_window(fields: _Fields, low: int) -> int:
	high = fields.integer("hi", 0, LAST_INSTANT)
	if not low < high <= low + LONGEST_WINDOW * MINUTES_PER_DAY:
		raise MalformedWorkload(
			f"hi is {high}: it must lie behind lo ({low}), at most {LONGEST_WINDOW} days behind it"
		)
	return high


def _member(document: Any, patterns: list[Week], place: str) -> Member:
	fields = _Fields(document, place)
	overrides = fields.mapping("ov")
	return Member(
		zone=_zone(fields.text("tz"), f"{place}.tz"),
		week=patterns[fields.integer("pat", 0, len(patterns) - 1)],
		overrides={
			_day(_number(day), f"{place}.ov"): _hours(hours, f"{place}.ov[{day}]")
			for day, hours in overrides.items()
		},
		bookings=_intervals(fields.list("bk"), LAST_INSTANT, f"{place}.bk"),
	)


def _week(document: Any, place: str) -> Week:
	if not isinstance(document, list) or len(document) != 7:
		raise MalformedWorkload(f"{place} must be a list of seven days, Monday first")
	return tuple(_hours(hours, f"{place}[{weekday}]") for weekday, hours in enumerate(document))


def _hours(document: Any, place: str) -> tuple[Interval, ...]:
	return _intervals(document, LAST_WALL_MINUTE, place)


def _intervals(document: Any, latest: int, place: str) -> tuple[Interval, ...]:
	if not isinstance(document, list):
		raise MalformedWorkload(f"{place} must be a list of [start, end]")
	return tuple(sorted(_interval(pair, latest, f"{place}[{i}]") for i, pair in enumerate(document)))


def _interval(document: Any, latest: int, place: str) -> Interval:
	is_pair = isinstance(document, list) and len(document) == 2 and all(type(x) is int for x in document)
	if not is_pair or not 0 <= document[0] < document[1] <= latest:
		raise MalformedWorkload(
			f"{place} must be [start, end] in whole minutes, 0 <= start < end <= {latest}; it is {document!r:.80}"
		)
	return document[0], document[1]


def _zone(name: str, place: str) -> ZoneInfo:
	zone = find_zone(name)
	if zone is None:
		raise MalformedWorkload(f"{place} must be an IANA zone such as Europe/Berlin; it is {name!r:.80}")
	return zone


def _day(number: Any, place: str) -> int:
	if type(number) is not int or not 0 <= number <= LAST_INSTANT // MINUTES_PER_DAY:
		raise MalformedWorkload(f"{place} must hold days counted since 1970-01-01; it holds {number!r:.80}")
	return number


def _number(text: str) -> int | str:
	return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


@dataclass(frozen=True, slots=True)
class _Fields:
	"""A JSON object whose values are asked for by kind."""

	document: Any
	place: str

	def integer(self, key: str, low: int, high: int) -> int:
		value = self._get(key, int, "a whole number")
		if not low <= value <= high:
			raise MalformedWorkload(f"{self.place}: {key} must lie from {low} to {high}; it is {value}")
		return value

	def text(self, key: str) -> str:
		return self._get(key, str, "a text")

	def list(self, key: str) -> list:
		return self._get(key, list, "a list")

	def mapping(self, key: str) -> dict:
		return self._get(key, dict, "an object")

	def _get(self, key: str, kind: type, wanted: str) -> Any:
		if not isinstance(self.document, dict):
			raise MalformedWorkload(f"{self.place} must be an object with the fields of a workload")
		value = self.document.get(key)
		if type(value) is not kind:
			raise MalformedWorkload(f"{self.place}: {key} must be {wanted}; it is {value!r:.80}")
		return value
