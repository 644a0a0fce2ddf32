"""What becomes of a call that another transaction, or a mistake of ours, gets in the way of."""

import frappe
import pytest
from frappe.utils import now_datetime

from meeting_manager.exceptions import BusyError, ClaimedTimeError
from meeting_manager.meeting_manager.api import guest_bookings, guest_retry, public
from tests.site.answers import API, NOBODY_FREE, assert_refused, assert_tells_nothing, message_of, state_of
from tests.site.factories import forget, next_monday

MONDAY = next_monday().isoformat()
BUSY = "Please try again in a moment"
CONFLICTS = {
	"deadlock": frappe.QueryDeadlockError("(1213, 'Deadlock found')"),
	"lock timeout": frappe.QueryTimeoutError("(1205, 'Lock wait timeout exceeded')"),
	"stale snapshot": Exception(1020, "Record has changed since last read"),
	"lock held by others": BusyError(BUSY),
	"document changed": frappe.TimestampMismatchError("Error: Document has been modified"),
}


@pytest.fixture
def failing(monkeypatch):
	"""Let cancelling fail this many times, each after it has changed the booking, before it works."""
	monkeypatch.setattr(guest_retry, "LONGEST_PAUSE", 0)
	real = guest_bookings.cancel

	def arrange(error, times):
		calls = []

		def cancel(token, reason):
			calls.append(1)
			real(token, reason)
			if len(calls) <= times:
				raise error

		monkeypatch.setattr(guest_bookings, "cancel", cancel)
		return calls

	return arrange


@pytest.mark.parametrize("kind", CONFLICTS)
def test_conflict_is_tried_again_from_the_start(http, booking, queued_mails, failing, kind):
	mails = len(queued_mails(booking))
	calls = failing(CONFLICTS[kind], times=2)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert (answer.status_code, len(calls)) == (200, 3)
	assert set(answer.json) == {"message"}
	booking.reload()
	assert [row.action for row in booking.history] == ["Booked", "Cancelled"]
	told = [recipients for recipients, _mail in queued_mails(booking)[mails:]]
	assert len(told) == len({tuple(recipients) for recipients in told})


@pytest.mark.parametrize("kind", ["deadlock", "lock timeout", "stale snapshot"])
@pytest.mark.parametrize("change", ["insert", "save"])
def test_conflict_of_staff_is_told_as_busy(site, booking, monkeypatch, kind, change):
	def fail(_booking):
		raise CONFLICTS[kind]

	if change == "insert":
		booking = site.copy_doc(booking)
	monkeypatch.setattr(type(booking), "validate_status", fail)
	with pytest.raises(BusyError, match=BUSY):
		getattr(booking, change)()


@pytest.mark.parametrize("kind", CONFLICTS)
def test_conflict_that_stays_is_answered_with_503(http, booking, consulting, failing, kind):
	calls = failing(CONFLICTS[kind], times=99)
	before = state_of(consulting.name)
	assert_refused(http.call("cancel_booking", token=booking.cancel_token), 503, BUSY, "BusyError")
	assert len(calls) == guest_retry.TRIES
	assert state_of(consulting.name) == before


def test_time_that_the_claims_say_is_taken_is_looked_at_again_and_then_refused(http, booking, failing):
	calls = failing(ClaimedTimeError("This time has been booked a moment ago"), times=99)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert_refused(answer, 409, NOBODY_FREE, "NoMemberAvailableError")
	assert len(calls) == guest_retry.TRIES


@pytest.mark.parametrize(
	"error",
	[
		pytest.param(KeyError("tabMM Meeting Booking"), id="a mistake of ours"),
		pytest.param(RuntimeError("SELECT secret FROM `tabUser`"), id="SQL in the message"),
		pytest.param(frappe.PermissionError("/srv/private/site_config.json"), id="a path in the message"),
		pytest.param(OSError(5, "Input/output error"), id="the disk"),
	],
)
def test_unexpected_error_is_logged_and_told_by_its_number_only(http, booking, consulting, failing, error):
	failing(error, times=99)
	before = state_of(consulting.name)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert (answer.status_code, answer.json["exc_type"]) == (500, "UnexpectedError")
	assert_tells_nothing(answer)
	assert "secret" not in answer.text and "private" not in answer.text
	assert state_of(consulting.name) == before
	number = message_of(answer).removeprefix("Something went wrong on our side. Please try again, or quote ")
	log = frappe.get_doc("Error Log", number)
	assert type(error).__name__ in log.error
	assert booking.cancel_token not in str(log.as_dict())
	frappe.delete_doc("Error Log", number, force=True)
	frappe.db.commit()


