"""One booking in the hands of staff: what they may do with it, what is in the way, and what the history says of it."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager import permissions
from meeting_manager.adapters.history_audit import verify
from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import (
	BookingClosedError,
	NoMemberAvailableError,
	PastDateError,
	PolicyError,
)
from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.notifications.messages_audit import find_faults
from meeting_manager.scheduling.zones import to_instant
from tests.site.clock import stop_clock
from tests.site.factories import next_monday
from tests.site.people import LEADER, MANAGER, make_people
from tests.site.refusals import refused

BOOKING, MESSAGE, POLICY = "MM Meeting Booking", "MM Message", "MM Cancellation Policy"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
HOUR = 60


@pytest.fixture(autouse=True)
def _people(site):
	make_people()
	site.db.commit()


@pytest.fixture
def of_ada(book):
	return book("10:00", assigned_users=[{"member": ADA}])


@pytest.fixture
def under(book, consulting, site):
	"""A booking of Ada's under a policy: `under(cancel_notice_hours=48)`."""
	names = []

	def make(time="10:00", **values):
		doc = frappe.get_doc({"doctype": POLICY, "policy_name": f"Staff {len(names)}", **values}).insert()
		names.append(doc.name)
		set_policy(doc.name)
		return book(time, assigned_users=[{"member": ADA}])

	def set_policy(name):
		site.db.set_value("MM Meeting Type", consulting.meeting_type, "cancellation_policy", name)
		site.clear_document_cache("MM Meeting Type", consulting.meeting_type)
		site.db.commit()

	yield make
	site.db.rollback()
	site.set_user("Administrator")
	set_policy(None)
	for name in names:
		site.delete_doc(POLICY, name, force=True)
	site.db.commit()


@pytest.fixture
def led(consulting, site):
	"""The department is led by LEADER."""
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	site.db.commit()
	yield
	site.db.rollback()
	site.db.set_value("MM Department", consulting.name, "leader", None)
	site.db.commit()


def state(booking):
	return frappe.get_doc(BOOKING, booking.name)


def last_row(booking):
	return state(booking).history[-1]


def at(hour, minute=0, day=MONDAY):
	"""The instant of a time in Berlin, as the API takes it."""
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	zone = find_zone("Europe/Berlin")
	return to_instant(wall_to_minute(zone, day, hour * 60 + minute), zone).isoformat()


def just_before(booking, hours):
	return booking.start_utc_minute - hours * HOUR


def actions(booking):
	return staff_bookings.get_staff_choices(booking.name)["actions"]


# What is open


def test_a_confirmed_booking_can_be_moved_given_away_and_cancelled(of_ada, site):
	site.set_user(ADA)
	answer = staff_bookings.get_staff_choices(of_ada.name)
	assert answer["may_override"] is False
	assert answer["start"] == at(10)
	assert answer["members"] == [{"member": ADA, "name": "Ada Test"}]
	found = {name: (choice["allowed"], choice["sentence"]) for name, choice in answer["actions"].items()}
	not_yet = "A booking can become {0} only once its meeting has begun"
	assert found == {
		"confirm": (False, "A booking that is Confirmed cannot become Confirmed"),
		"decline": (
			False,
			"Only a request that waits for approval can be declined. Cancel the booking",
		),
		"complete": (False, not_yet.format("Completed")),
		"no_show": (False, not_yet.format("No-Show")),
		"cancel": (True, ""),
		"reschedule": (True, ""),
		"reassign": (True, ""),
		"resend": (False, "No mail to the customer can be sent again yet: it is on its way"),
		"copy_links": (True, ""),
	}


def test_who_would_be_told_is_who_is_told(of_ada, site):
	site.set_user(MANAGER)
	told = actions(of_ada)["cancel"]["told"]
	assert [(row["kind"], row["name"], row["address"], row["channel"]) for row in told] == [
		("Customer", "Alex Example", "alex@example.com", "Email"),
		("Member", "Ada Test", ADA, "Email"),
		("Member", "Ada Test", "", "In-App"),
	]
	staff_bookings.cancel_as_staff(of_ada.name, text="Ada is ill")
	written = frappe.get_all(
		MESSAGE,
		{"booking": of_ada.name, "occasion": "Cancelled"},
		["recipient_kind", "channel"],
		order_by="creation asc, name asc",
	)
	assert [(row.recipient_kind, row.channel) for row in written] == [
		(row["kind"], row["channel"]) for row in told
	]


