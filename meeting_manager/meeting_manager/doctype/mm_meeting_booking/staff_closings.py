"""What staff make of a booking besides moving it: declined, cancelled, completed, missed, its links looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import frappe
from frappe import _

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	actor_of,
	may_cancel,
	no_show_fee,
	require_open,
	what_may_be_waived,
	why_closed,
	why_not_move,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import require_decision
from meeting_manager.scheduling import policy, status
from meeting_manager.scheduling.actors import STAFF
from meeting_manager.scheduling.policy import Decision

BY_STAFF = "Cancelled by Staff"


@dataclass(frozen=True)
class StaffCancellation:
	"""
	:param booking: as it is stored.
	:param category: one of the reasons that the policy names, or "".
	:param text: for the history and the members' mails.
	:param message: for the customer's mail.
	:param for_customer: whether the customer asked for it, who then pays the fee that is due.
	:param override_reason: why the policy or its fee does not hold, for whoever may waive it.
	"""

	booking: object
	category: str = ""
	text: str = ""
	for_customer: bool = False
	waives_fee: bool = False
	override_reason: str = ""
	message: str = ""

	@cached_property
	def decision(self) -> Decision:
		"""Of the policy, for the present user."""
		return may_cancel(self.booking, actor_of(self.booking, self.for_customer))


def reasons_of(booking) -> tuple[str, ...]:
	"""The categories that its policy names."""
	return may_cancel(booking).reasons


def needs_reason(booking, decision: Decision) -> bool:
	"""Whether one has to be given for the customer, beside one for an override."""
	return may_cancel(booking).needs_reason and policy.REASON not in decision.waivable


def require(cancellation: StaffCancellation):
	"""The Waiver of what is set aside for it.

	:raises PolicyError: the policy forbids it to this user, or there is nothing that could be waived.
	:raises ReasonMissingError: it is against the policy, or waives a fee, for no reason.
	"""
	booking, decision = cancellation.booking, cancellation.decision
	require_open(booking)
	waiver = require_decision(
		booking, decision, "cancel", cancellation.override_reason, cancellation.waives_fee
	)
	_require_reason(cancellation)
	return waiver


def cancel(cancellation: StaffCancellation) -> None:
	"""
	:raises: as `require` does.
	"""
	booking, category, text = cancellation.booking, cancellation.category, cancellation.text
	booking.flags.waiver, booking.flags.is_judged = require(cancellation), True
	if cancellation.for_customer:
		note = "\n".join(part for part in (category, text) if part)
		booking.cancel_meeting(BY_CUSTOMER, note, cancellation.message)
	else:
		booking.cancel_meeting(category or _(BY_STAFF), text, cancellation.message)


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
	return why_closed(booking) or why_not_move(booking, wanted, STAFF)


def decline(booking, text: str, message: str = "") -> None:
	_refuse(why_not_declined(booking))
	booking.cancel_meeting(_("Declined by Staff"), text, message)


def complete(booking) -> None:
	_refuse(why_not_closed_as(booking, status.COMPLETED))
	booking.status = status.COMPLETED
	booking.save()


def judge_no_show(booking) -> Decision:
	"""What the customer owes, and whether the present user may waive it."""
	waivable = what_may_be_waived(booking, actor_of(booking))
	return Decision(policy.ALLOWED, booking.start_utc_minute, fee=no_show_fee(booking), waivable=waivable)


def mark_no_show(booking, waives_fee: bool = False, override_reason: str = "") -> None:
	"""
	:param override_reason: why the fee is waived.
	:raises PolicyError: the meeting has not begun, or this user may not waive its fee.
	"""
	_refuse(why_not_closed_as(booking, status.NO_SHOW))
	if waives_fee:
		decision = judge_no_show(booking)
		booking.flags.waiver = require_decision(booking, decision, "no-show", override_reason, waives_fee)
	booking.status = status.NO_SHOW
	booking.save()


def note_links_copied(booking) -> None:
	require_open(booking)
	booking.flags.are_links_copied = True
	booking.save()


def _require_reason(cancellation: StaffCancellation) -> None:
	booking, decision = cancellation.booking, cancellation.decision
	asked = Decision(
		policy.ALLOWED, 0, needs_reason=needs_reason(booking, decision), reasons=decision.reasons
	)
	code = policy.judge_reason(asked, cancellation.category, cancellation.text)
	if code == policy.REASON_UNKNOWN:
		frappe.throw(_("Choose one of the reasons: {0}").format(", ".join(asked.reasons)))
	if code == policy.REASON_MISSING:
		frappe.throw(_("Say why the booking is cancelled"), frappe.MandatoryError)


def _refuse(sentence: str) -> None:
	if sentence:
		frappe.throw(sentence, PolicyError)
