"""What the tests of staff's work look at."""

import frappe

from meeting_manager.meeting_manager.api import staff_bookings
from meeting_manager.scheduling.zones import to_instant
from tests.site.factories import next_monday

BOOKING, MESSAGE = "MM Meeting Booking", "MM Message"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
HOUR = 60


def state(booking):
	return frappe.get_doc(BOOKING, booking.name)


def last_row(booking):
	return state(booking).history[-1]


def at(hour, minute=0, day=MONDAY):
	"""The instant of a time in Berlin, as the API takes it."""
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	zone = find_zone("Europe/Berlin")
	return to_instant(wall_to_minute(zone, day, hour * 60 + minute), zone).isoformat()


def just_before(booking, hours):
	return booking.start_utc_minute - hours * HOUR


def actions(booking):
	return staff_bookings.get_staff_choices(booking.name)["actions"]