def test_a_request_is_confirmed_or_declined_and_not_cancelled(of_ada, site):
	of_ada.db_set("status", "Pending")
	site.db.commit()
	site.set_user(ADA)
	found = actions(of_ada)
	open_ones = {name for name, choice in found.items() if choice["allowed"]}
	assert open_ones == {"confirm", "decline", "reschedule", "reassign", "copy_links"}
	assert found["cancel"]["sentence"] == "This is a request. Decline it, or confirm it first"
	assert {row["occasion"] for row in found["decline"]["told"]} == {"Declined"}
	with refused("Say why the request is declined", frappe.MandatoryError):
		staff_bookings.decline(of_ada.name, " ")
	staff_bookings.decline(of_ada.name, "No room left")
	declined = state(of_ada)
	assert (declined.status, declined.cancellation_reason, declined.cancellation_note) == (
		"Cancelled",
		"Declined by Staff",
		"No room left",
	)


def test_a_closed_booking_takes_nothing_but_its_mail_again(of_ada, site):
	of_ada.cancel_meeting("Customer Cancelled")
	site.db.set_value(MESSAGE, {"booking": of_ada.name}, "state", "Sent")
	site.db.commit()
	found = actions(of_ada)
	assert [name for name, choice in found.items() if choice["allowed"]] == ["resend"]
	assert {choice["sentence"] for name, choice in found.items() if name not in ("resend", "confirm")} == {
		"This booking has already been cancelled"
	}
	assert found["resend"]["message"]["occasion"] == "Cancelled"
	for act in (
		lambda: staff_bookings.cancel_as_staff(of_ada.name, text="x"),
		lambda: staff_bookings.move_as_staff(of_ada.name, at(11)),
		lambda: staff_bookings.reassign_as_staff(of_ada.name, BEN),
		lambda: staff_bookings.mark_no_show(of_ada.name),
		lambda: staff_bookings.complete(of_ada.name),
		lambda: staff_bookings.decline(of_ada.name, "x"),
		lambda: staff_bookings.copy_customer_links(of_ada.name),
	):
		with pytest.raises(
			(BookingClosedError, PolicyError), match="This booking has already been cancelled"
		):
			act()


# Cancelling


def test_a_cancellation_names_its_reason_and_its_fee(under, site, monkeypatch):
	booking = under(
		currency="EUR",
		fee_tiers=[{"within_hours": 24, "fee_amount": 12.5}],
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
	)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(ADA)
	choice = actions(booking)["cancel"]
	assert (choice["fee"], choice["needs_reason"], choice["reasons"]) == (
		"€12.50",
		True,
		["Illness", "Other"],
	)
	assert (choice["free_until"][-22:], choice["is_override"], choice["waivable"]) == (
		"10:00 (Europe/Berlin)".rjust(22),
		False,
		[],
	)
	with refused("Say why the booking is cancelled", frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="Ada is ill")
	with refused("Choose one of the reasons: Illness, Other"):
		staff_bookings.cancel_as_staff(booking.name, category="Holiday")
	staff_bookings.cancel_as_staff(booking.name, category="Illness", text="Get well, Ada")
	cancelled, row = state(booking), last_row(booking)
	assert (cancelled.status, cancelled.cancellation_reason) == ("Cancelled", "Illness")
	assert (row.action_by, row.reason, row.notes, row.waived, row.waived_because) == (
		ADA,
		"Illness",
		"Get well, Ada\nCancellation fee: €12.50",
		"",
		"",
	)


def test_the_fee_is_waived_by_whoever_may_and_says_why(under, site, monkeypatch):
	fee = {"currency": "EUR", "fee_tiers": [{"within_hours": 24, "fee_amount": 12.5}]}
	booking = under(waive_fee=1, **fee)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(ADA)
	with refused("The fee cannot be waived by you, or not under this booking's policy", PolicyError):
		staff_bookings.cancel_as_staff(booking.name, text="x", waive_fee=1, override_reason="She asked")
	site.set_user(MANAGER)
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="x", waive_fee=1)
	staff_bookings.cancel_as_staff(booking.name, text="x", waive_fee="1", override_reason="A good customer")
	row = last_row(booking)
	assert (row.action_by, row.waived, row.waived_because) == (MANAGER, "fee", "A good customer")
	assert row.notes == "x\nCancellation fee waived: €12.50"
	assert not verify([booking.name])
	frappe.db.set_value("MM Booking History", row.name, {"waived": "", "waived_because": ""})
	assert verify([booking.name]).changed == [booking.name]


