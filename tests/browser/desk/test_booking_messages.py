"""On the Desk: who was told what about a booking, which customers were not, and sending it again."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.desk import needs_desk, open_form

pytestmark = needs_desk

REASON = "The mail server refuses it for good: <b>no such user</b>"
REPORT = "Customers Not Informed"


@pytest.fixture
def failed(page, booked):
	"""Name of the booking and of its mail to the customer, which failed."""
	script = """async ([reference, reason]) => {
		const find = async (doctype, filters) => (await frappe.db.get_value(doctype, filters, "name")).message.name;
		const booking = await find("MM Meeting Booking", { booking_reference: reference });
		const message = await find("MM Message", { booking, occasion: "Confirmed" });
		await frappe.db.set_value("MM Message", message, { state: "Failed", reason, tries: 3 });
		return { booking, message };
	}"""
	return page.evaluate(script, [booked.reference, REASON])


def open_messages(page, booking):
	open_form(page, "MM Meeting Booking", booking)
	page.get_by_role("tab", name="History").click()
	return page.locator(".mm-messages")


def state_of(page, message):
	script = "async (name) => (await frappe.db.get_value('MM Message', name, 'state')).message.state"
	return page.evaluate(script, message)


def open_report(page, **filters):
	page.evaluate(
		"([name, filters]) => { frappe.route_options = filters; frappe.set_route('query-report', name) }",
		[REPORT, filters],
	)
	page.wait_for_function(
		"frappe.query_report?.report_name === 'Customers Not Informed' && !frappe.query_report._no_refresh"
	)
	page.wait_for_selector(".mm-send-again")


def row_of(page, message):
	return page.locator(f".dt-row:has(.mm-send-again[data-name='{message}'])")


def test_the_form_shows_who_was_told_what_and_sends_a_mail_again(page, booked, failed):
	messages = open_messages(page, failed["booking"])
	messages.get_by_role("row").nth(1).wait_for()
	heads = [head.inner_text() for head in messages.get_by_role("columnheader").all()]
	assert heads == ["Occasion", "Recipient", "Channel", "State", "When", "Reason", ""]
	row = messages.get_by_role("row").filter(has_text=booked.email).filter(has_text="Confirmed")
	cells = [cell.inner_text() for cell in row.get_by_role("cell").all()]
	assert cells[:4] == ["Confirmed", f"{booked.email}\nCustomer", "Email", "Failed"]
	assert cells[5:] == [REASON, "Send Again"]
	row.get_by_role("button", name=f"Send Confirmed again to {booked.email}").click()
	row.locator(".indicator-pill.blue").wait_for()
	assert state_of(page, failed["message"]) == "Due"
	assert row.get_by_role("button").count() == 0


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_every_message_is_a_block_that_fits(page, failed):
	messages = open_messages(page, failed["booking"])
	messages.get_by_role("row").nth(1).wait_for()
	assert messages.evaluate("(place) => place.scrollWidth <= place.clientWidth")
	cell = messages.get_by_role("cell").first
	assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") == '"Occasion"'


@pytest.mark.parametrize("way", ["row", "selection"])
def test_the_report_shows_the_customer_until_the_mail_is_sent_again(page, booked, failed, way):
	open_report(page)
	row = row_of(page, failed["message"])
	text = row.inner_text()
	assert all(part in text for part in ("Alex Example", booked.email, "Confirmed", "Failed", REASON))
	if way == "row":
		row.locator(".mm-send-again").click()
	else:
		row.locator("input[type=checkbox]").check()
		page.get_by_role("button", name="Send Selected Again").click()
	row.wait_for(state="detached")
	assert state_of(page, failed["message"]) == "Due"


def test_the_number_card_shows_how_many_rows_its_report_has(page, failed):
	open_report(page)
	rows = page.evaluate("frappe.query_report.data.length")
	script = """async (name) => {
		const card = await frappe.db.get_doc("Number Card", name);
		const place = $('<div class="mm-card-test">').prependTo("body");
		frappe.widget.make_widget({ ...card, widget_type: "number_card", container: place, number_card_name: name,
			label: card.label, options: {} });
	}"""
	page.evaluate(script, REPORT)
	page.wait_for_selector(".mm-card-test .number")
	page.wait_for_function(
		"(rows) => document.querySelector('.mm-card-test .number').innerText.trim() === String(rows)",
		arg=rows,
	)


def test_the_list_of_messages_shows_their_states_in_colour(page, failed):
	page.evaluate(
		"(booking) => { frappe.route_options = { booking }; frappe.set_route('List', 'MM Message', 'List') }",
		failed["booking"],
	)
	page.wait_for_function("cur_list?.doctype === 'MM Message' && cur_list.data.length")
	row = page.locator(".list-row").filter(has=page.locator(".indicator-pill.red"))
	assert "Failed" in row.first.inner_text()
