"""An answer from a calendar that staff do not see, cannot act on, or that acts by itself where it should not."""

from datetime import timedelta

import frappe
import pytest

from tests.site.mails.reading import BOOKING, calendar_of, event_of, mail_to, member_of, recipients_of
from tests.site.replies.answering import (
	ADDRESS,
	CUSTOMER,
	REPLY,
	answer_to,
	mail_with,
	outlook_counter,
	replies,
)

LAYOUTS = ("part", "attachment", "both")


@pytest.fixture
def stored(site, booking):
	"""The booking as it is committed now."""

	def read():
		site.db.rollback()
		return site.get_doc(BOOKING, booking.name)

	return read


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_decline_is_shown_to_staff_and_changes_no_meeting(mailbox, booking, stored, new_mails, layout):
	new_mails(booking)
	mailbox.receive(mail_with(answer_to(booking, comment="I am ill"), layout=layout))
	after = stored()
	assert (after.status, after.calendar_sequence, after.token_nonce) == ("Confirmed", 0, booking.token_nonce)
	assert (after.customer_answer, after.needs_attention) == ("Declined", "Customer Declined")
	assert [(row.action, row.new_value) for row in after.history[1:]] == [("Answered", "Declined")]
	row = after.history[-1]
	assert (row.action_by, row.acted_as, row.notes) == ("Guest", "customer (link)", "I am ill")
	(reply,) = replies()
	assert (reply.state, reply.booking, reply.attention) == ("Open", booking.name, "Customer Declined")
	assert new_mails(booking) == []


@pytest.mark.parametrize(("answer", "told"), [("ACCEPTED", "Accepted"), ("TENTATIVE", "Tentative")])
def test_what_is_no_decline_is_noted(mailbox, booking, stored, answer, told):
	mailbox.receive(mail_with(answer_to(booking, answer)))
	assert (stored().customer_answer, stored().needs_attention) == (told, "")
	assert [reply.state for reply in replies()] == ["Noted"]


def test_the_last_answer_counts(mailbox, booking, stored):
	from tests.site.replies.answering import NOW

	mailbox.receive(mail_with(answer_to(booking)))
	mailbox.receive(mail_with(answer_to(booking, "ACCEPTED", stamp=NOW + timedelta(seconds=5))))
	assert (stored().customer_answer, stored().needs_attention) == ("Accepted", "")
	assert [reply.state for reply in replies()] == ["Overtaken", "Noted"]


def test_one_click_cancels_what_was_declined(mailbox, booking, stored, new_mails):
	mailbox.receive(mail_with(answer_to(booking, comment="I am ill")))
	new_mails(booking)
	frappe.get_doc(REPLY, replies()[0].name).accept()
	mails = new_mails(booking)
	after = stored()
	assert (after.status, after.cancellation_reason, after.cancellation_note) == (
		"Cancelled",
		"Customer Cancelled",
		"I am ill",
	)
	assert after.needs_attention == ""
	assert recipients_of(mails) == sorted([CUSTOMER, member_of(booking)])
	assert [reply.state for reply in replies()] == ["Done"]


def test_one_click_lets_the_meeting_be(mailbox, booking, stored, new_mails):
	mailbox.receive(mail_with(answer_to(booking)))
	new_mails(booking)
	frappe.get_doc(REPLY, replies()[0].name).dismiss()
	assert new_mails(booking) == []
	after = stored()
	assert (after.status, after.needs_attention, after.customer_answer) == ("Confirmed", "", "Declined")
	assert [reply.state for reply in replies()] == ["Dismissed"]


def test_a_decline_cancels_by_itself_where_the_site_says_so(mailbox, booking, stored, new_mails, settings_of):
	settings_of(cancel_when_declined=1)
	new_mails(booking)
	mailbox.receive(mail_with(answer_to(booking)))
	after = stored()
	assert (after.status, after.cancelled_by, after.cancellation_reason) == (
		"Cancelled",
		"Guest",
		"Customer Cancelled",
	)
	assert calendar_of(mail_to(CUSTOMER, new_mails(booking)))["METHOD"] == "CANCEL"
	assert [reply.state for reply in replies()] == ["Done"]


def test_a_decline_that_comes_too_late_is_for_staff(mailbox, booking, stored, settings_of):
	settings_of(cancel_when_declined=1)
	booking.db_set("policy", '{"cancel_notice": 525600}')
	mailbox.receive(mail_with(answer_to(booking)))
	assert (stored().status, stored().needs_attention) == ("Confirmed", "Customer Declined")


def test_a_member_s_decline_never_cancels(mailbox, booking, stored, settings_of):
	settings_of(cancel_when_declined=1)
	member = member_of(booking)
	mailbox.receive(mail_with(answer_to(booking, attendee=member), sender=member))
	after = stored()
	assert (after.status, after.needs_attention, after.customer_answer or "") == (
		"Confirmed",
		"Member Declined",
		"",
	)
	assert after.history[-1].action_by == member
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(REPLY, replies()[0].name).accept()
	assert stored().status == "Confirmed"