def test_the_notice_binds_members_and_not_whoever_may_override(under, led, site, monkeypatch):
	booking = under(cancel_notice_hours=48, waive_notice=1)
	stop_clock(monkeypatch, just_before(booking, 3))
	until = f"{MONDAY - timedelta(days=2)} 10:00"
	site.set_user(ADA)
	choice = actions(booking)["cancel"]
	sentence = (
		f"Cancelling was possible until {until}."
		" A manager or the leader of the department may do it, for a reason"
	)
	assert (choice["allowed"], choice["code"], choice["sentence"]) == (False, "too late", sentence)
	with refused(sentence, PolicyError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason="I want to")
	site.set_user(LEADER)
	choice = actions(booking)["cancel"]
	assert (choice["allowed"], choice["is_override"], choice["waivable"]) == (True, True, ["notice"])
	assert choice["sentence"] == f"Cancelling was possible until {until}"
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason=" ")
	staff_bookings.cancel_as_staff(booking.name, text="Sorry", override_reason="The room burnt down")
	row = last_row(booking)
	assert (row.action, row.action_by, row.waived, row.waived_because, row.notes) == (
		"Cancelled",
		LEADER,
		"too late",
		"The room burnt down",
		"Sorry",
	)
	assert not verify([booking.name])


def test_what_the_policy_lets_nobody_waive_binds_managers_too(under, site, monkeypatch):
	booking = under(cancel_notice_hours=48)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	sentence = (
		f"Cancelling was possible until {MONDAY - timedelta(days=2)} 10:00."
		" The policy of this booking lets nobody waive that"
	)
	assert actions(booking)["cancel"]["sentence"] == sentence
	with refused(sentence, PolicyError):
		staff_bookings.cancel_as_staff(booking.name, text="x", override_reason="I may do anything")
	assert state(booking).status == "Confirmed"


@pytest.fixture
def site_notice(site):
	"""The site's own number: 24 hours."""
	settings = frappe.get_doc("MM Settings")
	before = settings.cancel_notice_hours
	settings.update({"cancel_notice_hours": 24}).save()
	site.db.commit()
	yield
	site.db.rollback()
	site.set_user("Administrator")
	frappe.get_doc("MM Settings").update({"cancel_notice_hours": before}).save()
	site.db.commit()


def test_the_sites_own_numbers_may_be_waived(site_notice, of_ada, site, monkeypatch):
	stop_clock(monkeypatch, just_before(of_ada, 3))
	site.set_user(MANAGER)
	choice = actions(of_ada)["cancel"]
	assert (choice["code"], choice["is_override"]) == ("too late", True)
	site.set_user(ADA)
	assert actions(of_ada)["cancel"]["allowed"] is False


# Moving


def test_a_free_time_is_taken_and_the_member_stays(of_ada, site):
	site.set_user(ADA)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14))
	assert (checked["allowed"], checked["is_override"], checked["sentence"]) == (True, False, "")
	assert (checked["members"], checked["changes_members"]) == ([{"member": ADA, "name": "Ada Test"}], False)
	assert {row["occasion"] for row in checked["told"]} == {"Rescheduled"}
	assert state(of_ada).start_utc_minute == of_ada.start_utc_minute
	answer = staff_bookings.move_as_staff(of_ada.name, at(14), reason="Ada asked")
	moved, row = state(of_ada), last_row(of_ada)
	assert (moved.status, moved.members, answer["start"]) == ("Rescheduled", [ADA], at(14))
	assert (answer["calendar_sequence"], moved.reschedule_count) == (1, 1)
	assert (row.action, row.action_by, row.reason, row.waived) == ("Rescheduled", ADA, "Ada asked", "")
	assert (row.old_value, row.new_value) == (f"{MONDAY} 10:00", f"{MONDAY} 14:00")


def test_a_meeting_in_the_way_is_named_and_never_booked_over(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14), ADA)
	(reason,) = checked["reasons"]
	assert (checked["allowed"], checked["is_override"], checked["told"]) == (False, False, [])
	assert (reason["member"], reason["code"], reason["is_conflict"]) == (ADA, "booked", True)
	sentence = f"{MONDAY} 14:00: Ada Test: Booked {MONDAY} 14:00 - 14:30. Move or cancel that meeting"
	assert checked["sentence"] == sentence
	with refused(sentence, NoMemberAvailableError):
		staff_bookings.move_as_staff(of_ada.name, at(14), ADA, override_reason="She can do two at once")


