"""What staff write to a customer of a meeting that they call off or decline, and what stays with the staff."""

import pytest

from meeting_manager.meeting_manager.api import bulk, staff_bookings
from tests.site.mails.reading import CUSTOMER, html_of, mail_to, member_of, text_of, whole
from tests.site.staff.looking import state

SAID, MESSAGE = "Ada has quarrelled <b>again</b>", "We are sorry & call you"
INERT = "We are sorry &amp; call you"
ACTS = {
	"cancelled": lambda name: staff_bookings.cancel_as_staff(name, text=SAID, message=MESSAGE),
	"as the customer asked": lambda name: staff_bookings.cancel_as_staff(
		name, text=SAID, message=MESSAGE, for_customer=1
	),
	"cancelled with others": lambda name: bulk.bulk_cancel(
		[name], "Test", note=SAID, message=MESSAGE, tell_at_once=1
	),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_customer_reads_the_message_and_the_members_what_was_said(booking, new_mails, act):
	new_mails(booking)
	act(booking.name)
	mails = new_mails(booking)
	to_customer, to_member = mail_to(CUSTOMER, mails), mail_to(member_of(booking), mails)
	assert f"Our message: {MESSAGE}" in text_of(to_customer).splitlines()
	assert INERT in html_of(to_customer)
	assert "quarrelled" not in whole(to_customer)
	assert "What was said: Ada has quarrelled" in text_of(to_member)
	assert "sorry" not in whole(to_member)


def test_a_declined_request_says_it_too(booking, new_mails, site):
	booking.db_set("status", "Pending")
	new_mails(booking)
	staff_bookings.decline(booking.name, "No room left", message=MESSAGE)
	mails = new_mails(booking)
	assert f"Our message: {MESSAGE}" in text_of(mail_to(CUSTOMER, mails)).splitlines()
	assert "No room left" not in whole(mail_to(CUSTOMER, mails))


def test_without_one_nothing_is_said(booking, new_mails):
	new_mails(booking)
	staff_bookings.cancel_as_staff(booking.name, text=SAID)
	assert "Our message" not in text_of(mail_to(CUSTOMER, new_mails(booking)))


def test_an_undone_cancellation_takes_the_message_back(booking, site):
	operation = bulk.bulk_cancel([booking.name], "Test", message=MESSAGE)["operation"]
	site.db.commit()
	assert state(booking).cancellation_message == MESSAGE
	bulk.undo_operation(operation)
	assert not state(booking).cancellation_message
