"""What customers do on the guest pages, in a real browser."""

import json
import re
from datetime import date, timedelta

import pytest

BOOK = "/book/consulting/discovery-call"
OFFLINE = "The server cannot be reached"


def choose_day(page, number: int = 3):
	"""In the month that is shown, or in the next where this one ends too soon."""
	days = page.locator("#days td button")
	if days.count() <= number:
		page.get_by_role("button", name="Next month").click()
	days.nth(number).click()
	page.wait_for_selector("#times label")


def choose_time(page, number: int = 2) -> str:
	label = page.locator("#times label").nth(number)
	label.click()
	return label.inner_text()


def fill_details(page, name: str = "Alex Example", email: str = "alex@example.com"):
	page.get_by_label("Name").fill(name)
	page.get_by_label("Email").fill(email)
	page.get_by_label("What would you like to talk about?").fill("Our first question")


def stays_loaded(page):
	"""Mark the document; a page load would lose the mark."""
	page.evaluate("window.mark = true")
	return lambda: page.evaluate("window.mark === true")


def test_booking(page):
	page.goto("/book")
	page.get_by_role("link", name="Consulting").click()
	page.get_by_role("link", name="Discovery Call").click()
	is_loaded = stays_loaded(page)
	button = page.locator("form[method=post] .button")
	assert button.is_disabled() and not button.is_visible()
	choose_day(page)
	time = choose_time(page)
	assert button.is_enabled() and button.is_visible()
	assert time in page.locator("#chosen").inner_text()
	fill_details(page)
	button.click()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()
	assert page.evaluate("document.activeElement.id") == "outcome"
	assert page.title().startswith("Your booking is confirmed")
	assert f"{time}–" in page.locator(".ticket").inner_text()
	assert "Europe/Berlin" in page.locator(".ticket").inner_text()
	assert is_loaded()


def test_booking_without_javascript(open_browser):
	page = open_browser(java_script_enabled=False)
	page.goto(BOOK)
	page.get_by_role("button", name="Next month").click()
	choose_day(page)
	time = choose_time(page)
	fill_details(page)
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()
	assert f"{time}–" in page.locator(".ticket").inner_text()


def test_booking_in_the_customer_s_own_time_zone(open_browser):
	page = open_browser(timezone_id="Asia/Tokyo")
	page.goto(BOOK)
	choose_day(page)
	in_berlin = page.locator("#times label").all_inner_texts()
	page.get_by_label("Asia/Tokyo (yours)").check()
	page.get_by_text("Times are shown in Japan Standard Time (Asia/Tokyo)").wait_for()
	page.wait_for_function(
		"first => document.querySelector('#times label')?.innerText !== first", arg=in_berlin[0]
	)
	there = choose_time(page, 0)
	chosen = page.locator("#chosen").inner_text()
	assert (
		"Europe/Berlin" in chosen and f"{there}–" in chosen and "Japan Standard Time (Asia/Tokyo)" in chosen
	)
	here = re.search(r"\d\d:\d\d", chosen)[0]
	assert here in in_berlin and here != there
	fill_details(page)
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()
	ticket = page.locator(".ticket").inner_text()
	assert f"{here}–" in ticket and "In your time zone" in ticket and f"{there}–" in ticket


def test_rescheduling(page, booked):
	page.goto(booked.reschedule_path)
	assert booked.time in page.locator(".about").inner_text() and booked.reference in page.content()
	is_loaded = stays_loaded(page)
	button = page.locator("form[method=post] .button")
	assert button.is_disabled()
	page.locator("#days td button").last.click()
	page.wait_for_selector("#times label")
	time = choose_time(page)
	button.click()
	page.get_by_role("heading", name="Your booking has been rescheduled").wait_for()
	assert f"{time}–" in page.locator(".was-now > :first-child").inner_text()
	assert f"{booked.time}–" in page.locator(".was").inner_text()
	assert is_loaded()
	assert page.goto(booked.reschedule_path).status == 404
	assert page.get_by_role("heading", name="Invalid or expired link").is_visible()


def test_rescheduling_in_the_customer_s_own_time_zone(open_browser, booked):
	page = open_browser(timezone_id="Pacific/Auckland")
	page.goto(booked.reschedule_path)
	page.get_by_label("Pacific/Auckland (yours)").check()
	page.get_by_text(re.compile(r"Times are shown in New Zealand .* \(Pacific/Auckland\)")).wait_for()
	page.wait_for_selector("#days:not([aria-busy=true])")
	choose_day(page)
	choose_time(page)
	berlin = re.search(r"\d\d:\d\d–\d\d:\d\d", page.locator("#chosen .clock").inner_text())[0]
	page.get_by_role("button", name="Reschedule booking").click()
	page.get_by_role("heading", name="Your booking has been rescheduled").wait_for()
	assert berlin in page.locator(".was-now > :first-child").inner_text()


def test_rescheduling_without_javascript(open_browser, booked):
	page = open_browser(java_script_enabled=False)
	page.goto(booked.reschedule_path)
	page.locator("#days td button").last.click()
	time = choose_time(page)
	page.get_by_role("button", name="Reschedule booking").click()
	page.get_by_role("heading", name="Your booking has been rescheduled").wait_for()
	assert f"{time}–" in page.locator(".was-now > :first-child").inner_text()


