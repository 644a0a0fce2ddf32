"""What staff do to several bookings at once, and what comes of it in the ledger."""

import frappe
from icalendar import Calendar

from meeting_manager.meeting_manager.api import bulk
from meeting_manager.notifications import delivery, ledger

MESSAGE, BOOKING = "MM Message", "MM Meeting Booking"
ADA, BEN = "ada.test@example.com", "ben.test@example.com"
ALEX, ROBIN = "alex@example.com", "robin@example.com"
TOLD_AFTER = 7
"""Minutes."""


def names(bookings):
	return [booking.name for booking in bookings]


def cancel(bookings, **options):
	operation = bulk.bulk_cancel(names(bookings), "Test: Ada is ill", **options)["operation"]
	frappe.db.commit()
	return operation


def move(bookings, **options):
	operation = bulk.bulk_move(names(bookings), note="Test", **options)["operation"]
	frappe.db.commit()
	return operation


def rows_of(operation, **filters):
	"""Those of its mails, where nothing else is asked for."""
	frappe.db.rollback()
	filters = {"operation": operation, "channel": "Email", **filters}
	return frappe.get_all(MESSAGE, filters, ["*"], order_by="creation asc, name asc")


def states(rows):
	return {(row.state, row.times_sent) for row in rows}


def deliver_operation(operation, channel="Email"):
	"""As the scheduler would, but leaving what other tests have left."""
	mine = {row.name for row in rows_of(operation, channel=channel)}
	for mail in ledger.operations_due(delivery.current_minute()):
		if mine.issuperset(mail):
			delivery.deliver(*mail)


def files_of(mail):
	return {part.get_filename(): Calendar.from_ical(part.get_content()) for part in mail.iter_attachments()}
