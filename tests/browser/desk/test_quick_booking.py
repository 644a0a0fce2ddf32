"""Booking for a customer on the telephone: found, chosen and booked in one dialog, by the keyboard alone too."""

from datetime import date, timedelta

import pytest

from tests.browser.desk import needs_desk

pytestmark = needs_desk

BOOKING = "MM Meeting Booking"
DAY = (date.today() + timedelta(days=42 - date.today().weekday())).isoformat()
"""A Monday within the horizon that no other test uses."""
DIALOG = ".mm-quick-booking.show "
EMAIL = "quick.caller@example.com"
API = "meeting_manager.meeting_manager.api.quick_booking."


@pytest.fixture
def page(page):
	yield page
	for name in [row["name"] for row in made(page, "name")]:
		page.evaluate("([doctype, name]) => frappe.db.delete_doc(doctype, name)", [BOOKING, name])


def made(page, *fields):
	script = "([doctype, fields, email]) => frappe.db.get_list(doctype, { fields, filters: { customer_email: email }, limit: 50 })"
	return page.evaluate(script, [BOOKING, list(fields), EMAIL])


def document(page, name):
	return page.evaluate("([doctype, name]) => frappe.db.get_doc(doctype, name)", [BOOKING, name])


def kind(page):
	script = "async () => (await frappe.db.get_list('MM Meeting Type', { filters: { meeting_slug: 'discovery-call' } }))[0].name"
	return page.evaluate(script)


def book_at(page, time, **values):
	"""By the API, in the zone of the department."""
	script = "async ([api, day, values]) => frappe.xcall(api + 'get_times', { meeting_type: values.meeting_type, date: day })"
	slots = page.evaluate(script, [API, DAY, {"meeting_type": kind(page)}])["slots"]
	start = next(slot["start"] for slot in slots if slot["time"] == time)
	values = {"customer_name": "Quick Caller", "customer_email": EMAIL, **values}
	arguments = {"meeting_type": kind(page), "start": start, **values}
	return page.evaluate("([api, values]) => frappe.xcall(api + 'book', values)", [API, arguments])


def open_dialog(page):
	page.wait_for_function(
		"cur_list.data && !frappe.request.ajax_count"
	)  # a route that is still on its way would close it
	page.evaluate("() => frappe.new_doc('MM Meeting Booking', { department: 'Consulting' })")
	page.wait_for_selector(DIALOG + ".mm-times-head")
	page.wait_for_function("window.cur_dialog?.$wrapper.hasClass('mm-quick-booking')")
	page.evaluate("(kind) => cur_dialog.set_value('meeting_type', kind)", kind(page))
	page.evaluate("(day) => cur_dialog.set_value('date', day)", DAY)
	wait_for_day(page)


def wait_for_day(page):
	in_words = date.fromisoformat(DAY).strftime("%B")
	page.wait_for_function(
		"([selector, text, day]) => document.querySelector(selector)?.innerText.includes(text) && document.querySelector(selector).innerText.includes(day)",
		arg=[DIALOG + ".mm-times-head", in_words, str(date.fromisoformat(DAY).day)],
	)
	page.wait_for_selector(DIALOG + ".mm-time")


def choose(page, time):
	page.click(f"{DIALOG}.mm-time:has-text('{time}')")


def fill(page, **values):
	for name, value in values.items():
		page.fill(f"{DIALOG}[data-fieldname={name}] :is(input, textarea)", value)


def press_book(page):
	page.click(DIALOG + ".btn-modal-primary")


def test_a_free_time_is_booked_and_told_of(page):
	open_dialog(page)
	choose(page, "10:00")
	fill(page, customer_name="Quick Caller", customer_email=EMAIL, notes="About the roof")
	press_book(page)
	page.wait_for_selector("text=is booked for")
	(row,) = made(page, "name", "status", "customer_notes")
	assert (row["status"], row["customer_notes"]) == ("Confirmed", "About the roof")
	history = document(page, row["name"])["history"]
	assert [(line["action"], line["acted_as"]) for line in history] == [("Booked", "staff")]


def test_the_keyboard_alone_is_enough(page):
	open_dialog(page)
	page.focus(DIALOG + ".mm-time input")
	page.keyboard.press("Space")
	page.keyboard.press("ArrowRight")
	second = page.evaluate(
		"(chip) => document.querySelectorAll(chip)[1].innerText.trim()", DIALOG + ".mm-time"
	)
	page.wait_for_selector(f"{DIALOG}.mm-times-said:has-text('{second}')")
	page.focus(DIALOG + "[data-fieldname=customer_name] input")
	page.keyboard.type("Quick Caller")
	page.keyboard.press("Tab")
	page.keyboard.type(EMAIL)
	page.keyboard.press("Enter")
	page.wait_for_selector("text=is booked for")
	(row,) = made(page, "name")
	assert second in document(page, row["name"])["history"][0]["new_value"]


