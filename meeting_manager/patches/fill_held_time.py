"""Give the members' rows of older bookings their meeting type, their pauses, and whether they count for limits."""

import frappe

from meeting_manager.adapters.occupancy import ASSIGNED, mark_changed, pauses_around
from meeting_manager.scheduling.status import CANCELLED

BOOKING = "MM Meeting Booking"


def execute():
	"""Fill the rows that know no meeting type yet.

	Which pauses were wanted when they were booked is not on record, so they get today's.
	"""
	members = set()
	for meeting_type, booking_status, member in _unfilled():
		_fill(meeting_type, booking_status, member)
		members.add(member)
	mark_changed(sorted(members))


def _unfilled() -> list[tuple[str, str, str]]:
	row, booking = frappe.qb.DocType(ASSIGNED), frappe.qb.DocType(BOOKING)
	query = frappe.qb.from_(row).join(booking).on(booking.name == row.parent)
	query = query.select(booking.meeting_type, booking.status, row.member).distinct()
	return query.where(row.meeting_type.isnull()).run()


def _fill(meeting_type: str, booking_status: str, member: str) -> None:
	row, booking = frappe.qb.DocType(ASSIGNED), frappe.qb.DocType(BOOKING)
	bookings = (
		frappe.qb.from_(booking)
		.select(booking.name)
		.where(booking.meeting_type == meeting_type)
		.where(booking.status == booking_status)
	)
	pauses = pauses_around(meeting_type, member)
	(
		frappe.qb.update(row)
		.set(row.meeting_type, meeting_type)
		.set(row.is_counted, int(booking_status != CANCELLED))
		.set(row.buffer_before, pauses["buffer_before"])
		.set(row.buffer_after, pauses["buffer_after"])
		.where(row.member == member)
		.where(row.meeting_type.isnull())
		.where(row.parent.isin(bookings))
		.run()
	)
