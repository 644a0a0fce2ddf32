"""What cannot be entered into a booking, and what its department and meeting type have to do with each other."""

import frappe
import pytest

from tests.site.factories import make_department, make_meeting_type, next_monday
from tests.site.test_booking_document import ADA, BEN, HOUR, actions, of_ada  # noqa: F401 (a fixture)

BOOKING = "MM Meeting Booking"
MONDAY = next_monday().isoformat()


@pytest.mark.parametrize(
	("values", "message"),
	[
		pytest.param({"assigned_users": []}, "Assign a member to the booking", id="nobody"),
		pytest.param(
			{"assigned_users": [{"member": ADA}, {"member": ADA}]},
			"A member is assigned twice. Remove one of the rows",
			id="the same member twice",
		),
		pytest.param(
			{"start_datetime": f"{MONDAY} 10:02:00"},
			"Start: use a time at a multiple of 5 minutes",
			id="a start beside the grid",
		),
		pytest.param(
			{"customer_timezone": "Europe/Atlantis"},
			"Time Zone: Europe/Atlantis is not a time zone. Choose an IANA name such as Europe/Berlin",
			id="no such zone",
		),
		pytest.param(
			{"customer_email": "a@example.com, b@example.com"},
			"Email: write one address such as name@example.com",
			id="two addresses",
		),
	],
)
def test_wrong_entry_is_refused_with_what_to_do(of_ada, values, message):  # noqa: F811
	booking = of_ada("10:00")
	booking.update(values)
	with pytest.raises(frappe.ValidationError, match=message):
		booking.save()


@pytest.fixture
def bens_department(consulting, site):
	department = make_department(f"{consulting.name} B", [BEN]).name
	yield department
	site.db.rollback()
	site.db.delete("MM Meeting Type", {"department": department})
	site.delete_doc("MM Department", department, force=True, ignore_missing=True)
	site.db.commit()


def test_meeting_type_of_another_department_is_refused(of_ada, consulting, bens_department):  # noqa: F811
	foreign = make_meeting_type(bens_department)
	sentence = f"This meeting type belongs to another department. Choose one of {consulting.name}"
	with pytest.raises(frappe.ValidationError, match=sentence):
		of_ada("10:00", meeting_type=foreign.name)
	booking = of_ada("10:00")
	booking.update({"department": bens_department, "meeting_type": foreign.name})
	with pytest.raises(frappe.CannotChangeConstantError):
		booking.save()


def test_booking_outlives_the_move_of_its_meeting_type(another_type, of_ada, consulting, bens_department):  # noqa: F811
	kind = another_type("Wandering")
	booking = of_ada("10:00", meeting_type=kind.name)
	kind.department = bens_department
	kind.save()
	booking.customer_notes = "Wants tea"
	booking.save()
	booking.reschedule(booking.start_utc_minute + HOUR, "moved")
	assert (booking.department, booking.members) == (consulting.name, [BEN])
	booking.cancel_meeting("Customer Cancelled")
	assert actions(booking) == ["Booked", "Rescheduled", "Cancelled"]
