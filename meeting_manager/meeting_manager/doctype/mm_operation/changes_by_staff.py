"""What staff do with a booking among many: cancel it, move it, hand it over. Each refuses what cannot be done."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.offers import load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.exceptions import NoMemberAvailableError, PastDateError, PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_closings, staff_moves
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	actor_of,
	may_reschedule,
	require_open,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_closings import StaffCancellation
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import (
	require_decision,
	require_move,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_saves import split_reason
from meeting_manager.meeting_manager.doctype.mm_operation.operations import Change
from meeting_manager.scheduling import status
from meeting_manager.scheduling.zones import is_skipped, to_instant, wall_to_minute


def cancel(
	reason: str, note: str = "", for_customer: bool = False, because: str = "", message: str = ""
) -> Change:
	"""
	:param message: for the customers' mails.
	:param for_customer: whether the customers asked for it, who then pay the fees that are due.
	:param because: why rules in the way do not hold, for whoever may set them aside.
	"""

	def change(booking) -> None:
		_require_ahead(booking)
		if booking.status != status.PENDING:
			category, text = split_reason(booking, f"{reason}\n{note}")
			_note_judged(
				booking,
				staff_closings.require(
					StaffCancellation(booking, category, text, for_customer, override_reason=because)
				),
			)
		if for_customer:
			said = "\n".join(part for part in (reason, note) if part)
			booking.cancel_meeting(BY_CUSTOMER, said, message)
		else:
			booking.cancel_meeting(reason, note, message)

	return change


def move_by(days: int = 0, minutes: int = 0, member: str = "", note: str = "", because: str = "") -> Change:
	"""Days keep the time of the day in the department's zone; minutes are counted as they pass.

	:param member: who takes it over; "" leaves it to those who have it.
	"""

	def change(booking) -> None:
		_require_ahead(booking)
		start = shifted(booking.start_utc_minute, days, minutes, booking.zone)
		members = [member] if member else booking.members
		_require_named(booking, members)
		move = staff_moves.judge_with(booking, start, members)
		staff_moves.carry_out(move, note, require_move(move, because))

	return change


def move_to(start: int, note: str = "", because: str = "") -> Change:
	"""To a start that is offered; whoever is free stays, others take over from those who are not."""

	def change(booking) -> None:
		_require_ahead(booking)
		_require_future(start)
		decision = may_reschedule(booking, actor_of(booking))
		_note_judged(booking, require_decision(booking, decision, "reschedule", because))
		booking.reschedule(start, note)

	return change


def keep(reason: str) -> Change:
	def change(booking) -> None:
		_require_ahead(booking)
		booking.keep(reason)

	return change


def shifted(start: int, days: int, minutes: int, zone: ZoneInfo) -> int:
	"""UTC minute of a start some days and minutes later, or earlier where they are negative."""
	local = to_instant(start, zone)
	day, minute_of_day = local.date() + timedelta(days=days), local.hour * 60 + local.minute
	if days and is_skipped(zone, day, minute_of_day):
		frappe.throw(_("On {0} the clocks skip this time").format(day), NoMemberAvailableError)
	return (wall_to_minute(zone, day, minute_of_day) if days else start) + minutes


def _note_judged(booking, waiver) -> None:
	"""Note what was set aside by somebody who may."""
	booking.flags.waiver, booking.flags.is_judged = waiver, True


def _require_ahead(booking) -> None:
	require_open(booking)
	if booking.start_utc_minute < current_minute():
		frappe.throw(_("This meeting has already begun"), PolicyError)


def _require_future(start: int) -> None:
	if start < current_minute():
		frappe.throw(_("The new time is in the past"), PastDateError)


def _require_named(booking, members: list[str]) -> None:
	if members != booking.members and load_offer(booking.meeting_type).rules.is_collective:
		frappe.throw(
			_("All named members take part. Change them in the meeting type"), NoMemberAvailableError
		)
