"""A bar that is higher or lower than its number, or that leaves the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting_manager.staff.drawing import (
	BASE,
	HEIGHT,
	LEFT,
	MOST_LABELS,
	MOST_LINES,
	PLOT_HEIGHT,
	RIGHT,
	TOP,
	WIDTH,
	draw_bars,
	draw_line,
	scale,
)

NUMBERS = st.integers(0, 10_000)


@pytest.mark.parametrize(
	("highest", "whole", "texts"),
	[
		(0, True, ["0", "1"]),
		(1, True, ["0", "1"]),
		(4, True, ["0", "1", "2", "3", "4"]),
		(7, True, ["0", "2", "4", "6", "8"]),
		(11, True, ["0", "3", "6", "9", "12"]),
		(45, True, ["0", "10", "20", "30", "40", "50"]),
		(100, False, ["0", "20", "40", "60", "80", "100"]),
		(27.3, False, ["0", "10", "20", "30"]),
		(0.4, False, ["0", "0.1", "0.2", "0.3", "0.4"]),
	],
)
def test_grid_lines_stand_at_round_numbers(highest, whole, texts):
	assert [line["text"] for line in scale(highest, whole)[1]] == texts


@given(st.floats(0.001, 1e6), st.booleans())
def test_grid_reaches_above_the_highest_number_with_few_lines(highest, whole):
	top, lines = scale(highest, whole)
	assert top >= highest * (1 - 1e-6)
	assert 2 <= len(lines) <= MOST_LINES + 1
	assert (lines[0]["y"], lines[-1]["y"]) == (BASE, TOP)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=60))
def test_bars_stand_on_one_another_as_high_as_their_numbers(rows):
	series = {str(number): values for number, values in enumerate(zip(*rows, strict=True))}
	picture = draw_bars([f"w{number}" for number in range(len(rows))], series)
	top = scale(max(map(sum, rows)), whole=True)[0]
	edge = 0
	for column, row in zip(picture.columns, rows, strict=True):
		assert edge <= column["x"] and column["x"] + column["width"] <= WIDTH - RIGHT
		edge = column["x"] + column["width"]
		floor = BASE
		for bar in column["bars"]:
			assert bar["height"] == pytest.approx(PLOT_HEIGHT * row[bar["series"]] / top, abs=0.02)
			assert bar["y"] + bar["height"] == pytest.approx(floor, abs=0.02)
			floor = bar["y"]
		assert floor >= TOP - 0.01
		assert {bar["series"] for bar in column["bars"]} == {at for at, number in enumerate(row) if number}


@given(st.lists(st.integers(0, 5000).map(lambda tenths: tenths / 10), min_size=1, max_size=60))
def test_line_stays_in_the_picture_and_follows_its_numbers(values):
	picture = draw_line([str(number) for number in range(len(values))], values)
	assert len(picture.points.split()) == len(values)
	for dot in picture.dots:
		assert LEFT <= dot["x"] <= WIDTH - RIGHT and TOP - 0.01 <= dot["y"] <= BASE
	lowest = picture.dots[values.index(min(values))]["y"]
	assert lowest == max(dot["y"] for dot in picture.dots)


@pytest.mark.parametrize("count", [1, 4, 12, 26, 52])
def test_few_labels_and_the_last_week_among_them(count):
	places = [f"w{number}" for number in range(count)]
	texts = [label["text"] for label in draw_line(places, [1] * count).labels]
	assert texts[-1] == places[-1]
	assert min(count, 3) <= len(texts) <= MOST_LABELS
	assert HEIGHT > BASE
