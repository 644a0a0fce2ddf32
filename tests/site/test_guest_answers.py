"""What the guest API answers: exactly these keys, and the times that can really be had."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.site.answers import assert_refused
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


def test_departments_show_what_customers_need_and_no_more(site, http, consulting):
	departments = http.call("get_departments").json["message"]["departments"]
	own = next(row for row in departments if row["department_slug"] == consulting.slug)
	assert own == {
		"department_name": consulting.name,
		"department_slug": consulting.slug,
		"description": None,
		"timezone": "Europe/Berlin",
	}
	names = [row["department_name"] for row in departments]
	assert names == sorted(names, key=str.lower)


def test_meeting_types_show_what_customers_need_and_no_more(ask, consulting):
	answer = ask("get_meeting_types")
	assert set(answer) == {"department", "meeting_types"}
	assert set(answer["department"]) == {"department_name", "department_slug", "description", "timezone"}
	assert answer["meeting_types"] == [
		{
			"meeting_name": "Discovery Call",
			"meeting_slug": "discovery-call",
			"description": None,
			"duration": 30,
			"location_type": "Online",
		}
	]


def test_slots_are_given_as_wall_time_and_as_instants(ask):
	answer = ask("get_available_time_slots", date=MONDAY)
	assert (answer["timezone"], answer["date"], set(answer)) == (
		"Europe/Berlin",
		MONDAY,
		{"timezone", "date", "slots"},
	)
	assert [slot["time"] for slot in answer["slots"]] == ALL_DAY
	nine = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=ZoneInfo("Europe/Berlin"))
	assert answer["slots"][0] == {
		"time": "09:00",
		"start": nine.isoformat(),
		"end": (nine + timedelta(minutes=30)).isoformat(),
	}


def test_answer_to_a_booking_has_exactly_these_keys(create, site):
	answer = create()
	assert set(answer) == {
		"success",
		"booking_id",
		"booking_reference",
		"status",
		"start",
		"end",
		"timezone",
		"message",
		"cancel_url",
		"reschedule_url",
		"calendar_url",
	}
	booking = site.get_doc("MM Meeting Booking", answer["booking_id"])
	assert answer["success"] is True
	assert answer["booking_reference"] == booking.booking_reference
	assert answer["timezone"] == booking.customer_timezone == "Europe/Berlin"
	assert answer["cancel_url"] == booking.cancel_url
	assert answer["reschedule_url"] == booking.reschedule_url
	assert answer["calendar_url"] == booking.calendar_url
	assert answer["message"] == "Your booking is confirmed. A confirmation email has been sent."


def test_details_have_exactly_these_keys(http, booking):
	answer = http.call("get_booking_details", token=booking.cancel_token).json["message"]
	local = booking.start.astimezone(ZoneInfo("Europe/Berlin"))
	until = local.isoformat()
	free = {"allowed": True, "fee": 0, "currency": "", "needs_reason": False, "reasons": []}
	assert answer == {
		"token_purpose": "cancel",
		"booking_id": booking.name,
		"booking_reference": booking.booking_reference,
		"department": {
			"department_name": booking.department,
			"department_slug": answer["department"]["department_slug"],
			"timezone": "Europe/Berlin",
		},
		"meeting_type": {"meeting_name": "Discovery Call", "meeting_slug": "discovery-call"},
		"current_date": MONDAY,
		"current_time": "10:00",
		"start": local.isoformat(),
		"end": (local + timedelta(minutes=30)).isoformat(),
		"timezone": "Europe/Berlin",
		"duration": 30,
		"location_type": "Online",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		"customer_timezone": "Europe/Berlin",
		"assigned_to": booking.assigned_names(),
		"status": "Confirmed",
		"policy": {
			"reschedule": {**free, "until": until, "free_until": until},
			"cancel": {**free, "until": until, "free_until": until},
		},
	}


def test_member_stays_when_free(http, book):
	booking = book("10:00", assigned_users=[{"member": CLEO}])
	answer = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00"
	).json["message"]
	assert set(answer) == {
		"success",
		"message",
		"booking_id",
		"old_datetime",
		"new_datetime",
		"member_changed",
		"calendar_url",
	}
	assert answer["member_changed"] is False
	booking.reload()
	assert booking.members == [CLEO]


def test_another_member_takes_over_when_the_first_is_not_free(http, book):
	book("11:00", assigned_users=[{"member": CLEO}])
	book("11:00", assigned_users=[{"member": ADA}])
	booking = book("10:00", assigned_users=[{"member": CLEO}])
	answer = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00"
	).json["message"]
	assert (answer["member_changed"], answer["old_assigned_to"], answer["new_assigned_to"]) == (
		True,
		"Cleo Test",
		"Ben Test",
	)
	booking.reload()
	assert booking.members == [BEN]
	assert booking.history[-1].notes.splitlines() == [
		"Customer rescheduled via the reschedule link",
		"Ben Test took over from Cleo Test",
		"Ben Test was the only member free",
	]


@pytest.fixture
def namesake_of_cleo(site, consulting):
	"""Ben, by the name of Cleo."""
	site.db.set_value("MM Member Profile", BEN, "full_name", "Cleo Test")
	yield BEN
	site.db.rollback()
	site.db.set_value("MM Member Profile", BEN, "full_name", "Ben Test")
	site.db.commit()


def test_member_of_the_same_name_is_another_member(http, book, namesake_of_cleo):
	for busy in (CLEO, ADA):
		book("11:00", assigned_users=[{"member": busy}])
	booking = book("10:00", assigned_users=[{"member": CLEO}])
	answer = http.call(
		"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00"
	).json["message"]
	assert (answer["member_changed"], answer["old_assigned_to"], answer["new_assigned_to"]) == (
		True,
		"Cleo Test",
		"Cleo Test",
	)
	booking.reload()
	assert booking.members == [namesake_of_cleo]


def test_type_that_needs_approval_takes_a_request(another_type, create, http):
	kind = another_type("On Approval", requires_approval=1)
	answer = create(meeting_type_slug=kind.meeting_slug)
	assert answer["status"] == "Pending"
	assert answer["message"] == "Your request has been received. You will get an email once it is confirmed."
	details = http.call("get_booking_details", token=answer["cancel_url"].split("token=")[1])
	assert details.json["message"]["status"] == "Pending"


@pytest.mark.parametrize("field", ["is_active", "is_public"])
def test_type_that_is_not_offered_cannot_be_found(another_type, http, offer, field):
	kind = another_type("Hidden", **{field: 0})
	hidden = {**offer, "meeting_type_slug": kind.meeting_slug}
	for function in ("get_available_dates", "get_available_time_slots", "create_booking"):
		answer = http.call(function, **hidden, date=MONDAY, time="10:00")
		assert_refused(answer, 404, "Meeting type not found", "NotOfferedError")
	listed = http.call("get_meeting_types", **offer).json["message"]["meeting_types"]
	assert [row["meeting_slug"] for row in listed] == ["discovery-call"]


@pytest.mark.parametrize("field", ["is_active", "is_public"])
def test_booking_of_a_type_that_is_no_longer_offered_can_be_moved(another_type, book, ask, http, field):
	kind = another_type("Hidden")
	booking = book("10:00", meeting_type=kind.name)
	kind.set(field, 0)
	kind.save()
	search = {"meeting_type_slug": kind.meeting_slug, "reschedule_token": booking.reschedule_token}
	dates = ask("get_available_dates", **search, start_date=MONDAY, end_date=MONDAY)
	assert dates["available_dates"] == [MONDAY]
	slots = ask("get_available_time_slots", **search, date=MONDAY)["slots"]
	assert [slot["time"] for slot in slots] == ALL_DAY
	moved = http.call("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00")
	assert moved.status_code == 200, moved.text


def test_inactive_department_cannot_be_found(consulting, site, http, offer):
	site.db.set_value("MM Department", consulting.name, "is_active", 0)
	answers = {
		function: http.call(function, **offer) for function in ("get_meeting_types", "get_available_dates")
	}
	slugs = [row["department_slug"] for row in http.call("get_departments").json["message"]["departments"]]
	site.db.set_value("MM Department", consulting.name, "is_active", 1)
	site.db.commit()
	for answer in answers.values():
		assert_refused(answer, 404, "Department not found", "NotOfferedError")
	assert consulting.slug not in slugs


@pytest.mark.parametrize(
	("field", "value", "stored"),
	[
		pytest.param("customer_name", "  Zoë  Ångström-O'Neil ", "Zoë  Ångström-O'Neil", id="accents"),
		pytest.param("customer_name", "山田 太郎 🙂", "山田 太郎 🙂", id="beyond the basic plane"),
		pytest.param("customer_name", "x" * 80, "x" * 80, id="as long as allowed"),
		pytest.param("customer_name", "{{ 7 * 7 }} %s & Co.", "{{ 7 * 7 }} %s & Co.", id="no template"),
		pytest.param("customer_notes", "one\r\ntwo\rthree", "one\ntwo\nthree", id="line ends"),
		pytest.param(
			"customer_notes",
			"<script>alert(1)</script>",
			"＜script＞alert(1)＜/script＞",
			id="markup",
		),
		pytest.param("customer_notes", "'; DROP TABLE tabUser; --", "'; DROP TABLE tabUser; --", id="SQL"),
		pytest.param("customer_phone", "+49 (30) 123-45", "+49 (30) 123-45", id="a phone number"),
	],
)
def test_unusual_but_good_values_are_stored_whole(create, site, field, value, stored):
	"""Frappe itself defuses markup as it saves it."""
	answer = create(**{"notes" if field == "customer_notes" else field: value})
	assert site.get_doc("MM Meeting Booking", answer["booking_id"]).get(field) == stored
