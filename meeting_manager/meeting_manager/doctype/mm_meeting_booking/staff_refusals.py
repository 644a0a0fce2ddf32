"""What keeps staff from changing a booking, raised: by its policy, by what is in the way of a time, for want of a reason."""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.exceptions import (
	NoMemberAvailableError,
	PastDateError,
	PolicyError,
	ReasonMissingError,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_moves import StaffMove
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_sentences import (
	what_is_broken,
	why_not_free,
	why_policy_forbids,
)
from meeting_manager.scheduling import policy
from meeting_manager.scheduling.policy import Decision

NOTHING_SET_ASIDE = Waiver()


def require_move(move: StaffMove, override_reason: str) -> Waiver:
	"""What is set aside for it.

	:param override_reason: why the rules in the way do not hold, for whoever may override.
	:raises NoMemberAvailableError: a member has something else then, or rules forbid it.
	:raises PolicyError: the booking's policy forbids it.
	:raises ReasonMissingError: it is against the rules, for no reason.
	"""
	if move.changes_nothing:
		frappe.throw(_("Nothing changes"))
	if move.is_past:
		frappe.throw(_("The new time is in the past"), PastDateError)
	if move.is_forbidden_by_policy:
		frappe.throw(why_policy_forbids(move.booking, move.decision, "reschedule"), PolicyError)
	if not move.is_possible:
		frappe.throw(why_not_free(move), NoMemberAvailableError)
	if not move.is_override:
		return NOTHING_SET_ASIDE
	_require_reason(override_reason, what_is_broken(move))
	return Waiver(tuple(move.broken_rules), override_reason)


def require_decision(
	booking, decision: Decision, action: str, override_reason: str, waives_fee: bool = False
) -> Waiver:
	"""What is set aside for it.

	:param action: "cancel", "reschedule" or, which no policy forbids, "no-show".
	:raises PolicyError: the booking's policy forbids it to this user, or lets nobody of their kind waive its fee.
	:raises ReasonMissingError: it is against the policy, or waives a fee, for no reason.
	"""
	if not decision.allowed:
		frappe.throw(why_policy_forbids(booking, decision, action), PolicyError)
	waives_fee = waives_fee and decision.fee.amount > 0
	if waives_fee and policy.FEE not in decision.waivable:
		frappe.throw(_("The fee cannot be waived by you, or not under this booking's policy"), PolicyError)
	codes = ([decision.code] if decision.is_override else []) + ([policy.FEE] if waives_fee else [])
	if not codes:
		return NOTHING_SET_ASIDE
	rule = why_policy_forbids(booking, decision, action) if decision.is_override else ""
	_require_reason(override_reason, rule)
	return Waiver(tuple(codes), override_reason)


def _require_reason(override_reason: str, rule: str) -> None:
	if not override_reason.strip():
		asked = _("Say why the rules do not hold this time")
		frappe.throw(_("{0}. {1}").format(rule, asked) if rule else asked, ReasonMissingError)
