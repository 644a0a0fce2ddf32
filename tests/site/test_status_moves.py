"""On the document: which status staff, customers and the app may give it, before and after its start."""

from unittest import mock

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import (
	CONSOLE,
	CUSTOMER_ACCOUNT,
	CUSTOMER_LINK,
	IMPORT,
	STAFF,
	SYSTEM,
)


@pytest.fixture
def set_status(site):
	"""Save the booking with another status: `set_status(booking, "Completed", minutes=-1)` before or after its start."""

	def save(booking, wanted, minutes, actor=None):
		doc = site.get_doc("MM Meeting Booking", booking.name)
		doc.status = wanted
		doc.flags.actor = actor
		with mock.patch.object(booking_rules, "current_minute", lambda: booking.start_utc_minute + minutes):
			doc.save()
		return site.db.get_value("MM Meeting Booking", booking.name, "status")

	return save


@pytest.mark.parametrize("wanted", ["Completed", "No-Show"])
def test_a_meeting_is_over_only_once_it_has_begun(booking, set_status, wanted):
	sentence = f"A booking can become {wanted} only once its meeting has begun"
	with pytest.raises(frappe.ValidationError, match=sentence):
		set_status(booking, wanted, minutes=-1)
	assert set_status(booking, wanted, minutes=0) == wanted


@pytest.mark.parametrize("minutes", [-60, 60])
def test_staff_cancel_before_and_after_the_start(booking, set_status, minutes):
	assert set_status(booking, "Cancelled", minutes) == "Cancelled"


@pytest.mark.parametrize("minutes", [-60, 60])
def test_staff_move_a_meeting_before_and_after_its_start(booking, site, minutes):
	doc = site.get_doc("MM Meeting Booking", booking.name)
	doc.start_utc_minute += 60
	with mock.patch.object(booking_rules, "current_minute", lambda: booking.start_utc_minute + minutes):
		doc.save()
	assert doc.status == "Rescheduled"


@pytest.mark.parametrize(
	("wanted", "minutes", "sentence"),
	[
		("Completed", 60, "Only our staff can make a booking Completed"),
		("No-Show", 60, "Only our staff can make a booking No-Show"),
		("Cancelled", 0, "A meeting that has begun can no longer become Cancelled"),
	],
)
def test_a_customer_may_not_whatever_else_has_been_asked(booking, set_status, wanted, minutes, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		set_status(booking, wanted, minutes, actor=CUSTOMER_LINK)


def test_a_customer_may_not_confirm_a_request(book, another_type, set_status):
	request = book("12:00", meeting_type=another_type("On Request", requires_approval=1).name)
	with pytest.raises(frappe.ValidationError, match="Only our staff can make a booking Confirmed"):
		set_status(request, "Confirmed", -60, actor=CUSTOMER_LINK)
	assert set_status(request, "Cancelled", 60, actor=SYSTEM) == "Cancelled"


def test_the_app_may_not_cancel_what_is_confirmed(booking, set_status):
	with pytest.raises(frappe.ValidationError, match="Only our staff"):
		set_status(booking, "Cancelled", -60, actor=SYSTEM)


def judged_actors(change):
	"""Whom the table of moves is asked about."""
	actors, judge = [], status.judge_move
	spy = lambda current, wanted, actor, begun: actors.append(actor) or judge(current, wanted, actor, begun)  # noqa: E731
	with mock.patch.object(status, "judge_move", spy):
		change()
	return actors


def test_a_guest_s_request_is_the_customer_s(booking, http):
	"""The link's holder acts as the customer, and the table of moves is asked about nobody else."""
	assert judged_actors(lambda: http.call("cancel_booking", token=booking.cancel_token)) == [CUSTOMER_LINK]


def test_a_customer_s_account_may_no_more_than_the_link(booking, set_status):
	with pytest.raises(frappe.ValidationError, match="Only our staff can make a booking Completed"):
		set_status(booking, "Completed", 60, actor=CUSTOMER_ACCOUNT)
	assert set_status(booking, "Cancelled", -60, actor=CUSTOMER_ACCOUNT) == "Cancelled"


@pytest.mark.parametrize("actor", [STAFF, IMPORT, CONSOLE])
def test_an_import_and_an_operator_act_for_the_house(book, set_status, actor):
	assert set_status(book("15:00"), "No-Show", 1, actor=actor) == "No-Show"
	assert judged_actors(lambda: set_status(book("16:00"), "Completed", 1, actor=actor)) == [actor]


def test_what_staff_put_into_a_queue_is_theirs(booking, set_status, site):
	"""The Desk's list changes more than 20 bookings at once in a job."""
	from tests.site.people import MANAGER, make_people

	make_people()
	site.set_user(MANAGER)
	site.local.job = frappe._dict(method="tests")
	try:
		assert judged_actors(lambda: set_status(booking, "Completed", 1)) == [STAFF]
	finally:
		site.local.job = None
