"""The day board: a column for each member, worked with the mouse, a finger or the keyboard alone."""

from datetime import timedelta

import pytest

from tests.browser.conftest import PHONE
from tests.browser.desk import needs_desk, sign_in
from tests.browser.desk.meetings import (
	ANNA,
	BEN,
	DEPARTMENT,
	MONDAY,
	Meetings,
	confirm_change,
	read_refusal,
)

pytestmark = needs_desk


@pytest.fixture
def desk(open_browser):
	"""A signed-in page and meetings to be made."""
	made = []

	def open_desk(**options):
		page = open_browser(**options)
		sign_in(page)
		made.append(Meetings(page))
		return page, made[-1]

	yield open_desk
	for meetings in made:
		meetings.forget()


def open_board(page, day=MONDAY):
	route = [DEPARTMENT, day.isoformat()]
	page.evaluate("([department, day]) => frappe.set_route('mm-day-board', department, day)", route)
	page.wait_for_selector(".mm-board-lane")


def lane(page, member):
	return page.locator(f".mm-board-lane[data-member='{member}']")


def meeting(page, text):
	return page.locator(".mm-board-meeting:not(.mm-board-ghost)", has_text=text)


def focused(page):
	return page.evaluate("document.activeElement.getAttribute('aria-label')")


def pixels(page, minutes):
	box = lane(page, ANNA).bounding_box()
	return box["height"] / (24 * 60) * minutes


def drag(page, item, member, by_minutes, end=None, grip=6):
	"""Onto a member's column, down by minutes."""
	item.scroll_into_view_if_needed()
	box, target = item.bounding_box(), lane(page, member).bounding_box()
	page.mouse.move(box["x"] + 30, box["y"] + grip)
	page.mouse.down()
	page.mouse.move(target["x"] + 40, box["y"] + grip + pixels(page, by_minutes), steps=6)
	(end or page.mouse.up)()


def test_columns_have_hours_and_meetings(desk):
	page, meetings = desk()
	meetings.book("10:00", ANNA)
	open_board(page)
	assert page.locator(".mm-board-head strong").all_inner_texts() == ["Anna Demo", "Ben Demo", "Clara Demo"]
	assert page.locator(".mm-board-head span").first.inner_text() == "09:00–12:30, 13:30–17:30"
	assert lane(page, ANNA).locator(".mm-board-open").count() == 2
	item = lane(page, ANNA).locator(".mm-board-meeting")
	assert item.get_attribute("aria-label") == "10:00–11:00, Kim Desk, Desk Test, Confirmed"
	top = item.bounding_box()["y"] - lane(page, ANNA).bounding_box()["y"]
	assert abs(top - pixels(page, 600)) < 2
	assert page.locator(".mm-board-now").count() == 0


def test_now_is_a_line_across_today(desk):
	page, _meetings = desk()
	page.evaluate("(department) => frappe.set_route('mm-day-board', department)", DEPARTMENT)
	page.wait_for_selector(".mm-board-now")
	minute = page.evaluate(
		"moment.tz('Europe/Berlin').diff(moment.tz('Europe/Berlin').startOf('day'), 'minutes')"
	)
	top = page.locator(".mm-board-now").bounding_box()["y"] - lane(page, ANNA).bounding_box()["y"]
	assert abs(top - pixels(page, minute)) < pixels(page, 4)
	tops = [page.locator(part).first.bounding_box()["y"] for part in (".mm-board-clock", ".mm-board-lane")]
	assert tops[0] == tops[1], "the line takes no place of its own"


def test_arrow_keys_go_from_meeting_to_meeting_and_enter_opens_one(desk):
	page, meetings = desk()
	meetings.book("09:00", ANNA, "Kim Desk")
	meetings.book("15:00", ANNA, "Lou Desk")
	name = meetings.book("14:00", BEN, "Max Desk")
	open_board(page)
	page.locator(".mm-board-meeting[tabindex='0']").focus()
	seen = [focused(page)]
	for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowRight"):
		page.keyboard.press(key)
		seen.append(focused(page))
	assert [label.split(", ")[1] for label in seen] == [
		"Kim Desk",
		"Lou Desk",
		"Max Desk",
		"Lou Desk",
		"Kim Desk",
		"Max Desk",
	]
	page.keyboard.press("Enter")
	page.wait_for_function("(name) => window.cur_frm?.docname === name", arg=name)


