"""On the form of a booking: what its customer answered in a calendar, and what staff do with it."""

import time
from datetime import datetime, timedelta

import pytest

from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.desk import expect_refusal, needs_desk, open_form

pytestmark = needs_desk

BOOKING, REPLY = "MM Meeting Booking", "MM Calendar Reply"
DECLINED, PROPOSED = "Customer Declined", "Other Time Proposed"
NOTE = """async ([reference, reply]) => {
	const fields = ["name", "calendar_uid", "calendar_sequence", "start_datetime", "start_utc_minute"];
	const found = await frappe.db.get_value("MM Meeting Booking", { booking_reference: reference }, fields);
	const booking = found.message;
	const made = await frappe.db.insert({
		doctype: "MM Calendar Reply", state: "Received", uid: booking.calendar_uid, sequence: booking.calendar_sequence,
		stamp: 1, ...reply.values,
		proposed_utc_minute: reply.later ? booking.start_utc_minute + reply.later : 0,
	});
	return { booking: booking.name, reply: made.name, start: booking.start_datetime };
}"""
"""What the app notes of a mail with an answer in it."""
TAKE_IN = """async () => {
	const job = await frappe.db.get_value("Scheduled Job Type", { method: ["like", "%taking_in.take_in_due"] }, "name");
	const execute = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event";
	await frappe.xcall(execute, { doc: JSON.stringify({ name: job.message.name }) });
}"""
"""What a worker of the bench then does, whatever the hour of the scheduler's next round."""
STATE = """async ([reply, state]) =>
	(await frappe.db.get_value("MM Calendar Reply", reply, "state")).message.state === state"""


@pytest.fixture
def answered(page, booked):
	"""Take in an answer to a booking, as its mail would be: `answered(attention, comment="", later=0)`."""

	def take_in(attention, comment="", later=0):
		method, answer = ("COUNTER", "") if attention == PROPOSED else ("REPLY", "DECLINED")
		values = {
			"attendee": booked.email,
			"sender": booked.email,
			"method": method,
			"answer": answer,
			"comment": comment,
		}
		noted = page.evaluate(NOTE, [booked.reference, {"values": values, "later": later}])
		page.evaluate(TAKE_IN)
		wait_for_state(page, noted, "Open")
		return noted

	return take_in


def minutes_between(*times):
	first, second = (int(time[:2]) * 60 + int(time[3:]) for time in times)
	return second - first


def value(page, doctype, name, field):
	script = (
		"async ([doctype, name, field]) => (await frappe.db.get_value(doctype, name, field)).message[field]"
	)
	return page.evaluate(script, [doctype, name, field])


def press(page, label):
	button = page.locator(".page-head button:visible, .page-form button:visible").filter(has_text=label)
	if not button.count():  # on a phone in the menu of the form
		page.locator(
			".page-head .actions-btn-group button:visible, .page-head .menu-btn-group button:visible"
		).first.click()
		button = page.locator(".dropdown-menu:visible a, .dropdown-menu:visible button").filter(
			has_text=label
		)
	button.first.click()


def wait_for_state(page, answer, state):
	"""Polled from here, since a page waits for no promise."""
	deadline = time.monotonic() + PATIENCE
	while not page.evaluate(STATE, [answer["reply"], state]):
		assert time.monotonic() < deadline, value(page, REPLY, answer["reply"], "state")
		page.wait_for_timeout(200)


def wait_until_dealt_with(page, answer, state):
	wait_for_state(page, answer, state)
	page.wait_for_function("!cur_frm.doc.needs_attention")


def labels(page):
	found = page.locator(".page-head button, .page-head .dropdown-menu a").all_text_contents()
	return {" ".join(label.split()) for label in found}


def test_one_click_cancels_what_the_customer_has_declined(page, booked, answered):
	answer = answered(DECLINED, comment="I am ill & sorry")
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} has declined in the calendar: “I am ill & sorry”").first.wait_for()
	press(page, "Cancel as Declined")
	wait_until_dealt_with(page, answer, "Done")
	assert value(page, BOOKING, answer["booking"], "status") == "Cancelled"
	assert "I am ill" in value(page, BOOKING, answer["booking"], "cancellation_note")
	assert not labels(page) & {"Cancel as Declined", "Dismiss Answer"}


def test_one_click_moves_to_the_time_that_was_proposed(page, booked, answered):
	later = minutes_between(booked.time, booked.other_times[-1])
	answer = answered(PROPOSED, later=later)
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} proposes").first.wait_for()
	press(page, "Accept Proposed Time")
	wait_until_dealt_with(page, answer, "Done")
	moved = datetime.fromisoformat(value(page, BOOKING, answer["booking"], "start_datetime"))
	assert moved - datetime.fromisoformat(answer["start"]) == timedelta(minutes=later)
	assert value(page, BOOKING, answer["booking"], "status") == "Rescheduled"


@pytest.mark.parametrize("attention", [DECLINED, PROPOSED])
def test_another_lets_the_meeting_be(page, booked, answered, attention):
	answer = answered(attention, later=24 * 60 if attention == PROPOSED else 0)
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(
		f"{booked.email} {'has declined' if attention == DECLINED else 'proposes'}"
	).first.wait_for()
	press(page, "Dismiss Answer")
	wait_until_dealt_with(page, answer, "Dismissed")
	assert value(page, BOOKING, answer["booking"], "status") == "Confirmed"
	assert value(page, BOOKING, answer["booking"], "start_datetime") == answer["start"]


def test_a_time_that_is_not_free_is_refused_with_the_reason(page, booked, answered):
	answer = answered(PROPOSED, later=12 * 60)
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} proposes").first.wait_for()
	expect_refusal(page)
	press(page, "Accept Proposed Time")
	page.locator(".msgprint, .modal.show").first.wait_for()
	assert "Traceback" not in page.locator(".modal.show").first.inner_text()
	assert value(page, REPLY, answer["reply"], "state") == "Open"
	assert value(page, BOOKING, answer["booking"], "start_datetime") == answer["start"]


def test_it_is_said_once_however_often_the_form_is_loaded(page, booked, answered):
	answer = answered(DECLINED)
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} has declined").first.wait_for()
	page.evaluate("() => { cur_frm.refresh(); cur_frm.refresh(); cur_frm.refresh(); }")
	page.wait_for_timeout(1500)
	assert page.get_by_text(f"{booked.email} has declined").count() == 1


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_it_can_be_done_on_a_phone(page, booked, answered):
	answer = answered(DECLINED)
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} has declined").first.wait_for()
	press(page, "Cancel as Declined")
	wait_until_dealt_with(page, answer, "Done")
	assert value(page, BOOKING, answer["booking"], "status") == "Cancelled"
