"""The main job over HTTP: book, move, cancel, each from its link."""

import json

import pytest

from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()


def message_of(response) -> str:
	return json.loads(json.loads(response.json["_server_messages"])[0])["message"]


@pytest.fixture
def booked(http, consulting):
	"""The answer to a booking at 10:00."""
	answer = http.call(
		"create_booking",
		department_slug=consulting.slug,
		meeting_type_slug=consulting.type_slug,
		date=MONDAY,
		time="10:00",
		customer_name="Alex Example",
		customer_email="alex@example.com",
	)
	assert answer.status_code == 200, answer.text
	return answer.json["message"]


def token_in(url: str) -> str:
	return url.split("token=")[1]


def test_booking_answers_with_links_that_work(booked, http, site):
	assert booked["status"] == "Confirmed"
	assert booked["start"].startswith(f"{MONDAY}T10:00")
	for url in (booked["cancel_url"], booked["reschedule_url"]):
		details = http.call("get_booking_details", token=token_in(url))
		assert details.json["message"]["booking_id"] == booked["booking_id"]


def test_reschedule_moves_the_booking_and_kills_the_old_links(booked, http, site):
	old = {purpose: token_in(booked[f"{purpose}_url"]) for purpose in ("cancel", "reschedule")}
	moved = http.call("reschedule_booking", token=old["reschedule"], new_date=MONDAY, new_time="14:30")
	assert moved.status_code == 200, moved.text
	answer = moved.json["message"]
	assert answer["old_datetime"] == {"date": MONDAY, "time": "10:00"}
	assert answer["new_datetime"] == {"date": MONDAY, "time": "14:30"}
	assert answer["member_changed"] is False
	assert not {"new_cancel_url", "new_reschedule_url"} & set(answer)

	booking = site.get_doc("MM Meeting Booking", booked["booking_id"])
	assert booking.status == "Rescheduled"
	assert [row.action for row in booking.history] == ["Booked", "Rescheduled"]
	assert (booking.history[1].old_value, booking.history[1].new_value) == (
		f"{MONDAY} 10:00",
		f"{MONDAY} 14:30",
	)
	assert booking.history[1].action_by == "Guest"
	for purpose, function in (("reschedule", "reschedule_booking"), ("cancel", "cancel_booking")):
		refused = http.call(function, token=old[purpose], new_date=MONDAY, new_time="15:00")
		assert refused.status_code == 404
		assert message_of(refused) == "Invalid or expired link"


def test_cancel_frees_the_time_and_says_so_once(booked, http, site, consulting):
	token = token_in(booked["cancel_url"])
	first = http.call("cancel_booking", token=token, reason="Ill")
	assert first.status_code == 200, first.text
	assert first.json["message"] == {
		"success": True,
		"message": "Your booking has been cancelled successfully. A confirmation email has been sent.",
	}
	booking = site.get_doc("MM Meeting Booking", booked["booking_id"])
	assert (booking.status, booking.cancellation_reason, booking.cancellation_note) == (
		"Cancelled",
		"Customer Cancelled",
		"Ill",
	)
	assert booking.cancelled_at
	assert {row.is_blocking for row in booking.assigned_users} == {0}
	second = http.call("cancel_booking", token=token)
	assert second.status_code == 409
	assert message_of(second) == "This booking has already been cancelled"
