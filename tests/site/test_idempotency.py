"""A request that is sent twice books once."""

from uuid import uuid4

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from tests.site.answers import API, assert_refused, state_of
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
MONDAY = next_monday().isoformat()
OTHER_CONTENTS = "This idempotency_key was used for another booking. Send a new one"


@pytest.fixture
def request_(consulting):
	return {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"date": MONDAY,
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		"idempotency_key": uuid4().hex,
	}


def booked(consulting):
	return frappe.db.count(BOOKING, {"department": consulting.name})


def test_same_request_again_gets_the_first_answer_and_no_second_mail(http, request_, consulting):
	first = http.call("create_booking", **request_)
	before = state_of(consulting.name)
	again = http.call("create_booking", **request_)
	assert (first.status_code, again.status_code) == (200, 200)
	assert again.json == first.json
	assert state_of(consulting.name) == before
	assert booked(consulting) == 1


def test_form_and_json_of_the_same_contents_are_the_same_request(http, request_, consulting):
	first = http.call("create_booking", **request_)
	padded = {**request_, "customer_name": " Alex Example "}
	again = http.post(API + "create_booking", data=padded)
	assert again.json == first.json
	assert booked(consulting) == 1


@pytest.mark.parametrize(
	"changed",
	[
		pytest.param({"time": "11:00"}, id="another time"),
		pytest.param({"customer_email": "other@example.com"}, id="another customer"),
		pytest.param({"notes": "more"}, id="another note"),
		pytest.param(
			{"date": "", "time": "", "start": f"{MONDAY}T10:00+01:00"}, id="the same time put otherwise"
		),
	],
)
def test_key_with_other_contents_is_refused(http, request_, consulting, changed):
	http.call("create_booking", **request_)
	before = state_of(consulting.name)
	answer = http.call("create_booking", **{**request_, **changed})
	assert_refused(answer, 409, OTHER_CONTENTS, "RepeatedKeyError")
	assert state_of(consulting.name) == before


def test_requests_without_a_key_or_with_another_one_book_twice(http, request_, consulting):
	for key in ("", "", uuid4().hex):
		assert http.call("create_booking", **{**request_, "idempotency_key": key}).status_code == 200
	assert booked(consulting) == 3


def test_key_of_a_refused_request_can_be_used_again(http, request_, consulting):
	refused = http.call("create_booking", **{**request_, "time": "03:00"})
	assert refused.status_code == 409
	assert http.call("create_booking", **request_).status_code == 200
	assert booked(consulting) == 1


def test_key_is_free_again_after_a_day(http, request_, consulting):
	first = http.call("create_booking", **request_).json["message"]["booking_id"]
	frappe.db.set_value(BOOKING, first, "creation", add_to_date(now_datetime(), hours=-24, minutes=-1))
	second = http.call("create_booking", **request_).json["message"]["booking_id"]
	assert second != first
	assert http.call("create_booking", **request_).json["message"]["booking_id"] == second


def test_key_is_kept_for_the_whole_day(http, request_, consulting):
	first = http.call("create_booking", **request_).json["message"]["booking_id"]
	frappe.db.set_value(BOOKING, first, "creation", add_to_date(now_datetime(), hours=-23, minutes=-59))
	assert http.call("create_booking", **request_).json["message"]["booking_id"] == first


def test_key_is_not_stored_as_it_is_and_case_matters(http, request_, consulting):
	first = http.call("create_booking", **{**request_, "idempotency_key": "Key-A"}).json["message"]
	second = http.call("create_booking", **{**request_, "idempotency_key": "key-a"}).json["message"]
	assert first["booking_id"] != second["booking_id"]
	assert "Key-A" not in str(frappe.get_all(BOOKING, {"name": first["booking_id"]}, ["*"]))


def test_repeated_request_after_a_move_does_not_hand_out_the_new_links(http, request_, consulting):
	"""They go by mail only."""
	first = http.call("create_booking", **request_).json["message"]
	booking = frappe.get_doc(BOOKING, first["booking_id"])
	moved = http.call("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00")
	assert moved.status_code == 200
	before = state_of(consulting.name)
	sentence = "This booking was made and has been rescheduled since. Use the links in the latest email"
	assert_refused(http.call("create_booking", **request_), 409, sentence, "RepeatedKeyError")
	assert state_of(consulting.name) == before


def test_repeated_request_after_a_cancellation_says_so(http, request_, consulting):
	first = http.call("create_booking", **request_).json["message"]
	token = first["cancel_url"].split("token=")[1]
	assert http.call("cancel_booking", token=token).status_code == 200
	before = state_of(consulting.name)
	sentence = "This booking has already been cancelled"
	assert_refused(http.call("create_booking", **request_), 409, sentence, "BookingClosedError")
	assert state_of(consulting.name) == before


@pytest.mark.parametrize("members", [3, 1], ids=["all free", "one left"])
def test_same_request_many_times_at_once_books_once(http, book, request_, consulting, members):
	for _member in range(3 - members):
		book("10:00")
	before = booked(consulting)
	answers = all_at_once(http, [("create_booking", request_)] * 10)
	assert codes(answers) == [200] * 10
	assert len({answer.text for answer in answers}) == 1
	assert booked(consulting) == before + 1
