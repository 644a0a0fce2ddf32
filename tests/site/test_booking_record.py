"""What a booking keeps to itself: its secrets, its record, and what only the app writes."""

import hashlib
import re

import frappe
import pytest

from meeting_manager.adapters.site_time import to_site_datetime
from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
MONDAY = next_monday().isoformat()
ADA = "ada.test@example.com"


def tokens(booking):
	return booking.cancel_token, booking.reschedule_token


def move(booking, minutes=60):
	booking.start_datetime = to_site_datetime(booking.start_utc_minute + minutes)
	booking.save()
	booking.reload()


def test_tokens_are_43_safe_characters_and_each_another_one(book):
	seen = [token for _booking in range(3) for token in tokens(book("10:00"))]
	assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in seen)
	assert len(set(seen)) == 6


def test_tokens_are_the_same_in_another_session(booking):
	assert tokens(frappe.get_doc(BOOKING, booking.name)) == tokens(booking)


def test_tokens_depend_on_the_key_of_the_site(booking, monkeypatch):
	before = tokens(booking)
	monkeypatch.setitem(frappe.local.conf, "encryption_key", "a2V5IG9mIGFub3RoZXIgc2l0ZSwgMzIgYnl0ZXMhISE=")
	assert not set(tokens(booking)) & set(before)


def test_row_holds_only_digests_of_the_tokens(booking):
	stored = frappe.db.get_value(
		BOOKING, booking.name, ["cancel_token_digest", "reschedule_token_digest"], as_dict=True
	)
	assert stored.cancel_token_digest == hashlib.sha256(booking.cancel_token.encode()).hexdigest()
	assert stored.reschedule_token_digest == hashlib.sha256(booking.reschedule_token.encode()).hexdigest()


def test_no_table_but_the_mail_queue_holds_a_token(booking):
	secrets = [*tokens(booking)]
	move(booking)
	secrets += tokens(booking)
	booking.status = "Cancelled"
	booking.save()
	stored = [frappe.get_all(BOOKING, {"name": booking.name}, ["*"])]
	for child in ("MM Meeting Booking Assigned User", "MM Booking History"):
		stored.append(frappe.get_all(child, {"parent": booking.name}, ["*"]))
	if frappe.db.table_exists("Version"):
		stored.append(frappe.get_all("Version", {"docname": booking.name}, ["*"]))
		assert stored[-1]
	assert not [secret for secret in secrets if secret in str(stored)]


def test_document_does_not_carry_its_tokens_along(booking):
	carried = str(booking.as_dict()) + frappe.as_json(booking) + str(booking.get_valid_dict())
	assert not [token for token in tokens(booking) if token in carried]
	assert not {"cancel_token", "reschedule_token", "cancel_url", "reschedule_url"} & set(booking.as_dict())


def test_links_lead_to_the_site_and_not_to_the_host_a_request_names(booking, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "host_name", "https://meet.example.com/")
	assert booking.cancel_url == f"https://meet.example.com/cancel-booking?token={booking.cancel_token}"
	assert (
		booking.reschedule_url
		== f"https://meet.example.com/reschedule-booking?token={booking.reschedule_token}"
	)


def test_links_of_an_answer_ignore_the_host_header(http, consulting):
	answer = http.post(
		"/api/method/meeting_manager.meeting_manager.api.public.create_booking",
		headers={"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net"},
		json={
			"department_slug": consulting.slug,
			"meeting_type_slug": consulting.type_slug,
			"date": MONDAY,
			"time": "10:00",
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
		},
	)
	assert answer.status_code == 200, answer.text
	assert "evil" not in answer.text


KEPT = {
	"booking_reference": "ZZZZZZZZ",
	"duration": 480,
	"policy": "{}",
	"reschedule_count": 0,
	"calendar_uid": "other@example.com",
	"calendar_sequence": 99,
	"end_utc_minute": 1,
	"cancelled_by": ADA,
	"cancelled_at": "2020-01-01 00:00:00",
	"history": [],
}


@pytest.mark.parametrize("fieldname", KEPT)
def test_what_only_the_app_writes_cannot_be_sent(booking, fieldname):
	"""Frappe shows a read-only field as such, and saves what a request brings for it all the same."""
	move(booking)
	before = str(booking.get(fieldname)), len(booking.history), booking.end_utc_minute
	booking.set(fieldname, KEPT[fieldname])
	booking.save()
	booking.reload()
	assert len(booking.history) == 2
	if fieldname != "history":
		assert (str(booking.get(fieldname)), len(booking.history), booking.end_utc_minute) == before


def test_new_booking_brings_nothing_for_what_only_the_app_writes(book):
	row = {"action": "Cancelled", "action_by": ADA, "action_datetime": "2020-01-01 00:00:00"}
	booking = book("10:00", **{**KEPT, "reschedule_count": 9, "history": [row]})
	booking.reload()
	assert [row.action for row in booking.history] == ["Booked"]
	assert (booking.reschedule_count, booking.calendar_sequence, booking.duration) == (0, 0, 30)
	assert (booking.cancelled_by, booking.cancelled_at) == (None, None)
	assert booking.end_utc_minute == booking.start_utc_minute + 30
	assert not [
		name for name in ("booking_reference", "policy", "calendar_uid") if booking.get(name) == KEPT[name]
	]


def test_history_row_cannot_be_rewritten(booking):
	booking.history[0].new_value = "never"
	booking.save()
	booking.reload()
	assert booking.history[0].new_value == f"{MONDAY} 10:00"


def test_copy_of_a_booking_starts_afresh(booking):
	move(booking)
	copy = frappe.copy_doc(frappe.get_doc(BOOKING, booking.name), ignore_no_copy=False)
	copy.insert()
	copy.reload()
	assert [row.action for row in copy.history] == ["Booked"]
	assert (copy.status, copy.reschedule_count, copy.calendar_sequence) == ("Confirmed", 0, 0)
	assert copy.booking_reference != booking.booking_reference
	assert copy.calendar_uid != booking.calendar_uid
	assert not set(tokens(copy)) & set(tokens(booking))
