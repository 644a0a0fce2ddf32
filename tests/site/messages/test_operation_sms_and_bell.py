"""An operation on several bookings that rings or texts somebody once for each of them, twice, or not at all."""

import threading

import frappe
import pytest

from meeting_manager.meeting_manager.api import bulk
from meeting_manager.notifications import delivery, in_app, ledger, sms
from meeting_manager.notifications.delivery import deliver_for_booking
from meeting_manager.notifications.gsm import fits
from tests.site.channels.conftest import gateway, prefers  # noqa: F401 (fixtures)
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.mails.conftest import changed  # noqa: F401 (fixture)
from tests.site.messages.killing import Killed, kill_at
from tests.site.messages.operations import (
	ADA,
	BEN,
	BOOKING,
	MESSAGE,
	TOLD_AFTER,
	cancel,
	deliver_operation,
	move,
	names,
	rows_of,
	states,
)
from tests.site.pages.conftest import settings  # noqa: F401 (fixture)

ALEX_PHONE, ROBIN_PHONE, ADA_PHONE = "+49301234567", "+33140205050", "+4915123456"


@pytest.fixture
def with_phones(bookings, gateway, changed):  # noqa: F811
	"""Alex writes the same number in two ways."""
	phones = (ALEX_PHONE, ROBIN_PHONE, "+49 (30) 123-4567")
	for booking, phone in zip(bookings, phones, strict=True):
		frappe.db.set_value(BOOKING, booking.name, "customer_phone", phone)
	changed("User", ADA, mobile_no=ADA_PHONE)
	return bookings


@pytest.fixture
def bells(site):
	"""What rang for somebody about these bookings since the operation: `bells(operation, user)`."""

	def read(operation, user):
		shown = {row.sent_as for row in rows_of(operation, channel="In-App", user=user) if row.sent_as}
		filters = {"for_user": user, "name": ["in", [*shown, ""]]}
		return site.get_all("Notification Log", filters, ["*"], order_by="creation asc, name asc")

	return read


def first_start(bookings):
	start = bookings[0].start.astimezone(bookings[0].zone)
	return f"{start:%a}, {start:%b} {start.day}, {start.year}, 10:00 UTC+{start.utcoffset().seconds // 3600}"


def all_rings(bookings, user):
	about = {"for_user": user, "document_name": ["in", names(bookings)]}
	return frappe.get_all("Notification Log", about, pluck="name", order_by="name asc")


def test_the_customer_reads_how_many_when_the_first_and_where_all_are(with_phones, gateway, at, now):  # noqa: F811
	operation = cancel(with_phones)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	alex = gateway.texts()[ALEX_PHONE]
	said = f"2 meetings are cancelled, the first on {first_start(with_phones)}"
	assert alex == f"{said}. All of them are in our email to you." and fits(alex)
	assert gateway.texts()[ROBIN_PHONE].startswith("Cancelled: Discovery Call, ")
	assert [asked["to"] for asked in gateway.accepted].count(ALEX_PHONE) == 1


def test_the_member_reads_the_list_of_them_on_the_desk(with_phones, gateway, at, now, monkeypatch):  # noqa: F811
	monkeypatch.setitem(frappe.local.conf, "host_name", "https://m.example.com")
	operation = move(with_phones, days=1)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	ada = gateway.texts()[ADA_PHONE]
	assert ada.startswith("3 meetings have a new time, the first on ") and fits(ada)
	link = f"https://m.example.com/app/mm-meeting-booking?MM+Booking+History.operation={operation}"
	assert ada.endswith(f" {link}") and "token" not in ada


def test_each_row_says_by_which_sms_it_was_sent(with_phones, gateway, at, now):  # noqa: F811
	operation = cancel(with_phones)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	rows = rows_of(operation, channel="SMS")
	assert states(rows) == {("Sent", 1)} and len(rows) == 6
	alex = [row.sent_as for row in rows if row.recipient == ALEX_PHONE]
	assert len(alex) == 2 and alex[0] and len(set(alex)) == 1
	assert len({row.sent_as for row in rows if row.recipient == ADA_PHONE}) == 1
	assert [row.sent_as for row in rows if row.recipient == ROBIN_PHONE] == [None]


