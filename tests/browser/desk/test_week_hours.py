"""What the grid of a week does to its hours, against a plain set of minutes; no site is needed."""

import random
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "meeting_manager/public/js/week_hours.js"
DAY, WEEK, STEP = 1440, 7 * 1440, 5
FRAPPE = (
	"window.meeting_manager = {}; window.frappe = {provide: (name) => { meeting_manager.week_hours = {} }}"
)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.fixture(scope="module")
def week(chromium):
	page = chromium.new_page()
	page.evaluate(FRAPPE)
	page.add_script_tag(path=SCRIPT)
	yield page
	page.close()


def rows_after(week, rows, change, *arguments):
	"""The rows that a change of the grid leaves, as the table would hold them."""
	script = """([rows, change, args]) => {
		const { week_hours } = meeting_manager;
		return week_hours[change](week_hours.read(rows), ...args).map(week_hours.to_row);
	}"""
	return week.evaluate(script, [rows, change, list(arguments)])


def row(weekday, start, end):
	return {"weekday": weekday, "start_time": f"{start}:00", "end_time": f"{end}:00"}


def minutes_of(rows):
	"""Every five minutes of the week that somebody works, each counted once."""
	worked = [minute for one in rows for minute in minutes_of_row(one)]
	assert len(worked) == len(set(worked)), rows
	return set(worked)


def minutes_of_row(one):
	start, end = (int(time[:2]) * 60 + int(time[3:5]) for time in (one["start_time"], one["end_time"]))
	midnight = DAYS.index(one["weekday"]) * DAY
	last = end if end > start else end + DAY
	return [minute % WEEK for minute in range(midnight + start, midnight + last, STEP)]


def random_week(chance):
	cuts = sorted(chance.sample(range(0, WEEK, STEP), 2 * chance.randrange(1, 9)))
	shift = chance.randrange(0, WEEK, STEP)
	spans = [
		(start + shift, min(end, start + DAY) + shift)
		for start, end in zip(cuts[::2], cuts[1::2], strict=True)
	]
	return [row_of(start, end) for start, end in spans]


def row_of(start, end):
	clock = lambda minute: f"{minute % DAY // 60:02}:{minute % 60:02}"  # noqa: E731
	return row(DAYS[start % WEEK // DAY], clock(start), clock(end))


@pytest.mark.parametrize("seed", range(40))
def test_painting_and_erasing_are_union_and_difference(week, seed):
	chance = random.Random(seed)
	rows = random_week(chance)
	for _change in range(10):
		before = minutes_of(rows)
		day, low, high = chance.randrange(7), *sorted(chance.sample(range(0, DAY + 1, STEP), 2))
		touched = set(range(day * DAY + low, day * DAY + high, STEP))
		if chance.random() < 0.5:
			rows = rows_after(week, rows, "paint", day * DAY + low, day * DAY + high)
			assert minutes_of(rows) == before | touched
		else:
			rows = rows_after(week, rows, "erase", day * DAY + low, day * DAY + high)
			assert minutes_of(rows) == before - touched


@pytest.mark.parametrize(
	("rows", "change", "arguments", "left"),
	[
		pytest.param(
			[row("Monday", "09:00", "12:00"), row("Monday", "13:00", "17:00")],
			"paint",
			(12 * 60, 13 * 60),
			[row("Monday", "09:00", "17:00")],
			id="a break that is filled joins the two",
		),
		pytest.param(
			[row("Monday", "09:10", "11:50")],
			"paint",
			(11 * 60, 13 * 60),
			[row("Monday", "09:10", "13:00")],
			id="an odd beginning stays",
		),
		pytest.param(
			[row("Monday", "09:00", "17:00")],
			"erase",
			(12 * 60, 13 * 60),
			[row("Monday", "09:00", "12:00"), row("Monday", "13:00", "17:00")],
			id="a break",
		),
		pytest.param(
			[row("Monday", "22:00", "06:00")],
			"paint",
			(DAY + 5 * 60, DAY + 8 * 60),
			[row("Monday", "22:00", "06:00"), row("Tuesday", "06:00", "08:00")],
			id="a night stays with its day",
		),
		pytest.param(
			[row("Sunday", "22:00", "06:00")],
			"erase",
			(60, 120),
			[row("Monday", "02:00", "06:00"), row("Sunday", "22:00", "01:00")],
			id="a night into Monday is cut on Monday",
		),
		pytest.param([], "paint", (0, DAY), [row("Monday", "00:00", "00:00")], id="a whole day"),
		pytest.param(
			[row("Monday", "00:00", "00:00")],
			"paint",
			(DAY, 2 * DAY),
			[row("Monday", "00:00", "00:00"), row("Tuesday", "00:00", "00:00")],
			id="two whole days are two rows",
		),
		pytest.param(
			[
				row("Monday", "20:00", "02:00"),
				row("Tuesday", "08:00", "09:00"),
				row("Saturday", "10:00", "11:00"),
			],
			"copy_day",
			(0, [0, 1, 2]),
			[
				row("Monday", "20:00", "02:00"),
				row("Tuesday", "20:00", "02:00"),
				row("Wednesday", "20:00", "02:00"),
				row("Saturday", "10:00", "11:00"),
			],
			id="a day is copied over the hours of others",
		),
		pytest.param(
			[row("Monday", "20:00", "02:00"), row("Tuesday", "08:00", "09:00")],
			"clear_day",
			(1,),
			[row("Monday", "20:00", "02:00")],
			id="a day is cleared, not the night before it",
		),
	],
)
def test_rows_that_a_change_leaves(week, rows, change, arguments, left):
	assert rows_after(week, rows, change, *arguments) == left


def test_row_that_is_not_filled_in_yet_is_left_out(week):
	rows = [{"weekday": "Monday"}, {"start_time": "09:00:00"}, {**row("Monday", "09:00", "10:00")}]
	assert rows_after(week, rows, "clear_day", 6) == [row("Monday", "09:00", "10:00")]


def test_column_of_a_day_shows_the_night_before_and_after(week):
	script = """(rows) => meeting_manager.week_hours.on_day(meeting_manager.week_hours.read(rows), 0)
		.map(({ start, end, comes_from_before, goes_on }) => [start, end, comes_from_before, goes_on])"""
	rows = [
		row("Sunday", "22:00", "06:00"),
		row("Monday", "23:00", "01:00"),
		row("Tuesday", "09:00", "10:00"),
	]
	parts = sorted(week.evaluate(script, rows))
	assert parts == [[0, 360, True, False], [1380, 1440, False, True]]
