"""On the form of a booking: what its customer answered in a calendar, and what staff do with it."""

from datetime import datetime, timedelta

import pytest

from tests.browser.conftest import PHONE
from tests.browser.desk import expect_refusal, needs_desk, open_form
from tests.browser.desk.answers import DECLINED, PROPOSED, REPLY, take_in, value, wait_for_state

pytestmark = needs_desk

BOOKING = "MM Meeting Booking"


@pytest.fixture
def answered(page, booked):
	"""Take in an answer to a booking, as its mail would be: `answered(attention, comment="", later=0)`."""

	def answer(*answer, **values):
		return take_in(page, booked.reference, booked.email, *answer, **values)

	return answer


def minutes_between(*times):
	first, second = (int(time[:2]) * 60 + int(time[3:]) for time in times)
	return second - first


def press(page, label):
	page.get_by_role("button", name=label, exact=True).click()


def wait_until_dealt_with(page, answer, state):
	wait_for_state(page, answer, state)
	page.wait_for_function("!cur_frm.doc.needs_attention")


def test_one_click_cancels_what_the_customer_has_declined(page, booked, answered):
	answer = answered(DECLINED, comment="I am ill & sorry")
	open_form(page, BOOKING, answer["booking"])
	page.get_by_text(f"{booked.email} has declined in the calendar: “I am ill & sorry”").first.wait_for()
	press(page, "Cancel as Declined")
	wait_until_dealt_with(page, answer, "Done")
	assert value(page, BOOKING, answer["booking"], "status") == "Cancelled"
	assert "I am ill" in value(page, BOOKING, answer["booking"], "cancellation_note")
	page.wait_for_selector("[data-answer]", state="detached")


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
