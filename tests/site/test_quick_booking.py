"""Booking for a customer at the telephone: within the rules, against them by whoever may, and never over another booking."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import frappe
import pytest

from meeting_manager.adapters.claims_audit import find_disagreements
from meeting_manager.adapters.history_audit import verify
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.api import booking_once, quick_booking
from meeting_manager.scheduling.zones import to_minute
from tests.site.clock import stop_clock
from tests.site.counting import counted_queries
from tests.site.crowd import all_at_once, codes
from tests.site.factories import next_monday
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, STRANGER, make_people, sign_in

API = "/api/method/meeting_manager.meeting_manager.api.quick_booking."
BOOKING = "MM Meeting Booking"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
BERLIN = ZoneInfo("Europe/Berlin")
WHY = "A customer of many years"
OUTSIDE = "Outside the member's hours. Add weekly hours, or hours for this date"


def at(time, day=MONDAY):
	return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BERLIN).isoformat()


def minute_of(time, day=MONDAY):
	return to_minute(datetime.fromisoformat(at(time, day)))


def request(consulting, time="10:00", **values):
	return {
		"meeting_type": consulting.meeting_type,
		"start": at(time),
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		**values,
	}


@pytest.fixture
def led(consulting, site):
	"""The department, led by LEADER for one test."""
	make_people()
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	site.db.commit()
	yield consulting
	site.db.rollback()
	site.set_user("Administrator")
	site.db.set_value("MM Department", consulting.name, "leader", None)
	site.clear_document_cache("MM Department", consulting.name)
	site.db.commit()


@pytest.fixture
def act_as(site):
	yield site.set_user
	site.set_user("Administrator")


def times(consulting, **values):
	day = {"meeting_type": consulting.meeting_type, "date": MONDAY.isoformat(), **values}
	answer = quick_booking.get_times(**day)
	return answer, {slot["time"]: slot for slot in answer["slots"]}


def take(consulting, time="10:00", **values):
	answer = quick_booking.book(**request(consulting, time, **values))
	frappe.db.commit()
	return frappe.get_doc(BOOKING, answer["booking"])


def test_a_day_has_free_times_and_others_with_their_reasons(consulting, book):
	for member in consulting.members:
		book("10:00", assigned_users=[{"member": member}])
	answer, slots = times(consulting)
	assert (answer["timezone"], answer["date"], answer["next_free"]) == (
		"Europe/Berlin",
		MONDAY.isoformat(),
		None,
	)
	assert slots["09:30"]["free"] and slots["09:30"]["reasons"] == []
	assert sorted(slots["09:30"]["with"]) == ["Ada Test", "Ben Test", "Cleo Test"]
	assert not slots["10:00"]["free"] and not slots["10:00"]["possible"]
	assert slots["10:00"]["reasons"] == [f"Booked {MONDAY} 10:00 - 10:30. Move or cancel that meeting"]
	assert (slots["08:00"]["free"], slots["08:00"]["possible"]) == (False, True)
	assert slots["08:00"]["reasons"] == [OUTSIDE]


def test_reasons_name_whom_they_are_about(consulting, book):
	for member, time in ((ADA, "10:00"), (BEN, "10:00"), (CLEO, "09:45")):
		book(time, assigned_users=[{"member": member}])
	_answer, slots = times(consulting)
	assert slots["10:00"]["reasons"] == [
		f"Ada Test, Ben Test: Booked {MONDAY} 10:00 - 10:30. Move or cancel that meeting",
		f"Cleo Test: Booked {MONDAY} 09:45 - 10:15. Move or cancel that meeting",
	]
	_answer, slots = times(consulting, member=CLEO)
	assert slots["10:00"]["reasons"] == [f"Booked {MONDAY} 09:45 - 10:15. Move or cancel that meeting"]
	assert slots["10:30"]["free"] and slots["10:30"]["with"] == ["Cleo Test"]


def test_a_member_learns_nothing_of_what_colleagues_do(consulting, book, act_as):
	for member in (BEN, CLEO):
		book("10:00", assigned_users=[{"member": member}])
	act_as(ADA)
	assert times(consulting, member=BEN)[1]["10:00"]["reasons"] == ["Not free"]
	assert times(consulting)[1]["10:00"]["with"] == ["Ada Test"]
	_answer, slots = times(consulting)
	assert slots["08:00"]["reasons"] == [f"Ada Test: {OUTSIDE}", "Others are not free"]
	assert not any(slot["possible"] for slot in slots.values())


def test_a_day_without_a_free_time_names_the_next_that_has_one(consulting):
	answer, _slots = times(consulting, date=(MONDAY - timedelta(days=1)).isoformat())
	assert answer["next_free"] == MONDAY.isoformat()
	answer, _slots = times(consulting, date=(MONDAY - timedelta(days=2)).isoformat(), member=BEN)
	assert answer["next_free"] == MONDAY.isoformat()


@pytest.mark.parametrize(("user", "is_offered"), [(LEADER, True), (MANAGER, True), (ADA, False)])
def test_quarters_are_for_those_who_may_book_against_the_rules(led, act_as, user, is_offered):
	act_as(user)
	answer, slots = times(led, beyond=1)
	assert answer["may_override"] is is_offered
	assert ("10:15" in slots) is is_offered
	if is_offered:
		assert slots["10:15"]["possible"] and "every 30 minutes" in slots["10:15"]["reasons"][0]
	assert "10:15" not in times(led)[1]


def test_whoever_may_book_for_a_department_is_offered_it(led, site, act_as):
	for user, expected in ((ADA, False), (LEADER, True), (MANAGER, True), (OTHER_LEADER, None)):
		act_as(user)
		(found,) = [one for one in departments() if one["department"] == led.name] or [None]
		assert (found and found["may_override"]) is expected, user
	assert [kind["meeting_name"] for kind in found_of(led)["meeting_types"]] == ["Discovery Call"]


def departments():
	return quick_booking.get_choices()["departments"]


def found_of(consulting):
	frappe.set_user("Administrator")
	return next(one for one in departments() if one["department"] == consulting.name)


def test_choices_name_who_may_take_a_meeting_and_leave_out_what_is_not_offered(consulting, another_type):
	another_type("Closed", is_active=0)
	another_type("Only Ben", is_public=0, named_members=[{"member": BEN}])
	found = found_of(consulting)
	assert {
		kind["meeting_name"]: [one["name"] for one in kind["members"]] for kind in found["meeting_types"]
	} == {"Discovery Call": ["Ada Test", "Ben Test", "Cleo Test"], "Only Ben": ["Ben Test"]}


def test_queries_of_the_choices_do_not_grow(consulting, another_type):
	def count():
		with counted_queries() as statements:
			quick_booking.get_choices()
		return len(statements)

	few = count()
	for number in range(4):
		another_type(f"Kind {number}")
	assert count() == few


# The booking itself


def test_a_member_books_within_the_rules_and_the_customer_is_told(consulting, http):
	headers = sign_in(http, ADA)
	answer = http.post(API + "book", json=request(consulting, member=BEN), headers=headers)
	assert answer.status_code == 200, answer.text
	told = answer.json["message"]
	assert (told["status"], told["assigned_to"], told["may_open"]) == ("Confirmed", ["Ben Test"], False)
	booking = frappe.get_doc(BOOKING, told["booking"])
	row = booking.history[0]
	assert (row.action, row.action_by, row.acted_as, row.reason) == ("Booked", ADA, "staff", "")
	assert row.notes == "Ben Test was chosen by hand"
	rows = frappe.get_all("MM Message", {"booking": booking.name, "channel": "Email"}, pluck="occasion")
	assert {"Confirmed", "Assigned"} <= set(rows)


def test_without_a_member_the_department_s_rule_chooses(consulting):
	first, second = take(consulting), take(consulting)
	assert first.members != second.members
	assert "was chosen by hand" not in first.history[0].notes and first.history[0].choice


def test_customer_s_own_words_are_kept(consulting):
	values = {
		"customer_phone": "+49 30 1234567",
		"customer_timezone": "Europe/London",
		"customer_language": "de",
		"notes": "Calls about the roof",
	}
	booking = take(consulting, **values)
	assert (booking.customer_notes, booking.customer_language) == ("Calls about the roof", "de")
	assert (booking.customer_phone, booking.customer_timezone) == ("+49 30 1234567", "Europe/London")


def test_against_the_rules_a_reason_is_asked_for_and_kept_with_what_is_broken(consulting):
	with pytest.raises(frappe.MandatoryError, match="Say why it is booked against the rules"):
		take(consulting, "08:15", reason=" ")
	booking = take(consulting, "08:15", reason=WHY, member=CLEO)
	row = booking.history[0]
	assert row.reason == WHY
	assert row.notes.startswith("Booked against the rules: Starts are offered every 30 minutes.")
	assert OUTSIDE in row.notes and "Cleo Test was chosen by hand" in row.notes
	assert booking.start_utc_minute == minute_of("08:15")
	found = find_disagreements(current_minute())
	assert not any(vars(found).values()) and not verify([booking.name])


@pytest.mark.parametrize(("user", "may"), [(LEADER, True), (MANAGER, True), (ADA, False)])
def test_who_books_against_the_rules(led, act_as, user, may):
	act_as(user)
	if may:
		assert take(led, "08:00", reason=WHY).status == "Confirmed"
		return
	with pytest.raises(frappe.ValidationError, match="Only the department's leader or a manager books"):
		take(led, "08:00", reason=WHY)


@pytest.mark.parametrize("user", [OTHER_LEADER, STRANGER])
def test_whoever_does_not_belong_to_the_department_may_not(led, act_as, user):
	act_as(user)
	for call in (lambda: times(led), lambda: take(led)):
		with pytest.raises(frappe.PermissionError):
			call()


@pytest.mark.parametrize("time", ["10:00", "09:45", "10:15"])
def test_nobody_books_over_another_booking(consulting, book, time):
	book("10:00", assigned_users=[{"member": ADA}])
	with pytest.raises(frappe.ValidationError, match=r"This time is not free\. .*Booked"):
		take(consulting, time, member=ADA, reason=WHY)
	assert frappe.db.count(BOOKING, {"department": consulting.name}) == 1


@pytest.mark.parametrize("capped", [{"max_meetings_per_day": 1}, {"minimum_notice": 366 * 24 * 60}])
def test_caps_and_notice_are_rules_that_a_reason_opens(consulting, another_type, capped):
	kind = another_type("Narrow", **capped)
	for time in ("09:00", "11:00"):
		take(consulting, time, meeting_type=kind.name, reason=WHY)
	assert frappe.db.count(BOOKING, {"meeting_type": kind.name}) == 2


def test_a_meeting_that_would_be_over_is_not_booked_and_one_that_has_begun_is(consulting, monkeypatch):
	stop_clock(monkeypatch, minute_of("10:30"))
	with pytest.raises(frappe.ValidationError, match="This meeting would be over already"):
		take(consulting, reason=WHY)
	assert not times(consulting)[1]["10:00"]["possible"]
	stop_clock(monkeypatch, minute_of("10:29"))
	assert times(consulting)[1]["10:00"]["possible"]
	assert take(consulting, reason=WHY).start_utc_minute == minute_of("10:00")


def test_a_seat_in_a_session_is_taken(consulting, another_type, book):
	kind = another_type("Course", capacity=2)
	first = book("10:00", meeting_type=kind.name, assigned_users=[{"member": CLEO}])
	second = take(consulting, meeting_type=kind.name)
	assert second.members == first.members == [CLEO]
	third = take(consulting, meeting_type=kind.name)
	assert third.members != [CLEO]


def test_those_who_meet_together_are_all_assigned(consulting, another_type):
	named = [{"member": member} for member in (ADA, CLEO)]
	kind = another_type("Panel", member_mode="All Named Members", named_members=named)
	assert take(consulting, meeting_type=kind.name, member=ADA).members == [ADA, CLEO]


def test_what_needs_approval_is_a_request_still(consulting, another_type):
	kind = another_type("On Request", requires_approval=1)
	assert take(consulting, meeting_type=kind.name).status == "Pending"


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"member": "nobody@example.com"}, "This member does not take such meetings"),
		({"customer_email": "alex"}, "customer_email: expected"),
		({"customer_name": ""}, "customer_name: expected"),
		({"customer_language": "tlh"}, "customer_language: expected one of"),
		({"start": "tomorrow"}, "start: expected an instant"),
		({"start": f"{MONDAY}T10:02:00+00:00"}, "a multiple of 5 minutes"),
	],
)
def test_what_cannot_be_meant_is_refused(consulting, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		quick_booking.book(**{**request(consulting), **values})


@pytest.mark.parametrize(
	("doctype", "which"), [("MM Meeting Type", "meeting_type"), ("MM Department", "name")]
)
def test_what_is_no_longer_offered_is_refused(consulting, site, doctype, which):
	name = getattr(consulting, which)
	site.db.set_value(doctype, name, "is_active", 0)
	site.clear_document_cache(doctype, name)
	try:
		with pytest.raises(frappe.ValidationError, match="no longer offered"):
			times(consulting)
	finally:
		site.db.rollback()
		site.clear_document_cache(doctype, name)


# Twice and at once


def test_a_double_click_books_once(consulting):
	key = uuid4().hex
	first, again = (take(consulting, idempotency_key=key) for _click in range(2))
	assert first.name == again.name
	with pytest.raises(frappe.ValidationError, match="was used for another booking"):
		take(consulting, "11:00", idempotency_key=key)


def test_a_key_is_its_user_s_own(consulting, act_as):
	key = uuid4().hex
	first = take(consulting, idempotency_key=key)
	act_as(ADA)
	assert take(consulting, idempotency_key=key).name != first.name


def test_many_clicks_at_once_book_once(consulting, http):
	make_people()
	headers = sign_in(http, MANAGER)
	arguments = request(consulting, "08:00", reason=WHY, idempotency_key=uuid4().hex)
	answers = all_at_once(http, [("book", arguments)] * 8, API, headers)
	assert codes(answers) == [200] * 8
	assert len({answer.json["message"]["booking"] for answer in answers}) == 1


def test_staff_at_once_get_as_many_bookings_as_there_are_members(consulting, http):
	make_people()
	headers = sign_in(http, MANAGER)
	answers = all_at_once(http, [("book", request(consulting))] * 12, API, headers)
	assert codes(answers) == [200] * 3 + [409] * 9
	named = all_at_once(http, [("book", request(consulting, "11:00", member=BEN))] * 6, API, headers)
	assert codes(named) == [200] + [409] * 5


def test_locks_come_before_the_last_look(consulting, monkeypatch):
	"""Who is free is judged again once nobody else can book: what was free before may be taken by then."""
	begin, real = booking_once.begin_locked, frappe.get_doc

	def take_it_meanwhile(*who):
		begin(*who)
		real(
			{
				"doctype": BOOKING,
				**{key: value for key, value in request(consulting).items() if key != "start"},
				"department": consulting.name,
				"start_utc_minute": minute_of("10:00"),
				"assigned_users": [{"member": ADA}],
			}
		).insert()

	monkeypatch.setattr(booking_once, "begin_locked", take_it_meanwhile)
	with pytest.raises(frappe.ValidationError, match="This time is not free"):
		quick_booking.book(**request(consulting, member=ADA))


# Known customers


def test_customers_are_found_by_name_or_address_as_they_were_last(consulting, book):
	book("10:00", customer_name="Alexa Old", customer_email="Roof@example.com", customer_phone="+49 30 1")
	book("11:00", customer_name="Alexa New", customer_email="roof@example.com", customer_phone="+49 30 2")
	for text in ("alexa", "roof@", "Example.com"):
		found = [one for one in customers(text) if one["customer_email"].lower() == "roof@example.com"]
		assert [(one["customer_name"], one["customer_phone"]) for one in found] == [("Alexa New", "+49 30 2")]
	assert customers("r") == [] and customers("nobody at all") == []


def customers(text):
	return quick_booking.find_customers(text)["customers"]


def test_customers_of_bookings_that_the_user_may_not_read_are_not_proposed(consulting, book, act_as):
	book("10:00", customer_name="Seen by Ada", assigned_users=[{"member": ADA}])
	book(
		"10:00", customer_name="Seen by Ben", customer_email="b@example.com", assigned_users=[{"member": BEN}]
	)
	for user, expected in ((ADA, ["Seen by Ada"]), (BEN, ["Seen by Ben"])):
		act_as(user)
		assert [one["customer_name"] for one in customers("seen by")] == expected


def test_signs_of_a_search_pattern_are_signs_of_a_name(consulting, book):
	book("10:00", customer_name="Percent", customer_email="a_b@example.com")
	book("11:00", customer_name="Other", customer_email="axb@example.com")
	assert [one["customer_name"] for one in customers("a_b@")] == ["Percent"]
	assert customers("%%") == []