def test_a_double_click_books_once(page):
	open_dialog(page)
	choose(page, "10:30")
	fill(page, customer_name="Quick Caller", customer_email=EMAIL)
	page.evaluate(
		"(button) => { const one = document.querySelector(button); one.click(); one.click(); }",
		DIALOG + ".btn-modal-primary",
	)
	page.wait_for_selector("text=is booked for")
	page.wait_for_timeout(500)
	assert len(made(page, "name")) == 1


def test_against_the_rules_a_reason_is_asked_for(page):
	open_dialog(page)
	page.check(DIALOG + "[data-fieldname=beyond] input[type=checkbox]")
	page.wait_for_selector(DIALOG + ".mm-times-against .mm-time")
	choose(page, "19:15")
	page.wait_for_selector(f"{DIALOG}.mm-times-said:has-text('Outside the member')")
	fill(page, customer_name="Quick Caller", customer_email=EMAIL)
	press_book(page)
	page.wait_for_selector("text=Why against the Rules", state="visible")
	assert made(page, "name") == []
	close_message(page)
	fill(page, reason="Comes from far away")
	press_book(page)
	page.wait_for_selector("text=is booked for")
	(row,) = made(page, "name")
	(first,) = document(page, row["name"])["history"]
	assert first["reason"] == "Comes from far away"
	assert "Outside the member's hours" in first["notes"]


def close_message(page):
	"""Frappe's own, over the dialog."""
	page.click(".modal.show:has(.msgprint) .btn-modal-close")
	page.wait_for_selector(".modal.show:has(.msgprint)", state="hidden")


def test_a_known_customer_is_proposed_and_filled_in(page):
	book_at(
		page,
		"14:00",
		customer_phone="+49 30 1234567",
		customer_timezone="Europe/London",
		customer_language="de",
	)
	open_dialog(page)
	page.click(DIALOG + "[data-fieldname=customer_name] input")
	page.keyboard.type("quick ca", delay=30)
	page.wait_for_selector(f"{DIALOG}[role=listbox] li:has-text('{EMAIL}')")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	page.wait_for_function("(email) => cur_dialog.get_value('customer_email') === email", arg=EMAIL)
	page.wait_for_function("cur_dialog.get_value('customer_language') === 'de'")
	values = page.evaluate(
		"() => ['customer_name', 'customer_phone', 'customer_timezone'].map((name) => cur_dialog.get_value(name))"
	)
	assert values == ["Quick Caller", "+49 30 1234567", "Europe/London"]
	page.wait_for_selector(f"{DIALOG}.mm-time small:has-text('08:00')")
	assert len(made(page, "name")) == 1


def test_a_time_that_was_taken_meanwhile_is_refused_and_no_longer_offered(page):
	open_dialog(page)
	choose(page, "15:30")
	fill(page, customer_name="Quick Caller", customer_email=EMAIL, notes="Kept")
	for _member in range(3):
		book_at(page, "15:30")
	page.evaluate("() => (console.error = () => null)")  # Frappe prints refusals for developers
	press_book(page)
	page.wait_for_selector("text=This time is not free")
	close_message(page)
	page.wait_for_function(
		"(chips) => ![...document.querySelectorAll(chips)].some((one) => one.innerText.includes('15:30'))",
		arg=DIALOG + ".mm-time",
	)
	assert page.evaluate("cur_dialog.get_value('notes')") == "Kept"
	page.click(DIALOG + ".mm-times-closed summary")
	page.wait_for_selector(f"{DIALOG}.mm-times-closed tr:has-text('15:30'):has-text('Booked')")
	assert len(made(page, "name")) == 3


def test_the_workspace_and_an_address_lead_to_the_dialog(page):
	page.goto("/app/mm-quick-booking")
	page.wait_for_selector(DIALOG + ".mm-times-head")
	assert page.evaluate("frappe.get_route()[0]") == "List"


def test_the_full_form_takes_over_what_was_entered(page):
	open_dialog(page)
	fill(page, customer_name="Quick Caller", customer_email=EMAIL)
	page.click(DIALOG + ".custom-actions .btn")
	page.wait_for_function("(email) => window.cur_frm?.doc.customer_email === email", arg=EMAIL)
	assert page.evaluate("[cur_frm.doc.department, cur_frm.doc.customer_name]") == [
		"Consulting",
		"Quick Caller",
	]
