"""An SMS that nobody wanted, that is two, that says too much, or that is noted as sent though no gateway took it."""

import threading

import frappe
import pytest

from meeting_manager.notifications import delivery, ledger, sms
from meeting_manager.notifications.delivery import deliver
from meeting_manager.notifications.gsm import fits
from tests.site.channels.sms_gateway import PASSWORD, given_gateway
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.mails.reading import member_of

NUMBER, CLEANED = "+49 (30) 123-4567", "+49301234567"


@pytest.fixture
def mobiles(consulting, changed):
	"""The members' mobile numbers."""
	numbers = {member: f"+4915123456{position}" for position, member in enumerate(consulting.members)}
	for member, number in numbers.items():
		changed("User", member, mobile_no=number)
	return numbers


@pytest.fixture
def told(gateway, book):
	"""A booking whose customer has a number, with its SMS waiting."""
	return book("10:00", customer_phone=NUMBER)


@pytest.fixture
def sent(messages):
	"""Deliver a booking's SMS that are due; their rows."""

	def send(booking, **filters):
		for row in messages(booking, channel="SMS", **filters):
			deliver(row.name)
		return messages(booking, channel="SMS", **filters)

	return send


def channels(rows) -> list[tuple]:
	return sorted((row.recipient_kind, row.occasion) for row in rows if row.channel == "SMS")


def test_nobody_gets_one_where_they_are_off(book, messages, mobiles):
	assert channels(messages(book("10:00", customer_phone=NUMBER))) == []


def test_whoever_has_a_number_gets_one_with_each_chosen_occasion(gateway, book, messages, mobiles):
	reminded = [("Customer", "Reminder")] * 2 + [("Member", "Reminder")] * 2
	booking = book("10:00", customer_phone=NUMBER)
	assert channels(messages(booking)) == sorted(
		[("Customer", "Confirmed"), ("Member", "Assigned"), *reminded]
	)
	booking.cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	cancelled = messages(booking, occasion="Cancelled")
	assert channels(cancelled) == [("Customer", "Cancelled"), ("Member", "Cancelled")]
	states = {row.state for row in messages(booking, occasion="Reminder", channel="SMS")}
	assert states == {"Skipped"}


def test_whoever_has_none_gets_none(gateway, book, messages):
	assert channels(messages(book("10:00"))) == []


@pytest.mark.parametrize(
	("field", "occasion"),
	[("sms_when_confirmed", "Confirmed"), ("sms_as_reminder", "Reminder")],
)
def test_an_occasion_that_is_off_makes_none(gateway, book, messages, settings, field, occasion):
	settings(**{field: 0})
	rows = messages(book("10:00", customer_phone=NUMBER), channel="SMS")
	assert rows and occasion not in {row.occasion for row in rows}
	assert {row.channel for row in messages(frappe._dict(name=rows[0].booking), occasion=occasion)} >= {
		"Email"
	}


def test_a_request_makes_one_only_where_that_is_on(gateway, book, messages, settings):
	assert channels(messages(book("10:00", customer_phone=NUMBER, status="Pending"))) == []
	settings(sms_when_requested=1)
	asked = book("11:00", customer_phone=NUMBER, status="Pending")
	assert channels(messages(asked)) == [("Customer", "Requested")]


def test_the_customer_reads_what_when_and_the_link_in_one_sms(told, sent, gateway):
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.times_sent, row.recipient, row.tries) == ("Sent", 1, CLEANED, 0)
	(asked,) = gateway.accepted
	assert (asked["to"], asked["password"], asked["headers"]["X-Key"]) == (CLEANED, PASSWORD, "key")
	start = told.start.astimezone(told.zone)
	day = f"{start:%a}, {start:%b} {start.day}, {start.year}"
	said = f"Confirmed: Discovery Call, {day}, 10:00 UTC+{start.utcoffset().seconds // 3600}"
	assert asked["text"] == f"{said} {told.reschedule_url}"
	assert fits(asked["text"])


def test_a_link_that_does_not_fit_is_left_out(told, sent, gateway, monkeypatch):
	monkeypatch.setitem(
		frappe.local.conf, "host_name", "https://meetings.of-a-rather-large-company.example.com"
	)
	sent(told, occasion="Confirmed")
	text = gateway.texts()[CLEANED]
	assert fits(text) and "token" not in text and text.startswith("Confirmed: Discovery Call, ")


def test_a_cancelled_booking_has_no_link(told, sent, gateway):
	told.cancel_meeting("Customer Cancelled")
	frappe.db.commit()
	sent(told, occasion="Cancelled")
	assert gateway.texts()[CLEANED].startswith("Cancelled: Discovery Call, ")
	assert "token" not in gateway.texts()[CLEANED]


def test_names_are_cut_until_it_is_one_sms(gateway, another_type, book, sent, mobiles):
	kind = another_type("A conversation about everything that there is to say about architecture – in détail")
	booking = book(
		"10:00",
		meeting_type=kind.name,
		customer_name="Maximiliana Alexandra von und zu Beispielhausen-Musterstadt",
	)
	sent(booking, recipient_kind="Member", occasion="Assigned")
	text = gateway.texts()[mobiles[member_of(booking)]]
	assert fits(text) and "token" not in text
	assert text.startswith(
		"New meeting with Maximiliana Alexandra von und zu Beispielhausen-Musterstadt: A conv"
	)
	assert "..., " in text


