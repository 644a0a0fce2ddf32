"""A booking takes its terms from the database: a cached document may be the one of before a change."""

import frappe
import pytest

from meeting_manager.exceptions import OverlappingBookingError
from meeting_manager.scheduling.policy_record import read_policy

TYPE, DEPARTMENT, POLICY, SETTINGS = (
	"MM Meeting Type",
	"MM Department",
	"MM Cancellation Policy",
	"MM Settings",
)
ADA = "ada.test@example.com"


@pytest.fixture
def change_behind_the_cache(site):
	"""What another transaction may leave: `change(doctype, name, fieldname, value)`; undone after the test."""
	before = []

	def change(doctype, name, fieldname, value):
		frappe.get_cached_doc(doctype, name)
		before.append((doctype, name, fieldname, frappe.db.get_value(doctype, name, fieldname)))
		write(doctype, name, fieldname, value)
		assert frappe.get_cached_doc(doctype, name).get(fieldname) != value

	def write(doctype, name, fieldname, value):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[fieldname], value).where(table.name == name).run()
		frappe.db.commit()

	yield change
	frappe.db.rollback()
	for doctype, name, fieldname, value in reversed(before):
		write(doctype, name, fieldname, value)
		frappe.clear_document_cache(doctype, name)


@pytest.fixture
def kind(another_type):
	return another_type("Course", capacity=2, price=10, named_members=[{"member": ADA}])


def test_seats_that_were_taken_away_are_not_given(kind, book, change_behind_the_cache):
	book("10:00", meeting_type=kind.name)
	change_behind_the_cache(TYPE, kind.name, "capacity", 1)
	with pytest.raises(OverlappingBookingError):
		book("10:00", meeting_type=kind.name, assigned_users=[{"member": ADA}])


def test_a_booking_is_as_long_and_costs_as_much_as_it_is_offered_for(kind, book, change_behind_the_cache):
	change_behind_the_cache(TYPE, kind.name, "duration", 60)
	change_behind_the_cache(TYPE, kind.name, "price", 25)
	booking = book("10:00", meeting_type=kind.name)
	assert (booking.duration, read_policy(booking.policy)[1]) == (60, 2500)


@pytest.mark.parametrize("holder", [TYPE, DEPARTMENT])
def test_the_policy_that_holds_is_the_one_that_is_named_now(
	kind, consulting, book, site, change_behind_the_cache, holder
):
	policy = frappe.get_doc({"doctype": POLICY, "policy_name": "Of Today", "cancel_notice_hours": 5}).insert()
	try:
		name = {TYPE: kind.name, DEPARTMENT: consulting.name}[holder]
		change_behind_the_cache(holder, name, "cancellation_policy", policy.name)
		change_behind_the_cache(POLICY, policy.name, "cancel_notice_hours", 7)
		assert read_policy(book("10:00", meeting_type=kind.name).policy)[0].cancel_notice == 7 * 60
	finally:
		site.db.set_value(TYPE, kind.name, "cancellation_policy", None)
		site.db.set_value(DEPARTMENT, consulting.name, "cancellation_policy", None)
		policy.delete(force=True)
		site.db.commit()
