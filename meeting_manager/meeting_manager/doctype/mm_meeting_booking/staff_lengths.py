"""What is in the way of another length for one booking, and the change that staff make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.adapters.staff_offers import search_at
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_length import require_length
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	actor_of,
	may_reschedule,
	require_open,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_moves import (
	StaffMove,
	load_staff_times,
)
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import TOO_OFTEN, TOO_OFTEN_LATELY, Actor, Decision
from meeting_manager.scheduling.reasons import BOOKED, BUSY_ELSEWHERE, Reason

OF_CUSTOMERS_MOVES = (TOO_OFTEN, TOO_OFTEN_LATELY)
"""A new length is none of the moves that a policy counts."""


@dataclass(frozen=True)
class StaffLength(StaffMove):
	"""The same members from the same start, for another time.

	:param minutes: the length.
	"""

	minutes: int

	@property
	def changes_nothing(self) -> bool:
		return self.minutes == self.booking.duration

	@property
	def is_past(self) -> bool:
		return self.start + self.minutes < current_minute()


def judge(booking, minutes: int) -> StaffLength:
	"""
	:raises ValidationError: no meeting, or no seat of a session, can be as long.
	:raises BookingClosedError: it is cancelled, completed or missed.
	"""
	require_open(booking)
	require_length(booking, minutes)
	actor = actor_of(booking)
	return StaffLength(
		booking=booking,
		start=booking.start_utc_minute,
		members=list(booking.members),
		choices=None,
		found=_what_forbids(booking, minutes) if minutes > booking.duration else {},
		decision=_decide(booking, actor),
		actor=actor,
		minutes=minutes,
	)


def _what_forbids(booking, minutes: int) -> dict[str, tuple[Reason, ...]]:
	"""By member; rules that the booking breaks as it is are no news, unlike more time of something else."""
	start = booking.start_utc_minute
	offer = load_staff_times(booking, start)
	longer = Explanation(search_at(replace(offer, rules=replace(offer.rules, duration=minutes)), start))
	today = Explanation(search_at(offer, start))
	found = {}
	for member in booking.members:
		codes = {reason.code for reason in today.why(member, start)}
		known = codes - {BOOKED, BUSY_ELSEWHERE}
		found[member] = tuple(reason for reason in longer.why(member, start) if reason.code not in known)
	return {member: reasons for member, reasons in found.items() if reasons}


def _decide(booking, actor: Actor) -> Decision | None:
	decision = may_reschedule(booking, actor)
	return None if decision.code in OF_CUSTOMERS_MOVES else decision


def carry_out(change: StaffLength, note: str, waiver: Waiver) -> None:
	"""
	:param change: one that is possible.
	:param waiver: what is set aside for it.
	"""
	change.booking.flags.waiver = waiver
	change.booking.change_length(change.minutes, note)
