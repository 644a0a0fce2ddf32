"""Who gets the next booking, from what the database holds."""

import json
from datetime import date, timedelta

import frappe
import pytest

from meeting_manager.exceptions import NoMemberAvailableError
from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.clock import stop_clock
from tests.site.factories import next_monday

ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
BERLIN = find_zone("Europe/Berlin")


@pytest.fixture
def by(site, consulting):
	"""Choose the department's algorithm for one test."""

	def choose(algorithm, **priorities):
		department = site.get_doc("MM Department", consulting.name)
		department.assignment_algorithm = algorithm
		for row in department.members:
			row.assignment_priority = priorities.get(row.member.split(".")[0], 1)
			row.is_active = 1
		department.save()
		site.db.commit()

	yield choose
	choose("Round Robin", ada=1, ben=2, cleo=3)


@pytest.fixture
def change(site):
	"""Change a member's profile for one test."""
	before = {}

	def update(member, **values):
		profile = site.get_doc("MM Member Profile", member)
		before.setdefault(member, {fieldname: profile.get(fieldname) for fieldname in values})
		profile.update(values).save()
		site.db.commit()

	yield update
	site.db.rollback()
	for member, values in list(before.items()):
		update(member, **values)


def taker(booking):
	assert len(booking.members) == 1
	return booking.members[0]


def test_round_robin_goes_around_whatever_the_times(by, book):
	by("Round Robin")
	times = ("10:00", "10:00", "10:00", "11:00", "12:00", "13:00", "14:00")
	assert [taker(book(time)) for time in times] == [ADA, BEN, CLEO, ADA, BEN, CLEO, ADA]


def test_round_robin_passes_over_who_is_not_free(by, book):
	by("Round Robin")
	book("10:00", assigned_users=[{"member": BEN}])
	book("11:00", assigned_users=[{"member": CLEO}])
	assert taker(book("10:00")) == ADA
	assert taker(book("10:00")) == CLEO
	assert taker(book("12:00")) == BEN


def test_round_robin_counts_bookings_that_were_cancelled(by, book):
	by("Round Robin")
	first = book("10:00")
	first.cancel_meeting("Customer Cancelled")
	assert (taker(first), taker(book("10:00"))) == (ADA, BEN)


def test_least_busy_weighs_the_minutes_of_the_week(by, book, another_type):
	by("Least Busy")
	long = another_type("Workshop", duration=120)
	assert taker(book("10:00", meeting_type=long.name)) == ADA
	assert [taker(book(time)) for time in ("13:00", "13:30")] == [BEN, CLEO]
	assert [taker(book(time)) for time in ("14:00", "14:30")] == [BEN, CLEO]


def test_least_busy_forgets_cancelled_meetings_and_other_weeks(by, book):
	by("Least Busy")
	week_later = wall_to_minute(BERLIN, MONDAY + timedelta(days=7), 600)
	for member in (ADA, BEN):
		book("10:00", assigned_users=[{"member": member}], start_utc_minute=week_later)
	book("10:00", assigned_users=[{"member": CLEO}])
	cancelled = book("11:00", assigned_users=[{"member": ADA}])
	cancelled.cancel_meeting("Customer Cancelled")
	assert taker(book("12:00")) == BEN
	assert taker(book("13:00")) == ADA


def test_priority_takes_the_first_while_free(by, book):
	by("Priority", cleo=1, ada=2, ben=3)
	assert [taker(book(time)) for time in ("10:00", "10:00", "10:00", "11:00")] == [CLEO, ADA, BEN, CLEO]


def test_equal_priorities_take_turns(by, book):
	by("Priority", cleo=1, ada=1, ben=2)
	assert [taker(book(time)) for time in ("10:00", "11:00", "12:00")] == [ADA, CLEO, ADA]


