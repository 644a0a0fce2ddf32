"""The week on a member's form: what is painted is what is saved, with the mouse, a finger or the keyboard alone."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.desk import delete, insert, needs_desk, open_form, save, sign_in

pytestmark = needs_desk

USER = "grid.test@example.com"
PROFILE = "MM Member Profile"
HOURS = [
	("Monday", "09:00", "12:00"),
	("Tuesday", "09:10", "11:50"),
	("Wednesday", "22:00", "06:00"),
]


@pytest.fixture
def desk(open_browser):
	def open_desk(**options):
		page = open_browser(**options)
		sign_in(page)
		delete(page, PROFILE, USER)
		delete(page, "User", USER)
		user = {"doctype": "User", "email": USER, "first_name": "Grid", "send_welcome_email": 0}
		insert(page, {**user, "roles": [{"role": "MM Member"}]})
		rows = [{"weekday": day, "start_time": start, "end_time": end} for day, start, end in HOURS]
		insert(page, {"doctype": PROFILE, "user": USER, "timezone": "Europe/Berlin", "weekly_hours": rows})
		open_week(page)
		pages.append(page)
		return page

	pages = []
	yield open_desk
	for page in pages:
		delete(page, PROFILE, USER)
		delete(page, "User", USER)


@pytest.fixture
def page(desk):
	return desk()


def open_week(page):
	open_form(page, PROFILE, USER)
	page.wait_for_selector(".mm-week-cell[data-held=all]")


def cell(page, day, time):
	label = f"{day} {time}–"
	return page.locator(f'.mm-week-cell[aria-label^="{label}"]')


def paint(page, first, last):
	"""Drag the mouse from a cell to another one."""
	for at in (first, last):
		cell(page, *at).scroll_into_view_if_needed()
	for at, then in ((first, page.mouse.down), (last, page.mouse.up)):
		page.mouse.move(*centre(page, *at), steps=4)
		then()


def saved_hours(page):
	"""As the database has them after a save and a reload, beside what the grid then shows."""
	save(page)
	stored = page.evaluate("(name) => frappe.db.get_doc('MM Member Profile', name)", USER)
	page.reload()
	open_week(page)
	rows = [
		(row["weekday"], clock(row["start_time"]), clock(row["end_time"])) for row in stored["weekly_hours"]
	]
	assert shown_hours(page) == rows
	return rows


def shown_hours(page):
	"""Of the blocks that begin on a day, Monday first."""
	script = """() => meeting_manager.week_hours.WEEKDAYS.flatMap((day, index) => {
		const { grid } = cur_frm.mm_week;
		const lane = grid.lanes[grid.days.indexOf(index)];
		return [...lane.querySelectorAll(".mm-week-block:not(.mm-week-from-before)")]
			.map((block) => [day, ...[...block.children].map((time) => time.textContent)]);
	})"""
	return [tuple(row) for row in page.evaluate(script)]


def clock(time):
	return ":".join(part.zfill(2) for part in time.split(":")[:2])


def test_hours_are_shown_as_they_are(page):
	assert shown_hours(page) == HOURS
	assert cell(page, "Monday", "09:00").get_attribute("aria-label") == "Monday 09:00–09:30: working"
	assert cell(page, "Tuesday", "11:30").get_attribute("aria-label").endswith("working in part")
	assert cell(page, "Thursday", "05:30").get_attribute("aria-label").endswith(": working")
	assert cell(page, "Thursday", "06:00").get_attribute("aria-label").endswith("not working")


def test_screen_reader_finds_a_grid_of_named_cells(page):
	grid = page.get_by_role("grid", name="Weekly Hours")
	assert grid.get_by_role("gridcell").count() == 7 * 48
	assert grid.get_by_role("gridcell", name="Monday 09:00–09:30: working", exact=True).count() == 1
	assert grid.get_by_role("columnheader", name="Wednesday").count() == 1
	assert grid.get_by_role("rowheader", name="09:30", exact=True).count() == 1


def test_profile_that_is_new_is_painted_too(page):
	delete(page, PROFILE, USER)
	page.evaluate("frappe.new_doc('MM Member Profile')")
	page.wait_for_function("cur_frm.is_new()")
	page.evaluate("(user) => cur_frm.set_value({ user, timezone: 'Europe/Berlin' })", USER)
	assert shown_hours(page) == []
	paint(page, ("Tuesday", "08:00"), ("Tuesday", "11:30"))
	assert saved_hours(page) == [("Tuesday", "08:00", "12:00")]


def test_week_painted_with_the_mouse_is_saved(page):
	paint(page, ("Monday", "13:00"), ("Friday", "16:30"))
	afternoons = [(day, "13:00", "17:00") for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")]
	expected = [HOURS[0], afternoons[0], HOURS[1], *afternoons[1:3], HOURS[2], *afternoons[3:]]
	assert saved_hours(page) == expected


def test_break_erased_with_the_mouse_is_saved(page):
	paint(page, ("Monday", "10:00"), ("Monday", "10:00"))
	assert saved_hours(page)[:2] == [("Monday", "09:00", "10:00"), ("Monday", "10:30", "12:00")]


def test_drag_that_leaves_the_grid_paints_to_its_edge(page):
	cell(page, "Saturday", "22:00").scroll_into_view_if_needed()
	box = cell(page, "Saturday", "22:00").bounding_box()
	page.mouse.move(box["x"] + 5, box["y"] + 5)
	page.mouse.down()
	page.mouse.move(box["x"] + 5, box["y"] + 200, steps=4)
	page.mouse.up()
	assert shown_hours(page)[-1] == ("Saturday", "22:00", "00:00")


def test_escape_ends_a_drag_without_a_change(page):
	box = cell(page, "Saturday", "10:00").bounding_box()
	page.mouse.move(box["x"] + 5, box["y"] + 5)
	page.mouse.down()
	page.keyboard.press("Escape")
	page.mouse.up()
	assert shown_hours(page) == HOURS
	assert not page.evaluate("cur_frm.is_dirty()")


def test_week_is_changed_with_the_keyboard_alone(page):
	page.get_by_role("button", name="Clear the Day").focus()
	page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Monday 09:00")
	page.keyboard.press("Space")
	for _half_hour in range(8):
		page.keyboard.press("ArrowDown")
	for _half_hour in range(7):
		page.keyboard.press("Shift+ArrowDown")
	page.keyboard.press("Shift+ArrowRight")
	assert page.locator(".mm-week-marked").count() == 16
	page.keyboard.press("Space")
	assert saved_hours(page) == [
		("Monday", "09:30", "12:00"),
		("Monday", "13:00", "17:00"),
		HOURS[1],
		("Tuesday", "13:00", "17:00"),
		HOURS[2],
	]


def test_focused_cell_can_be_seen(page):
	cell(page, "Friday", "10:00").focus()
	style = "(cell) => getComputedStyle(cell).boxShadow"
	assert cell(page, "Friday", "10:00").evaluate(style) != "none"
	assert cell(page, "Friday", "11:00").evaluate(style) == "none"


def test_day_is_copied_to_the_weekdays(page):
	page.get_by_role("button", name="Copy to Monday–Friday").click()
	days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
	assert saved_hours(page) == [(day, "09:00", "12:00") for day in days]


def test_table_and_grid_stay_in_step(page):
	page.evaluate(
		"frappe.model.set_value('MM Weekly Hours', cur_frm.doc.weekly_hours[0].name, 'end_time', '12:35:00')"
	)
	page.wait_for_function("cur_frm.mm_week.grid.grid.textContent.includes('12:35')")
	page.evaluate("cur_frm.fields_dict.weekly_hours.grid.grid_rows[1].remove()")
	page.wait_for_function("!cur_frm.mm_week.grid.grid.textContent.includes('11:50')")
	paint(page, ("Saturday", "10:00"), ("Saturday", "11:30"))
	assert (
		page.locator("[data-fieldname=weekly_hours] [data-fieldname=weekday]", has_text="Saturday").count()
		== 1
	)
	assert saved_hours(page) == [("Monday", "09:00", "12:35"), HOURS[2], ("Saturday", "10:00", "12:00")]


def test_row_that_is_not_filled_in_stays_in_the_table(page):
	page.evaluate("cur_frm.add_child('weekly_hours', {weekday: 'Sunday'})")
	paint(page, ("Saturday", "10:00"), ("Saturday", "11:30"))
	rows = page.evaluate("cur_frm.doc.weekly_hours.map((row) => [row.idx, row.weekday])")
	assert rows == [[1, "Monday"], [2, "Tuesday"], [3, "Wednesday"], [4, "Saturday"], [5, "Sunday"]]


def test_grid_of_who_may_not_write_changes_nothing(page):
	page.evaluate("cur_frm.set_df_property('weekly_hours', 'read_only', 1); cur_frm.refresh()")
	paint(page, ("Saturday", "10:00"), ("Saturday", "11:30"))
	cell(page, "Saturday", "10:00").focus()
	page.keyboard.press("Space")
	assert shown_hours(page) == HOURS
	assert page.get_by_role("grid", name="Weekly Hours").get_attribute("aria-readonly") == "true"
	assert not page.get_by_role("button", name="Clear the Day").is_visible()


def test_finger_taps_a_half_hour(desk):
	page = desk(viewport=PHONE, has_touch=True)
	cell(page, "Saturday", "10:00").tap()
	assert saved_hours(page)[-1] == ("Saturday", "10:00", "10:30")


def test_finger_that_rests_paints(desk):
	page = desk(viewport=PHONE, has_touch=True)
	cell(page, "Saturday", "11:00").scroll_into_view_if_needed()
	points = [centre(page, "Saturday", time) for time in ("10:00", "10:30", "11:30")]
	fingers = page.context.new_cdp_session(page)
	touch = lambda kind, *at: fingers.send(  # noqa: E731
		"Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]}
	)
	touch("touchStart", points[0])
	page.wait_for_selector(".mm-week-marked")
	for point in points:
		touch("touchMove", point)
	touch("touchEnd")
	assert shown_hours(page)[-1] == ("Saturday", "10:00", "12:00")


def centre(page, day, time):
	box = cell(page, day, time).bounding_box()
	return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