def test_two_numbers_of_one_address_get_one_each(with_phones, gateway, at, now):  # noqa: F811
	frappe.db.set_value(BOOKING, with_phones[2].name, "customer_phone", "+4940999")
	frappe.db.commit()
	operation = cancel(with_phones)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	assert gateway.texts()[ALEX_PHONE].startswith("Cancelled: ")
	assert gateway.texts()["+4940999"].startswith("Cancelled: ")


def test_whoever_wants_no_sms_gets_none(with_phones, gateway, prefers, at, now):  # noqa: F811
	prefers(ADA, sms=0)
	operation = cancel(with_phones)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	rows = rows_of(operation, channel="SMS", user=ADA)
	assert {(row.state, row.reason) for row in rows} == {("Skipped", "Switched off by the recipient")}
	assert ADA_PHONE not in gateway.texts() and ALEX_PHONE in gateway.texts()


def test_the_bell_rings_once_and_leads_to_the_list(bookings, bells, at, now):
	before = len(all_rings(bookings, ADA))
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "In-App")
	(bell,) = bells(operation, ADA)
	start = bookings[0].start.astimezone(bookings[0].zone)
	day = f"{start:%A}, {start:%B} {start.day}, {start.year}, 10:00"
	assert bell.subject == f"3 meetings are cancelled, the first on {day}"
	assert bell.link == f"/app/mm-meeting-booking?MM+Booking+History.operation={operation}"
	assert (bell.document_type, bell.document_name) == (BOOKING, bookings[0].name)
	assert len(all_rings(bookings, ADA)) == before + 1
	rows = rows_of(operation, channel="In-App")
	assert states(rows) == {("Sent", 1)} and {row.sent_as for row in rows} == {bell.name} and len(rows) == 3


def test_whoever_takes_over_hears_a_bell_and_whoever_leaves_another(bookings, bells, at, now):
	operation = move(bookings, member=BEN)
	at(now + TOLD_AFTER)
	deliver_operation(operation, "In-App")
	(ada,), (ben,) = bells(operation, ADA), bells(operation, BEN)
	for bell in (ada, ben):
		assert bell.subject.startswith("3 meetings have changed, the first on ")


def test_one_that_is_left_rings_for_itself(site, bookings, at, now):
	operation = cancel(bookings)
	for booking in bookings[:2]:
		site.delete_doc(BOOKING, booking.name, force=True)
	site.db.commit()
	at(now + TOLD_AFTER)
	deliver_operation(operation, "In-App")
	(row,) = rows_of(operation, channel="In-App", state="Sent")
	assert (row.booking, row.sent_as) == (bookings[2].name, None)
	assert all_rings(bookings[2:], ADA)
	skipped = {row.reason for row in rows_of(operation, channel="In-App", state="Skipped")}
	assert skipped == {"The booking was deleted"}
	for booking in bookings[:2]:
		site.db.delete(MESSAGE, {"booking": booking.name})


def test_nothing_rings_or_is_texted_for_what_was_undone(with_phones, gateway, bells, at, now):  # noqa: F811
	operation = cancel(with_phones)
	bulk.undo_operation(operation)
	frappe.db.commit()
	at(now + TOLD_AFTER)
	for channel in ("SMS", "In-App"):
		deliver_operation(operation, channel)
		assert states(rows_of(operation, channel=channel)) == {("Skipped", 0)}
	assert gateway.accepted == [] and bells(operation, ADA) == []


def test_the_job_of_one_booking_tells_of_all_once(with_phones, gateway, bells, at, now):  # noqa: F811
	operation = cancel(with_phones, tell_at_once=1)
	for booking in with_phones:
		deliver_for_booking(booking.name)
	assert sorted(asked["to"] for asked in gateway.accepted) == sorted([ALEX_PHONE, ROBIN_PHONE, ADA_PHONE])
	assert len(bells(operation, ADA)) == 1