def test_member_who_left_the_department_gets_nothing_and_blocks_nothing(by, site, book, consulting):
	by("Round Robin")
	department = site.get_doc("MM Department", consulting.name)
	department.members[0].is_active = 0
	department.save()
	assert {taker(book("10:00")) for _booking in range(2)} == {BEN, CLEO}
	site.db.commit()


def test_booking_of_a_member_who_left_goes_to_another_one_when_moved(by, site, book, consulting):
	by("Priority", ada=1, ben=2, cleo=3)
	booking = book("10:00")
	department = site.get_doc("MM Department", consulting.name)
	department.members[0].is_active = 0
	department.save()
	booking.reschedule(booking.start_utc_minute + 60, "moved")
	assert (taker(booking), booking.history[-1].notes.splitlines()) == (
		BEN,
		["moved", "Ben Test took over from Ada Test", "Ben Test comes first by priority"],
	)


def test_member_who_cannot_be_booked_gets_nothing(change, book):
	change(ADA, is_bookable=0)
	assert {taker(book("10:00")) for _booking in range(2)} == {BEN, CLEO}


@pytest.fixture
def disabled_ada(site, consulting):
	site.db.set_value("User", ADA, "enabled", 0)
	site.db.commit()
	yield
	site.db.rollback()
	site.db.set_value("User", ADA, "enabled", 1)
	site.db.commit()


def test_member_whose_user_is_disabled_is_neither_offered_nor_assigned(http, consulting, book, disabled_ada):
	assert {taker(book("10:00")) for _booking in range(2)} == {BEN, CLEO}
	slots = http.call(
		"get_available_time_slots",
		department_slug=consulting.slug,
		meeting_type_slug=consulting.type_slug,
		date=MONDAY.isoformat(),
	).json["message"]["slots"]
	times = [slot["time"] for slot in slots]
	assert "10:00" not in times and "10:30" in times
	with pytest.raises(NoMemberAvailableError):
		book("10:00")


def test_of_two_members_only_the_one_who_is_busy_is_replaced(book):
	book("12:00", assigned_users=[{"member": ADA}])
	booking = book("10:00", assigned_users=[{"member": ADA}, {"member": BEN}])
	booking.reschedule(booking.start_utc_minute + 120, "moved")
	booking.reload()
	assert booking.members == [CLEO, BEN]


def test_of_two_members_nobody_is_replaced_by_the_other(book):
	for busy in (ADA, CLEO):
		book("12:00", assigned_users=[{"member": busy}])
	booking = book("10:00", assigned_users=[{"member": ADA}, {"member": BEN}])
	with pytest.raises(NoMemberAvailableError):
		booking.reschedule(booking.start_utc_minute + 120, "moved")


def test_members_work_by_their_own_zone_and_hours(change, book, http, consulting, monkeypatch):
	"""Nine to five in New York begins at three in the afternoon of Berlin."""
	stop_clock(monkeypatch, wall_to_minute(BERLIN, date(2027, 1, 4)))
	change(CLEO, timezone="America/New_York")
	slots = http.call(
		"get_available_time_slots",
		department_slug=consulting.slug,
		meeting_type_slug=consulting.type_slug,
		date="2027-01-11",
	).json["message"]["slots"]
	assert (slots[0]["time"], slots[-1]["time"]) == ("09:00", "22:30")
	assert taker(book("20:00", start_utc_minute=wall_to_minute(BERLIN, date(2027, 1, 11), 20 * 60))) == CLEO


@pytest.mark.parametrize(("pause", "free"), [(0, True), (30, True), (35, False)])
def test_pause_of_a_member_keeps_its_distance_to_other_meetings(change, book, pause, free):
	for member in (BEN, CLEO):
		book("10:00", assigned_users=[{"member": member}])
	book("11:00", assigned_users=[{"member": ADA}])
	change(ADA, buffer_after=pause)
	if free:
		assert taker(book("10:00")) == ADA
	else:
		with pytest.raises(NoMemberAvailableError):
			book("10:00")