def test_keyboard_alone_picks_a_meeting_up_and_drops_it_elsewhere(desk):
	page, meetings = desk()
	name = meetings.book("10:00", ANNA)
	open_board(page)
	page.locator(".mm-board-meeting[tabindex='0']").focus()
	page.keyboard.press("Space")
	for key in ("Shift+ArrowDown", "ArrowDown", "ArrowRight"):
		page.keyboard.press(key)
	assert page.inner_text(".mm-board-ghost .mm-board-words") == "11:15–12:15"
	page.keyboard.press("Enter")
	said = confirm_change(page, "Move", "Ben knows more")
	assert "Ben Demo, instead of Anna Demo" in said
	lane(page, BEN).locator(".mm-board-meeting").wait_for()
	assert meetings.stored(name) == {
		"start": f"{MONDAY} 11:15",
		"duration": 60,
		"status": "Rescheduled",
		"members": [BEN],
		"reason": "Ben knows more",
	}
	page.wait_for_function("document.activeElement.matches('.mm-board-meeting')")


def test_escape_puts_back_what_the_keyboard_or_the_mouse_carries(desk):
	page, meetings = desk()
	name = meetings.book("10:00", ANNA)
	open_board(page)
	meeting(page, "Kim Desk").focus()
	page.keyboard.press("Space")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Escape")
	assert page.locator(".mm-board-ghost").count() == 0
	drag(page, meeting(page, "Kim Desk"), BEN, 60, end=lambda: page.keyboard.press("Escape"))
	page.mouse.up()
	assert page.locator(".mm-board-ghost, .modal.show").count() == 0
	assert meetings.stored(name)["start"] == f"{MONDAY} 10:00"


def test_meeting_dragged_to_another_column_is_handed_over(desk):
	page, meetings = desk()
	name = meetings.book("10:00", ANNA)
	open_board(page)
	drag(page, meeting(page, "Kim Desk"), BEN, 0)
	said = confirm_change(page, "Hand Over")
	assert "Time\n" in said and "10:00 – 11:00" in said
	lane(page, BEN).locator(".mm-board-meeting").wait_for()
	stored = meetings.stored(name)
	assert (stored["start"], stored["members"], stored["status"]) == (f"{MONDAY} 10:00", [BEN], "Confirmed")


def test_meeting_dropped_on_another_snaps_back_with_the_reason(desk):
	page, meetings = desk()
	name = meetings.book("09:00", ANNA, "Kim Desk")
	meetings.book("11:00", BEN, "Lou Desk")
	open_board(page)
	drag(page, meeting(page, "Kim Desk"), BEN, 90)
	assert f"Ben Demo: Booked {MONDAY} 11:00 - 12:00" in read_refusal(page)
	assert lane(page, ANNA).locator(".mm-board-meeting").count() == 1
	assert page.locator(".mm-board-ghost").count() == 0
	assert meetings.stored(name)["members"] == [ANNA]


def test_lower_edge_changes_the_length(desk):
	page, meetings = desk()
	name = meetings.book("10:00", ANNA)
	open_board(page)
	item = meeting(page, "Kim Desk")
	drag(page, item, ANNA, -30, grip=item.bounding_box()["height"] - 3)
	assert "10:00 – 10:30" in confirm_change(page, "Change")
	page.wait_for_selector("[aria-label^='10:00–10:30, Kim Desk']")
	assert meetings.stored(name)["duration"] == 30
	page.keyboard.press("Enter")
	page.wait_for_function("(name) => window.cur_frm?.docname === name", arg=name)


def test_days_change_with_keys_and_buttons_and_stand_in_the_address(desk):
	page, meetings = desk()
	meetings.book("10:00", ANNA)
	open_board(page)
	meeting(page, "Kim Desk").focus()
	page.keyboard.press("PageDown")
	tuesday = MONDAY + timedelta(days=1)
	page.wait_for_url(f"**/mm-day-board/{DEPARTMENT}/{tuesday}")
	meeting(page, "Kim Desk").wait_for(state="detached")
	page.click("button[aria-label='Day Before']")
	meeting(page, "Kim Desk").wait_for()
	page.go_back()
	page.wait_for_url(f"**/mm-day-board/{DEPARTMENT}/{tuesday}")


def test_on_a_phone_columns_scroll_and_a_finger_that_rests_drags(desk):
	page, meetings = desk(viewport=PHONE, has_touch=True)
	name = meetings.book("10:00", ANNA)
	open_board(page)
	frame = page.locator(".mm-board")
	assert frame.evaluate("(one) => one.scrollWidth > one.clientWidth")
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	item = meeting(page, "Kim Desk")
	item.scroll_into_view_if_needed()
	box = item.bounding_box()
	x, y = box["x"] + 20, box["y"] + 8
	fingers = page.context.new_cdp_session(page)
	touch = lambda kind, *at: fingers.send(  # noqa: E731
		"Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]}
	)
	touch("touchStart", (x, y))
	page.wait_for_selector(".mm-board-ghost")
	for step in range(1, 5):
		touch("touchMove", (x, y + step * pixels(page, 15)))
	touch("touchEnd")
	confirm_change(page, "Move")
	assert meetings.stored(name)["start"] == f"{MONDAY} 11:00"
