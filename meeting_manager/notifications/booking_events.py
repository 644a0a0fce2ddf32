"""Which change of a booking is an event, and whom it is told."""

from meeting_manager.notifications.booking_mail import mail_customer, mail_member
from meeting_manager.notifications.event_names import (
	BOOKED,
	CANCELLED,
	CONFIRMED,
	HANDED_OVER,
	MOVED,
	REASSIGNED,
)
from meeting_manager.scheduling import status


def tell_of_new_booking(booking, method: str | None = None) -> None:
	mail_customer(booking, BOOKED)
	for row in booking.assigned_users:
		mail_member(row, booking, BOOKED)


def tell_of_change(booking, method: str | None = None) -> None:
	before = booking.get_doc_before_save()
	event = before and what_happened(before, booking)
	if event:
		mail_customer(booking, event, before)
		for row, told in members_to_tell(before, booking, event):
			mail_member(row, booking, told, before)


def what_happened(before, booking) -> str | None:
	"""
	:param before: the booking as it stood in the database.
	"""
	if booking.status == status.CANCELLED:
		return CANCELLED if before.status != status.CANCELLED else None
	if booking.status not in status.OPEN:
		return None
	if before.status == status.PENDING and booking.status == status.CONFIRMED:
		return CONFIRMED
	if before.token_nonce != booking.token_nonce:  # also a move to the same time makes the old links useless
		return MOVED
	return REASSIGNED if set(before.members) != set(booking.members) else None


def members_to_tell(before, booking, event: str) -> list[tuple]:
	"""Rows of assigned members, each with what has happened from that member's point of view."""
	if event == CANCELLED:
		return [(row, CANCELLED) for row in before.assigned_users]
	left = [(row, HANDED_OVER) for row in before.assigned_users if row.member not in booking.members]
	came = [(row, BOOKED) for row in booking.assigned_users if row.member not in before.members]
	stayed = [(row, event) for row in booking.assigned_users if row.member in before.members]
	return left + came + (stayed if event != REASSIGNED else [])