def test_token_in_an_address_stays_out_of_the_log(http, booking, monkeypatch):
	def fail(*_arguments):
		raise KeyError("missing")

	monkeypatch.setattr(guest_bookings, "describe", fail)
	query = {"token": booking.reschedule_token}
	answer = http.get(API + "get_booking_details", query_string=query)
	assert answer.status_code == 500
	number = message_of(answer).rsplit(" ", 1)[-1]
	log = frappe.get_doc("Error Log", number)
	assert "KeyError" in log.error
	assert booking.reschedule_token not in str(log.as_dict())
	frappe.delete_doc("Error Log", number, force=True)
	frappe.db.commit()


@pytest.fixture
def logged(site):
	"""The rows that came into the Error Log during the test, with those that Frappe keeps back for a while."""
	began = now_datetime()

	def read():
		try:
			from frappe.deferred_insert import save_to_db
		except ImportError:  # localsite keeps nothing back
			pass
		else:
			save_to_db()
			site.db.commit()
		return site.get_all("Error Log", filters={"creation": [">=", began]}, fields=["*"])

	yield read
	forget("Error Log", {"creation": [">=", began], "method": ["like", "Guest function %"]})
	site.db.commit()


@pytest.mark.parametrize(
	("error", "code", "rows"),
	[
		pytest.param(KeyError("missing"), 500, 2, id="a mistake of ours"),
		pytest.param(CONFLICTS["deadlock"], 503, 0, id="conflict that stays"),
	],
)
def test_nothing_that_a_guest_sent_comes_into_the_log(
	http, booking, consulting, logged, monkeypatch, error, code, rows
):
	def fail(*_arguments):
		raise error

	monkeypatch.setattr(guest_retry, "LONGEST_PAUSE", 0)
	monkeypatch.setattr(public, "open_slots", fail)
	monkeypatch.setattr(guest_bookings, "book_once", fail)
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug, "date": MONDAY}
	search = {**offer, "reschedule_token": booking.reschedule_token}
	customer = {
		"customer_name": "Robin Vale",
		"customer_email": "robin@example.com",
		"notes": "In confidence",
	}
	answers = [
		http.call("get_available_time_slots", **search),
		http.call("create_booking", **offer, time="10:00", **customer),
	]
	assert [answer.status_code for answer in answers] == [code, code]
	found = logged()
	sent = [booking.reschedule_token, *customer.values()]
	assert not [(row.method, value) for row in found for value in sent if value in str(row)]
	assert len([row for row in found if row.method.startswith("Guest function")]) == rows


def test_refusal_is_not_tried_again(http, booking, failing):
	calls = failing(frappe.ValidationError("No"), times=99)
	assert http.call("cancel_booking", token=booking.cancel_token).status_code == 417
	assert len(calls) == 1


@pytest.mark.parametrize(
	("error", "expected"),
	[
		(frappe.QueryDeadlockError("x"), True),
		(frappe.QueryTimeoutError("x"), True),
		(frappe.TimestampMismatchError("x"), True),
		(Exception(1020, "Record has changed since last read"), True),
		(
			frappe.UniqueValidationError(
				"MM Meeting Booking", "x", "Duplicate entry for key 'idempotency_digest'"
			),
			True,
		),
		(
			frappe.UniqueValidationError(
				"MM Meeting Booking", "x", "Duplicate entry for key 'booking_reference'"
			),
			False,
		),
		(Exception(), False),
		(Exception("1020"), False),
		(KeyError("x"), False),
		(frappe.ValidationError("x"), False),
	],
)
def test_only_the_work_of_others_is_a_conflict(site, error, expected):
	assert guest_retry.is_conflict(error) is expected


def test_error_that_cannot_be_logged_is_told_in_the_same_shape(
	http, booking, consulting, failing, monkeypatch
):
	failing(KeyError("missing"), times=99)
	monkeypatch.setattr(frappe, "log_error", lambda **_values: 1 / 0)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert (answer.status_code, answer.json["exc_type"]) == (500, "UnexpectedError")
	assert message_of(answer) == "Something went wrong on our side. Please try again, or quote -"
	assert_tells_nothing(answer)
