"""Which customers have not got the mail about the newest change of their booking."""

from __future__ import annotations

import frappe
from frappe.utils import add_to_date

from meeting_manager.adapters.site_time import current_minute, from_site_datetime
from meeting_manager.notifications.changes import BOOKING
from meeting_manager.notifications.ledger import CUSTOMER, DUE, EMAIL, FAILED, MESSAGE, QUEUED, SKIPPED
from meeting_manager.notifications.occasions import OVER, REMINDER

LATE = 15
"""Minutes after which a mail that is still on its way counts as not sent."""


def find_not_informed(department: str | None = None, from_date=None, to_date=None) -> list[dict]:
	"""One row for each such booking that the session's user may read, the longest waiting first.

	:param from_date: first day, in the site's zone, on which the meetings start; `to_date` the last one.
	"""
	rows = _newest_not_sent(department, from_date, to_date)
	names = [row.booking for row in rows]
	if not names:
		return []
	readable = set(frappe.get_list(BOOKING, {"name": ["in", names]}, pluck="name", order_by="name asc"))
	return [row for row in rows if row.booking in readable]


def _newest_not_sent(department: str | None, from_date, to_date) -> list:
	message, newer = frappe.qb.DocType(MESSAGE), frappe.qb.DocType(MESSAGE).as_("newer")
	booking = frappe.qb.DocType(BOOKING)
	query = (
		frappe.qb.from_(message)
		.join(booking)
		.on(booking.name == message.booking)
		.left_join(newer)
		.on(
			(newer.booking == message.booking)
			& _is_change_to_customer(newer)
			& (newer.calendar_sequence > message.calendar_sequence)
		)
		.select(*_columns(message, booking))
		.where(newer.name.isnull() & _is_change_to_customer(message) & _is_not_sent(message))
		.orderby(message.creation, message.name)
	)
	for condition in _of_booking(booking, department, from_date, to_date):
		query = query.where(condition)
	return query.run(as_dict=True)


def _columns(message, booking) -> tuple:
	return (
		message.name.as_("message"),
		message.booking,
		booking.booking_reference,
		booking.customer_name,
		booking.customer_email,
		booking.department,
		booking.start_datetime,
		message.occasion,
		message.state,
		message.reason,
		message.creation.as_("since"),
		message.tries,
	)


def _is_change_to_customer(message):
	return (message.recipient_kind == CUSTOMER) & (message.channel == EMAIL) & (message.occasion != REMINDER)


def _is_not_sent(message):
	"""Skipped thanks for a meeting that is over were no news to anybody, nor was the end of a fee that nobody knew of."""
	is_late = message.state.isin([DUE, QUEUED]) & (message.due_utc_minute < current_minute() - LATE)
	is_kept_back = (message.state == SKIPPED) & message.occasion.notin(OVER)
	return (message.state == FAILED) | is_late | is_kept_back


def _of_booking(booking, department: str | None, from_date, to_date):
	if department:
		yield booking.department == department
	if from_date:
		yield booking.start_utc_minute >= from_site_datetime(from_date)
	if to_date:
		yield booking.start_utc_minute < from_site_datetime(add_to_date(to_date, days=1))
