"""Whoever looks at the Desk."""

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.desk import open_form, sign_in
from tests.browser.desk.bookings import BOOKING, PASSWORD, Bookings


@pytest.fixture
def page(open_browser, request):
	"""Administrator's, on a desktop or as wide as an indirect parameter says."""
	page = open_browser(viewport=getattr(request, "param", DESKTOP))
	sign_in(page)
	return page


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
