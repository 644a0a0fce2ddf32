"""Write the four workloads that every engine is measured on; the same numbers on every machine.

Instants are UTC minutes, wall times minutes since local midnight, days numbers since 1970-01-01.
"""

from __future__ import annotations

import random
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

SEED = 20270301
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca")
FIRST_DAY = (date(2027, 3, 1) - date(1970, 1, 1)).days
"""A Monday; four of the zones change their clocks within the weeks that follow."""
MONDAY_SHIFT = 3
"""Added to a day's number it makes Monday 0: 1970-01-01 was a Thursday."""
HOLIDAYS = (14, 44, 74)
BOOKING_LENGTHS = (15, 30, 30, 45, 60)
TRIES_PER_BOOKING = 60


@dataclass(frozen=True, slots=True)
class Shape:
	"""What one workload is made of.

	:param weekly_bookings: wanted in a member's whole week.
	:param patterns: how many of PATTERNS the members share.
	:param is_single: one member on one plain day: no holiday, no override, half hours only.
	"""

	members: int
	days: int
	weekly_bookings: int
	duration: int = 30
	step: int = 15
	buffer: int = 10
	notice: int = 240
	patterns: int = 4
	zones: tuple[str, ...] = ZONES
	grid_zone: str = "Europe/Berlin"
	is_single: bool = False


SHAPES = {
	"S": Shape(1, 1, 10, 30, 30, 0, 0, 1, ("America/New_York",), "America/New_York", is_single=True),
	"M": Shape(10, 30, 20),
	"L": Shape(100, 60, 40),
	"XL": Shape(1000, 90, 40),
}
ANSWERS = {
	"S": "017b3db187d381e61ed56e025611ccd6194a36a5a1858792198cc96d58dbb650",
	"M": "803c69afa372a5b154fbf4b4b5f821e5e7a2e13653c0015ccd5b0238a00f2a1e",
	"L": "1978c8a8e528071f56da0bb0919b7362c3b310c1a23520f9421696a8feded4ec",
	"XL": "a380628c8b8ebbe5c3b86d487925f38a62ef84b383ddafd3c2357266425e8ba5",
}
"""SHA-256 of the right starts as a JSON list."""


def _week(*by_weekday: tuple[tuple[int, int], ...]) -> list[list[list[int]]]:
	return [[list(interval) for interval in day] for day in by_weekday]


OFFICE = ((540, 1020),)
SPLIT = ((540, 720), (780, 1050))
LONG = ((480, 1080),)
LATE = ((600, 840), (900, 1140))
NIGHT = ((0, 240), (1200, 1440))
PATTERNS = [
	_week(*[OFFICE] * 5, (), ()),
	_week(*[SPLIT] * 5, (), ()),
	_week(*[LONG] * 4, (), (), ()),
	_week((), *[LATE] * 5, ()),
	_week(*[NIGHT] * 7),
]
"""Weekly hours, Monday first. No workload here uses the nights; other files may."""


def make_workload(name: str, shape: Shape | None = None, seed: int = SEED) -> dict:
	"""A workload in the form that is read from files; without a `shape`, one of SHAPES."""
	shape = shape or SHAPES[name]
	low = first_minute(shape.grid_zone, FIRST_DAY, 0)
	return {
		"name": name,
		"lo": low,
		"hi": first_minute(shape.grid_zone, FIRST_DAY + shape.days, 0),
		"day0": FIRST_DAY,
		"days": shape.days,
		"dur": shape.duration,
		"step": shape.step,
		"before": shape.buffer,
		"after": shape.buffer,
		"now": low - 120,
		"notice": shape.notice,
		"grid_tz": shape.grid_zone,
		"patterns": PATTERNS,
		"holidays": [] if shape.is_single else [FIRST_DAY + day for day in HOLIDAYS if day < shape.days],
		"members": [_make_member(number, shape, seed) for number in range(shape.members)],
	}


@cache
def first_minute(zone: str, day: int, minute: int) -> int:
	"""The first UTC minute at which the zone's clocks show this wall time or a later one."""
	info = ZoneInfo(zone)
	wall = datetime(1970, 1, 1) + timedelta(days=day, minutes=minute)
	instant = wall.replace(tzinfo=info).astimezone(timezone.utc)
	while instant.astimezone(info).replace(tzinfo=None) > wall:
		instant -= timedelta(minutes=1)
	while instant.astimezone(info).replace(tzinfo=None) < wall:
		instant += timedelta(minutes=1)
	return int(instant.timestamp()) // 60


def _make_member(number: int, shape: Shape, seed: int) -> dict:
	zone = shape.zones[number % len(shape.zones)]
	pattern = (number // len(shape.zones) + number) % shape.patterns
	rng = random.Random(seed * 100003 + number)
	return {
		"id": number,
		"tz": zone,
		"pat": pattern,
		"ov": {} if shape.is_single else _make_overrides(number, shape.days),
		"bk": [[start, end] for start, end in _make_bookings(rng, zone, PATTERNS[pattern], shape)],
	}


def _make_overrides(number: int, days: int) -> dict[str, list[list[int]]]:
	overrides: dict[str, list[list[int]]] = {}
	for day in range(-1, days + 1):
		if (number * 7 + day) % 13 == 0:
			overrides[str(FIRST_DAY + day)] = [[600, 720]]
		if (number * 5 + day) % 29 == 0:
			overrides[str(FIRST_DAY + day)] = []
	return overrides


def _make_bookings(rng: random.Random, zone: str, week: list, shape: Shape) -> list[tuple[int, int]]:
	taken: list[tuple[int, int]] = []
	for first, last, wanted in _weeks(shape):
		got = tries = 0
		while got < wanted and tries < wanted * TRIES_PER_BOOKING:
			tries += 1
			booking = _draw_booking(rng, zone, week, FIRST_DAY + rng.randrange(first, last), shape)
			if booking and _is_free(taken, *booking):
				insort(taken, booking)
				got += 1
	return taken


def _weeks(shape: Shape) -> Iterator[tuple[int, int, int]]:
	"""First day, day after the last, and the bookings wanted between them."""
	for first in range(0, shape.days, 7):
		last = min(shape.days, first + 7)
		share = shape.weekly_bookings * (last - first) // 7
		yield first, last, shape.weekly_bookings if shape.is_single else share


def _draw_booking(
	rng: random.Random, zone: str, week: list, day: int, shape: Shape
) -> tuple[int, int] | None:
	intervals = week[(day + MONDAY_SHIFT) % 7]
	if not intervals:
		return None
	start, end = intervals[rng.randrange(len(intervals))]
	length, raster = (30, 30) if shape.is_single else (rng.choice(BOOKING_LENGTHS), 15)
	if end - length < start:
		return None
	wall = start + rng.randrange(0, (end - length - start) // raster + 1) * raster
	minute = first_minute(zone, day, wall)
	return minute, minute + length


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
	"""Whether the sorted, disjoint bookings leave [start, end) free."""
	position = bisect_left(taken, (end,))
	return not position or taken[position - 1][1] <= start
