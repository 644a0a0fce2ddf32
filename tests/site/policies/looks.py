"""What the tests of policies and fees look at."""

import frappe

BOOKING, SETTINGS = "MM Meeting Booking", "MM Settings"
API = "/api/method/meeting_manager.meeting_manager.api."
FREE = ("Cancellation", 0, None)


def rule_of(http, booking):
	answer = http.call("get_booking_details", token=booking.cancel_token)
	return answer.json["message"]["policy"]["cancel"]


def page_of(http, booking, **query):
	return http.get("/cancel-booking", query_string={"token": booking.cancel_token, **query}).get_data(
		as_text=True
	)


def stored(booking):
	frappe.db.rollback()
	return frappe.get_doc(BOOKING, booking.name)


def fee(booking):
	doc = stored(booking)
	return doc.fee_kind, doc.fee_amount, doc.fee_currency


def set_status(booking, wanted):
	doc = frappe.get_doc(BOOKING, booking.name)
	doc.status = wanted
	doc.save()
	frappe.db.commit()
	return doc
