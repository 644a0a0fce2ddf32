"""Which change of a booking is told to whom: written into the ledger in the change's own transaction."""

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.notifications import entries, ledger, reminders
from meeting_manager.notifications.after_change import deliver_after_commit
from meeting_manager.notifications.changes import describe_change
from meeting_manager.notifications.occasions import (
	ASSIGNED,
	CANCELLED,
	COMPLETED,
	CONFIRMED,
	DECLINED,
	FEE_WAIVED,
	HANDED_OVER,
	NO_SHOW,
	REASSIGNED,
	REQUESTED,
	RESCHEDULED,
	TIME_KEPT,
)
from meeting_manager.scheduling import status

OCCASIONS_OF_STATUS = {status.COMPLETED: COMPLETED, status.NO_SHOW: NO_SHOW}


def tell_of_new_booking(booking, method: str | None = None) -> None:
	_record(booking, None, REQUESTED if _is_pending(booking) else CONFIRMED)


def tell_of_change(booking, method: str | None = None) -> None:
	before = booking.get_doc_before_save()
	if booking.flags.pop("tells_nobody", False):
		reminders.align(booking, is_new=False)
		return
	occasion = before and what_happened(before, booking)
	if occasion:
		_record(booking, before, occasion)


def what_happened(before, booking) -> str | None:
	"""The occasion from the customer's point of view.

	:param before: the booking as it stood in the database.
	"""
	if booking.fee_waived and not before.fee_waived and before.status == booking.status:
		return FEE_WAIVED
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
	if set(before.members) != set(booking.members):
		return REASSIGNED
	return TIME_KEPT if _keeps_time(before, booking) else None


def members_to_tell(before, booking, occasion: str) -> list[tuple]:
	"""Rows of assigned members, each with the occasion from that member's point of view."""
	if occasion in (TIME_KEPT, FEE_WAIVED):
		return []
	if before is None:
		return [(row, _given_to(booking)) for row in booking.assigned_users]
	if occasion in (CANCELLED, DECLINED):
		return [(row, occasion) for row in before.assigned_users]
	left = [(row, HANDED_OVER) for row in before.assigned_users if row.member not in booking.members]
	came = [(row, _given_to(booking)) for row in booking.assigned_users if row.member not in before.members]
	stayed = [(row, occasion) for row in booking.assigned_users if row.member in before.members]
	return left + came + (stayed if occasion != REASSIGNED else [])


def _keeps_time(before, booking) -> bool:
	return any(row.action == TIME_KEPT for row in booking.history[len(before.history) :])


def _why_cancelled(before, booking) -> str:
	is_declined = _is_pending(before) and booking.cancellation_reason != BY_CUSTOMER
	return DECLINED if is_declined else CANCELLED


def _given_to(booking) -> str:
	return REQUESTED if _is_pending(booking) else ASSIGNED


def _is_pending(booking) -> bool:
	return booking.status == status.PENDING


def _record(booking, before, occasion: str) -> None:
	members = members_to_tell(before, booking, occasion)
	told = [*entries.for_customer(booking, occasion), *entries.for_members(booking, before, members)]
	ledger.write(booking, told, describe_change(booking, before))
	reminders.align(booking, is_new=before is None)
	deliver_after_commit(booking.name)
