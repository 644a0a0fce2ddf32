"""The database itself refuses a second booking of a member's time, and the audit tells where it does not hold."""

import pytest

from tests.site.clock import save_as_it_begins
from tests.site.factories import delete_bookings

ADA, BEN = "ada.test@example.com", "ben.test@example.com"
CLAIM, ASSIGNED = "MM Time Claim", "MM Meeting Booking Assigned User"


@pytest.fixture
def with_ada(book):
	return lambda time, **values: book(time, assigned_users=[{"member": ADA}], **values)


@pytest.fixture
def claimed(site):
	"""The claims of members as (member, minutes after `since`), in order."""

	def read(since):
		rows = site.get_all(
			CLAIM, {"member": ["in", [ADA, BEN]]}, ["member", "quantum"], order_by="member asc, quantum asc"
		)
		return [(row.member, row.quantum * 5 - since) for row in rows]

	return read


@pytest.fixture
def without_looking(monkeypatch):
	"""Switch off the look under the lock: what is left is the primary key."""
	from meeting_manager.meeting_manager.doctype.mm_meeting_booking import mm_meeting_booking

	monkeypatch.setattr(mm_meeting_booking, "validate_no_overlap", lambda booking: None)


HALF_AN_HOUR = [(ADA, minute) for minute in range(0, 30, 5)]


def test_booking_claims_each_quantum_and_a_move_takes_them_along(with_ada, claimed):
	booking = with_ada("10:00")
	start = booking.start_utc_minute
	assert claimed(start) == HALF_AN_HOUR
	booking.start_utc_minute = start + 15
	booking.save()
	assert claimed(start + 15) == HALF_AN_HOUR


@pytest.mark.parametrize("end", ["cancelled", "completed", "deleted"])
def test_time_is_claimed_no_longer_once_a_booking_has_ended(with_ada, claimed, site, end):
	booking = with_ada("10:00")
	if end == "cancelled":
		booking.cancel_meeting("Customer Cancelled")
	elif end == "completed":
		booking.status = "Completed"
		save_as_it_begins(booking)
	else:
		site.delete_doc("MM Meeting Booking", booking.name, force=True)
	assert claimed(0) == []


def test_claims_go_to_the_member_who_takes_over(with_ada, claimed):
	booking = with_ada("10:00")
	booking.set("assigned_users", [{"member": BEN, "user": BEN}])
	booking.save()
	assert claimed(booking.start_utc_minute) == [(BEN, minute) for _member, minute in HALF_AN_HOUR]


@pytest.mark.parametrize("time", ["09:35", "10:00", "10:25"])
def test_primary_key_refuses_what_nobody_looked_at(with_ada, without_looking, site, time):
	from meeting_manager.exceptions import ClaimedTimeError

	with_ada("10:00")
	with pytest.raises(ClaimedTimeError, match="This time has been booked a moment ago"):
		with_ada(time)
	site.db.rollback()


@pytest.mark.parametrize("time", ["09:30", "10:30"])
def test_meetings_that_touch_claim_nothing_twice(with_ada, without_looking, time):
	with_ada("10:00")
	assert with_ada(time).status == "Confirmed"


def test_seats_of_one_session_share_its_claims_until_the_last_one_leaves(another_type, with_ada, claimed):
	kind = another_type("Workshop", capacity=3, duration=30)
	seats = [with_ada("10:00", meeting_type=kind.name) for _seat in range(3)]
	start = seats[0].start_utc_minute
	assert claimed(start) == HALF_AN_HOUR
	for seat in seats[:2]:
		seat.cancel_meeting("Customer Cancelled")
		assert claimed(start) == HALF_AN_HOUR
	seats[2].cancel_meeting("Customer Cancelled")
	assert claimed(start) == []