@pytest.mark.parametrize("program", ["plain", "outlook"])
def test_a_proposal_is_accepted_by_one_click(mailbox, booking, stored, new_mails, program):
	wanted = booking.start + timedelta(minutes=90)
	data = (
		answer_to(booking, "TENTATIVE", method="COUNTER", start=wanted)
		if program == "plain"
		else outlook_counter(booking, wanted)
	)
	new_mails(booking)
	mailbox.receive(mail_with(data))
	assert (stored().needs_attention, stored().start) == ("Other Time Proposed", booking.start)
	(reply,) = replies()
	assert (reply.state, reply.comment) == ("Open", "" if program == "plain" else "Lieber später")
	frappe.get_doc(REPLY, reply.name).accept()
	mails = new_mails(booking)
	after = stored()
	assert (after.status, after.start, after.needs_attention) == ("Rescheduled", wanted, "")
	assert recipients_of(mails) == sorted([CUSTOMER, member_of(after)])
	assert event_of(mail_to(CUSTOMER, mails))["SEQUENCE"] == after.calendar_sequence == 1
	assert [one.state for one in replies()] == ["Done"]


def test_a_proposal_that_is_not_free_is_refused_and_stays(mailbox, book, consulting, site):
	booking = book("10:00")
	for member in consulting.members:
		book("12:00", assigned_users=[{"member": member}])
	wanted = booking.start + timedelta(hours=2)
	mailbox.receive(mail_with(answer_to(booking, "TENTATIVE", method="COUNTER", start=wanted)))
	(reply,) = replies()
	from meeting_manager.exceptions import NoMemberAvailableError

	with pytest.raises(NoMemberAvailableError):
		frappe.get_doc(REPLY, reply.name).accept()
	site.db.rollback()
	assert site.get_doc(BOOKING, booking.name).start == booking.start
	assert [one.state for one in replies()] == ["Open"]


def test_whoever_proposed_is_told_that_the_time_stays(mailbox, booking, stored, new_mails):
	wanted = booking.start + timedelta(minutes=90)
	for round_ in (1, 2):
		now = stored()
		mailbox.receive(mail_with(answer_to(now, "TENTATIVE", method="COUNTER", start=wanted)))
		new_mails(booking)
		frappe.get_doc(REPLY, replies(state="Open")[0].name).dismiss()
		((recipients, mail),) = new_mails(booking)
		assert recipients == [CUSTOMER]
		assert mail["Subject"].startswith("Unchanged: Discovery Call")
		assert (event_of(mail)["SEQUENCE"], event_of(mail)["DTSTART"].dt) == (round_, booking.start)
		assert stored().needs_attention == ""


def test_members_answer_the_invitation_that_they_have(mailbox, booking, stored):
	"""The customer alone was told of the newest version."""
	wanted = booking.start + timedelta(minutes=90)
	mailbox.receive(mail_with(answer_to(booking, "TENTATIVE", method="COUNTER", start=wanted)))
	frappe.get_doc(REPLY, replies()[0].name).dismiss()
	member = member_of(booking)
	mailbox.receive(mail_with(answer_to(booking, attendee=member, sequence=0), sender=member))
	assert stored().needs_attention == "Member Declined"


def test_a_change_overtakes_what_was_answered_before(mailbox, booking, stored):
	mailbox.receive(mail_with(answer_to(booking)))
	reply = frappe.get_doc(REPLY, replies()[0].name)
	stored().reschedule(booking.start_utc_minute + 90, "")
	frappe.db.commit()
	assert (stored().needs_attention, stored().customer_answer) == ("", "")
	assert [one.state for one in replies()] == ["Overtaken"]
	with pytest.raises(frappe.ValidationError):
		reply.accept()
	assert stored().status == "Rescheduled"


def test_an_answer_is_written_by_no_request(http, mailbox, booking, stored, site):
	"""What only the app writes stays as it wrote it."""
	mailbox.receive(mail_with(answer_to(booking)))
	opened = stored()
	opened.update({"customer_answer": "Accepted", "needs_attention": ""})
	opened.save()
	site.db.commit()
	assert (stored().customer_answer, stored().needs_attention) == ("Declined", "Customer Declined")


def test_customers_are_asked_where_answers_are_read(mailbox, book, queued_mails, settings_of):
	def asked(booking):
		mail = mail_to(CUSTOMER, queued_mails(booking))
		event = event_of(mail)
		return str(event["ORGANIZER"]), event["ATTENDEE"].params["RSVP"], event["ATTENDEE"].params["PARTSTAT"]

	organizer, rsvp, answer = asked(book("10:00"))
	assert ADDRESS not in organizer and (rsvp, answer) == ("FALSE", "ACCEPTED")
	settings_of(replies_to="Answers of the tests")
	wanted = (f"mailto:{ADDRESS}", "TRUE", "NEEDS-ACTION")
	assert asked(book("11:00")) == wanted
	settings_of(replies_to=None, support_email=ADDRESS)
	assert asked(book("12:00")) == wanted
	frappe.db.set_value("Email Account", "Answers of the tests", "enable_incoming", 0)
	assert asked(book("13:00"))[1:] == ("FALSE", "ACCEPTED")


def test_the_job_is_there_and_old_notes_are_forgotten(mailbox, booking, site):
	from meeting_manager.replies import reception, taking_in

	assert site.get_attr(reception.TAKE_IN) is taking_in.take_in_due
	mailbox.receive(mail_with(answer_to(booking)), mail_with(answer_to(booking, uid="nobody@example.org")))
	site.db.set_value(REPLY, {"state": ["in", ["Open", "Ignored"]]}, "creation", "2020-01-01 00:00:00")
	taking_in.forget_old()
	site.db.commit()
	assert [reply.state for reply in replies()] == ["Open"]