def test_a_busy_member_is_replaced_by_one_who_is_free(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(14))
	assert (checked["allowed"], checked["changes_members"]) == (True, True)
	taken = checked["members"][0]["member"]
	assert taken in (BEN, CLEO)
	staff_bookings.move_as_staff(of_ada.name, at(14))
	assert state(of_ada).members == [taken]
	assert '"reason"' in last_row(of_ada).choice


def test_nobody_is_busy_elsewhere_and_here(of_ada, site):
	start = of_ada.start_utc_minute + 5 * HOUR
	busy = {"start_datetime": to_site_datetime(start), "end_datetime": to_site_datetime(start + HOUR)}
	doc = frappe.get_doc({"doctype": "MM Busy Time", "member": ADA, "title": "Dentist", **busy}).insert()
	site.db.commit()
	try:
		site.set_user(MANAGER)
		(reason,) = staff_bookings.check_staff_move(of_ada.name, at(15), ADA)["reasons"]
		assert (reason["code"], reason["is_conflict"]) == ("busy elsewhere", True)
		with pytest.raises(NoMemberAvailableError, match="Busy elsewhere"):
			staff_bookings.move_as_staff(of_ada.name, at(15), ADA, override_reason="The dentist can wait")
	finally:
		site.db.rollback()
		site.set_user("Administrator")
		doc.delete()
		site.db.commit()


def test_hours_are_set_aside_by_whoever_may_and_says_why(of_ada, led, site):
	site.set_user(ADA)
	checked = staff_bookings.check_staff_move(of_ada.name, at(19))
	assert (checked["allowed"], checked["is_override"]) == (False, False)
	sentence = (
		f"{MONDAY} 19:00: Ada Test: Outside the member's hours. Add weekly hours, or hours for this date."
		" A manager or the leader of the department may do it, for a reason"
	)
	assert checked["sentence"] == sentence
	with refused(sentence, NoMemberAvailableError):
		staff_bookings.move_as_staff(of_ada.name, at(19), override_reason="I work late")
	site.set_user(LEADER)
	checked = staff_bookings.check_staff_move(of_ada.name, at(19))
	assert (checked["allowed"], checked["is_override"]) == (True, True)
	assert [(row["code"], row["is_conflict"]) for row in checked["reasons"]] == [("outside hours", False)]
	with refused("Say why the rules do not hold this time", frappe.MandatoryError):
		staff_bookings.move_as_staff(of_ada.name, at(19))
	staff_bookings.move_as_staff(of_ada.name, at(19), reason="Late train", override_reason="Agreed by phone")
	row = last_row(of_ada)
	assert (row.reason, row.waived, row.waived_because) == (
		"Late train",
		"outside hours",
		"Agreed by phone",
	)
	assert not verify([of_ada.name])


def test_policy_and_calendar_are_set_aside_together(under, site, monkeypatch):
	booking = under(reschedule_notice_hours=48, waive_notice=1)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(booking.name, at(20))
	assert (checked["policy"]["code"], checked["policy"]["is_override"]) == ("too late", True)
	staff_bookings.move_as_staff(booking.name, at(20), override_reason="Agreed by phone")
	assert last_row(booking).waived == "too late, outside hours"


def test_a_policy_that_binds_everybody_is_said_while_typing(under, site, monkeypatch):
	booking = under(reschedule_notice_hours=48)
	stop_clock(monkeypatch, just_before(booking, 3))
	site.set_user(MANAGER)
	checked = staff_bookings.check_staff_move(booking.name, at(14))
	assert checked["allowed"] is False
	assert checked["sentence"].startswith(
		f"Rescheduling was possible until {MONDAY - timedelta(days=2)} 10:00."
	)
	with refused(checked["sentence"], PolicyError):
		staff_bookings.move_as_staff(booking.name, at(14), override_reason="x")


