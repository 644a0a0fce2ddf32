"""The time that members hold for a booking: what their rows say, and the stamp that tells caches of it."""

import threading

import frappe
import pytest

from meeting_manager.adapters.occupancy import ASSIGNED, lock_members, mark_changed
from meeting_manager.adapters.site_time import to_site_datetime
from tests.site.answers import API
from tests.site.clock import save_as_it_begins
from tests.site.hosts import BENCH_SITE

ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
HOUR = 60


@pytest.fixture
def of_ada(book):
	return lambda time="10:00", **values: book(time, assigned_users=[{"member": ADA}], **values)


@pytest.fixture
def pause(site):
	"""Give a member pauses for one test."""
	changed = []

	def set_pauses(member, before, after):
		changed.append(member)
		write(member, before, after)

	def write(member, before, after):
		profile = site.get_doc("MM Member Profile", member)
		profile.update({"buffer_before": before, "buffer_after": after}).save()
		site.db.commit()

	yield set_pauses
	site.db.rollback()
	for member in changed:
		write(member, 0, 0)


@pytest.fixture
def stamped(site, consulting):
	"""The short names of the members whose stamp differs from the last call's."""
	seen = {}

	def changed():
		rows = site.get_all("MM Member Profile", fields=["name", "calendar_version"], order_by="name asc")
		names = [row.name.split(".")[0] for row in rows if seen.get(row.name) != row.calendar_version]
		seen.update({row.name: row.calendar_version for row in rows})
		return [name for name in names if f"{name}.test@example.com" in consulting.members]

	changed()
	return changed


def row_of(booking, member=ADA):
	fields = ("meeting_type", "buffer_before", "buffer_after", "is_counted", "is_blocking")
	return tuple(frappe.db.get_value(ASSIGNED, {"parent": booking.name, "member": member}, fields))


def move(booking, minutes=HOUR):
	booking.start_datetime = to_site_datetime(booking.start_utc_minute + minutes)
	booking.save()


@pytest.mark.parametrize(
	("of_type", "of_member", "held"),
	[((0, 0), (0, 0), (0, 0)), ((10, 20), (0, 0), (10, 20)), ((10, 20), (15, 5), (15, 20))],
)
def test_row_holds_the_larger_pause_of_either_side(of_ada, another_type, pause, of_type, of_member, held):
	kind = another_type("With Pauses", buffer_before=of_type[0], buffer_after=of_type[1])
	pause(ADA, *of_member)
	assert row_of(of_ada(meeting_type=kind.name)) == (kind.name, *held, 1, 1)


def test_pauses_stay_as_they_were_when_it_was_booked_until_it_is_moved(of_ada, another_type, site):
	kind = another_type("With Pauses", buffer_after=20)
	booking = of_ada(meeting_type=kind.name)
	kind.buffer_after = 45
	kind.save()
	booking.customer_notes = "Wants tea"
	booking.save()
	assert row_of(booking)[1:3] == (0, 20)
	move(booking)
	assert row_of(booking)[1:3] == (0, 45)


def test_who_takes_over_brings_own_pauses(of_ada, pause):
	booking = of_ada()
	pause(BEN, 10, 15)
	booking.append("assigned_users", {"member": BEN})
	booking.save()
	assert (row_of(booking, ADA)[1:3], row_of(booking, BEN)[1:3]) == ((0, 0), (10, 15))


def test_request_cannot_bring_what_a_row_holds(of_ada, another_type):
	other = another_type("Other")
	values = {"buffer_before": 200, "buffer_after": 200, "is_counted": 0, "is_blocking": 0}
	booking = of_ada()
	booking.assigned_users[0].update({**values, "meeting_type": other.name})
	booking.save()
	assert row_of(booking) == (booking.meeting_type, 0, 0, 1, 1)


@pytest.mark.parametrize(
	("status", "counted"), [("Cancelled", 0), ("Completed", 1), ("No-Show", 1), ("Confirmed", 1)]
)
def test_all_but_cancelled_meetings_count_for_limits(of_ada, status, counted):
	booking = of_ada()
	booking.status = status
	save_as_it_begins(booking)
	assert row_of(booking)[3:] == (counted, int(status == "Confirmed"))


