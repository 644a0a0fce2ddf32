"""The hour that the clocks of Berlin show twice on 31 October 2027, and the one they leave out on 28 March."""

import html
import json
import re
from datetime import date

import pytest

from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.answers import NOBODY_FREE, assert_refused, message_of
from tests.site.clock import stop_clock

ADA = "ada.test@example.com"
BERLIN = find_zone("Europe/Berlin")
AUTUMN, SPRING = "2027-10-31", "2027-03-28"
SUMMER_TIME, WINTER_TIME = "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"
NIGHT = {"start_time": "00:00:00", "end_time": "06:00:00"}


@pytest.fixture
def night_shift(site, consulting, monkeypatch):
	"""Ada works in both nights."""
	stop_clock(monkeypatch, wall_to_minute(BERLIN, date(2027, 3, 1)))
	change_shifts(site, [{"date": day, **NIGHT} for day in (AUTUMN, SPRING)])
	yield
	site.db.rollback()
	change_shifts(site, [])


def change_shifts(site, rows):
	site.get_doc("MM Member Profile", ADA).update({"date_overrides": rows}).save()
	site.db.commit()


@pytest.fixture
def offer(consulting):
	return {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}


@pytest.fixture
def create(http, offer, night_shift):
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	return lambda time, day=AUTUMN, **values: http.call(
		"create_booking", **offer, **customer, date=day, time=time, **values
	)


@pytest.fixture
def first(create, site):
	"""Booked in summer time."""
	answer = create("02:30").json["message"]
	return site.get_doc("MM Meeting Booking", answer["booking_id"])


def move(http, booking, time):
	return http.call("reschedule_booking", token=booking.reschedule_token, new_date=AUTUMN, new_time=time)


def words_of(response):
	return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.get_data(as_text=True))))


def test_hour_that_occurs_twice_is_offered_twice_and_told_apart_by_its_offset(http, offer, night_shift):
	slots = http.call("get_available_time_slots", **offer, date=AUTUMN).json["message"]["slots"]
	night = [slot["start"] for slot in slots if slot["start"][11:13] == "02"]
	assert night == [
		"2027-10-31T02:00:00+02:00",
		SUMMER_TIME,
		"2027-10-31T02:00:00+01:00",
		WINTER_TIME,
	]
	skipped = http.call("get_available_time_slots", **offer, date=SPRING).json["message"]["slots"]
	assert [slot["time"] for slot in skipped][3:5] == ["01:30", "03:00"]


@pytest.mark.parametrize(
	("time", "start"),
	[
		pytest.param("02:30", SUMMER_TIME, id="the first one without an offset"),
		pytest.param("02:30+02:00", SUMMER_TIME, id="the first one"),
		pytest.param("02:30+01:00", WINTER_TIME, id="the second one"),
		pytest.param("01:30+02:00", "2027-10-31T01:30:00+02:00", id="a time that occurs once"),
	],
)
def test_time_with_its_offset_is_booked_as_it_says(create, time, start):
	assert create(time).json["message"]["start"] == start


@pytest.mark.parametrize(
	("time", "shown"),
	[
		("02:30+03:00", "02:30+01:00 / 02:30+02:00"),
		("02:30-01:00", "02:30+01:00 / 02:30+02:00"),
		("02:30+01:30", "02:30+01:00 / 02:30+02:00"),
		("01:30+01:00", "01:30+02:00"),
		("03:00+02:00", "03:00+01:00"),
	],
)
def test_offset_that_the_clocks_do_not_have_is_refused_with_those_they_have(create, time, shown):
	sentence = f"time: expected the offset of Europe/Berlin on that day: {shown}"
	assert_refused(create(time), 417, sentence, "InvalidInputError")


@pytest.mark.parametrize(
	"time", ["02:30 +01:00", "02:30+1", "02:30+01", "02:30Z", "02:30+24:00", "2:30+01:00"]
)
def test_offset_in_another_form_is_refused(create, time):
	sentence = "time: expected a time as HH:MM, or as HH:MM+HH:MM with its offset from UTC"
	assert_refused(create(time), 417, sentence, "InvalidInputError")


@pytest.mark.parametrize("time", ["02:30", "02:30+01:00", "02:30+02:00"])
def test_time_that_does_not_exist_is_refused(create, time):
	assert_refused(create(time, SPRING), 409, NOBODY_FREE)


