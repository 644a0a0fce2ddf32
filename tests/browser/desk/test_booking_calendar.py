"""The Desk's calendar of bookings: what it shows, and what becomes of a meeting that is dragged."""

import pytest

from tests.browser.desk import PASSWORD, delete, insert, needs_desk
from tests.browser.desk.meetings import ANNA, BEN, MONDAY, Meetings, confirm_change, read_refusal

pytestmark = needs_desk

ZONED = "zone.desk@example.com"
GO = "(day) => { const { calendar } = cur_list; calendar.fullCalendar ? calendar.fullCalendar.gotoDate(day) : calendar.$cal.fullCalendar('gotoDate', day) }"


@pytest.fixture
def meetings(page):
	made = Meetings(page)
	yield made
	made.forget()


def open_week(page, day=MONDAY):
	page.evaluate("frappe.set_route('List', 'MM Meeting Booking', 'Calendar', 'default')")
	page.wait_for_function("window.cur_list?.calendar?.mm && cur_list.doctype === 'MM Meeting Booking'")
	page.click(".mm-calendar-top [data-view=week]")
	page.evaluate(GO, day.isoformat())


def event(page, text):
	return page.locator(".mm-event:not(.fc-event-mirror)", has_text=text)


def drag(page, item, by_minutes, until=None):
	"""Move an event down by minutes until it says a time; without one, its lower edge."""
	item.wait_for()
	item.hover()
	box = item.bounding_box()
	x, y = box["x"] + box["width"] / 2, box["y"] + (4 if until else box["height"] - 2)
	page.mouse.move(x, y)
	page.mouse.down()
	page.mouse.move(x, y + 8, steps=2)
	page.mouse.move(x, y + by_minutes * minute_height(page), steps=8)
	if until:
		come_to(page, x, y + by_minutes * minute_height(page), until)
	page.mouse.up()


def come_to(page, x, y, until):
	"""FullCalendar goes by the middle of what it carries: its step may lie some pixels away."""
	carried = page.locator(".fc-event-mirror .fc-event-time, .fc-helper .fc-time").first
	for pixels in (0, *(sign * far for far in range(1, 16) for sign in (-1, 1))):
		page.mouse.move(x, y + pixels)
		if carried.inner_text().startswith(until):
			return
	pytest.fail(f"the meeting cannot be dragged to {until}")


def minute_height(page):
	first, second = (
		page.locator(f".mm-calendar [data-time='{time}:00']").first.bounding_box()["y"]
		for time in ("10:00", "11:00")
	)
	return (second - first) / 60


def test_meeting_is_shown_with_customer_member_and_status(page, meetings):
	meetings.book("10:00", ANNA)
	open_week(page)
	item = event(page, "Kim Desk")
	item.wait_for()
	assert "mm-confirmed" in item.get_attribute("class")
	named = item.get_attribute("aria-label")
	assert named.startswith("10:00–11:00, Kim Desk, Desk Test, Anna Demo, Confirmed, ")
	background, text = item.evaluate(
		"(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
	)
	assert background != text


def test_member_and_status_narrow_it(page, meetings):
	meetings.book("10:00", ANNA, "Kim Desk")
	meetings.book("10:00", BEN, "Lou Desk")
	open_week(page)
	event(page, "Lou Desk").wait_for()
	field = page.locator(".mm-calendar-filter input").nth(1)
	field.fill(ANNA)
	page.keyboard.press("Tab")
	event(page, "Lou Desk").wait_for(state="detached")
	assert event(page, "Kim Desk").count() == 1
	page.click(".mm-chip.mm-confirmed")
	event(page, "Kim Desk").wait_for(state="detached")
	page.click(".mm-chip.mm-confirmed")
	event(page, "Kim Desk").wait_for()


def test_enter_opens_the_meeting(page, meetings):
	name = meetings.book("10:00", ANNA)
	open_week(page)
	event(page, "Kim Desk").wait_for()
	event(page, "Kim Desk").focus()
	page.keyboard.press("Enter")
	page.wait_for_function("(name) => window.cur_frm?.docname === name", arg=name)


def test_meeting_that_is_dragged_is_moved_once_it_is_confirmed(page, meetings):
	name = meetings.book("10:00", ANNA)
	open_week(page)
	drag(page, event(page, "Kim Desk"), 90, "11:30")
	said = confirm_change(page, "Move", "Anna asked for it")
	assert "10:00 – 11:00" in said and "11:30 – 12:30" in said and "Kim Desk" in said
	assert "kim.desk@example.com" in said
	page.wait_for_selector(".mm-event.mm-rescheduled")
	assert meetings.stored(name) == {
		"start": f"{MONDAY} 11:30",
		"duration": 60,
		"status": "Rescheduled",
		"members": [ANNA],
		"reason": "Anna asked for it",
	}


