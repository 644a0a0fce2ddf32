"""One booking on its form: moved, given away, cancelled and closed by buttons, against the rules only by whoever may."""

import re
from datetime import date, timedelta

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk import needs_desk, open_form, sign_in
from tests.browser.desk.bookings import ANNA, BEN, BOOKING, CLARA, DAY, MANAGER, PASSWORD, Bookings

pytestmark = needs_desk

STRICT = {"cancel_notice_hours": 87000, "reschedule_notice_hours": 87000, "waive_notice": 1}
"""Ten years, which no booking keeps."""


@pytest.fixture
def bookings(open_browser):
	page = open_browser()
	sign_in(page)
	made = Bookings(page)
	yield made
	made.clear_away()


@pytest.fixture
def form(open_browser, bookings):
	"""Open a booking's form as somebody: `form(name, user=ANNA, viewport=PHONE)`; its buttons are there."""

	def open_as(name, user="", **options):
		page = open_browser(**options)
		if user:
			bookings.let_sign_in(user)
			sign_in(page, user, PASSWORD)
		else:
			sign_in(page)
		open_form(page, BOOKING, name)
		page.locator(".form-message").get_by_text("Europe/Berlin").first.wait_for()
		return page

	return open_as


def press(page, label):
	"""A button of the form, which on a phone stands in its menu."""
	if page.viewport_size["width"] > 700:
		page.get_by_role("button", name=label, exact=True).click()
	else:
		page.locator(".menu-btn-group button:visible").first.click()
		page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text(label, exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.wait_for()
	page.wait_for_function("document.activeElement?.closest('.modal.show')")  # at the end of its transition
	return dialog


def primary(dialog):
	return dialog.locator(".btn-modal-primary:visible")


def wait_until_closed(page):
	page.wait_for_function("!document.querySelector('.modal.show')")


def labels(page):
	return [text.strip() for text in page.locator(".custom-actions .btn:visible").all_inner_texts()]


def test_a_booking_is_cancelled_for_a_reason_and_at_a_fee(bookings, form):
	bookings.set_policy(
		currency="EUR",
		fee_tiers=[{"within_hours": 87000, "fee_amount": 20}],
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
		waive_fee=1,
	)
	name = bookings.book("10:00")
	page = form(name)
	dialog = press(page, "Cancel Booking")
	assert "The customer owes nothing, since we cancel." in dialog.inner_text()
	assert not dialog.get_by_label("Waive the fee of €20.00").is_visible()
	dialog.get_by_label("The customer asked for it").check()
	assert "The customer owes €20.00." in dialog.inner_text()
	told = dialog.locator(".mm-told li").all_inner_texts()
	assert told == [
		"Alex Example (customer) Email to alex@example.com",
		"Anna Demo Email to anna@example.com, on the Desk",
	]
	assert not dialog.locator("[data-fieldname=override_reason] textarea").is_visible()
	dialog.locator("[data-fieldname=category] select").select_option("Illness")
	dialog.locator("[data-fieldname=text] textarea").fill("Anna has a cold")
	dialog.get_by_label("Waive the fee of €20.00").check()
	dialog.locator("[data-fieldname=override_reason] textarea").fill("A good customer")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	row = bookings.last_row(name)
	assert (row["reason"], row["notes"], row["waived"], row["waived_because"]) == (
		"Customer Cancelled",
		"Illness\nAnna has a cold\nCancellation fee waived: €20.00",
		"fee",
		"A good customer",
	)
	page.get_by_role("tab", name="History").click()
	newest = page.locator(".mm-timeline li").first.inner_text()
	for part in (
		"Cancelled",
		"Confirmed → Cancelled",
		"Reason: Customer Cancelled",
		"Illness",
		"Set aside: the fee",
		"Because: A good customer",
	):
		assert part in newest
	assert re.search(r"Operation \w{10}", newest)


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


def test_who_did_not_come_is_marked_once_the_meeting_has_begun(bookings, form):
	ahead = form(bookings.book("10:00"))
	assert labels(ahead)[:3] == ["Reschedule", "Reassign", "Cancel Booking"]
	yesterday = date.today() - timedelta(days=1)
	name = bookings.book("05:00", day=yesterday)
	page = form(name, ANNA)
	assert labels(page)[:2] == ["Mark as Completed", "Mark as No-Show"]
	dialog = press(page, "Mark as No-Show")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'No-Show'")
	page.wait_for_function("!document.querySelector('.custom-actions [data-label=Reschedule]')")
	row = bookings.last_row(name)
	assert (row["action"], row["action_by"], row["acted_as"]) == ("No-Show", ANNA, "staff")


def test_against_the_policy_a_member_is_told_who_may(bookings, form):
	bookings.set_policy(**STRICT)
	name = bookings.book("10:00")
	page = form(name, ANNA)
	for label, was_possible in (("Cancel Booking", "Cancelling"), ("Reschedule", "Rescheduling")):
		dialog = press(page, label)
		told = dialog.inner_text()
		assert re.search(rf"{was_possible} was possible until \d{{4}}-\d\d-\d\d 10:00\.", told)
		assert "A manager or the leader of the department may do it, for a reason" in told
		dialog.locator(".btn-modal-close").click()
		wait_until_closed(page)
	assert bookings.value(name, "status") == "Confirmed"


def test_against_the_policy_a_manager_says_why(bookings, form):
	bookings.set_policy(**STRICT)
	name = bookings.book("10:00")
	page = form(name, MANAGER)
	dialog = press(page, "Cancel Booking")
	assert "Outside the Rules" in dialog.inner_text()
	primary(dialog).click()
	page.get_by_text("Missing Values Required").wait_for()
	assert bookings.value(name, "status") == "Confirmed"
	page.locator(".msgprint-dialog .btn-modal-close").click()
	page.wait_for_function("!document.querySelector('.msgprint-dialog.show')")
	dialog.locator("[data-fieldname=override_reason] textarea").fill("The room burnt down")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	row = bookings.last_row(name)
	assert (row["action_by"], row["waived"], row["waived_because"]) == (
		MANAGER,
		"too late",
		"The room burnt down",
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


def test_a_request_is_declined_or_confirmed(bookings, form):
	name = bookings.book("10:00", status="Pending")
	page = form(name)
	assert labels(page)[:4] == ["Confirm", "Decline", "Reschedule", "Reassign"]
	dialog = press(page, "Decline")
	dialog.locator("[data-fieldname=reason] textarea").fill("No room left")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	assert bookings.value(name, "cancellation_note") == "No room left"
	other = form(bookings.book("11:00", status="Pending"))
	other.get_by_role("button", name="Confirm", exact=True).click()
	other.wait_for_function("cur_frm.doc.status === 'Confirmed'")


def test_the_customers_links_are_shown_after_a_warning(bookings, form):
	name = bookings.book("10:00")
	page = form(name)
	page.get_by_role("button", name="Customer", exact=True).click()
	page.locator(".dropdown-menu:visible").get_by_text("Copy Links").click()
	page.locator(".modal.show").get_by_text("The history notes that you took them").wait_for()
	primary(page.locator(".modal.show")).click()
	page.locator(".mm-link").first.wait_for()
	links = page.locator(".mm-link input").evaluate_all("(inputs) => inputs.map((input) => input.value)")
	pages = [link.split("/", 3)[3].split("?token=")[0] for link in links]
	assert pages[:2] == ["reschedule-booking", "cancel-booking"]
	assert all(len(link.split("?token=")[1]) == 43 for link in links)
	assert bookings.last_row(name)["action"] == "Links Copied"


def test_what_has_a_button_is_not_typed(bookings, form):
	page = form(bookings.book("10:00"))
	read = "(field) => cur_frm.fields_dict[field].disp_status"
	assert [page.evaluate(read, field) for field in ("status", "start_datetime", "assigned_users")] == [
		"Read",
		"Read",
		"Write",
	]
	page.evaluate(
		"frappe.set_route('Form', 'MM Meeting Booking', frappe.model.get_new_doc('MM Meeting Booking').name)"
	)
	page.wait_for_function("cur_frm?.is_new() && cur_frm.doctype === 'MM Meeting Booking'")
	page.wait_for_function("cur_frm.fields_dict.start_datetime.disp_status === 'Write'")
	assert page.evaluate(read, "status") == "Write"


@pytest.mark.parametrize("label", ["Reschedule", "Cancel Booking", "Reassign"])
def test_on_a_phone_a_dialog_fits(bookings, form, label):
	page = form(bookings.book("10:00"), viewport=PHONE)
	dialog = press(page, label)
	body = dialog.locator(".modal-body")
	body.locator(".mm-told, .mm-month, .mm-colleagues").first.wait_for()
	assert body.evaluate("(body) => body.scrollWidth <= body.clientWidth")
	box = dialog.locator(".modal-content").bounding_box()
	assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_who_only_reads_a_booking_gets_no_button(bookings, form, open_browser):
	"""Shared by Frappe's own means, for reading."""
	name = bookings.book("10:00")
	share = {"doctype": BOOKING, "name": name, "user": CLARA, "read": 1, "write": 0}
	bookings.page.evaluate("(args) => frappe.xcall('frappe.share.add', args)", share)
	bookings.let_sign_in(CLARA)
	page = open_browser(viewport=DESKTOP)
	sign_in(page, CLARA, PASSWORD)
	open_form(page, BOOKING, name)
	page.get_by_role("tab", name="History").click()
	page.locator(".mm-timeline li").first.wait_for()
	assert labels(page) == []
