"""Requests that nobody answers: given up in time, once, told of, and never instead of one that was answered."""

import threading

import frappe
import pytest

from meeting_manager.adapters import site_time
from meeting_manager.adapters.history_audit import verify
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import expired_requests
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import (
	NOT_ANSWERED,
	expire,
	expire_due,
)
from meeting_manager.patches import let_requests_expire
from meeting_manager.tasks import audit_messages, audit_overlaps
from tests.site.clock import stop_clock
from tests.site.crowd import run_all
from tests.site.hosts import connect
from tests.site.mails.reading import CUSTOMER, mail_to, text_of
from tests.site.people import MANAGER, make_people, sign_in

BOOKING, SETTINGS = "MM Meeting Booking", "MM Settings"
HOURS = 48
FIELDS = ("request_expiry_hours", "requests_expire_since_utc_minute")


@pytest.fixture
def settings(site):
	"""Set when requests expire: `settings(hours)`, for requests from before this moment too."""
	before = {field: site.db.get_single_value(SETTINGS, field) or 0 for field in FIELDS}

	def write(hours, since=0):
		for field, value in zip(FIELDS, (hours, since), strict=True):
			site.db.set_single_value(SETTINGS, field, value)
		site.clear_document_cache(SETTINGS, SETTINGS)
		site.db.commit()

	write(HOURS)
	yield write
	site.db.rollback()
	write(*before.values())


@pytest.fixture
def on_request(another_type):
	return another_type("On Request", requires_approval=1)


@pytest.fixture
def request_(book, on_request, settings):
	"""A request for that Monday at noon."""
	return book("12:00", meeting_type=on_request.name)


@pytest.fixture
def after(monkeypatch, request_):
	"""Let so many minutes pass since the request was made."""
	asked = site_time.current_minute()
	return lambda minutes: stop_clock(monkeypatch, asked + minutes)


def stored(booking):
	frappe.db.rollback()
	return frappe.get_doc(BOOKING, booking.name)


def test_a_request_is_given_up_when_its_hours_are_over_and_not_before(request_, after):
	after(HOURS * 60 - 2)
	expire_due()
	assert stored(request_).status == "Pending"
	after(HOURS * 60 + 1)
	expire_due()
	booking = stored(request_)
	assert (booking.status, booking.cancellation_reason) == ("Cancelled", NOT_ANSWERED)
	row = booking.history[-1]
	assert (row.action, row.acted_as, row.old_value, row.new_value, row.reason) == (
		"Cancelled",
		"system",
		"Pending",
		"Cancelled",
		NOT_ANSWERED,
	)
	assert not verify([booking.name])


def test_a_request_is_given_up_at_the_start_of_its_meeting(request_, settings, monkeypatch):
	settings(24 * 365)
	stop_clock(monkeypatch, request_.start_utc_minute - 1)
	expire_due()
	assert stored(request_).status == "Pending"
	stop_clock(monkeypatch, request_.start_utc_minute)
	expire_due()
	assert stored(request_).status == "Cancelled"


@pytest.mark.parametrize("minutes", [HOURS * 60 + 1, 365 * 24 * 60])
def test_a_request_waits_as_long_as_it_takes_where_no_hours_are_set(request_, settings, after, minutes):
	settings(0)
	after(minutes)
	expire_due()
	assert stored(request_).status == "Pending"


def test_a_request_that_was_moved_waits_anew(request_, after):
	after(HOURS * 60 - 10)
	booking = stored(request_)
	asked = booking.history[-1].action_utc
	booking.start_utc_minute += 60
	booking.save()
	frappe.db.set_value(
		"MM Booking History", booking.history[-1].name, "action_utc", later(asked, HOURS * 60 - 10)
	)
	frappe.db.commit()
	after(HOURS * 60 + 1)
	expire_due()
	assert stored(request_).status == "Pending"
	after(2 * HOURS * 60)
	expire_due()
	assert stored(request_).status == "Cancelled"


def later(instant, minutes):
	"""The history's own clock does not stand still."""
	from datetime import datetime, timedelta

	return (datetime.fromisoformat(instant.replace("Z", "+00:00")) + timedelta(minutes=minutes)).isoformat()


def test_other_bookings_are_left_alone(request_, book, booking, after):
	after(HOURS * 60 + 1)
	expire_due()
	assert stored(booking).status == "Confirmed"


def test_time_and_claims_are_free_again_and_the_links_are_dead(request_, after, on_request, book, http):
	member = request_.members[0]
	after(HOURS * 60 + 1)
	expire_due()
	assert frappe.db.count("MM Time Claim", {"member": member}) == 0
	answer = http.call("cancel_booking", token=request_.cancel_token)
	assert answer.status_code == 409
	again = book("12:00", meeting_type=on_request.name, assigned_users=[{"member": member}])
	assert again.status == "Pending"
	found = audit_overlaps()
	assert not any(found.values()), found


def test_customer_and_members_are_told_why(request_, after, queued_mails):
	queued_mails(request_)
	member = request_.assigned_users[0].user
	after(HOURS * 60 + 1)
	expire_due()
	mails = queued_mails(request_)[2:]
	to_customer, to_member = mail_to(CUSTOMER, mails), mail_to(member, mails)
	assert to_customer["Subject"].startswith("Not answered in time: On Request")
	assert "nobody answered in time" in text_of(to_customer)
	assert to_member["Subject"].startswith("Expired request from Alex Example: On Request")
	assert "Not Answered in Time" in text_of(to_member)
	rows = frappe.get_all("MM Message", {"booking": request_.name, "calendar_sequence": 1}, pluck="occasion")
	assert set(rows) == {"Declined"}
	assert not [text for text in audit_messages()["missing"] if text.startswith(request_.name)]


