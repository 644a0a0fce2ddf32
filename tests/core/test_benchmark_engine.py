"""Engine and reference give the same starts on workloads that nothing was tuned for."""

import random

import pytest

from benchmarks.engine import prepare
from benchmarks.generator import make_workload
from benchmarks.reference import find_starts
from benchmarks.workloads import parse_workload

MINUTES_PER_DAY = 1440
ZONES = [
	"America/New_York",
	"America/St_Johns",
	"Europe/Berlin",
	"Asia/Kathmandu",
	"Asia/Tehran",
	"Australia/Lord_Howe",
	"Africa/Casablanca",
	"Africa/Cairo",
	"America/Santiago",
	"America/Nuuk",
	"Pacific/Chatham",
	"Pacific/Apia",
	"UTC",
]
TRANSITIONS = [20888, 20894, 20902, 20905, 20912, 20987, 21087, 21119, 21126]
"""Days of 2027 around which some of these zones change their clocks."""


def random_hours(rng):
	"""Up to three intervals of a day; some touch, overlap or run over midnight."""
	hours = []
	for _ in range(rng.randrange(4)):
		start = rng.randrange(0, MINUTES_PER_DAY, rng.choice((1, 5, 60)))
		hours.append([start, min(start + rng.choice((35, 60, 240, 720, 1440)), 2 * MINUTES_PER_DAY)])
	return hours


def random_member(rng, number, low, high):
	bookings = []
	for _ in range(rng.randrange(25)):
		start = rng.randrange(low - 600, high + 600, rng.choice((1, 5, 15)))
		bookings.append([start, start + rng.choice((1, 7, 15, 30, 95))])
	first = low // MINUTES_PER_DAY
	return {
		"id": number,
		"tz": rng.choice(ZONES),
		"pat": rng.randrange(3),
		"ov": {str(first + rng.randrange(-2, 6)): random_hours(rng) for _ in range(rng.randrange(3))},
		"bk": bookings,
	}


def random_workload(seed, lengths):
	"""
	:param lengths: the durations, steps, buffers and notices to draw from.
	"""
	rng = random.Random(seed)
	days = rng.randrange(1, 5)
	day = rng.choice(TRANSITIONS) - rng.randrange(3)
	low = day * MINUTES_PER_DAY + rng.choice((0, -60, 345, 7))
	high = low + days * MINUTES_PER_DAY - rng.choice((0, 13))
	return {
		"name": f"random {seed}",
		"lo": low,
		"hi": high,
		"day0": day,
		"days": days,
		"dur": rng.choice(lengths),
		"step": rng.choice(lengths),
		"before": rng.choice((0, *lengths)),
		"after": rng.choice((0, *lengths)),
		"now": low - rng.randrange(300),
		"notice": rng.choice((0, 61, 500)),
		"grid_tz": rng.choice(ZONES),
		"patterns": [[random_hours(rng) for _ in range(7)] for _ in range(3)],
		"holidays": [day + rng.randrange(days)],
		"members": [random_member(rng, number, low, high) for number in range(rng.randrange(1, 4))],
	}


def assert_equal_answers(document):
	workload = parse_workload(document)
	prepared = prepare(workload)
	expected = find_starts(workload)
	assert prepared.find_starts() == expected
	assert prepared.find_starts_packed() == expected
	return expected


@pytest.mark.parametrize("seed", range(60))
def test_random_workloads_of_five_minute_lengths(seed):
	assert_equal_answers(random_workload(seed, (5, 10, 15, 30, 45, 60, 90)))


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_random_workloads_of_any_lengths(seed):
	assert_equal_answers(random_workload(seed, (1, 5, 7, 12, 25, 30, 61, 100)))


def test_bookings_at_odd_minutes_and_a_step_that_divides_no_hour():
	document = make_workload("M")
	document.update(step=12, before=7, after=7)
	for member in document["members"]:
		member["bk"] = [[start + 7, end + 7] for start, end in member["bk"]]
	starts = assert_equal_answers(document)
	assert any(start % 5 for start in starts)


def test_members_who_work_at_night():
	document = make_workload("M")
	for member in document["members"]:
		member["pat"] = 4
	assert len(assert_equal_answers(document)) > 1000


def test_nobody_has_no_starts():
	document = make_workload("S") | {"members": []}
	assert assert_equal_answers(document) == []