def test_times_are_the_recipients(gateway, book, sent, consulting, changed, mobiles):
	for member in consulting.members:
		changed("MM Member Profile", member, timezone="America/Phoenix")
	booking = book("18:00", customer_phone=NUMBER, customer_timezone="Asia/Kolkata")
	sent(booking, occasion=["in", ["Confirmed", "Assigned"]])
	assert " UTC+5:30" in gateway.texts()[CLEANED]
	assert gateway.texts()[mobiles[member_of(booking)]].endswith(" UTC-7")


def test_language_is_the_recipients(told, sent, gateway, monkeypatch):
	from meeting_manager.presentation import languages

	monkeypatch.setattr(languages, "spoken_languages", lambda: {"en", "de"})
	frappe.db.set_value("MM Meeting Booking", told.name, "customer_language", "de")
	frappe.db.commit()
	sent(told, occasion="Confirmed")
	assert "Discovery Call, Mo., " in gateway.texts()[CLEANED]


@pytest.mark.parametrize("status", [304, 400, 404, 500, 503])
def test_a_message_that_was_not_taken_is_tried_again(told, sent, gateway, at, now, status):
	gateway.status = status
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.tries, row.times_sent) == ("Due", 1, 0)
	assert row.reason == f"GatewayError: The SMS gateway answered with status {status}"
	for secret in (told.reschedule_token, PASSWORD, CLEANED, "127.0.0.1"):
		assert secret not in f"{row.reason} {row.last_error}"
	gateway.status = 202
	at(now + 1)
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.tries, row.times_sent, len(gateway.accepted)) == ("Sent", 1, 1, 1)


def test_a_gateway_that_is_down_is_tried_again(told, sent, gateway):
	gateway.shutdown()
	gateway.server_close()
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.tries) == ("Due", 1)
	assert row.reason == "GatewayError: The SMS gateway cannot be reached: ConnectionError"
	for secret in (told.reschedule_token, PASSWORD, CLEANED):
		assert secret not in f"{row.reason} {row.last_error}"


def test_a_gateway_that_does_not_answer_holds_nothing_up(told, sent, gateway, monkeypatch):
	monkeypatch.setattr(sms, "PATIENCE", 0.2)
	gateway.delay = 2
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.tries) == ("Due", 1)
	assert row.reason == "GatewayError: The SMS gateway gave no answer within 0.2 seconds"


def test_a_gateway_that_takes_json_or_forms_gets_them(told, sent, gateway):
	with given_gateway(gateway.address, use_post=1):
		sent(told, occasion="Confirmed")
	(asked,) = gateway.accepted
	assert (asked["method"], asked["to"]) == ("POST", CLEANED)


def test_a_number_that_was_taken_out_is_none_to_send_to(told, sent, gateway):
	frappe.db.set_value("MM Meeting Booking", told.name, "customer_phone", "")
	frappe.db.commit()
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.reason) == ("Skipped", "There is no phone number any more")
	assert gateway.asked == []


class Killed(BaseException):
	"""As a worker ends that is killed: nothing after it runs."""


@pytest.mark.parametrize(
	("step", "runs_first", "times"),
	[("write_text", 0, 1), ("_send_by_gateway", 0, 1), ("_send_by_gateway", 1, 2), ("_note_sent", 0, 2)],
)
def test_a_killed_worker_repeats_at_most_the_one_it_died_in(
	told, sent, gateway, monkeypatch, at, now, messages, step, runs_first, times
):
	whole = getattr(sms, step)

	def killed(*arguments):
		if runs_first:
			whole(*arguments)
		raise Killed

	monkeypatch.setattr(sms, step, killed)
	with pytest.raises(Killed):
		sent(told, occasion="Confirmed")
	frappe.db.rollback()
	monkeypatch.setattr(sms, step, whole)
	sent(told)
	assert len(gateway.accepted) == times - 1, "taken up while it was claimed"
	at(now + delivery.CLAIMED)
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.times_sent, len(gateway.accepted)) == ("Sent", 1, times)


def test_what_was_accepted_is_noted_though_the_database_is_busy(told, sent, gateway, monkeypatch):
	busy, whole = iter([1, 1]), ledger.note_sent

	def note_sent(*arguments):
		if next(busy, 0):
			raise frappe.QueryTimeoutError
		whole(*arguments)

	monkeypatch.setattr(ledger, "note_sent", note_sent)
	(row,) = sent(told, occasion="Confirmed")
	assert (row.state, row.times_sent, len(gateway.accepted)) == ("Sent", 1, 1)


def test_workers_at_once_send_one(told, messages, gateway, opened_site):
	(row,) = messages(told, channel="SMS", occasion="Confirmed")

	def work():
		connect(opened_site)
		deliver(row.name)
		frappe.destroy()

	threads = [threading.Thread(target=work) for _ in range(4)]
	run_all(threads)
	assert len(gateway.accepted) == 1
	assert messages(told, name=row.name)[0].state == "Sent"


def test_settings_ask_for_a_gateway_first(site, settings):
	with given_gateway("http://127.0.0.1:1/"):
		frappe.db.set_single_value("SMS Settings", "sms_gateway_url", "")
		with pytest.raises(frappe.ValidationError, match="enter the gateway in SMS Settings first"):
			settings(send_sms=1)


def test_whoever_wants_no_sms_gets_none(gateway, book, sent, consulting, prefers, mobiles):
	for member in consulting.members:
		prefers(member, sms=0)
	booking = book("10:00")
	(row,) = sent(booking, occasion="Assigned")
	assert (row.state, row.reason) == ("Skipped", "Switched off by the recipient")
	assert row.user == member_of(booking) and gateway.asked == []
