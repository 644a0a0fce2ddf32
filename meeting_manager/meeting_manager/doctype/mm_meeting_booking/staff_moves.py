"""What is in the way of another time or member for one booking, and the change that staff make of it.

Meetings and absences are in everybody's way. Hours, limits, notice and the booking's policy are rules: whoever may
override sets them aside for a reason, which the history keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import frappe
from frappe import _

from meeting_manager.adapters.assignment import pick_member
from meeting_manager.adapters.offers import Offer, load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.adapters.staff_offers import search_at
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import assign
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	may_reschedule,
	require_open,
	staff_member,
)
from meeting_manager.scheduling.assignment import JOINED, Choice
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import Decision
from meeting_manager.scheduling.reasons import CONFLICTS, HORIZON, NOTICE, Reason
from meeting_manager.scheduling.zones import QUANTUM

OF_ANOTHER_TIME = (NOTICE, HORIZON)
"""Not asked of a meeting whose time stays."""


@dataclass(frozen=True)
class StaffMove:
	"""A time and members for a booking, and what is in the way of it.

	:param booking: as it is stored.
	:param start: UTC minute.
	:param choices: how the members were found, where the app chose them.
	:param found: by member, what forbids the time.
	:param decision: of the policy; None where the time stays.
	:param may_override: whether the present user may set rules aside.
	"""

	booking: object
	start: int
	members: list[str]
	choices: list[Choice] | None
	found: dict[str, tuple[Reason, ...]]
	decision: Decision | None
	may_override: bool

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
		of_policy = [self.decision.code] if self.decision and self.decision.is_override else []
		return [*of_policy, *(code for code in self._codes() if code not in CONFLICTS)]

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
		if self.changes_nothing or self.is_past or self.conflicts or self.is_forbidden_by_policy:
			return False
		return self.may_override or not self.broken_rules

	def _codes(self) -> list[str]:
		codes = (reason.code for reasons in self.found.values() for reason in reasons)
		return list(dict.fromkeys(codes))


def load_staff_times(booking) -> Offer:
	"""What its meeting type offers to everybody, at any step, with the time that the booking itself holds."""
	offer = load_offer(booking.meeting_type, moving=booking.name)
	return replace(offer, rules=replace(offer.rules, interval=QUANTUM))


def judge(booking, start: int, member: str = "", instead_of: str = "") -> StaffMove:
	"""
	:param member: who takes it; by default whoever has it, or a colleague who is free where they are not.
	:param instead_of: the one who is replaced; by default all who have it.
	:raises BookingClosedError: it is cancelled, completed or missed.
	"""
	require_open(booking)
	offer = load_staff_times(booking)
	explanation = Explanation(search_at(offer, start))
	is_other_time = start != booking.start_utc_minute

	def forbids(name: str) -> tuple[Reason, ...]:
		reasons = explanation.why(name, start)
		return tuple(reason for reason in reasons if is_other_time or reason.code not in OF_ANOTHER_TIME)

	members, choices = _who_takes_it(booking, start, offer, explanation, forbids, member, instead_of)
	actor = staff_member(booking)
	return StaffMove(
		booking=booking,
		start=start,
		members=members,
		choices=choices,
		found={name: reasons for name in members if (reasons := forbids(name))},
		decision=may_reschedule(booking, actor) if is_other_time else None,
		may_override=actor.may_override,
	)


def _who_takes_it(booking, start, offer, explanation, forbids, member, instead_of):
	"""Members, and how they were chosen; None where nobody new was."""
	if member:
		return _with(booking, offer, member, instead_of), None
	own = list(booking.members)
	if not any(reason.code in CONFLICTS for name in own for reason in forbids(name)):
		return own, None
	openings = explanation.openings
	sessions = openings.sessions_at(start)
	if sessions:
		return list(sessions[0].members), [Choice(name, JOINED) for name in sessions[0].members]
	others = [name for name in openings.members_at(start) if name not in own]
	if offer.rules.is_collective or len(own) > 1 or not others:
		return own, None
	choice = pick_member(offer, others, start)
	return [choice.member], [choice]


def _with(booking, offer: Offer, member: str, instead_of: str) -> list[str]:
	if offer.rules.is_collective and member not in booking.members:
		frappe.throw(_("All named members take part. Change them in the meeting type"))
	if not instead_of:
		return [member]
	if instead_of not in booking.members:
		frappe.throw(_("The member to be replaced no longer has this meeting. Load the booking again"))
	return list(dict.fromkeys(member if name == instead_of else name for name in booking.members))


def carry_out(move: StaffMove, note: str, override_reason: str) -> None:
	"""Save the booking with what was judged, under the locks of those whose time changes.

	:param move: one that is possible.
	"""
	booking = move.booking
	booking.start_utc_minute = move.start
	assign(booking, move.members)
	booking.flags.choices = move.choices
	booking.flags.history_reason = note
	if move.broken_rules:
		booking.flags.waiver = Waiver(tuple(move.broken_rules), override_reason)
	booking.save()
