"""The rows of the ledger: which change writes which, in its own transaction and once."""

import pytest

from meeting_manager.notifications import ledger
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, Entry
from tests.site.mails.reading import CUSTOMER as ADDRESS
from tests.site.mails.reading import member_of, other_member

LATER = ["not in", ["Reminder"]]


def told(rows) -> list[tuple]:
	return [(row.occasion, row.channel, row.recipient) for row in rows]


def test_a_booking_is_told_to_the_customer_and_the_member_by_each_channel(consulting, site, book, messages):
	site.set_user("Administrator")
	booking = book("10:00")
	member = member_of(booking)
	assert told(messages(booking, occasion=LATER)) == [
		("Confirmed", "Email", ADDRESS),
		("Assigned", "Email", member),
		("Assigned", "In-App", member),
	]


@pytest.mark.parametrize(
	("reason", "occasion"), [("Cancelled by Staff", "Declined"), ("Customer Cancelled", "Cancelled")]
)
def test_a_request_that_ends_is_declined_or_cancelled(book, messages, reason, occasion):
	booking = book("10:00", status="Pending")
	booking.cancel_meeting(reason)
	booking.db_set("modified", booking.modified)
	rows = messages_after(booking, messages)
	assert {row.occasion for row in rows} == {occasion}


def test_a_hand_over_is_told_to_all_three(booking, messages, consulting, site):
	before, after = member_of(booking), other_member(booking, consulting)
	booking.set("assigned_users", [{"member": after, "user": after}])
	booking.save()
	site.db.commit()
	by_mail = [row for row in messages_after(booking, messages) if row.channel == "Email"]
	assert told(by_mail) == [
		("Reassigned", "Email", ADDRESS),
		("Handed Over", "Email", before),
		("Assigned", "Email", after),
	]


def messages_after(booking, messages):
	"""Those of the latest change, reminders aside."""
	booking.reload()
	import frappe

	frappe.db.commit()
	return messages(booking, occasion=LATER, calendar_sequence=booking.calendar_sequence)


def test_rows_go_with_the_change_that_is_rolled_back(site, booking, messages):
	before = messages(booking)
	booking.cancel_meeting("Cancelled by Staff")
	site.db.rollback()
	assert messages(booking) == before


def test_the_same_message_is_not_written_twice(site, booking):
	entry = [Entry("Confirmed", CUSTOMER, EMAIL)]
	with pytest.raises(Exception) as refusal:  # whatever the database's client raises
		ledger.write(booking, entry)
	assert site.db.is_unique_key_violation(refusal.value) or site.db.is_duplicate_entry(refusal.value)


def test_deleting_a_booking_is_not_stopped_by_its_messages_and_keeps_them(site, booking, messages):
	rows = len(messages(booking))
	site.delete_doc("MM Meeting Booking", booking.name)
	assert site.db.count("MM Message", {"booking": booking.name}) == rows > 0


def test_what_is_left_to_say_of_a_deleted_booking_is_skipped(site, booking, messages):
	from meeting_manager.notifications.delivery import deliver_for_booking

	site.delete_doc("MM Meeting Booking", booking.name)
	site.db.commit()
	deliver_for_booking(booking.name)
	rows = messages(booking, occasion=LATER)
	assert {(row.state, row.reason) for row in rows} == {("Skipped", "The booking was deleted")}
	site.db.delete("MM Message", {"booking": booking.name})
	site.db.commit()
