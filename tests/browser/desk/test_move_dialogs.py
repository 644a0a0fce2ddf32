"""A booking moved or given to a colleague on its form: what is free is seen before, against the rules only by whoever may."""

import re
from datetime import timedelta

import pytest

from tests.browser.desk import needs_desk
from tests.browser.desk.bookings import ANNA, BEN, CLARA, DAY, MANAGER
from tests.browser.desk.dialogs import press, primary, wait_until_closed

pytestmark = needs_desk


def test_a_conflict_is_shown_as_a_time_is_typed(bookings, form):
	name = bookings.book("10:00")
	bookings.book("14:00")
	page = form(name)
	dialog = press(page, "Reschedule")
	dialog.locator("[data-fieldname=member] select").select_option(ANNA)
	typed = dialog.get_by_label("Another time")
	typed.press_sequentially("14:00")
	check = dialog.locator(".mm-check")
	check.get_by_text("Not Possible").wait_for()
	assert f"Anna Demo: Booked {DAY} 14:00 - 14:30. Move or cancel that meeting" in check.inner_text()
	assert primary(dialog).is_disabled()
	times = dialog.locator(".mm-times-list")
	assert times.get_by_text("14:00").count() == 0
	dialog.get_by_text("The other times, and what is in the way").click()
	hours = "Anna Demo: Outside the member's hours. Add weekly hours, or hours for this date"
	assert [line.split(" Anna")[0] for line in dialog.locator(".mm-times-other li").all_inner_texts()] == [
		"00:00 – 08:30",
		"12:30 – 13:00",
		"14:00",
		"17:30 – 23:30",
	]
	assert hours in dialog.locator(".mm-times-other li").first.inner_text()
	times.get_by_text("15:00").click()
	check.get_by_text("Free", exact=True).wait_for()
	assert typed.input_value() == ""
	dialog.locator("[data-fieldname=reason] textarea").fill("Asked for by phone")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Rescheduled'")
	row = bookings.last_row(name)
	assert (row["old_value"], row["new_value"], row["reason"]) == (
		f"{DAY} 10:00",
		f"{DAY} 15:00",
		"Asked for by phone",
	)


def test_a_busy_member_is_replaced_and_the_dialog_says_so(bookings, form):
	name = bookings.book("10:00")
	bookings.book("14:00")
	page = form(name)
	dialog = press(page, "Reschedule")
	dialog.locator(".mm-times-list").get_by_text("14:00").click()
	dialog.locator(".mm-check").get_by_text(re.compile("(Ben|Clara) Demo takes over")).wait_for()
	told = dialog.locator(".mm-told li").all_inner_texts()
	assert [line.split(" Email")[0] for line in told][:2] == ["Alex Example (customer)", "Anna Demo"]


def test_a_booking_is_moved_with_the_keyboard_alone(bookings, form):
	name = bookings.book("10:00")
	page = form(name)
	page.get_by_role("button", name="Reschedule", exact=True).focus()
	page.keyboard.press("Enter")
	dialog = page.locator(".modal.show")
	page.wait_for_function("document.activeElement?.matches('.mm-day[aria-pressed=true]')")
	page.keyboard.press("ArrowRight")
	day = (DAY + timedelta(days=1)).isoformat()
	page.wait_for_function("(day) => document.activeElement?.dataset.date === day", arg=day)
	page.keyboard.press("ArrowDown")
	day = (DAY + timedelta(days=8)).isoformat()
	page.wait_for_function("(day) => document.activeElement?.dataset.date === day", arg=day)
	page.keyboard.press("Tab")
	page.wait_for_function("document.activeElement?.matches('.mm-times-list .btn')")
	page.keyboard.press("Tab")
	page.keyboard.press("Space")
	dialog.locator(".mm-check").get_by_text("Free", exact=True).wait_for()
	chosen = page.evaluate("document.activeElement.dataset.start")
	primary(dialog).focus()
	page.keyboard.press("Enter")
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Rescheduled'")
	assert chosen.startswith(day)
	assert bookings.value(name, "start_datetime") == f"{day} {chosen[11:16]}:00"


def test_page_keys_go_by_months(bookings, form):
	page = form(bookings.book("10:00"))
	dialog = press(page, "Reschedule")
	dialog.locator(".mm-day[aria-pressed=true]").focus()
	page.keyboard.press("PageDown")
	page.wait_for_function(
		"(month) => document.activeElement?.dataset.date?.slice(0, 7) > month", arg=f"{DAY:%Y-%m}"
	)
	page.keyboard.press("PageUp")
	page.wait_for_function(
		"(month) => document.activeElement?.dataset.date?.slice(0, 7) === month", arg=f"{DAY:%Y-%m}"
	)


def test_a_colleague_who_is_free_takes_over(bookings, form):
	name = bookings.book("10:00")
	bookings.book("10:00", BEN)
	page = form(name)
	dialog = press(page, "Reassign")
	rows = dialog.locator(".mm-colleagues label").all_inner_texts()
	assert [row.split("\n")[0] for row in rows] == ["Clara Demo", "Ben Demo"]
	assert "Not Free" in rows[1] and f"Booked {DAY} 10:00 - 10:30" in rows[1]
	dialog.get_by_label("Ben Demo").check()
	dialog.locator(".mm-check").get_by_text("Not Possible").wait_for()
	assert primary(dialog).is_disabled()
	dialog.get_by_label("Clara Demo").check()
	dialog.locator(".mm-check").get_by_text("Clara Demo takes over").wait_for()
	dialog.locator("[data-fieldname=reason] textarea").fill("Anna is ill")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function(f"cur_frm.doc.assigned_users[0].member === '{CLARA}'")
	row = bookings.last_row(name)
	assert (row["action"], row["old_value"], row["new_value"], row["reason"]) == (
		"Reassigned",
		"Anna Demo",
		"Clara Demo",
		"Anna is ill",
	)


@pytest.mark.parametrize("user", [ANNA, MANAGER])
def test_outside_the_hours_is_for_whoever_may_override(bookings, form, user):
	name = bookings.book("10:00")
	page = form(name, user)
	dialog = press(page, "Reschedule")
	dialog.get_by_label("Another time").press_sequentially("19:00")
	check = dialog.locator(".mm-check")
	check.get_by_text("Outside the member's hours").first.wait_for()
	if user == ANNA:
		assert "Not Possible" in check.inner_text() and primary(dialog).is_disabled()
		return
	assert "Outside the Rules" in check.inner_text()
	dialog.locator("[data-fieldname=override_reason] textarea").fill("Agreed by phone")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Rescheduled'")
	row = bookings.last_row(name)
	assert (row["new_value"], row["waived"], row["waived_because"]) == (
		f"{DAY} 19:00",
		"outside hours",
		"Agreed by phone",
	)