def test_new_booking_stamps_its_member(of_ada, stamped):
	of_ada()
	assert stamped() == ["ada"]


def test_move_stamps_the_member_and_a_note_does_not(of_ada, stamped):
	booking = of_ada()
	stamped()
	booking.customer_notes = "Wants tea"
	booking.save()
	assert stamped() == []
	move(booking)
	assert stamped() == ["ada"]


def test_reassigning_stamps_who_leaves_and_who_comes(of_ada, stamped):
	booking = of_ada()
	stamped()
	booking.set("assigned_users", [{"member": BEN}])
	booking.save()
	assert stamped() == ["ada", "ben"]


def test_second_member_stamps_only_the_second(of_ada, stamped):
	booking = of_ada()
	stamped()
	booking.append("assigned_users", {"member": CLEO})
	booking.save()
	assert stamped() == ["cleo"]


@pytest.mark.parametrize("status", ["Cancelled", "Completed", "No-Show"])
def test_time_that_becomes_free_stamps_the_member(of_ada, stamped, status):
	booking = of_ada()
	stamped()
	booking.status = status
	save_as_it_begins(booking)
	assert stamped() == ["ada"]


def test_deleting_stamps_the_members(of_ada, stamped):
	booking = of_ada()
	stamped()
	frappe.delete_doc("MM Meeting Booking", booking.name)
	assert stamped() == ["ada"]


def test_guest_who_moves_or_cancels_stamps_whoever_is_concerned(http, book, stamped):
	booking = book("10:00")
	taken = book("12:00", assigned_users=[{"member": ADA}])
	stamped()
	day = str(booking.start_datetime.date())
	moved = http.call("reschedule_booking", token=booking.reschedule_token, new_date=day, new_time="12:00")
	assert (moved.status_code, stamped()) == (200, ["ada", "ben"])
	assert (http.call("cancel_booking", token=taken.cancel_token).status_code, stamped()) == (200, ["ada"])


def test_refused_change_leaves_no_stamp(of_ada, book, stamped, site):
	of_ada("12:00")
	booking = of_ada()
	stamped()
	site.db.commit()
	with pytest.raises(frappe.ValidationError):
		move(booking, 2 * HOUR)
	site.db.rollback()
	assert stamped() == []


def test_stamp_leaves_open_forms_up_to_date(site, consulting, stamped):
	profile = site.get_doc("MM Member Profile", ADA)
	mark_changed([ADA, CLEO])
	assert stamped() == ["ada", "cleo"]
	mark_changed([])
	assert stamped() == []
	profile.save()


@pytest.mark.skipif(not BENCH_SITE, reason="localsite has one write lock, so nobody waits for a second one")
@pytest.mark.parametrize("how", ["guest", "desk"])
def test_cancelling_waits_for_the_members_before_it_locks_the_booking(of_ada, consulting, http, how, site):
	"""Else whoever books would wait for the booking's row, and the cancellation for the member's: a deadlock."""
	booking = of_ada()
	site.db.commit()
	lock_members(consulting.name, [ADA])
	cancel = _cancel_as_guest if how == "guest" else _cancel_in_desk
	what = booking.cancel_token if how == "guest" else booking.name
	thread = threading.Thread(target=cancel, args=(http, what, answers := []))
	thread.start()
	thread.join(1)
	assert thread.is_alive(), answers
	free = frappe.db.sql(
		f"select name from `tab{ASSIGNED}` where parent = %s for update skip locked", booking.name
	)
	site.db.commit()
	thread.join(20)
	assert (len(free), answers) == (1, ["Cancelled"])


def _cancel_as_guest(http, token, answers):
	answer = http._open("POST", f"{API}cancel_booking", {"json": {"token": token}, "headers": http.headers})
	answers.append("Cancelled" if answer.status_code == 200 else answer.text)


def _cancel_in_desk(_http, name, answers):
	frappe.init(site=BENCH_SITE, sites_path=".", force=True)
	frappe.connect()
	frappe.get_doc("MM Meeting Booking", name).cancel_meeting("Cancelled by Staff")
	frappe.db.commit()
	frappe.destroy()
	answers.append("Cancelled")
