"""What is asked of quick booking, by Administrator unless somebody else acts."""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.meeting_manager.api import quick_booking
from meeting_manager.scheduling.zones import to_minute
from tests.site.factories import next_monday

API = "/api/method/meeting_manager.meeting_manager.api.quick_booking."
BOOKING = "MM Meeting Booking"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MONDAY = next_monday()
BERLIN = ZoneInfo("Europe/Berlin")
WHY = "A customer of many years"
OUTSIDE = "Outside the member's hours. Add weekly hours, or hours for this date"


def at(time, day=MONDAY):
	return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BERLIN).isoformat()


def minute_of(time, day=MONDAY):
	return to_minute(datetime.fromisoformat(at(time, day)))


def request(consulting, time="10:00", **values):
	return {
		"meeting_type": consulting.meeting_type,
		"start": at(time),
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		**values,
	}


def times(consulting, **values):
	day = {"meeting_type": consulting.meeting_type, "date": MONDAY.isoformat(), **values}
	answer = quick_booking.get_times(**day)
	return answer, {slot["time"]: slot for slot in answer["slots"]}


def take(consulting, time="10:00", **values):
	answer = quick_booking.book(**request(consulting, time, **values))
	frappe.db.commit()
	return frappe.get_doc(BOOKING, answer["booking"])
