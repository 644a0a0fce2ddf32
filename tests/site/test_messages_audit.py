"""A message that was never written, is stuck, stands twice or belongs to nothing is found by the audit."""

import pytest

from meeting_manager.scheduling.policy import FEE, Fee, Policy
from meeting_manager.scheduling.policy_record import write_policy
from tests.site.clock import save_as_it_begins

MESSAGE, BOOKING = "MM Message", "MM Meeting Booking"
FEES = Policy(currency="EUR", no_show_fee=Fee(percent=100), waivable=(FEE,))


@pytest.fixture
def audit(site):
	"""What is found about one booking, by kind; other bookings of the site aside."""
	from meeting_manager.tasks import audit_messages

	def run(booking):
		names = {booking.name, *site.get_all(MESSAGE, {"booking": booking.name}, pluck="name")}
		found = audit_messages()
		return {
			kind: [text for text in texts if any(name in text for name in names)]
			for kind, texts in found.items()
			if kind != "changes"
		}

	return run


CLEAN = {"missing": [], "stray": [], "waiting": [], "duplicates": []}


@pytest.fixture
def change(site):
	"""Save the booking as it is now with other values: `change(booking, status="Completed")`."""

	def save(booking, **values):
		doc = site.get_doc("MM Meeting Booking", booking.name)
		member = values.pop("member", None)
		if member:
			doc.assigned_users[0].member = member
		doc.update(values)
		save_as_it_begins(doc)

	return save


def other_than(members, consulting):
	return next(name for name in consulting.members if name not in members)


@pytest.fixture
def eventful(booking, change, consulting):
	"""A booking that was moved, given to somebody else and cancelled."""
	change(booking, start_utc_minute=booking.start_utc_minute + 60)
	change(booking, member=other_than(booking.members, consulting))
	change(booking, status="Cancelled")
	return booking


def test_a_booking_with_each_kind_of_change_has_all_its_messages(eventful, audit):
	assert audit(eventful) == CLEAN


@pytest.mark.parametrize("ending", ["Completed", "No-Show"])
def test_a_request_that_was_confirmed_and_is_over_has_all_its_messages(
	book, another_type, change, audit, ending
):
	booking = book("12:00", meeting_type=another_type("On Request", requires_approval=1).name)
	assert booking.status == "Pending"
	change(booking, status="Confirmed")
	change(booking, status=ending)
	assert audit(booking) == CLEAN


def test_a_fee_that_is_waived_later_is_no_change_of_the_meeting(booking, change, audit, site):
	site.db.set_value(BOOKING, booking.name, "policy", write_policy(FEES, 9000))
	change(booking, status="No-Show")
	site.get_doc(BOOKING, booking.name).waive_fee("Kindness")
	assert site.db.exists(MESSAGE, {"booking": booking.name, "occasion": "Fee Waived"})
	assert audit(booking) == CLEAN


def test_a_change_after_the_end_is_told_to_nobody_and_missed_by_nobody(booking, change, audit, consulting):
	change(booking, status="Cancelled")
	change(booking, member=other_than(booking.members, consulting))
	assert audit(booking) == CLEAN


def test_members_in_another_order_are_no_news(book, audit, site, consulting):
	booking = book("10:00", assigned_users=[{"member": name} for name in consulting.members[:2]])
	doc = site.get_doc("MM Meeting Booking", booking.name)
	doc.set("assigned_users", [{"member": name} for name in reversed(booking.members)])
	doc.save()
	assert len(doc.history) == 2
	assert audit(booking) == CLEAN


def test_each_message_that_is_taken_away_is_missed(eventful, audit, site):
	rows = site.get_all(
		MESSAGE,
		{"booking": eventful.name, "occasion": ["!=", "Reminder"]},
		["name", "recipient_kind", "member", "occasion", "channel", "calendar_sequence"],
		order_by="calendar_sequence asc",
	)
	assert [row.calendar_sequence for row in rows if row.recipient_kind == "Customer"] == [0, 1, 2, 3]
	actions = [row.action for row in site.get_doc("MM Meeting Booking", eventful.name).history]
	for row in rows:
		site.db.savepoint("taken")
		site.db.delete(MESSAGE, {"name": row.name})
		whom = f"{row.member}, {row.occasion}, {row.channel}" if row.member else "Customer, Email"
		action = actions[row.calendar_sequence]
		assert audit(eventful) == {
			**CLEAN,
			"missing": [f"{eventful.name}, {action} ({row.calendar_sequence}): {whom}"],
		}
		site.db.rollback(save_point="taken")
	assert audit(eventful) == CLEAN


