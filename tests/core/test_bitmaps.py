"""Sets of minutes as integers against plain sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.scheduling.bitmaps import (
	LONGEST_FRAME,
	Frame,
	all_ahead,
	any_ahead,
	closed_starts,
	every,
	frame_around,
	pack,
	pack_inside,
	widen,
)
from meeting_manager.scheduling.intervals import merge

FRAME = Frame(1000, 24)
MINUTES = st.integers(980, 1140)


def disjoint_or_the_same(intervals):
	"""Leave out those that overlap one before them."""
	kept = []
	for start, end in sorted(intervals):
		if not kept or start >= kept[-1][1] or (start, end) == kept[-1]:
			kept.append((start, end))
	return kept


ANYWHERE = st.lists(
	st.tuples(MINUTES, st.integers(1, 60)).map(lambda row: (row[0], sum(row))), max_size=9
).map(lambda drawn: disjoint_or_the_same(drawn + drawn[:3]))


@st.composite
def close_together(draw):
	"""Intervals with short gaps between them."""
	found, end = [], 985
	for gap, length in draw(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 20)), max_size=8)):
		found.append((end + gap, end + gap + length))
		end += gap + length
	return found


INTERVALS = st.one_of(ANYWHERE, close_together())
BITS = st.sets(st.integers(0, 40))
WIDTH = st.integers(1, 45)


def number(indexes):
	return sum(1 << index for index in indexes)


def quanta(inside):
	"""The minutes of each bit of the frame for which the rule holds."""
	return number(
		index
		for index in range(FRAME.length)
		if inside(range(FRAME.origin + index * 5, FRAME.origin + index * 5 + 5))
	)


def minutes_of(intervals):
	return {minute for start, end in intervals for minute in range(start, end)}


@given(INTERVALS)
def test_pack_rounds_outward(intervals):
	busy = minutes_of(intervals)
	assert pack(FRAME, intervals) == quanta(lambda quantum: any(minute in busy for minute in quantum))


@given(INTERVALS)
def test_pack_inside_rounds_inward(intervals):
	free = minutes_of(intervals)
	assert pack_inside(FRAME, merge(intervals)) == quanta(
		lambda quantum: all(minute in free for minute in quantum)
	)


PAUSE = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 90))


@given(INTERVALS, PAUSE, PAUSE.map(lambda pause: pause + 5))
def test_closed_starts_are_those_too_close_to_an_interval(intervals, before, after):
	expected = number(
		index
		for index in range(FRAME.length)
		for start in [FRAME.origin + index * 5]
		if any(since < start + after and start - before < until for since, until in intervals)
	)
	assert closed_starts(FRAME, intervals, before, after) == expected


@given(st.integers(0, 3000), PAUSE, PAUSE.map(lambda pause: pause + 5))
def test_interval_far_longer_than_the_frame_closes_all_of_it(length, before, after):
	assert closed_starts(FRAME, [(1000 - length, FRAME.end + length)], before, after) == FRAME.full


@given(BITS, WIDTH)
def test_any_ahead_looks_at_as_many_bits_as_asked(indexes, width):
	expected = {index for index in range(41) if any(index + ahead in indexes for ahead in range(width))}
	assert any_ahead(number(indexes), width) == number(expected)


@given(BITS, WIDTH)
def test_all_ahead_looks_at_as_many_bits_as_asked(indexes, width):
	expected = {index for index in range(41) if all(index + ahead in indexes for ahead in range(width))}
	assert all_ahead(number(indexes), width) == number(expected)


@given(st.sets(st.integers(0, 23)), st.integers(0, 60), st.integers(0, 60))
def test_widen_is_packing_with_the_pauses(indexes, before, after):
	starts = [1000 + index * 5 for index in sorted(indexes)]
	expected = pack(FRAME, merge((start - before, start + 5 + after) for start in starts))
	assert widen(FRAME, number(indexes), before, after) == expected


@given(st.integers(0, 20), st.integers(1, 20))
def test_every_counts_from_bit_0(count, step):
	assert every(count, step) == number(range(0, count * step, step))


@given(st.sets(st.integers(0, 23)))
def test_minutes_of_bits_come_in_order(indexes):
	bits = number(indexes)
	assert FRAME.minutes(bits) == [1000 + index * 5 for index in sorted(indexes)]
	assert [minute for minute in range(980, 1140) if FRAME.has(bits, minute)] == FRAME.minutes(bits)


@given(MINUTES, MINUTES)
def test_between_holds_its_first_minute_and_not_its_end(low, high):
	expected = [minute for minute in range(1000, FRAME.end, 5) if low <= minute < high]
	assert FRAME.minutes(FRAME.between(low, high)) == expected


@given(st.integers(-100, 100), st.integers(0, 50), st.integers(0, 70))
def test_frame_around_holds_the_window_and_the_margin_and_little_more(low, length, margin):
	window = low, low + length + 1
	frame = frame_around(window, margin)
	assert frame.origin % 5 == 0
	assert 0 <= low - margin - frame.origin < 5
	assert 0 <= frame.end - (window[1] + margin) < 5


@pytest.mark.parametrize(
	("length", "quantum"),
	[
		pytest.param(0, 5, id="no time"),
		pytest.param(-1, 5, id="less than none"),
		pytest.param(10, 0, id="no quantum"),
		pytest.param(10, -5, id="negative quantum"),
		pytest.param(LONGEST_FRAME // 5 + 1, 5, id="too long"),
	],
)
def test_frame_that_cannot_be_is_refused(length, quantum):
	with pytest.raises(ValueError, match="a frame holds"):
		Frame(0, length, quantum)


def test_ten_thousand_days_are_refused():
	with pytest.raises(ValueError, match="a frame holds"):
		frame_around((0, 10_000 * 24 * 60), 0)