@pytest.mark.parametrize(
	("start", "member", "sentence", "kind"),
	[
		(lambda: at(10), "", "Nothing changes", frappe.ValidationError),
		(lambda: "2020-01-06T10:00+01:00", "", "The new time is in the past", PastDateError),
		(
			lambda: at(10, 3),
			"",
			"start: expected a time at a multiple of 5 minutes",
			frappe.ValidationError,
		),
		(
			lambda: at(11),
			"nobody",
			"There is no such member. Choose one from the list",
			frappe.DoesNotExistError,
		),
	],
	ids=["the same", "past", "between minutes", "nobody"],
)
def test_what_cannot_be_meant_is_refused(of_ada, site, start, member, sentence, kind):
	site.set_user(MANAGER)
	with refused(sentence, kind):
		staff_bookings.move_as_staff(of_ada.name, start(), member, override_reason="x")


def test_who_saw_an_older_booking_is_told_so(of_ada, site):
	site.set_user(ADA)
	staff_bookings.move_as_staff(of_ada.name, at(14), calendar_sequence=0)
	sentence = "The booking has changed since you opened it. Load it again"
	for act in (
		lambda: staff_bookings.move_as_staff(of_ada.name, at(15), calendar_sequence=0),
		lambda: staff_bookings.cancel_as_staff(of_ada.name, text="x", calendar_sequence=0),
		lambda: staff_bookings.reassign_as_staff(of_ada.name, BEN, calendar_sequence=0),
	):
		site.db.commit()
		with refused(sentence, frappe.TimestampMismatchError):
			act()


# Giving it to another member


def test_a_colleague_takes_over(of_ada, book, site):
	book("10:00", assigned_users=[{"member": CLEO}])
	site.set_user(MANAGER)
	members = actions(of_ada)["reassign"]["members"]
	assert [(row["member"], row["is_free"]) for row in members] == [(BEN, True), (CLEO, False)]
	staff_bookings.reassign_as_staff(of_ada.name, BEN, reason="Ada is ill")
	row = last_row(of_ada)
	assert state(of_ada).members == [BEN] and state(of_ada).status == "Confirmed"
	assert (row.action, row.old_value, row.new_value, row.reason) == (
		"Reassigned",
		"Ada Test",
		"Ben Test",
		"Ada is ill",
	)
	assert find_faults(0).missing == []


def test_a_colleague_who_is_busy_takes_nothing_over(of_ada, book, site):
	book("10:00", assigned_users=[{"member": BEN}])
	site.set_user(MANAGER)
	with pytest.raises(NoMemberAvailableError, match="Ben Test: Booked"):
		staff_bookings.reassign_as_staff(of_ada.name, BEN, override_reason="x")
	assert state(of_ada).members == [ADA]


def test_one_of_two_is_replaced(book, site):
	booking = book("10:00", assigned_users=[{"member": ADA}, {"member": BEN}])
	site.set_user(MANAGER)
	staff_bookings.reassign_as_staff(booking.name, CLEO, instead_of=BEN)
	site.db.commit()
	assert state(booking).members == [ADA, CLEO]
	with refused("The member to be replaced no longer has this meeting. Load the booking again"):
		staff_bookings.reassign_as_staff(booking.name, BEN, instead_of=BEN)


def test_somebody_has_to_be_chosen(of_ada, site):
	with refused("Choose a member", frappe.MandatoryError):
		staff_bookings.reassign_as_staff(of_ada.name)


def test_of_colleagues_a_member_learns_only_that_they_are_not_free(of_ada, book, site):
	book("10:00", assigned_users=[{"member": BEN}], customer_name="Secret Customer")
	site.set_user(ADA)
	members = {row["member"]: row["reasons"] for row in actions(of_ada)["reassign"]["members"]}
	assert [(row["code"], row["text"]) for row in members[BEN]] == [("not free", "Not free then")]
	checked = staff_bookings.check_staff_move(of_ada.name, at(10), BEN)
	assert checked["sentence"] == f"{MONDAY} 10:00: Ben Test: Not free then"
	times = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), BEN)["times"]
	told = {reason["text"] for row in times for reason in row["reasons"]}
	assert told == {"Not free then"}


# Afterwards


@pytest.mark.parametrize(
	("act", "status"),
	[(staff_bookings.mark_no_show, "No-Show"), (staff_bookings.complete, "Completed")],
)
def test_what_became_of_a_meeting_is_noted_once_it_has_begun(of_ada, site, monkeypatch, act, status):
	site.set_user(ADA)
	with refused(f"A booking can become {status} only once its meeting has begun", PolicyError):
		act(of_ada.name)
	stop_clock(monkeypatch, of_ada.start_utc_minute)
	assert act(of_ada.name)["status"] == status
	row = last_row(of_ada)
	assert (row.action, row.old_value, row.action_by) == (status, "Confirmed", ADA)


