"""Which times the guest API offers, to whom and in which zone, and that they can be had."""

from datetime import date, datetime, timedelta

import pytest

from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.answers import NOBODY_FREE, assert_refused, message_of
from tests.site.clock import stop_clock
from tests.site.factories import next_monday

DAY = next_monday()
MONDAY = DAY.isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
ALL_DAY = [f"{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30")]


@pytest.fixture
def offer(consulting):
	return {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}


@pytest.fixture
def ask(http, offer):
	"""The message of a proper call."""

	def call(function, **arguments):
		answer = http.call(function, **{**offer, **arguments})
		assert answer.status_code == 200, answer.text
		return answer.json["message"]

	return call


@pytest.fixture
def create(ask):
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	return lambda **values: ask("create_booking", **{**customer, "date": MONDAY, "time": "10:00", **values})


@pytest.fixture
def times(ask):
	return lambda **values: [
		slot["time"] for slot in ask("get_available_time_slots", **{"date": MONDAY, **values})["slots"]
	]


def test_time_is_offered_until_every_member_is_taken_and_again_after_a_cancellation(book, times, http):
	taken = [book("10:00") for _member in range(2)]
	assert times() == ALL_DAY
	taken.append(book("10:00"))
	assert {booking.members[0] for booking in taken} == {ADA, BEN, CLEO}
	assert times() == [time for time in ALL_DAY if time != "10:00"]
	assert http.call("cancel_booking", token=taken[1].cancel_token).status_code == 200
	assert times() == ALL_DAY


@pytest.mark.parametrize(("duration", "last"), [(480, "09:00"), (240, "13:00"), (120, "15:00")])
def test_long_meeting_starts_wherever_it_fits_into_the_hours(another_type, times, duration, last):
	"""Not at multiples of its own length since midnight, such as 08:00 and 16:00."""
	kind = another_type("Long Talk", duration=duration)
	assert times(meeting_type_slug=kind.meeting_slug) == ALL_DAY[: ALL_DAY.index(last) + 1]


def test_day_is_offered_until_its_last_time_is_taken(consulting, site, ask, book, monkeypatch):
	stop_clock(monkeypatch, wall_to_minute(find_zone("Europe/Berlin"), DAY, 16 * 60 + 1))
	window = {"start_date": MONDAY, "end_date": (DAY + timedelta(days=2)).isoformat()}
	days = [(DAY + timedelta(days=offset)).isoformat() for offset in range(3)]
	assert ask("get_available_dates", **window) == {"timezone": "Europe/Berlin", "available_dates": days}
	for _member in range(3):
		book("16:30")
	assert ask("get_available_dates", **window)["available_dates"] == days[1:]


def test_booking_that_is_moved_does_not_stand_in_its_own_way(book, times, http):
	own, *_others = (book("10:00") for _member in range(3))
	free = [time for time in ALL_DAY if time != "10:00"]
	assert times() == free
	assert times(reschedule_token=own.reschedule_token) == ALL_DAY
	moved = http.call("reschedule_booking", token=own.reschedule_token, new_date=MONDAY, new_time="10:00")
	assert moved.json["message"]["member_changed"] is False


@pytest.mark.parametrize(
	("zone", "first", "last"),
	[
		pytest.param("Asia/Kathmandu", "13:45", "21:15", id="45 minutes off"),
		pytest.param("America/New_York", "03:00", "10:30", id="the night before work"),
		pytest.param("UTC", "08:00", "15:30", id="UTC"),
	],
)
def test_times_are_shown_in_the_zone_that_is_asked_for(ask, monkeypatch, zone, first, last):
	stop_clock(monkeypatch, wall_to_minute(find_zone("Europe/Berlin"), date(2027, 1, 4)))
	answer = ask("get_available_time_slots", date="2027-01-11", timezone=zone)
	assert (answer["timezone"], answer["date"]) == (zone, "2027-01-11")
	assert (answer["slots"][0]["time"], answer["slots"][-1]["time"]) == (first, last)
	assert {slot["start"][:10] for slot in answer["slots"]} == {"2027-01-11"}


