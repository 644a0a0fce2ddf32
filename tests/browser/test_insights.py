"""The page of figures in Chromium: it fits, nothing is complained of, and it needs no script."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE

PATH = "/meeting-manager/insights"


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def insights(open_browser, request):
	page = open_browser(viewport=request.param, java_script_enabled=False)
	form = {"usr": "manager@example.com", "pwd": "demo-password"}
	answer = page.request.post("/api/method/login", form=form)
	if not answer.ok:
		pytest.skip("the site that is served has no demo accounts with this password")
	page.goto(PATH)
	return page


def test_every_panel_is_drawn_within_the_page(insights):
	panels = insights.locator(".panel")
	assert panels.count() == 5
	wide = insights.viewport_size["width"]
	for number in range(panels.count()):
		box = panels.nth(number).locator("svg").bounding_box()
		assert box["x"] >= 0 and box["x"] + box["width"] <= wide and box["height"] > 120


def test_weeks_are_chosen_without_a_script(insights):
	insights.select_option("select[name=weeks]", "4")
	insights.click("button")
	assert "weeks=4" in insights.url
	assert insights.locator("#bookings ~ details tbody tr").count() == 4


def test_numbers_can_be_read_as_a_table(insights):
	insights.locator(".bookings summary").click()
	assert insights.locator(".bookings table").is_visible()


def test_guest_is_sent_to_sign_in(open_browser):
	page = open_browser()
	page.goto(PATH)
	assert f"/login?redirect-to={PATH}" in page.url