def test_what_was_told_before_the_ledger_came_is_not_asked_for(eventful, audit, site, monkeypatch):
	from meeting_manager.notifications import messages_audit

	site.db.delete(MESSAGE, {"booking": eventful.name})
	assert len(audit(eventful)["missing"]) == 4
	from meeting_manager.adapters.site_time import current_minute

	monkeypatch.setattr(messages_audit, "ledger_began", lambda: current_minute() + 5)
	assert audit(eventful) == CLEAN


def test_bookings_are_looked_at_in_portions_of_any_size(book, audit, site, monkeypatch):
	from meeting_manager.notifications import messages_audit
	from meeting_manager.tasks import audit_messages

	bookings = [book(time) for time in ("10:00", "11:00", "12:00")]
	whole = audit_messages()["changes"]
	monkeypatch.setattr(messages_audit, "AT_ONCE", 2)
	assert audit_messages()["changes"] == whole
	for booking in bookings:
		site.db.delete(MESSAGE, {"booking": booking.name})
	assert [len(audit(booking)["missing"]) for booking in bookings] == [1, 1, 1]


@pytest.mark.parametrize(
	("state", "late", "is_stuck"),
	[("Due", 62, True), ("Queued", 62, True), ("Due", 59, False), ("Sent", 62, False), ("Failed", 62, False)],
)
def test_what_waits_for_more_than_an_hour_is_stuck(booking, audit, site, state, late, is_stuck):
	from meeting_manager.adapters.site_time import current_minute

	name = site.db.get_value(MESSAGE, {"booking": booking.name, "recipient_kind": "Customer"})
	site.db.set_value(MESSAGE, name, {"state": state, "due_utc_minute": current_minute() - late})
	assert audit(booking) == {**CLEAN, "waiting": [name] if is_stuck else []}


def test_a_message_that_stands_twice_is_found(booking, audit, site):
	told = {"booking": booking.name, "recipient_kind": "Customer", "occasion": "Confirmed"}
	name = site.db.get_value(MESSAGE, told)
	message = site.get_doc(MESSAGE, name)
	twin = site.get_doc({**message.as_dict(), "name": f"twin of {name[:12]}", "message_key": None})
	twin.db_insert()
	assert audit(booking) == {**CLEAN, "duplicates": [f"{booking.name}, 0, Confirmed, 0, Customer, Email"]}


def test_messages_of_a_booking_that_never_was_are_stray_and_those_of_a_deleted_one_are_not(book, audit, site):
	deleted, lost = book("10:00"), book("11:00")
	site.delete_doc("MM Meeting Booking", deleted.name, force=True)
	site.db.delete("MM Meeting Booking", {"name": lost.name})
	try:
		assert audit(deleted) == CLEAN
		messages = site.get_all(MESSAGE, {"booking": lost.name}, pluck="name", order_by="name asc")
		assert audit(lost) == {**CLEAN, "stray": messages}
	finally:
		site.db.rollback()


def test_what_is_found_is_printed_and_logged_for_operators(booking, site, capsys):
	from meeting_manager.tasks import audit_messages

	logs = site.db.count("Error Log")
	name = site.db.get_value(MESSAGE, {"booking": booking.name, "occasion": "Confirmed"})
	site.db.delete(MESSAGE, {"name": name})
	found = audit_messages()
	lines = capsys.readouterr().out.splitlines()
	assert lines[0] == f"changes looked at: {found['changes']}"
	assert f"missing: {len(found['missing'])}" in lines
	assert f"  {booking.name}, Booked (0): Customer, Email" in lines
	assert site.db.count("Error Log") > logs


def test_what_calendars_do_not_hear_of_shifts_no_later_change(booking, change, audit, site):
	"""An answer that is noted is a row of the history without a message, and the next change has its messages."""
	doc = site.get_doc("MM Meeting Booking", booking.name)
	doc.flags.answer = {"answer": "Accepted", "attention": "", "is_customer": True}
	doc.save()
	change(booking, status="Cancelled")
	assert [row.action for row in site.get_doc("MM Meeting Booking", booking.name).history] == [
		"Booked",
		"Answered",
		"Cancelled",
	]
	assert audit(booking) == CLEAN
