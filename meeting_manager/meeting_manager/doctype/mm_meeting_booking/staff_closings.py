"""What staff make of a booking besides moving it: declined, cancelled, completed, missed, its links looked up."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe import _

from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	fee_of_no_show,
	may_cancel,
	require_open,
	staff_member,
	why_closed,
	why_not_move,
)
from meeting_manager.presentation.amounts import in_words
from meeting_manager.scheduling import policy, status
from meeting_manager.scheduling.policy import Decision

BY_STAFF = "Cancelled by Staff"


@dataclass(frozen=True, slots=True)
class StaffCancellation:
	"""
	:param decision: of the policy, for the present user.
	:param needs_reason: one for the customer has to be given, beside one for an override.
	"""

	decision: Decision
	needs_reason: bool


def judge_cancellation(booking) -> StaffCancellation:
	decision = may_cancel(booking, staff_member(booking))
	asked = may_cancel(booking).needs_reason and policy.REASON not in decision.waivable
	return StaffCancellation(decision, asked)


def cancel(booking, category: str, text: str, waive_fee: bool, override_reason: str) -> None:
	"""
	:param category: one that the policy names, or "".
	:param text: for the history and the members' mails.
	:raises PolicyError: the policy forbids it to this user, or there is nothing that could be waived.
	"""
	require_open(booking)
	judged = judge_cancellation(booking)
	decision = judged.decision
	_require_reason(judged, category, text)
	waived = _waived(decision, waive_fee)
	booking.flags.waiver = Waiver(waived, override_reason if waived else "")
	booking.cancel_meeting(category or _(BY_STAFF), text, _fee_in_words(decision, waive_fee))


def why_not_declined(booking) -> str:
	"""\"\" of a request that waits for approval."""
	if booking.status == status.PENDING:
		return ""
	return why_closed(booking) or _(
		"Only a request that waits for approval can be declined. Cancel the booking"
	)


def why_not_closed_as(booking, wanted: str) -> str:
	"""
	:param wanted: Completed or No-Show.
	"""
	return why_closed(booking) or why_not_move(booking, wanted, status.STAFF)


def decline(booking, text: str) -> None:
	_refuse(why_not_declined(booking))
	booking.cancel_meeting(_("Declined by Staff"), text)


def complete(booking) -> None:
	_refuse(why_not_closed_as(booking, status.COMPLETED))
	booking.status = status.COMPLETED
	booking.save()


def mark_no_show(booking) -> None:
	_refuse(why_not_closed_as(booking, status.NO_SHOW))
	booking.status = status.NO_SHOW
	fee = fee_of_no_show(booking)
	booking.flags.history_note = _("No-show fee: {0}").format(in_words(fee)) if fee.amount else ""
	booking.save()


def note_links_copied(booking) -> None:
	require_open(booking)
	booking.flags.are_links_copied = True
	booking.save()


def _require_reason(judged: StaffCancellation, category: str, text: str) -> None:
	asked = Decision(policy.ALLOWED, 0, needs_reason=judged.needs_reason, reasons=judged.decision.reasons)
	code = policy.judge_reason(asked, category, text)
	if code == policy.REASON_UNKNOWN:
		frappe.throw(_("Choose one of the reasons: {0}").format(", ".join(asked.reasons)))
	if code == policy.REASON_MISSING:
		frappe.throw(_("Say why the booking is cancelled"), frappe.MandatoryError)


def _waived(decision: Decision, waive_fee: bool) -> tuple[str, ...]:
	"""Codes of what is set aside."""
	waives_fee = waive_fee and decision.fee.amount > 0
	if waives_fee and policy.FEE not in decision.waivable:
		_refuse(_("The fee cannot be waived by you, or not under this booking's policy"))
	codes = [decision.code] if decision.is_override else []
	return tuple([*codes, policy.FEE] if waives_fee else codes)


def _fee_in_words(decision: Decision, is_waived: bool) -> str:
	if not decision.fee.amount:
		return ""
	sentence = _("Cancellation fee waived: {0}") if is_waived else _("Cancellation fee: {0}")
	return sentence.format(in_words(decision.fee))


def _refuse(sentence: str) -> None:
	if sentence:
		frappe.throw(sentence, PolicyError)