def choice_of(booking):
	"""Reason, and the inputs by member, of the newest history row."""
	booking.reload()
	[record] = json.loads(booking.history[-1].choice)
	return record["reason"], {row["member"]: row for row in record.get("candidates", [])}


def test_history_keeps_the_reason_and_the_inputs_of_a_choice(by, book):
	by("Round Robin", ada=1, ben=2, cleo=3)
	first, second = book("10:00"), book("10:00")
	reason, inputs = choice_of(second)
	assert (second.members, reason) == ([BEN], "first priority")
	assert set(inputs) == {BEN, CLEO}
	assert inputs[BEN] == {"member": BEN, "priority": 2, "last_assigned": None, "booked_minutes": 0}
	third, fourth = book("11:00"), book("12:00")
	reason, inputs = choice_of(fourth)
	assert (third.members, fourth.members, reason) == ([CLEO], [ADA], "longest wait")
	assert inputs[ADA]["last_assigned"] == str(first.assigned_users[0].creation)
	assert {member: row["booked_minutes"] for member, row in inputs.items()} == {ADA: 30, BEN: 30, CLEO: 30}
	record = json.loads(fourth.history[-1].choice)[0]
	assert record["algorithm"] == "Round Robin"
	assert record["now"] > inputs[CLEO]["last_assigned"]


def test_history_tells_why_somebody_else_took_over(by, book):
	by("Least Busy")
	booking = book("10:00", assigned_users=[{"member": ADA}])
	book("12:00", assigned_users=[{"member": ADA}])
	book("14:00", assigned_users=[{"member": BEN}])
	booking.reschedule(booking.start_utc_minute + 120, "moved")
	reason, inputs = choice_of(booking)
	assert (booking.members, reason, set(inputs)) == ([CLEO], "fewest minutes", {BEN, CLEO})
	assert booking.history[-1].notes.splitlines()[1:] == [
		"Cleo Test took over from Ada Test",
		"Cleo Test had the fewest booked minutes in that week",
	]


def test_history_tells_that_a_member_was_kept_or_chosen_by_hand(book):
	booking = book("10:00", assigned_users=[{"member": CLEO}])
	assert choice_of(booking) == ("by hand", {})
	booking.reschedule(booking.start_utc_minute + 60, "moved")
	assert (booking.members, choice_of(booking)[0]) == ([CLEO], "kept")
	booking.set("assigned_users", [{"member": BEN}])
	booking.save()
	assert choice_of(booking)[0] == "by hand"
	assert booking.history[-1].notes == "Ben Test was chosen by hand"
	booking.cancel_meeting("Cancelled by Staff")
	assert booking.history[-1].choice is None


def test_request_cannot_bring_a_choice(book):
	booking = book("10:00")
	before = booking.history[0].choice
	booking.history[0].choice = "[]"
	booking.save()
	booking.reload()
	assert booking.history[0].choice == before


def test_guests_are_never_told_why_somebody_was_chosen(http, book, consulting, queued_mails):
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	made = http.call("create_booking", **offer, **customer, date=MONDAY.isoformat(), time="10:00")
	booking = frappe.get_doc("MM Meeting Booking", made.json["message"]["booking_id"])
	links = {"token": booking.reschedule_token}
	told = [
		made,
		http.call("get_booking_details", **links),
		http.get(f"/reschedule-booking?token={booking.reschedule_token}"),
		http.get(f"/cancel-booking?token={booking.cancel_token}"),
		http.call("reschedule_booking", **links, new_date=MONDAY.isoformat(), new_time="11:00"),
	]
	texts = [answer.get_data(as_text=True) for answer in told]
	texts += [str(mail) for _recipients, mail in queued_mails(booking)]
	assert [answer.status_code for answer in told] == [200] * 5
	for secret in ("priority", "booked_minutes", "keeps the meeting", "candidates", "last_assigned"):
		assert not [text for text in texts if secret in text.lower()], secret