def test_session_of_another_type_cannot_be_joined(another_type, with_ada, without_looking, site):
	from meeting_manager.exceptions import ClaimedTimeError

	first, second = (another_type(name, capacity=3, duration=30) for name in ("Workshop", "Seminar"))
	with_ada("10:00", meeting_type=first.name)
	with pytest.raises(ClaimedTimeError):
		with_ada("10:00", meeting_type=second.name)
	site.db.rollback()


def test_long_user_names_get_claims_of_their_own():
	from meeting_manager.adapters.claims import claim_name

	names = {claim_name("a" * 139 + letter, 5983000) for letter in "bc"}
	assert len(names) == 2
	assert max(map(len, names)) <= 140


@pytest.fixture
def audit(site):
	from meeting_manager.tasks import audit_overlaps

	return audit_overlaps


NOTHING = {"overlaps": [], "overfull": [], "missing": [], "stray": []}


def test_audit_finds_nothing_after_booking_moving_and_cancelling(with_ada, audit, another_type):
	kind = another_type("Workshop", capacity=2, duration=60)
	bookings = [
		with_ada("10:00"),
		with_ada("11:00"),
		*(with_ada("14:00", meeting_type=kind.name) for _seat in "ab"),
	]
	bookings[0].reschedule(bookings[0].start_utc_minute + 180, note="")
	bookings[1].cancel_meeting("Customer Cancelled")
	assert audit() == NOTHING


def test_audit_names_what_is_missing_and_what_is_stray_and_mends_it(with_ada, audit, site):
	booking = with_ada("10:00")
	quantum = booking.start_utc_minute // 5
	site.db.delete(CLAIM, {"quantum": quantum})
	site.get_doc(
		{
			"doctype": CLAIM,
			"name": f"{quantum + 90} {BEN}",
			"member": BEN,
			"quantum": quantum + 90,
			"session": "x",
		}
	).db_insert()
	found = audit()
	assert (found["missing"], found["stray"]) == ([f"{quantum} {ADA}"], [f"{quantum + 90} {BEN}"])
	assert audit(rebuild_claims=True) == NOTHING
	assert audit() == NOTHING


def test_audit_names_two_bookings_that_overlap(with_ada, audit, consulting, site):
	first, second = with_ada("10:00"), with_ada("11:00")
	row = second.assigned_users[0]
	moved = {"start_utc_minute": row.start_utc_minute - 45, "end_utc_minute": row.end_utc_minute - 45}
	site.db.set_value(ASSIGNED, row.name, moved)
	assert audit()["overlaps"] == [(first.name, second.name)]
	delete_bookings(consulting.name)


def test_audit_names_a_session_with_more_customers_than_seats(with_ada, audit, another_type, site):
	kind = another_type("Workshop", capacity=3, duration=30)
	seats = [with_ada("10:00", meeting_type=kind.name).name for _seat in range(3)]
	site.db.set_value("MM Meeting Type", kind.name, "capacity", 2)
	assert audit()["overfull"] == [seats]


def test_disagreement_stands_in_the_error_log(with_ada, audit, site):
	booking = with_ada("10:00")
	site.db.delete(CLAIM, {"quantum": booking.start_utc_minute // 5})
	audit()
	logs = site.get_all(
		"Error Log", {"method": "Bookings and claims disagree"}, pluck="error", order_by="creation desc"
	)
	assert f"missing: 1\n  {booking.start_utc_minute // 5} {ADA}" in logs[0]


def test_claims_of_past_meetings_are_forgotten(audit, site):
	old = site.get_doc(
		{"doctype": CLAIM, "name": f"100 {ADA}", "member": ADA, "quantum": 100, "session": "x"}
	)
	old.db_insert()
	assert audit() == NOTHING
	assert not site.db.exists(CLAIM, old.name)


def test_patch_claims_the_time_of_bookings_that_were_there_before(with_ada, claimed, site):
	from meeting_manager.patches import claim_held_time

	booking = with_ada("10:00")
	site.db.delete(CLAIM, {"member": ADA})
	for _time in range(2):
		claim_held_time.execute()
		assert claimed(booking.start_utc_minute) == HALF_AN_HOUR