def test_whoever_answers_just_before_the_app_gives_up_is_heard(request_, after):
	after(HOURS * 60 + 1)
	stored(request_).confirm()
	frappe.db.commit()
	expire(request_.name)
	assert [row.action for row in stored(request_).history] == ["Booked", "Confirmed"]


def test_whoever_answers_what_was_just_given_up_is_refused(request_, after):
	seen = stored(request_)
	after(HOURS * 60 + 1)
	expire_due()
	with pytest.raises(frappe.ValidationError):
		seen.confirm()
	assert [row.action for row in stored(request_).history] == ["Booked", "Cancelled"]


def test_answers_and_the_end_at_the_same_moment_leave_one_of_them(
	request_, book, on_request, after, http, opened_site
):
	"""Ten requests; for each somebody confirms while the job gives up: one of the two comes first."""
	make_people()
	headers = {**http.headers, **sign_in(http, MANAGER)}
	times = ("09:00", "09:30", "10:00", "10:30", "11:00", "13:00", "13:30", "14:00", "14:30")
	requests = [request_, *(book(time, meeting_type=on_request.name) for time in times)]
	after(HOURS * 60 + 1)
	ready, codes = threading.Barrier(len(requests) + 1), []

	def confirm(booking):
		form = {"dt": BOOKING, "dn": booking.name, "method": "confirm"}
		ready.wait()
		answer = http._open("POST", "/api/method/run_doc_method", {"json": form, "headers": headers})
		codes.append(answer.status_code)

	def give_up():
		connect(opened_site)
		ready.wait()
		for booking in reversed(requests):
			expire(booking.name)
		frappe.destroy()

	threads = [threading.Thread(target=confirm, args=(booking,)) for booking in requests]
	threads.append(threading.Thread(target=give_up))
	run_all(threads)
	assert set(codes) <= {200, 409, 417, 503}, codes
	expire_due()
	for booking in requests:
		after_all = stored(booking)
		assert [row.action for row in after_all.history] == ["Booked", after_all.status]
		assert after_all.status in ("Confirmed", "Cancelled")
	assert codes.count(200) == sum(stored(booking).status == "Confirmed" for booking in requests)


def test_the_locks_are_taken_before_the_last_look(request_, after, monkeypatch):
	"""Without them somebody who is confirming would be overrun."""
	after(HOURS * 60 + 1)
	steps = []
	begin, look = expired_requests.begin_locked, expired_requests.names_expired
	monkeypatch.setattr(
		expired_requests, "begin_locked", lambda *who: (steps.append(("lock", *who)), begin(*who))
	)
	monkeypatch.setattr(
		expired_requests, "names_expired", lambda *what: (steps.append("look"), look(*what))[1]
	)
	expire(request_.name)
	assert steps == [("lock", request_.department, request_.members), "look"]


def test_a_request_that_cannot_be_given_up_holds_up_no_other(
	request_, book, on_request, after, monkeypatch, site
):
	other = book("13:00", meeting_type=on_request.name)
	cancel = expired_requests._cancel

	def fail_at_first(booking):
		if booking.name == request_.name:
			raise RuntimeError("broken")
		cancel(booking)

	monkeypatch.setattr(expired_requests, "_cancel", fail_at_first)
	after(HOURS * 60 + 2)
	logs = {"method": "A request could not expire"}
	before = site.db.count("Error Log", logs)
	expire_due()
	assert (stored(request_).status, stored(other).status) == ("Pending", "Cancelled")
	assert site.db.count("Error Log", logs) == before + 1
	site.db.delete("Error Log", logs)
	site.db.commit()


def test_requests_from_before_this_was_switched_on_get_their_time(request_, settings, after):
	now = site_time.current_minute()
	settings(HOURS, since=now + 60)
	after(HOURS * 60 + 30)
	expire_due()
	assert stored(request_).status == "Pending"
	after(HOURS * 60 + 61)
	expire_due()
	assert stored(request_).status == "Cancelled"


@pytest.mark.parametrize(
	("before", "now", "is_noted"), [(0, 24, True), (24, 48, False), (24, 0, False), (0, 0, False)]
)
def test_settings_note_when_this_is_switched_on(settings, site, before, now, is_noted):
	settings(before, since=7)
	doc = site.get_doc(SETTINGS)
	doc.request_expiry_hours = now
	doc.save()
	minute = site_time.current_minute()
	since = site.db.get_single_value(SETTINGS, "requests_expire_since_utc_minute", cache=False)
	assert (since in (minute, minute - 1)) if is_noted else since == 7


def test_an_update_starts_with_the_default_and_gives_what_waits_its_time(settings, site):
	site.db.delete("Singles", {"doctype": SETTINGS, "field": ["in", FIELDS]})
	let_requests_expire.execute()
	hours, since = (site.db.get_single_value(SETTINGS, field, cache=False) for field in FIELDS)
	assert hours == HOURS and since in (site_time.current_minute(), site_time.current_minute() - 1)
	settings(0, since=7)
	let_requests_expire.execute()
	assert [site.db.get_single_value(SETTINGS, field, cache=False) for field in FIELDS] == [0, 7]