def test_a_gateway_that_does_not_take_it_gets_the_same_again(with_phones, gateway, at, now):  # noqa: F811
	operation = cancel(with_phones)
	gateway.status = 503
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	assert {(row.state, row.tries) for row in rows_of(operation, channel="SMS")} == {("Due", 1)}
	gateway.status = 200
	at(now + TOLD_AFTER + 1)
	deliver_operation(operation, "SMS")
	assert states(rows_of(operation, channel="SMS")) == {("Sent", 1)} and len(gateway.accepted) == 3


SMS_STEPS = {
	"before it is written": ("write_count", 0, 1),
	"before the gateway has it": ("_send_by_gateway", 0, 1),
	"after the gateway has it": ("_send_by_gateway", 1, 2),
	"before it is noted": ("_note_sent", 0, 2),
	"after it is noted": ("_note_sent", 1, 1),
}


@pytest.mark.parametrize("step", SMS_STEPS)
def test_a_killed_worker_repeats_at_most_the_sms_it_died_in(
	with_phones,
	gateway,  # noqa: F811
	monkeypatch,
	at,
	now,
	step,
):
	name, runs_first, times = SMS_STEPS[step]
	operation = cancel([with_phones[0], with_phones[2]])
	at(now + TOLD_AFTER)
	put_back = kill_at(monkeypatch, sms, name, runs_first)
	with pytest.raises(Killed):
		deliver_operation(operation, "SMS")
	frappe.db.rollback()
	put_back()
	deliver_operation(operation, "SMS")
	at(now + TOLD_AFTER + delivery.CLAIMED)
	deliver_operation(operation, "SMS")
	assert states(rows_of(operation, channel="SMS")) == {("Sent", 1)}
	got = [asked["to"] for asked in gateway.accepted]
	assert sorted(got.count(phone) for phone in (ALEX_PHONE, ADA_PHONE)) == sorted([1, times])


BELL_STEPS = {
	"before it is written": (in_app, "_ring", 0),
	"after it is written": (in_app, "_ring", 1),
	"when the first is noted": (ledger, "note_sent", 1),
}


@pytest.mark.parametrize("step", BELL_STEPS)
def test_a_killed_worker_rings_once(bookings, bells, monkeypatch, at, now, step):
	before = len(all_rings(bookings, ADA))
	operation = cancel(bookings)
	at(now + TOLD_AFTER)
	put_back = kill_at(monkeypatch, *BELL_STEPS[step])
	with pytest.raises(Killed):
		deliver_operation(operation, "In-App")
	frappe.db.rollback()
	put_back()
	at(now + TOLD_AFTER + delivery.CLAIMED)
	deliver_operation(operation, "In-App")
	assert states(rows_of(operation, channel="In-App")) == {("Sent", 1)}
	assert len(bells(operation, ADA)) == 1 and len(all_rings(bookings, ADA)) == before + 1


def test_what_was_accepted_is_noted_whole_though_the_database_is_busy(
	with_phones,
	gateway,  # noqa: F811
	monkeypatch,
	at,
	now,
):
	busy, whole = iter([0, 1, 0, 1]), ledger.note_sent

	def note_sent(*arguments, **options):
		if next(busy, 0):
			raise frappe.QueryTimeoutError
		whole(*arguments, **options)

	monkeypatch.setattr(ledger, "note_sent", note_sent)
	operation = cancel([with_phones[0], with_phones[2]])
	at(now + TOLD_AFTER)
	deliver_operation(operation, "SMS")
	assert states(rows_of(operation, channel="SMS")) == {("Sent", 1)}
	assert len(gateway.accepted) == 2


def test_workers_at_once_send_one_sms_and_one_bell(with_phones, gateway, bells, opened_site, at, now):  # noqa: F811
	operation = cancel(with_phones, tell_at_once=1)

	def work(name):
		connect(opened_site)
		deliver_for_booking(name)
		frappe.destroy()

	threads = [threading.Thread(target=work, args=[name]) for name in names(with_phones) * 2]
	run_all(threads)
	assert sorted(asked["to"] for asked in gateway.accepted) == sorted([ALEX_PHONE, ROBIN_PHONE, ADA_PHONE])
	assert len(bells(operation, ADA)) == 1
	for channel in ("SMS", "In-App"):
		assert states(rows_of(operation, channel=channel)) == {("Sent", 1)}
