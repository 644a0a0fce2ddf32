"""Bookings that staff tick in the list and cancel together, undo, and delete with a reason."""

from datetime import date, timedelta

import pytest

from tests.browser.conftest import new_address
from tests.browser.desk import needs_desk, open_form
from tests.browser.desk.dialogs import choose, tick

pytestmark = needs_desk

BOOKING = "MM Meeting Booking"


@pytest.fixture
def bookings(page, guest):
	"""Names of two bookings of the demo's department, a month on."""
	offer = {"department_slug": "consulting", "meeting_type_slug": "discovery-call"}
	first = date.today() + timedelta(days=30)
	day = guest("get_available_dates", **offer, start_date=first.isoformat())["available_dates"][0]
	slots = guest("get_available_time_slots", **offer, date=day)["slots"][:2]
	customer = {"customer_name": "Tick Test", "customer_email": new_address()}
	answers = [guest("create_booking", **offer, **customer, start=slot["start"]) for slot in slots]
	yield [answer["booking_id"] for answer in answers]
	page.evaluate(
		"async ([doctype, names]) => { for (const name of names) if (await frappe.db.exists(doctype, name)) await frappe.db.delete_doc(doctype, name) }",
		[BOOKING, [answer["booking_id"] for answer in answers]],
	)


def statuses(page, names):
	script = "async ([doctype, name]) => (await frappe.db.get_value(doctype, name, 'status')).message.status"
	return [page.evaluate(script, [BOOKING, name]) for name in names]


def test_bookings_are_cancelled_together_as_shown_before_and_undone(page, bookings):
	tick(page, bookings)
	choose(page, "Cancel Together")
	page.fill(".modal.show [data-fieldname=reason] input", "Anna is ill")
	page.click(".modal.show .btn-modal-primary:visible")
	page.wait_for_selector(".modal.show .mm-outcome tr:nth-child(3)")
	assert statuses(page, bookings) == ["Confirmed", "Confirmed"]
	page.click(".modal.show .btn-modal-primary:visible >> text=Cancel Together: 2")
	page.click(".modal.show .btn-modal-primary:visible >> text=Undo")
	page.wait_for_selector("text=2 bookings are as they were")
	assert statuses(page, bookings) == ["Confirmed", "Confirmed"]


def test_other_values_are_shown_anew_before_they_are_done(page, bookings):
	tick(page, bookings)
	choose(page, "Move Together")
	shown = []
	for days in ("7", "14"):
		page.fill(".modal.show [data-fieldname=days] input", days)
		page.click(".modal.show .btn-modal-primary:visible")
		page.wait_for_function(
			"(before) => { const table = document.querySelector('.modal.show .mm-outcome'); return table && table.innerText !== before }",
			arg=shown[-1] if shown else "",
		)
		shown.append(page.inner_text(".modal.show .mm-outcome"))
	assert statuses(page, bookings) == ["Confirmed", "Confirmed"]
	page.click(".modal.show .btn-modal-primary:visible >> text=Move Together: 2")
	page.wait_for_selector(".modal.show .btn-modal-primary:visible >> text=Undo")
	assert statuses(page, bookings) == ["Rescheduled", "Rescheduled"]


def test_a_booking_is_deleted_with_a_reason(page, bookings):
	open_form(page, BOOKING, bookings[0])
	page.click(".menu-btn-group button:visible")
	page.click(".menu-btn-group .dropdown-menu:visible >> text=Delete with a Reason")
	page.fill(".modal.show [data-fieldname=reason] textarea", "Made twice")
	page.click(".modal.show .btn-modal-primary:visible")
	page.wait_for_function("cur_list?.doctype === 'MM Meeting Booking' && frappe.get_route()[0] === 'List'")
	script = "async (booking) => (await frappe.db.get_value('MM Booking Tombstone', { booking }, 'reason')).message.reason"
	assert page.evaluate(script, bookings[0]) == "Made twice"
