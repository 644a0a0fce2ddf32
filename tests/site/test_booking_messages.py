"""What the form of a booking shows of its messages, and to whom."""

import json

import frappe
import pytest

from tests.site.messages.conftest import mail_server  # noqa: F401 (a fixture)
from tests.site.people import MANAGER, make_people, sign_in

GET = "/api/method/meeting_manager.meeting_manager.api.booking_messages.get_messages"
CUSTOMER = "alex@example.com"


@pytest.fixture
def messages(site):
	from meeting_manager.meeting_manager.api.booking_messages import get_messages

	return lambda booking: get_messages(booking.name)["messages"]


@pytest.fixture
def reload(site):
	return lambda booking: site.get_doc("MM Meeting Booking", booking.name)


def test_messages_stand_with_the_newest_change_first_and_in_its_order(
	booking,
	messages,
	reload,
	queued_mails,
	mail_server,  # noqa: F811
):
	queued_mails(booking)
	reload(booking).cancel_meeting("Cancelled by Staff")
	member = booking.members[0]
	told = [
		(row.occasion, row.recipient, row.channel, row.state)
		for row in messages(booking)
		if row.occasion != "Reminder"
	]
	assert told == [
		("Cancelled", CUSTOMER, "Email", "Due"),
		("Cancelled", member, "Email", "Due"),
		("Cancelled", member, "In-App", "Due"),
		("Confirmed", CUSTOMER, "Email", "Sent"),
		("Assigned", member, "Email", "Sent"),
		("Assigned", member, "In-App", "Sent"),
	]


def test_a_message_is_superseded_by_a_newer_change_for_the_same_recipient_alone(
	booking, messages, reload, consulting
):
	first = booking.members[0]
	other = next(member for member in consulting.members if member != first)
	handed = reload(booking)
	handed.assigned_users[0].member = other
	handed.save()
	old = {(row.occasion, row.channel) for row in messages(booking) if row.is_superseded}
	assert old == {("Confirmed", "Email"), ("Assigned", "Email"), ("Assigned", "In-App")}
	last = {
		(row.occasion, row.member)
		for row in messages(booking)
		if not row.is_superseded and row.occasion != "Reminder"
	}
	assert last == {("Reassigned", None), ("Handed Over", first), ("Assigned", other)}


def test_nothing_of_the_message_s_contents_and_errors_travels(booking, messages):
	assert {"change", "last_error", "message_key", "email_queue"}.isdisjoint(messages(booking)[0])


@pytest.mark.parametrize(("right", "expected"), [(True, True), (False, False)])
def test_the_form_says_whether_its_reader_may_send_again(booking, site, monkeypatch, right, expected):
	from meeting_manager import permissions
	from meeting_manager.meeting_manager.api.booking_messages import get_messages

	make_people()
	site.db.commit()
	site.set_user(MANAGER)
	monkeypatch.setattr(
		permissions, "has_booking_permission", lambda doc, ptype="read", user=None: ptype == "read" or right
	)
	assert get_messages(booking.name)["may_resend"] is expected


@pytest.mark.parametrize("name", ["", "no-such-booking", None, "%"])
def test_a_booking_that_is_none_is_not_found(http, site, name):
	make_people()
	site.db.commit()
	headers = sign_in(http, MANAGER)
	answer = http.post(GET, json={"booking": name} if name is not None else {}, headers=headers)
	assert (answer.status_code, "messages" in json.dumps(answer.json.get("message"))) == (404, False)


def test_a_message_that_failed_is_sent_again_and_once(booking, site, queued_mails, mail_server):  # noqa: F811
	assert len(queued_mails(booking)) == 2
	name = frappe.db.get_value(
		"MM Message", {"booking": booking.name, "recipient_kind": "Customer", "occasion": "Confirmed"}
	)
	frappe.db.set_value("MM Message", name, {"state": "Failed", "reason": "Mailbox is full", "tries": 3})
	site.get_doc("MM Message", name).resend()
	site.db.commit()
	assert [recipients for recipients, _mail in queued_mails(booking)][2:] == [[CUSTOMER]]
	state = frappe.db.get_value("MM Message", name, ["state", "tries", "times_sent", "reason"])
	assert tuple(state) == ("Sent", 0, 2, None)
