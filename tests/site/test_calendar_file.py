"""A booking's calendar file that says too much, opens too much, or that a calendar program would not take."""

import re

import pytest
from icalendar import Calendar

from tests.calendar_linter import lint_own
from tests.site.answers import API, INVALID_LINK, assert_refused
from tests.site.factories import next_monday
from tests.site.test_api_v2_and_cmd import ROADS

MONDAY = next_monday().isoformat()
ROOM = "https://meet.example.com/room"
TOKEN = re.compile(r"token=([A-Za-z0-9_-]{43})")


@pytest.fixture
def fetched(http):
	"""The file behind a token, as its text and its event."""

	def fetch(token):
		answer = http.get(f"{API}ics", query_string={"token": token})
		assert answer.status_code == 200, answer.text
		(event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
		return answer, event

	return fetch


def test_the_file_is_the_booking(book, fetched, changed_type):
	changed_type(reminders="24h")
	booking = book("10:00", location=ROOM, customer_name="Zoë; Ångström")
	answer, event = fetched(booking.calendar_token)
	assert lint_own(answer.get_data()) == []
	assert (event["UID"], event["SEQUENCE"]) == (booking.calendar_uid, 0)
	assert (event["DTSTART"].dt, event["DTEND"].dt) == (booking.start, booking.end)
	assert (event["LOCATION"], event["URL"], event["STATUS"]) == (ROOM, ROOM, "CONFIRMED")
	assert Calendar.from_ical(answer.get_data())["METHOD"] == "PUBLISH"
	assert "ATTENDEE" not in event
	assert len(event.walk("VALARM")) == 1


@pytest.fixture
def changed_type(site, consulting):
	def change(**values):
		site.db.set_value("MM Meeting Type", consulting.meeting_type, values)
		site.clear_document_cache("MM Meeting Type", consulting.meeting_type)

	yield change
	change(reminders=None)
	site.db.commit()


def test_the_file_is_downloaded_and_kept_by_nobody(booking, fetched):
	answer, _event = fetched(booking.calendar_token)
	assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
	expected = f"attachment; filename=meeting-{booking.booking_reference}.ics"
	assert answer.headers["Content-Disposition"] == expected
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["X-Robots-Tag"] == "noindex"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("purpose", ["cancel", "reschedule", "calendar"])
def test_the_file_holds_its_own_link_and_no_other(booking, fetched, purpose):
	answer, event = fetched(getattr(booking, f"{purpose}_token"))
	own = [] if purpose == "calendar" else [getattr(booking, f"{purpose}_token")]
	assert TOKEN.findall(str(event["DESCRIPTION"])) == own
	unfolded = answer.get_data(as_text=True).replace("\r\n ", "")
	others = {booking.cancel_token, booking.reschedule_token, booking.calendar_token} - set(own)
	assert not [token for token in others if token in unfolded]
	for secret in (booking.token_nonce, booking.cancel_token_digest, booking.customer_email):
		assert secret not in unfolded


@pytest.mark.parametrize(
	("function", "rest"),
	[
		("get_booking_details", {}),
		("cancel_booking", {}),
		("reschedule_booking", {"new_date": MONDAY, "new_time": "12:00"}),
		("get_available_dates", {}),
	],
)
def test_the_link_to_the_file_opens_nothing_else(http, booking, function, rest):
	name = "reschedule_token" if function == "get_available_dates" else "token"
	answer = http.call(function, **{name: booking.calendar_token, **rest})
	assert_refused(answer, 404, INVALID_LINK, "InvalidLinkError")


def test_a_move_ends_the_old_link_and_raises_the_version(http, booking, fetched, site):
	old = booking.calendar_token
	moved = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="12:00"
	).json["message"]
	assert_refused(http.call("ics", token=old), 404, INVALID_LINK, "InvalidLinkError")
	_answer, event = fetched(TOKEN.search(moved["calendar_url"])[1])
	booking.reload()
	assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, booking.start)


def test_a_cancelled_booking_is_put_into_no_calendar(http, booking, site):
	booking.cancel_meeting("Cancelled by Staff")
	site.db.commit()
	answer = http.call("ics", token=booking.calendar_token)
	assert_refused(answer, 409, "This booking has already been cancelled", "BookingClosedError")


def test_a_request_is_tentative(book, fetched):
	_answer, event = fetched(book("11:00", status="Pending").calendar_token)
	assert event["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("road", ROADS)
def test_every_road_leads_to_the_same_file(http, booking, road):
	answer = ROADS[road](http, "ics", data={"token": booking.calendar_token})
	assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
	assert lint_own(answer.get_data()) == []


def test_pages_after_booking_and_moving_lead_to_the_file(http, consulting, site):
	path = f"/book/{consulting.slug}/{consulting.type_slug}"
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	booked = http.post(path, data={"date": MONDAY, "time": "10:00", **customer})
	name = site.get_all("MM Meeting Booking", {"department": consulting.name}, pluck="name")[0]
	booking = site.get_doc("MM Meeting Booking", name)
	assert f'href="{booking.calendar_url}"' in booked.text
	sent = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "12:00"}
	moved = http.post("/reschedule-booking", data=sent)
	booking.reload()
	assert f'href="{booking.calendar_url}"' in moved.text


def test_bookings_of_an_older_site_get_their_link(site, booking, fetched):
	from meeting_manager.patches import fill_calendar_token

	booking.db_set("calendar_token_digest", None)
	fill_calendar_token.execute()
	site.db.commit()
	_answer, event = fetched(booking.calendar_token)
	assert event["UID"] == booking.calendar_uid