@pytest.mark.parametrize("with_javascript", [True, False])
def test_cancelling(open_browser, booked, with_javascript):
	page = open_browser(java_script_enabled=with_javascript)
	page.goto(booked.cancel_path)
	assert booked.time in page.locator(".about").inner_text()
	page.get_by_label("Reason (optional)").fill("Something came up")
	page.get_by_role("button", name="Confirm Cancellation").click()
	page.get_by_role("heading", name="Your booking has been cancelled successfully").wait_for()
	assert page.goto(booked.cancel_path).status == 409
	assert page.get_by_role("heading", name="This booking has already been cancelled").is_visible()


def goto_days_to_choose_from(page):
	"""In the last days of a month it may have one day left, or none."""
	page.goto(BOOK)
	if page.locator("#days input[name=date]").count() < 2:
		next_month = date.today().replace(day=1) + timedelta(days=32)
		page.goto(f"{BOOK}?month={next_month:%Y-%m}")


def test_the_keyboard_alone_books(page):
	goto_days_to_choose_from(page)
	page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.className") == "skip"
	for _stop in range(20):
		page.keyboard.press("Tab")
		if page.evaluate("document.activeElement.name") == "date":
			break
	first = page.evaluate("document.activeElement.value")
	page.keyboard.press("ArrowRight")
	assert page.evaluate("document.activeElement.value") > first
	page.keyboard.press("ArrowLeft")
	assert page.evaluate("document.activeElement.value") == first
	for _week in range(6):
		page.keyboard.press("ArrowDown")
		page.wait_for_selector("#days:not([aria-busy=true])")
		page.wait_for_function("document.activeElement.name === 'date'")
	assert page.evaluate("document.activeElement.value.slice(0, 7)") > first[:7]
	page.keyboard.press("Enter")
	page.wait_for_selector("#times label")
	page.keyboard.press("Tab")
	page.keyboard.press("Space")
	assert page.locator("#chosen").is_visible()
	page.keyboard.press("Tab")
	page.keyboard.type("Alex Example")
	page.keyboard.press("Tab")
	page.keyboard.type("alex@example.com")
	page.keyboard.press("Enter")
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()


def test_two_clicks_book_once(page):
	posts = []
	page.on(
		"request",
		lambda request: posts.append(request) if request.method == "POST" and BOOK in request.url else None,
	)
	page.goto(BOOK)
	choose_day(page)
	choose_time(page)
	fill_details(page)
	page.locator("form[method=post] .button").dblclick()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()
	assert len(posts) == 1


def test_a_lost_connection_keeps_what_was_entered(page):
	page.goto(BOOK)
	choose_day(page)
	choose_time(page)
	fill_details(page)
	page.route(f"**{BOOK}", lambda route: route.abort())
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("alert").get_by_text(OFFLINE).wait_for()
	assert page.get_by_label("Email").input_value() == "alex@example.com"
	page.unroute(f"**{BOOK}")
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()


def test_a_refusal_stands_at_the_top_with_the_form_kept(page):
	page.goto(BOOK)
	choose_day(page)
	time = choose_time(page)
	fill_details(page, email="alex@example")
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("alert").get_by_text("Please check what you entered").wait_for()
	assert page.evaluate("document.activeElement.id") == "problem"
	email = page.get_by_label("Email")
	assert email.get_attribute("aria-invalid") == "true" and email.input_value() == "alex@example"
	assert time in page.locator("#chosen").inner_text()
	email.fill("alex@example.com")
	page.get_by_role("button", name="Book this meeting").click()
	page.get_by_role("heading", name="Your booking is confirmed").wait_for()


@pytest.mark.parametrize("function", ["get_available_dates", "get_available_time_slots"])
def test_what_the_api_refuses_is_shown_in_its_place(page, function):
	said = json.dumps([json.dumps({"message": "Too many requests. Please <b>try</b> again later"})])
	body = json.dumps({"exc_type": "TooManyRequestsError", "_server_messages": said})
	page.route(
		f"**/*{function}", lambda route: route.fulfill(status=429, body=body, content_type="application/json")
	)
	page.goto(BOOK)
	page.get_by_role("button", name="Next month").click()
	if function == "get_available_time_slots":
		page.wait_for_selector("#days:not([aria-busy=true])")
		page.locator("#days td button").first.click()
	page.get_by_text("Too many requests. Please try again later").wait_for()


def test_a_month_without_free_days_says_so(page):
	page.goto(f"{BOOK}?month={_two_years_on()}")
	assert page.get_by_text("Nothing is free in this month").is_visible()
	assert page.get_by_role("button", name="Next month").is_disabled()
	page.get_by_role("button", name="Previous month").click()
	page.wait_for_selector("#days:not([aria-busy=true])")
	assert page.get_by_role("button", name="Next month").is_enabled()


def _two_years_on() -> str:
	from datetime import date

	today = date.today()
	return f"{today.year + 2}-{today.month:02}"