def test_dialog_that_is_left_puts_the_meeting_back(page, meetings):
	name = meetings.book("10:00", ANNA)
	open_week(page)
	before = event(page, "Kim Desk")
	before.wait_for()
	top = before.bounding_box()["y"]
	drag(page, before, 90, "11:30")
	page.click(".modal.show .btn-modal-secondary:visible")
	page.wait_for_selector(".modal.show", state="detached")
	assert abs(event(page, "Kim Desk").bounding_box()["y"] - top) < 2
	assert meetings.stored(name)["start"] == f"{MONDAY} 10:00"


def test_meeting_that_finds_nobody_free_snaps_back_with_the_reason(page, meetings):
	name = meetings.book("09:00", ANNA, "Kim Desk")
	meetings.book("11:00", ANNA, "Lou Desk")
	meetings.book("11:00", BEN, "Max Desk")
	open_week(page)
	item = event(page, "Kim Desk")
	item.wait_for()
	top = item.bounding_box()["y"]
	drag(page, item, 120, "11:00")
	assert f"Anna Demo: Booked {MONDAY} 11:00 - 12:00" in read_refusal(page)
	assert abs(event(page, "Kim Desk").bounding_box()["y"] - top) < 2
	assert meetings.stored(name)["start"] == f"{MONDAY} 09:00"


def test_lower_edge_makes_the_meeting_longer(page, meetings):
	name = meetings.book("10:00", ANNA)
	open_week(page)
	drag(page, event(page, "Kim Desk"), 30)
	said = confirm_change(page, "Change")
	assert "10:00 – 11:30" in said
	assert (meetings.stored(name)["duration"], meetings.stored(name)["status"]) == (90, "Confirmed")


def test_outside_the_hours_a_reason_is_asked_for(page, meetings):
	name = meetings.book("11:00", ANNA)
	open_week(page)
	drag(page, event(page, "Kim Desk"), 45, "11:45")
	page.wait_for_selector(".modal.show .mm-change")
	assert "Outside the member's hours" in page.inner_text(".modal.show .mm-change")
	page.fill(".modal.show [data-fieldname=override_reason] textarea", "Anna stays longer")
	confirm_change(page, "Move")
	assert meetings.stored(name)["start"] == f"{MONDAY} 11:45"


@pytest.fixture
def zoned(open_browser, page):
	"""A manager whose clocks are Dubai's, in a browser of New York."""
	user = {"doctype": "User", "email": ZONED, "first_name": "Zone", "time_zone": "Asia/Dubai"}
	delete(page, "User", ZONED)
	roles = [{"role": "MM Manager"}, {"role": "MM Member"}]
	insert(
		page, {**user, "send_welcome_email": 0, "new_password": f"Blue-{PASSWORD}-42-moon", "roles": roles}
	)
	other = open_browser(timezone_id="America/New_York")
	answer = other.request.post("/api/method/login", form={"usr": ZONED, "pwd": f"Blue-{PASSWORD}-42-moon"})
	assert answer.ok, answer.text()
	other.goto("/app/mm-meeting-booking")
	other.wait_for_function("window.frappe?.xcall && window.cur_list")
	yield other
	delete(page, "User", ZONED)


def test_clocks_of_the_user_and_not_of_the_browser_or_the_site(zoned, meetings):
	"""09:00 in Berlin is 12:00 in Dubai in winter, 11:00 in summer."""
	name = meetings.book("09:00", ANNA)
	open_week(zoned)
	shown = "moment.tz(day, 'Europe/Berlin').tz('Asia/Dubai').format('HH:mm')"
	expected = [zoned.evaluate(f"(day) => {shown}", f"{MONDAY}T{time}") for time in ("09:00", "10:00")]
	item = event(zoned, "Kim Desk")
	item.wait_for()
	assert item.get_attribute("aria-label").startswith(f"{expected[0]}–")
	assert zoned.locator(".mm-calendar-told").inner_text() == "Times in Asia/Dubai"
	drag(zoned, item, 60, expected[1])
	assert f"{expected[1]} – " in confirm_change(zoned, "Move")
	assert meetings.stored(name)["start"] == f"{MONDAY} 10:00"
