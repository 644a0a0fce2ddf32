"""Which change of a booking is told to whom: written into the ledger in the change's own transaction."""

from collections.abc import Iterator

import frappe

from meeting_manager.notifications import ledger, reminders
from meeting_manager.notifications.after_change import deliver_after_commit
from meeting_manager.notifications.changes import describe_change
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, IN_APP, MEMBER, Entry
from meeting_manager.notifications.occasions import (
	ASSIGNED,
	CANCELLED,
	COMPLETED,
	CONFIRMED,
	DECLINED,
	HANDED_OVER,
	NO_SHOW,
	OVER,
	REASSIGNED,
	REQUESTED,
	RESCHEDULED,
)
from meeting_manager.scheduling import status

BY_CUSTOMER = "Customer Cancelled"
OCCASIONS_OF_STATUS = {status.COMPLETED: COMPLETED, status.NO_SHOW: NO_SHOW}


def tell_of_new_booking(booking, method: str | None = None) -> None:
	entries = [*_entries_for_customer(REQUESTED if _is_pending(booking) else CONFIRMED)]
	for row in booking.assigned_users:
		entries += _entries_for_member(row, _given_to(booking))
	_record(booking, None, entries)


def tell_of_change(booking, method: str | None = None) -> None:
	before = booking.get_doc_before_save()
	if booking.flags.pop("tells_nobody", False):
		reminders.align(booking, is_new=False)
		return
	occasion = before and what_happened(before, booking)
	if not occasion:
		return
	entries = [*_entries_for_customer(occasion)]
	for row, told in members_to_tell(before, booking, occasion):
		entries += _entries_for_member(row, told)
	_record(booking, before, entries)


def what_happened(before, booking) -> str | None:
	"""The occasion from the customer's point of view.

	:param before: the booking as it stood in the database.
	"""
	if booking.status == status.CANCELLED:
		return _why_cancelled(before, booking) if before.status != status.CANCELLED else None
	if booking.status not in status.OPEN:
		return OCCASIONS_OF_STATUS[booking.status] if before.status != booking.status else None
	if before.status == status.PENDING and booking.status == status.CONFIRMED:
		return CONFIRMED
	if before.status == status.CANCELLED:  # undone
		return REQUESTED if _is_pending(booking) else CONFIRMED
	if before.token_nonce != booking.token_nonce:  # also a move to the same time makes the old links useless
		return RESCHEDULED
	return REASSIGNED if set(before.members) != set(booking.members) else None


def members_to_tell(before, booking, occasion: str) -> list[tuple]:
	"""Rows of assigned members, each with the occasion from that member's point of view."""
	if occasion in (CANCELLED, DECLINED):
		return [(row, occasion) for row in before.assigned_users]
	left = [(row, HANDED_OVER) for row in before.assigned_users if row.member not in booking.members]
	came = [(row, _given_to(booking)) for row in booking.assigned_users if row.member not in before.members]
	stayed = [(row, occasion) for row in booking.assigned_users if row.member in before.members]
	return left + came + (stayed if occasion != REASSIGNED else [])


def _why_cancelled(before, booking) -> str:
	is_declined = _is_pending(before) and booking.cancellation_reason != BY_CUSTOMER
	return DECLINED if is_declined else CANCELLED


def _given_to(booking) -> str:
	return REQUESTED if _is_pending(booking) else ASSIGNED


def _is_pending(booking) -> bool:
	return booking.status == status.PENDING


def _entries_for_customer(occasion: str) -> Iterator[Entry]:
	yield Entry(occasion, CUSTOMER, EMAIL)


def _entries_for_member(row, occasion: str) -> Iterator[Entry]:
	"""By mail what changes the member's calendar; on the Desk everything that somebody else did."""
	if occasion not in OVER:
		yield Entry(occasion, MEMBER, EMAIL, row.member, row.user)
	if row.user != frappe.session.user:
		yield Entry(occasion, MEMBER, IN_APP, row.member, row.user)


def _record(booking, before, entries: list[Entry]) -> None:
	ledger.write(booking, entries, describe_change(booking, before))
	reminders.align(booking, is_new=before is None)
	deliver_after_commit(booking.name)