def test_both_occurrences_are_two_times(create, http, offer):
	for time in ("02:30+02:00", "02:30+01:00"):
		assert create(time).status_code == 200
		assert create(time).status_code == 409
	slots = http.call("get_available_time_slots", **offer, date=AUTUMN).json["message"]["slots"]
	assert not {SUMMER_TIME, WINTER_TIME} & {slot["start"] for slot in slots}


def test_booking_moves_from_one_occurrence_to_the_other(http, first):
	answer = move(http, first, "02:30+01:00").json["message"]
	assert answer["old_datetime"] == {"date": AUTUMN, "time": "02:30+02:00"}
	assert answer["new_datetime"] == {"date": AUTUMN, "time": "02:30+01:00"}
	first.reload()
	assert first.start.astimezone(BERLIN).isoformat() == WINTER_TIME
	row = first.history[-1]
	assert (row.old_value, row.new_value) == (f"{AUTUMN} 02:30+02:00", f"{AUTUMN} 02:30+01:00")
	assert move(http, first, "02:30").json["message"]["new_datetime"]["time"] == "02:30+02:00"


def test_wrong_offset_moves_nothing(http, first):
	sentence = "new_time: expected the offset of Europe/Berlin on that day: 02:30+01:00 / 02:30+02:00"
	assert message_of(move(http, first, "02:30+05:00")) == sentence


def test_pages_show_the_offset_and_send_it(http, consulting, first):
	answer = http.get(f"/book/{consulting.slug}/{consulting.type_slug}?date={AUTUMN}")
	assert "01:30 02:00 (UTC+2) 02:00 (UTC+1) 02:30 (UTC+1) 03:00" in words_of(answer)
	path = f"/reschedule-booking?token={first.reschedule_token}"
	assert "02:30 (UTC+2)–02:00 (UTC+1)" in words_of(http.get(path))
	page = http.get(f"{path}&date={AUTUMN}")
	sent = re.findall(r'name="new_time" value="([^"]*)"', page.get_data(as_text=True))
	assert [html.unescape(value) for value in sent][3:8] == [
		"01:30",
		"02:00+02:00",
		"02:30+02:00",
		"02:00+01:00",
		"02:30+01:00",
	]


def test_page_without_a_script_moves_to_the_second_occurrence(http, first):
	form = {"token": first.reschedule_token, "new_date": AUTUMN, "new_time": "02:30+01:00"}
	page = http.post("/reschedule-booking", data=form)
	assert page.status_code == 200
	now, before = words_of(page).split("Before")
	assert "02:30 (UTC+1)–03:00" in now
	assert "02:30 (UTC+2)–02:00 (UTC+1)" in before


def test_choice_stays_ticked_when_the_page_is_drawn_again(http, first):
	query = {"token": first.reschedule_token, "new_date": AUTUMN, "new_time": "02:30+01:00"}
	page = http.get("/reschedule-booking", query_string=query).get_data(as_text=True)
	assert re.findall(r'value="([^"]*)"[^>]* checked>[^<]', page) == ["02:30+01:00"]


def test_mails_tell_the_occurrences_apart(create, http, queued_mails, site):
	name = create("02:30+01:00").json["message"]["booking_id"]
	mails = queued_mails(site.get_doc("MM Meeting Booking", name))
	[to_customer] = [mail for recipients, mail in mails if recipients == ["alex@example.com"]]
	assert to_customer["Subject"].endswith("02:30 (UTC+1)")
	assert "02:30 (UTC+1)–03:00" in to_customer.get_body(("plain",)).get_content()


def test_picker_reads_back_what_the_page_sends(consulting, site, first):
	from meeting_manager.guest.picker import Picker

	picker = Picker("/x", {"timezone": "Europe/Berlin"}, "slug", 30, False)
	day = date(2027, 10, 31)
	assert picker.read_wall_time(day, "02:30+01:00").isoformat() == "2027-10-31T01:30:00+00:00"
	assert picker.read_wall_time(day, "02:30").isoformat() == "2027-10-31T00:30:00+00:00"
	assert [
		picker.read_wall_time(*wrong) for wrong in ((None, "02:30"), (day, "x"), (date.min, "00:00"))
	] == [None] * 3


def test_answer_to_a_request_for_details_is_unchanged_in_form(http, first):
	details = http.call("get_booking_details", token=first.reschedule_token).json["message"]
	assert (details["current_date"], details["current_time"], details["start"]) == (
		AUTUMN,
		"02:30",
		SUMMER_TIME,
	)
	assert json.dumps(details)
