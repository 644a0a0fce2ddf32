"""Half-open intervals against the plain set of minutes that they stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.scheduling.intervals import collides, covers, merge

MINUTES = st.integers(-30, 60)
INTERVALS = st.lists(st.tuples(MINUTES, MINUTES), max_size=8)


def minutes_of(intervals):
	return {minute for start, end in intervals for minute in range(start, end)}


@pytest.mark.parametrize(
	("given_intervals", "expected"),
	[
		pytest.param([], [], id="none"),
		pytest.param([(5, 5)], [], id="an empty interval vanishes"),
		pytest.param([(9, 5)], [], id="an end before its start vanishes"),
		pytest.param([(5, 9), (9, 12)], [(5, 12)], id="touching ones become one"),
		pytest.param([(5, 9), (10, 12)], [(5, 9), (10, 12)], id="a minute between keeps them apart"),
		pytest.param([(10, 12), (5, 9)], [(5, 9), (10, 12)], id="sorted"),
		pytest.param([(0, 20), (5, 9)], [(0, 20)], id="one inside another"),
		pytest.param([(0, 5), (0, 9), (0, 2)], [(0, 9)], id="the same start"),
		pytest.param([(5, 9), (7, 7), (9, 9)], [(5, 9)], id="an empty one inside and at the end"),
	],
)
def test_merge_joins_what_overlaps_or_touches_and_nothing_else(given_intervals, expected):
	assert merge(given_intervals) == expected


@given(INTERVALS)
def test_merged_intervals_hold_the_same_minutes_sorted_and_apart(intervals):
	merged = merge(intervals)
	assert minutes_of(merged) == minutes_of(intervals)
	assert all(start < end for start, end in merged)
	assert all(end < next_start for (_, end), (next_start, _) in pairwise(merged))


@given(INTERVALS, MINUTES, st.integers(1, 40))
def test_covers_means_that_every_minute_is_inside(intervals, start, length):
	inside = minutes_of(intervals)
	expected = all(minute in inside for minute in range(start, start + length))
	assert covers(merge(intervals), start, start + length) is expected


@given(INTERVALS, MINUTES, st.integers(1, 40))
def test_collides_means_that_a_minute_is_shared(intervals, start, length):
	expected = bool(minutes_of(intervals) & set(range(start, start + length)))
	assert collides(merge(intervals), start, start + length) is expected


@pytest.mark.parametrize(
	("start", "end", "collision"),
	[
		pytest.param(50, 60, False, id="ends where the other begins"),
		pytest.param(90, 100, False, id="begins where the other ends"),
		pytest.param(50, 61, True, id="one minute into its beginning"),
		pytest.param(89, 100, True, id="one minute into its end"),
		pytest.param(60, 90, True, id="the same time"),
		pytest.param(70, 80, True, id="inside"),
		pytest.param(0, 200, True, id="around"),
	],
)
def test_touching_meetings_do_not_collide(start, end, collision):
	assert collides([(60, 90)], start, end) is collision


def test_meeting_may_fill_its_hours_to_the_last_minute():
	assert covers([(60, 90)], 60, 90)
	assert not covers([(60, 90)], 60, 91)
	assert not covers([(60, 90)], 59, 90)
