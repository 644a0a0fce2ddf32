"""Booking over HTTP, as a browser without JavaScript does."""

import re

import pytest

from tests.site.answers import NOBODY_FREE, state_of
from tests.site.factories import make_meeting_type
from tests.site.pages.reading import MONDAY, offered_times, text_of, value_of, words_of
from tests.site.people import MANAGER, make_people, sign_in


def test_booking_by_plain_forms(http, consulting, book_path, details, site):
	month = http.get(f"{book_path}?month={MONDAY[:7]}")
	assert f'name="date" value="{MONDAY}"' in text_of(month)
	day = http.get(f"{book_path}?date={MONDAY}")
	start = offered_times(day, "start")[2]
	form = {**details, "start": start, "idempotency_key": value_of(day, "idempotency_key")}
	answer = http.post(book_path, data=form)
	assert answer.status_code == 200
	assert "Your booking is confirmed" in words_of(answer)
	[booked] = site.get_all("MM Meeting Booking", {"department": consulting.name}, ["*"])
	assert booked.customer_name == "Alex Example" and booked.booking_reference in text_of(answer)
	repeated = http.post(book_path, data=form)
	assert repeated.status_code == 200 and booked.booking_reference in text_of(repeated)
	assert site.db.count("MM Meeting Booking", {"department": consulting.name}) == 1


def test_a_form_that_has_booked_says_so_and_books_again_with_its_new_key(
	http, consulting, book_path, details, site
):
	day = http.get(f"{book_path}?date={MONDAY}")
	first, second = offered_times(day, "start")[2:4]
	form = {**details, "start": first, "idempotency_key": value_of(day, "idempotency_key")}
	assert http.post(book_path, data=form).status_code == 200
	again = http.post(book_path, data={**form, "start": second})
	assert again.status_code == 409
	assert "You have already booked with this form" in words_of(again)
	new_key = value_of(again, "idempotency_key")
	assert new_key not in ("", form["idempotency_key"])
	answer = http.post(book_path, data={**form, "start": second, "idempotency_key": new_key})
	assert answer.status_code == 200 and "Your booking is confirmed" in words_of(answer)
	assert site.db.count("MM Meeting Booking", {"department": consulting.name}) == 2


def test_a_wrong_email_is_named_at_its_field_and_the_rest_is_kept(http, consulting, book_path, details):
	start = offered_times(http.get(f"{book_path}?date={MONDAY}"), "start")[2]
	answer = http.post(book_path, data={**details, "customer_email": "alex(at)example", "start": start})
	assert answer.status_code == 417
	field = re.search(r'<input name="customer_email"[^>]*>', text_of(answer))[0]
	assert 'aria-invalid="true"' in field and 'value="alex(at)example"' in field
	assert "expected one address such as name@example.com" in words_of(answer)
	assert value_of(answer, "customer_name") == "Alex Example" and "Our first question" in text_of(answer)
	assert re.search(rf'value="{re.escape(start)}"[^>]* checked', text_of(answer))
	assert state_of(consulting.name)[0] == []


def test_a_time_taken_meanwhile_is_refused_with_the_form_kept(http, book_path, details, book, consulting):
	start = offered_times(http.get(f"{book_path}?date={MONDAY}"), "start")[2]
	for _member in consulting.members:
		book(start[11:16])
	answer = http.post(book_path, data={**details, "start": start})
	assert answer.status_code == 409
	assert NOBODY_FREE in words_of(answer) and "Please choose another time." in words_of(answer)
	assert value_of(answer, "customer_email") == details["customer_email"]
	assert start not in offered_times(answer, "start")


def test_a_forgotten_time_is_asked_for(http, book_path, details):
	answer = http.post(book_path, data=details)
	assert answer.status_code == 417 and "Please choose a day and a time" in words_of(answer)


def test_a_meeting_that_needs_approval_is_not_called_confirmed(http, consulting, details, site):
	kind = make_meeting_type(consulting.name, "On Request", requires_approval=1)
	try:
		path = f"/book/{consulting.slug}/{kind.meeting_slug}"
		start = offered_times(http.get(f"{path}?date={MONDAY}"), "start")[0]
		answer = words_of(http.post(path, data={**details, "start": start}))
		assert "Your request has been received" in answer and "confirmed" not in answer.split("received")[0]
	finally:
		from tests.site.factories import delete_bookings

		delete_bookings(consulting.name)
		site.delete_doc("MM Meeting Type", kind.name, force=True)
		site.db.commit()


def test_a_signed_in_user_s_form_carries_the_session_s_token(http, site, book_path, details, consulting):
	make_people()
	signed_in = sign_in(http, MANAGER)
	for page_that_makes_the_token in ("/app", "/me"):
		http.get(page_that_makes_the_token, headers=signed_in)
	day = http.get(f"{book_path}?date={MONDAY}", headers=signed_in)
	form = {**details, "start": offered_times(day, "start")[0]}
	assert http.post(book_path, data=form, headers=signed_in).status_code == 400
	token = value_of(day, "csrf_token")
	assert f'<meta name="csrf-token" content="{token}">' in text_of(day)
	assert http.post(book_path, data={**form, "csrf_token": token}, headers=signed_in).status_code == 200


@pytest.mark.parametrize(
	"query",
	[
		"date=garbage",
		"date=2026-02-30",
		"month=9999-99",
		"month=0001-01",
		"date=1999-01-01",
		"date=2500-01-01",
		"month=2999-01",
	],
)
def test_an_odd_date_in_the_address_breaks_nothing(http, book_path, query):
	answer = http.get(f"{book_path}?{query}")
	assert answer.status_code in (200, 417) and "Choose a day and a time" in words_of(answer)
