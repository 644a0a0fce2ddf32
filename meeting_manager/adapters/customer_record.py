"""What a customer, known by the email address, has done with bookings before."""

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import add_to_date, now_datetime

from meeting_manager.scheduling.actors import CUSTOMERS

BOOKING, HISTORY = "MM Meeting Booking", "MM Booking History"
BY_CUSTOMER = "Customer Cancelled"


def count_moves(email: str, days: int) -> int:
	"""Reschedules that the customer made within so many days, of all bookings.

	A row from before histories said as what somebody acted counts by its login.
	"""
	booking, history = frappe.qb.DocType(BOOKING), frappe.qb.DocType(HISTORY)
	query = (
		frappe.qb.from_(history)
		.join(booking)
		.on(booking.name == history.parent)
		.select(Count("*"))
		.where((booking.customer_email == email) & (history.action == "Rescheduled"))
		.where(
			history.acted_as.isin(CUSTOMERS)
			| (history.acted_as.isnull() & history.action_by.isin(["Guest", email]))
		)
		.where(history.action_datetime > add_to_date(now_datetime(), days=-days))
	)
	return query.run()[0][0]


def count_cancellations(email: str, besides: str) -> int:
	"""
	:param besides: name of a booking that does not count.
	"""
	cancelled = {"customer_email": email, "cancellation_reason": BY_CUSTOMER, "name": ["!=", besides]}
	return frappe.db.count(BOOKING, cancelled)
