"""Bookings to change together, and no operation left of a test."""

import frappe
import pytest

from tests.site.bulk.looks import ADA, MESSAGE, OPERATION


@pytest.fixture(autouse=True)
def _no_operation_left(site):
	yield
	site.db.rollback()
	site.set_user("Administrator")
	site.db.delete(OPERATION, {"note": ["like", "Test%"]})
	site.db.commit()


@pytest.fixture
def of_ada(book):
	"""Bookings of Ada's at 10:00, 10:30 and 14:00, told and done with."""
	bookings = [book(time, assigned_users=[{"member": ADA}]) for time in ("10:00", "10:30", "14:00")]
	for booking in bookings:
		frappe.db.set_value(
			MESSAGE, {"booking": booking.name, "occasion": ["!=", "Reminder"]}, "state", "Sent"
		)
	frappe.db.commit()
	return bookings