def test_date_means_the_date_of_the_asked_zone(ask, monkeypatch):
	"""In Auckland, twelve hours ahead, the Monday of Berlin lasts into Tuesday morning."""
	stop_clock(monkeypatch, wall_to_minute(find_zone("Europe/Berlin"), date(2027, 1, 4)))
	asked = {"timezone": "Pacific/Auckland"}
	monday = ask("get_available_time_slots", date="2027-01-11", **asked)["slots"]
	tuesday = ask("get_available_time_slots", date="2027-01-12", **asked)["slots"]
	assert [slot["time"] for slot in monday] == ["21:00", "21:30", "22:00", "22:30", "23:00", "23:30"]
	assert [slot["time"] for slot in tuesday][:10] == [
		f"{hour:02}:{minute}" for hour in range(5) for minute in ("00", "30")
	]
	window = {"start_date": "2027-01-11", "end_date": "2027-01-17"}
	dates = ask("get_available_dates", **asked, **window)["available_dates"]
	assert dates == [f"2027-01-{day}" for day in range(11, 17)]


def test_slots_of_another_zone_can_be_booked_as_they_are_given(ask, create):
	slot = ask("get_available_time_slots", date=MONDAY, timezone="Asia/Kathmandu")["slots"][2]
	answer = create(date="", time="", start=slot["start"])
	assert datetime.fromisoformat(answer["start"]) == datetime.fromisoformat(slot["start"])


@pytest.mark.parametrize(
	"start",
	[
		"2027-01-11T10:00+01:00",
		"2027-01-11T09:00Z",
		"2027-01-11T09:00:00.000+00:00",
		"2027-01-11T14:45:00+05:45",
		"2027-01-11 04:00-05:00",
	],
)
def test_instant_is_the_same_in_every_offset(create, monkeypatch, start):
	stop_clock(monkeypatch, wall_to_minute(find_zone("Europe/Berlin"), date(2027, 1, 4)))
	assert create(date="", time="", start=start)["start"] == "2027-01-11T10:00:00+01:00"


@pytest.mark.parametrize(("days", "code"), [(0, 200), (62, 200), (63, 417), (-1, 417)])
def test_search_for_dates_is_at_most_62_days_long(http, offer, days, code):
	end = (DAY + timedelta(days=days)).isoformat()
	answer = http.call("get_available_dates", **offer, start_date=MONDAY, end_date=end)
	assert answer.status_code == code
	if code == 417:
		assert message_of(answer) == "end_date: expected a date at most 62 days after start_date"


def test_search_without_dates_begins_today_and_lasts_31_days(ask, monkeypatch):
	stop_clock(monkeypatch, wall_to_minute(find_zone("Europe/Berlin"), date(2027, 1, 4), 12 * 60))
	dates = ask("get_available_dates")["available_dates"]
	assert (dates[0], dates[-1]) == ("2027-01-04", "2027-02-04")


def test_past_dates_have_no_times_and_no_refusal(ask):
	assert ask("get_available_time_slots", date="2020-01-06")["slots"] == []
	window = {"start_date": "2020-01-01", "end_date": "2020-01-31"}
	assert ask("get_available_dates", **window)["available_dates"] == []


def test_nobody_is_free_on_a_holiday(consulting, site, http, offer, times):
	department = site.get_doc("MM Department", consulting.name)
	department.append("holidays", {"holiday_date": MONDAY, "description": "Founding day"})
	department.save()
	assert times() == []
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	answer = http.call("create_booking", **offer, **customer, date=MONDAY, time="10:00")
	assert_refused(answer, 409, NOBODY_FREE)
	department.reload()
	department.holidays = []
	department.save()
	site.db.commit()
