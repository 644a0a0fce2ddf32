"""A mail that is forged, old or repeated, or only looks like an answer, and changes something."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage

import frappe
import pytest

from tests.calendar_linter.mutants import MUTANTS
from tests.calendar_linter.samples import OTHERS, OWN
from tests.site.answers import state_of
from tests.site.mails.reading import BOOKING, member_of
from tests.site.replies.answering import ADDRESS, CUSTOMER, NOW, answer_to, mail_with, replies

MALLORY = "mallory@example.org"
NOT_SENDER = "The mail is not from the one who answers"
UNREADABLE = "It cannot be read as one answer to one meeting"
REPLACED = "It answers an invitation that has been replaced"
SAME = "The same or a later answer was there already"

FORGED = {
	"another sender": (lambda b: mail_with(answer_to(b), sender=MALLORY), NOT_SENDER),
	"another sender with the customer's Reply-To": (
		lambda b: mail_with(answer_to(b), sender=MALLORY, Reply_To=CUSTOMER),
		NOT_SENDER,
	),
	"another sender with the customer's X-Original-From": (
		lambda b: mail_with(answer_to(b), sender=MALLORY, X_Original_From=CUSTOMER),
		NOT_SENDER,
	),
	"the customer as a second sender": (
		lambda b: mail_with(answer_to(b)).replace(
			f"<{CUSTOMER}>".encode(), f"<{MALLORY}>, <{CUSTOMER}>".encode(), 1
		),
		NOT_SENDER,
	),
	"two From lines": (lambda b: f"From: {MALLORY}\n".encode() + mail_with(answer_to(b)), NOT_SENDER),
	"the customer's address as a name": (
		lambda b: mail_with(answer_to(b)).replace(
			f"Alex Example <{CUSTOMER}>".encode(), f'"{CUSTOMER}" <{MALLORY}>'.encode(), 1
		),
		NOT_SENDER,
	),
	"somebody who was not invited": (
		lambda b: mail_with(answer_to(b, attendee=MALLORY), sender=MALLORY),
		"The sender was not invited to this meeting",
	),
	"a member who is not assigned": (
		lambda b: mail_with(answer_to(b, attendee=another_member(b)), sender=another_member(b)),
		"The sender was not invited to this meeting",
	),
	"another meeting": (
		lambda b: mail_with(answer_to(b, uid=f"x{b.calendar_uid}")),
		"There is no such meeting",
	),
	"the meeting in capitals": (
		lambda b: mail_with(answer_to(b, uid=b.calendar_uid.upper())),
		"There is no such meeting",
	),
	"a version to come": (lambda b: mail_with(answer_to(b, sequence=1)), REPLACED),
	"a version before all": (lambda b: mail_with(answer_to(b, sequence=-1)), UNREADABLE),
	"written next week": (
		lambda b: mail_with(answer_to(b, stamp=NOW + timedelta(days=7))),
		"It says that it was written in the future",
	),
	"delegated": (lambda b: mail_with(answer_to(b, "DELEGATED")), "It neither accepts nor declines"),
	"no answer": (lambda b: mail_with(answer_to(b, "NEEDS-ACTION")), "It neither accepts nor declines"),
	"one meeting of a series": (
		lambda b: mail_with(answer_to(b, more="RECURRENCE-ID:20270301T090000Z\n")),
		UNREADABLE,
	),
	"two attendees": (
		lambda b: mail_with(answer_to(b, more=f"ATTENDEE;PARTSTAT=DECLINED:mailto:{MALLORY}\n")),
		UNREADABLE,
	),
	"a proposal of the same time": (
		lambda b: mail_with(answer_to(b, "TENTATIVE", method="COUNTER")),
		"It proposes the time that the meeting has",
	),
	"a proposal in the past": (
		lambda b: mail_with(
			answer_to(b, "TENTATIVE", method="COUNTER", start=NOW.replace(second=0) - timedelta(days=1))
		),
		"It proposes a time in the past",
	),
	"a proposal of a floating time": (
		lambda b: mail_with(answer_to(b, "TENTATIVE", method="COUNTER").replace(b"Z\r\nDTEND", b"\r\nDTEND")),
		UNREADABLE,
	),
	"cut off": (lambda b: mail_with(answer_to(b)[:150]), UNREADABLE),
	"octets": (lambda b: mail_with(b"METHOD:REPLY\r\n\xff\x00\xfe" * 9, layout="attachment"), UNREADABLE),
}


def another_member(booking) -> str:
	members = frappe.get_all("MM Department Member", {"parent": booking.department}, pluck="member")
	return next(member for member in sorted(members) if member != member_of(booking))


@pytest.fixture
def unchanged(site, consulting):
	"""Hold that all bookings and messages are as they were when this was called."""
	before = []
	yield lambda: before.append(state_of(consulting.name))
	site.db.rollback()
	assert state_of(consulting.name) == before[0]


@pytest.fixture(autouse=True)
def cancelling(settings_of):
	"""Where it could do the most harm."""
	settings_of(cancel_when_declined=1)


@pytest.mark.parametrize("what", FORGED)
def test_what_does_not_count_changes_nothing(mailbox, booking, unchanged, what):
	unchanged()
	errors = frappe.db.count("Error Log")
	make, reason = FORGED[what]
	mailbox.receive(make(booking))
	assert [(reply.state, reply.reason) for reply in replies()] == [("Ignored", reason)]
	assert frappe.db.count("Error Log") == errors


def test_a_stale_answer_changes_nothing(mailbox, booking, site, unchanged):
	old = mail_with(answer_to(booking))
	site.get_doc(BOOKING, booking.name).reschedule(booking.start_utc_minute + 90, "")
	site.db.commit()
	unchanged()
	mailbox.receive(old)
	assert [reply.reason for reply in replies()] == [REPLACED]


def test_a_repeated_answer_changes_nothing(mailbox, booking, settings_of, site, unchanged):
	settings_of(cancel_when_declined=0)
	first, later = answer_to(booking), answer_to(booking, "ACCEPTED", stamp=NOW - timedelta(minutes=5))
	mail = mail_with(first)
	mailbox.receive(mail)
	unchanged()
	mailbox.receive(mail, mail_with(first), mail_with(later))
	assert [(reply.state, reply.reason or "") for reply in replies()] == [
		("Open", ""),
		("Ignored", SAME),
		("Ignored", SAME),
	]


@pytest.mark.parametrize("status", ["Cancelled", "Completed", "No-Show"])
def test_an_answer_to_a_closed_booking_changes_nothing(mailbox, booking, site, unchanged, status):
	booking.db_set("status", status)
	site.db.commit()
	unchanged()
	mailbox.receive(mail_with(answer_to(booking)))
	assert [reply.reason for reply in replies()] == [f"The booking is {status}"]


def test_a_mail_from_the_account_itself_is_no_answer(mailbox, booking, unchanged):
	unchanged()
	mailbox.receive(mail_with(answer_to(booking), sender=ADDRESS))
	assert replies() == []


@pytest.mark.parametrize("sample", [*OWN, *OTHERS])
def test_what_is_not_for_this_site_leaves_at_most_a_note(mailbox, booking, unchanged, sample):
	unchanged()
	data = {**OWN, **OTHERS}[sample]
	mailbox.receive(mail_with(data, sender="alex@example.com"))
	noted = replies()
	assert len(noted) == ("reply" in sample or "counter" in sample)
	assert {reply.state for reply in noted} <= {"Ignored"}


def test_a_mail_that_answers_nothing_leaves_no_note(mailbox, booking, unchanged, site):
	unchanged()
	mail = EmailMessage()
	mail["From"], mail["To"], mail["Subject"] = CUSTOMER, ADDRESS, "A question"
	mail["Message-ID"] = "<question@example.com>"
	mail.set_content("METHOD:REPLY? What is that?")
	mailbox.receive(mail.as_bytes())
	assert replies() == []
	(received,) = site.get_all("Communication", {"message_id": "question@example.com"}, ["sender", "subject"])
	assert (received.sender, received.subject) == (CUSTOMER, "A question")


def test_mutants_raise_nothing_and_change_nothing(mailbox, booking, unchanged, site):
	"""Broken data of all kinds, with the sender that they name."""
	unchanged()
	errors = site.db.count("Error Log")
	mailbox.receive(*(mail_with(mutant.data()) for mutant in MUTANTS.values()))
	assert site.db.count("Communication", {"email_account": "Answers of the tests"}) == len(MUTANTS)
	assert {reply.state for reply in replies()} == {"Ignored"}
	assert site.db.count("Error Log") == errors


def test_mutants_of_answers_to_this_booking_raise_nothing(mailbox, booking, site, settings_of):
	"""Some are still read as an answer, and are worth one; nothing else of the booking changes."""
	settings_of(cancel_when_declined=0)
	mails = [
		mail_with(
			mutant.data()
			.replace(b"4f1c@site.example.com", booking.calendar_uid.encode())
			.replace(b"SEQUENCE:3", b"SEQUENCE:0")
		)
		for mutant in MUTANTS.values()
		if mutant.sample in OTHERS
	]
	errors = site.db.count("Error Log")
	mailbox.receive(*mails)
	assert len(mails) > 30 and site.db.count("Error Log") == errors
	after = site.get_doc(BOOKING, booking.name)
	for field in ("status", "start_utc_minute", "calendar_sequence", "token_nonce", "customer_email"):
		assert after.get(field) == booking.get(field)
	assert after.members == booking.members
	assert not [reply for reply in replies() if reply.state in ("Received", "Failed", "Done")]


def test_the_answers_of_the_tests_are_what_they_seem(booking):
	"""Or else being left alone would mean nothing."""
	mail = message_from_bytes(mail_with(answer_to(booking)))
	assert [part.get_content_type() for part in mail.walk()][-1] == "text/calendar"
	assert not any(part.get_filename() for part in mail.walk())
