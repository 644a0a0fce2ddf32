"""Moving and cancelling a booking over HTTP, as a browser without JavaScript does."""

import pytest

from tests.site.answers import INVALID_LINK, NOBODY_FREE, state_of
from tests.site.clock import stop_clock
from tests.site.pages.reading import MONDAY, UNKNOWN, offered_times, text_of, value_of, words_of


def test_rescheduling_by_plain_forms(http, booking, reschedule_path):
	day = http.get(f"{reschedule_path}&date={MONDAY}")
	assert "14:30" in offered_times(day, "new_time")
	form = {"token": value_of(day, "token"), "new_date": value_of(day, "new_date"), "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 200
	assert "Your booking has been rescheduled" in words_of(answer)
	assert "14:30–15:00" in words_of(answer) and "10:00–10:30" in words_of(answer)
	booking.reload()
	assert booking.reschedule_token not in text_of(answer) and booking.cancel_token not in text_of(answer)
	again = http.post("/reschedule-booking", data=form)
	assert again.status_code == 404 and INVALID_LINK in words_of(again)


@pytest.mark.parametrize("field", ["is_active", "is_public"])
def test_a_booking_of_a_type_that_is_no_longer_offered_can_be_moved(http, another_type, book, field):
	kind = another_type("Hidden")
	booking = book("10:00", meeting_type=kind.name)
	kind.set(field, 0)
	kind.save()
	day = http.get(f"/reschedule-booking?token={booking.reschedule_token}&date={MONDAY}")
	assert day.status_code == 200 and "14:30" in offered_times(day, "new_time")
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 200 and "Your booking has been rescheduled" in words_of(answer)


def test_rescheduling_to_a_taken_time_offers_the_others(http, booking, consulting, book, reschedule_path):
	for _member in consulting.members:
		book("14:30")
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 409 and NOBODY_FREE in words_of(answer)
	assert "15:00" in offered_times(answer, "new_time") and "14:30" not in offered_times(answer, "new_time")


def test_who_takes_over_is_named(http, booking, book, consulting, site):
	[member] = booking.assigned_users
	others = [each for each in consulting.members if each != member.member]
	book("16:00", assigned_users=[{"member": member.member}])
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "16:00"}
	answer = words_of(http.post("/reschedule-booking", data=form))
	names = [site.db.get_value("MM Member Profile", other, "full_name") for other in others]
	assert any(f"{name} will meet you instead of {member.member_name}" in answer for name in names)


def test_cancelling_by_plain_forms(http, booking, cancel_path):
	page = http.get(cancel_path)
	assert "Confirm Cancellation" in words_of(page) and "free of charge" in words_of(page)
	form = {"token": value_of(page, "token"), "confirmed": value_of(page, "confirmed"), "reason": "Ill"}
	answer = http.post("/cancel-booking", data=form)
	assert answer.status_code == 200
	assert "Your booking has been cancelled successfully" in words_of(answer)
	booking.reload()
	assert (booking.status, booking.cancellation_note) == ("Cancelled", "Ill")
	again = http.get(cancel_path)
	assert again.status_code == 409
	assert "This booking has already been cancelled" in words_of(again)


def test_cancelling_needs_the_confirmation(http, booking, consulting):
	before = state_of(consulting.name)
	answer = http.post("/cancel-booking", data={"token": booking.cancel_token})
	assert answer.status_code == 200 and "Confirm Cancellation" in words_of(answer)
	assert state_of(consulting.name) == before


@pytest.mark.parametrize("page", ["reschedule-booking", "cancel-booking"])
@pytest.mark.parametrize("token", [UNKNOWN, "", "x", "%00", "a'b", "A" * 5000])
def test_a_bad_link_says_so_and_what_to_do(http, page, token):
	for answer in (
		http.get(f"/{page}?token={token}"),
		http.post(f"/{page}", data={"token": token, "confirmed": "1"}),
	):
		assert answer.status_code == 404
		assert INVALID_LINK in words_of(answer) and "newest email" in words_of(answer)
		assert 'href="/book"' in text_of(answer)


def test_the_other_purpose_s_token_does_nothing(http, booking, consulting):
	before = state_of(consulting.name)
	assert http.get(f"/reschedule-booking?token={booking.cancel_token}").status_code == 404
	assert http.get(f"/cancel-booking?token={booking.reschedule_token}").status_code == 404
	moved = {"token": booking.cancel_token, "new_date": MONDAY, "new_time": "15:00"}
	assert http.post("/reschedule-booking", data=moved).status_code == 404
	answer = http.post("/cancel-booking", data={"token": booking.reschedule_token, "confirmed": "1"})
	assert answer.status_code == 404
	assert state_of(consulting.name) == before


def test_what_is_too_late_is_said_before_anything_is_chosen(http, settings, book, monkeypatch):
	settings(cancel_notice_hours=24, reschedule_notice_hours=48, support_email="help@example.com")
	booking = book("10:00")
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	for page, token, done in (
		("reschedule-booking", booking.reschedule_token, "rescheduled"),
		("cancel-booking", booking.cancel_token, "cancelled"),
	):
		answer = http.get(f"/{page}?token={token}")
		assert f"This booking can no longer be {done} online" in words_of(answer)
		assert "It was possible until" in words_of(answer) and "help@example.com" in text_of(answer)
		assert "<form" not in text_of(answer)
	refused = http.post("/cancel-booking", data={"token": booking.cancel_token, "confirmed": "1"})
	assert refused.status_code == 409 and "Cancelling was possible until" in words_of(refused)


def test_too_many_requests_say_when_to_come_back(http, settings, booking):
	settings(guest_writes_per_minute=1)
	form = {"token": UNKNOWN, "confirmed": "1"}
	sent = {"environ_base": {"REMOTE_ADDR": "192.0.2.77"}}
	http.post("/cancel-booking", data={**form, "token": booking.cancel_token, "reason": "x" * 501}, **sent)
	answer = http.post("/cancel-booking", data={**form, "token": booking.cancel_token}, **sent)
	assert answer.status_code == 429
	assert "Too many requests" in words_of(answer) and 0 < int(answer.headers["Retry-After"]) <= 60
