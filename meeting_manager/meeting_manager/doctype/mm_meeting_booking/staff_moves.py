"""What is in the way of another time or member for one booking, and the change that staff make of it.

Meetings and absences are in everybody's way. Hours, limits, notice and the booking's policy are rules: whoever may
override sets them aside for a reason, which the history keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import frappe
from frappe import _

from meeting_manager.adapters.assignment import choose_takers
from meeting_manager.adapters.offers import Offer, load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.adapters.staff_offers import search_at
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import assign
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	actor_of,
	may_reschedule,
	require_open,
)
from meeting_manager.scheduling.assignment import Choice
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import Actor, Decision
from meeting_manager.scheduling.reasons import CONFLICTS, Reason
from meeting_manager.scheduling.takers import find_takers, may_take, what_is_in_the_way
from meeting_manager.scheduling.zones import QUANTUM


@dataclass(frozen=True)
class StaffMove:
	"""A time and members for a booking, and what is in the way of it.

	:param booking: as it is stored.
	:param start: UTC minute.
	:param choices: how the members were found, where the app chose them.
	:param found: by member, what forbids the time.
	:param decision: of the policy; None where the time stays.
	:param actor: who moves it.
	"""

	booking: object
	start: int
	members: list[str]
	choices: list[Choice] | None
	found: dict[str, tuple[Reason, ...]]
	decision: Decision | None
	actor: Actor

	@property
	def is_other_time(self) -> bool:
		return self.start != self.booking.start_utc_minute

	@property
	def changes_nothing(self) -> bool:
		return not self.is_other_time and self.members == self.booking.members

	@property
	def is_past(self) -> bool:
		return self.is_other_time and self.start < current_minute()

	@cached_property
	def conflicts(self) -> list[str]:
		return [code for code in self._codes() if code in CONFLICTS]

	@cached_property
	def broken_rules(self) -> list[str]:
		"""Codes, the policy's first."""
		of_policy = [self.decision.code] if self.breaks_policy else []
		return [*of_policy, *(code for code in self._codes() if code not in CONFLICTS)]

	@property
	def breaks_policy(self) -> bool:
		"""By an override."""
		return bool(self.decision) and self.decision.is_override

	@property
	def is_forbidden_by_policy(self) -> bool:
		return bool(self.decision) and not self.decision.allowed

	@property
	def is_override(self) -> bool:
		"""Possible for whoever may override and says why."""
		return self.is_possible and bool(self.broken_rules)

	@property
	def is_possible(self) -> bool:
		"""For this user, with a reason where it is an override."""
		if self.changes_nothing or self.is_past or self.is_forbidden_by_policy:
			return False
		return may_take(self._codes(), self.start, current_minute(), self.actor).allowed

	def _codes(self) -> list[str]:
		codes = (reason.code for reasons in self.found.values() for reason in reasons)
		return list(dict.fromkeys(codes))


def load_staff_times(booking, start: int) -> Offer:
	"""What its meeting type offers to everybody, at any step, with the time that the booking itself holds.

	Notice and horizon are not asked of a meeting whose time stays.
	"""
	offer = load_offer(booking.meeting_type, moving=booking.name)
	rules = replace(offer.rules, interval=QUANTUM)
	if start == booking.start_utc_minute:
		rules = replace(rules, minimum_notice=0, booking_horizon=0)
	return replace(offer, rules=rules)


def judge(booking, start: int, member: str = "", instead_of: str = "") -> StaffMove:
	"""
	:param member: who takes it; by default whoever has it, or a colleague who is free where they are not.
	:param instead_of: the one who is replaced; by default all who have it.
	:raises BookingClosedError: it is cancelled, completed or missed.
	"""
	require_open(booking)
	offer = load_staff_times(booking, start)
	explanation = Explanation(search_at(offer, start))
	if member:
		members, choices = _with(booking, offer, member, instead_of), None
	else:
		members, choices = _who_takes_it(booking, start, offer, explanation)
	return _judged(booking, start, members, choices, explanation)


def judge_with(booking, start: int, members: list[str]) -> StaffMove:
	"""With exactly these members.

	:param booking: as it is stored.
	:raises BookingClosedError: it is cancelled, completed or missed.
	"""
	require_open(booking)
	explanation = Explanation(search_at(load_staff_times(booking, start), start))
	return _judged(booking, start, members, None, explanation)


def _judged(booking, start: int, members, choices, explanation: Explanation) -> StaffMove:
	actor, is_other_time = actor_of(booking), start != booking.start_utc_minute
	return StaffMove(
		booking=booking,
		start=start,
		members=members,
		choices=choices,
		found=what_is_in_the_way(explanation, start, members),
		decision=may_reschedule(booking, actor) if is_other_time else None,
		actor=actor,
	)


def _who_takes_it(booking, start: int, offer: Offer, explanation: Explanation):
	"""Members, and how they were chosen; None where nobody new was."""
	own = list(booking.members)
	found = what_is_in_the_way(explanation, start, own)
	if not any(reason.code in CONFLICTS for reasons in found.values() for reason in reasons):
		return own, None
	free = [one for one in find_takers(explanation, start, offer.members) if not one.broken]
	is_one_by_one = len(own) == 1 and not offer.rules.is_collective
	if not free or not (free[0].joins or is_one_by_one):
		return own, None
	choices = choose_takers(offer, free, start)
	return [choice.member for choice in choices], choices


def _with(booking, offer: Offer, member: str, instead_of: str) -> list[str]:
	if offer.rules.is_collective and member not in booking.members:
		frappe.throw(_("All named members take part. Change them in the meeting type"))
	if not instead_of:
		return [member]
	if instead_of not in booking.members:
		frappe.throw(_("The member to be replaced no longer has this meeting. Load the booking again"))
	return list(dict.fromkeys(member if name == instead_of else name for name in booking.members))


def carry_out(move: StaffMove, note: str, waiver: Waiver) -> None:
	"""Save the booking with what was judged, under the locks of those whose time changes.

	:param move: one that is possible.
	:param waiver: what is set aside for it.
	"""
	booking = move.booking
	booking.start_utc_minute = move.start
	assign(booking, move.members)
	booking.flags.choices = move.choices
	booking.flags.history_reason = note
	booking.flags.waiver, booking.flags.is_judged = waiver, True
	booking.save()
