"""A message that was switched off and still comes, or one that must come and does not."""

import frappe
import pytest

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications.delivery import deliver
from tests.site.mails.reading import member_of
from tests.site.people import sign_in

OFF = "Switched off by the recipient"
OCCASIONS = (
	*("Requested", "Confirmed", "Declined", "Rescheduled", "Cancelled", "Reassigned"),
	*("Assigned", "Handed Over", "Reminder", "Completed", "No-Show"),
)


@pytest.fixture
def outcome_of(messages, mail_server):
	"""Deliver a message of a booking now: its state and reason."""

	def deliver_now(booking, **filters):
		(row, *_rest) = messages(booking, **filters)
		frappe.db.set_value(
			"MM Message", row.name, {"due_utc_minute": current_minute(), "next_try_utc_minute": 0}
		)
		frappe.db.commit()
		deliver(row.name)
		(row,) = messages(booking, name=row.name)
		return row.state, row.reason

	return deliver_now


def test_reminders_that_a_member_does_without(booking, outcome_of, prefers):
	prefers(member_of(booking), reminders=0)
	assert outcome_of(booking, occasion="Reminder", recipient_kind="Member") == ("Skipped", OFF)
	assert outcome_of(booking, occasion="Reminder", recipient_kind="Customer") == ("Sent", None)
	assert outcome_of(booking, occasion="Assigned", channel="Email") == ("Sent", None)


def test_the_bell_that_a_member_does_without(booking, outcome_of, prefers, site, reload):
	member = member_of(booking)
	prefers(member, in_app=0)
	assert outcome_of(booking, user=member, channel="In-App") == ("Skipped", OFF)
	assert not site.db.exists("Notification Log", {"for_user": member, "document_name": booking.name})
	assert outcome_of(booking, user=member, channel="Email") == ("Sent", None)


def test_without_a_preference_everything_comes(booking, outcome_of):
	for channel in ("Email", "In-App"):
		assert outcome_of(booking, occasion="Assigned", channel=channel) == ("Sent", None)


@pytest.mark.parametrize("about", ["reminders", "thanks"])
def test_customers_do_without_one_kind_and_nothing_else(booking, about, messages, site):
	from meeting_manager.meeting_manager.doctype.mm_notification_choice import mail_choices
	from meeting_manager.notifications.preferences import wants

	token = mail_choices.derive_token(" Alex@Example.com ", about)
	mailbox, found = mail_choices.open_token(token)
	assert found == about
	mail_choices.choose(mailbox, about, False)
	unwanted = {
		occasion
		for occasion in OCCASIONS
		for channel in ("Email", "SMS")
		if not wants(
			frappe._dict(
				booking=booking.name, recipient_kind="Customer", occasion=occasion, channel=channel, user=None
			)
		)
	}
	assert unwanted == {{"reminders": "Reminder", "thanks": "Completed"}[about]}


@pytest.mark.parametrize("hour", [-1, 24, "late"])
def test_an_hour_that_is_none_is_refused(prefers, consulting, hour):
	with pytest.raises(frappe.ValidationError, match="At \\(hour of the day"):
		prefers(consulting.members[0], mails="Once a day", digest_hour=hour)


def test_a_member_saves_an_own_preference_without_naming_anybody(http, consulting, site, prefers):
	me, other = consulting.members[:2]
	headers = sign_in(http, me)
	path = "/api/resource/MM Notification Preference"
	answer = http.post(path, json={"mails": "Once a day"}, headers=headers)
	assert (answer.status_code, answer.json["data"]["name"]) == (200, me)
	assert http.post(path, json={"user": other}, headers=headers).status_code == 403
	assert http.send("PUT", f"{path}/{me}", json={"reminders": 0}, headers=headers).status_code == 200
	assert site.db.get_value("MM Notification Preference", me, ["mails", "reminders"]) == ("Once a day", 0)
	http.send("PUT", f"{path}/{me}", json={"user": other}, headers=headers)
	assert site.get_all("MM Notification Preference", {"user": ["in", [me, other]]}, pluck="user") == [me]