def test_a_no_show_names_its_fee(under, site, monkeypatch):
	booking = under(currency="EUR", no_show_amount=30)
	stop_clock(monkeypatch, booking.start_utc_minute)
	assert actions(booking)["no_show"]["fee"] == "€30.00"
	staff_bookings.mark_no_show(booking.name)
	assert last_row(booking).notes == "No-show fee: €30.00"


# The customer's links


def test_the_links_are_the_customers_and_the_history_says_who_asked(of_ada, site, http):
	before = frappe.db.count(MESSAGE, {"booking": of_ada.name})
	site.set_user(ADA)
	links = staff_bookings.copy_customer_links(of_ada.name)
	assert links == {
		"reschedule_url": of_ada.reschedule_url,
		"cancel_url": of_ada.cancel_url,
		"calendar_url": of_ada.calendar_url,
	}
	row, now = last_row(of_ada), state(of_ada)
	assert (row.action, row.action_by, row.old_value, row.new_value, row.notes) == (
		"Links Copied",
		ADA,
		"",
		"",
		"",
	)
	assert (now.calendar_sequence, now.token_nonce) == (0, of_ada.token_nonce)
	assert frappe.db.count(MESSAGE, {"booking": of_ada.name}) == before
	assert not verify([of_ada.name]) and find_faults(0).missing == []
	assert http.call("get_booking_details", token=of_ada.cancel_token).status_code == 200


# The times of a day


def test_a_day_shows_who_is_free_when_and_why_not(of_ada, book, site):
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(MANAGER)
	answer = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), ADA)
	assert (answer["timezone"], answer["date"]) == ("Europe/Berlin", MONDAY.isoformat())
	assert MONDAY.isoformat() in answer["days"]
	assert (MONDAY - timedelta(days=1)).isoformat() not in answer["days"]
	rows = {row["time"]: row for row in answer["times"]}
	assert len(rows) == 48
	found = {
		time: (rows[time]["is_free"], rows[time]["is_possible"])
		for time in ("09:00", "10:00", "14:00", "19:00")
	}
	assert found == {
		"09:00": (True, True),
		"10:00": (True, True),
		"14:00": (False, False),
		"19:00": (False, True),
	}
	assert [time for time, row in rows.items() if row["is_booked_here"]] == ["10:00"]
	assert rows["14:00"]["reasons"][0]["code"] == "booked"
	everybody = staff_bookings.staff_times(of_ada.name)
	assert everybody["date"] == MONDAY.isoformat()
	at_two = next(row for row in everybody["times"] if row["time"] == "14:00")
	assert (at_two["is_free"], at_two["free"]) == (True, [BEN, CLEO])


def test_to_a_member_no_time_outside_the_rules_is_possible(of_ada, site):
	site.set_user(ADA)
	times = staff_bookings.staff_times(of_ada.name, MONDAY.isoformat(), ADA)["times"]
	assert all(row["is_free"] == row["is_possible"] for row in times)


# Two at once


def test_a_time_that_was_taken_meanwhile_is_refused(of_ada, book, site):
	site.set_user(ADA)
	assert staff_bookings.check_staff_move(of_ada.name, at(14), ADA)["allowed"]
	site.set_user("Administrator")
	book("14:00", assigned_users=[{"member": ADA}])
	site.set_user(ADA)
	with pytest.raises(NoMemberAvailableError, match="Ada Test: Booked"):
		staff_bookings.move_as_staff(of_ada.name, at(14), ADA)


def test_who_only_reads_a_booking_may_do_nothing(of_ada, site, monkeypatch):
	"""As whom it is shared with, which localsite has not."""
	monkeypatch.setattr(
		permissions, "has_booking_permission", lambda doc, ptype="read", user=None: ptype == "read"
	)
	site.set_user(BEN)
	answer = staff_bookings.get_staff_choices(of_ada.name)
	assert (answer["may_write"], answer["may_override"], answer["actions"]) == (False, False, {})
	for act in (
		lambda: staff_bookings.check_staff_move(of_ada.name, at(11)),
		lambda: staff_bookings.staff_times(of_ada.name),
		lambda: staff_bookings.copy_customer_links(of_ada.name),
	):
		with pytest.raises(frappe.PermissionError):
			act()
