"""The fee of a booking that was cancelled, or to which nobody came: set once, by the rules it was made under."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from meeting_manager.exceptions import PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.presentation import amounts
from meeting_manager.scheduling import status
from meeting_manager.scheduling.money import NOTHING, Money, nearest_minor, to_decimal
from meeting_manager.scheduling.policy import FEE

CANCELLATION, NO_SHOW = "Cancellation", "No-Show"
KIND_OF_STATUS = {status.CANCELLED: CANCELLATION, status.NO_SHOW: NO_SHOW}
WAIVED = ("fee_waived", "fee_waived_by", "fee_waived_at", "fee_waived_reason")
FEE_FIELDS = ("fee_kind", "fee_amount", "fee_currency", *WAIVED)


def note_fee(booking, before) -> str:
	"""Fill the fee fields of a booking whose status changes; return what the history tells of it, "" of no fee.

	Without `fee_kind` it is not known whether a fee was due, as where the booking's rules cannot be read; with one,
	an amount of 0 is free of charge.
	:param before: the booking while it was open.
	"""
	kind = KIND_OF_STATUS.get(booking.status)
	if not kind or not booking_rules.has_readable_policy(booking):
		return ""
	if kind == CANCELLATION:
		due = booking_rules.may_cancel(before, booking_rules.actor_of(booking)).fee
	else:
		due = booking_rules.no_show_fee(before)
	booking.update(as_fields(kind, due))
	waiver = booking.flags.waiver
	if due.amount and waiver and FEE in waiver.codes:
		_fill_waiver(booking, waiver.reason)
	return _as_told(kind, due, bool(booking.fee_waived)) if due.amount else ""


def as_fields(kind: str, due: Money) -> dict:
	return {"fee_kind": kind, "fee_amount": float(to_decimal(due)), "fee_currency": due.currency or None}


def forget_fee(booking) -> None:
	booking.update(dict.fromkeys(FEE_FIELDS))


def fee_of(booking) -> Money:
	"""Of any row with the fee fields."""
	if not booking.fee_amount:
		return NOTHING
	return Money(nearest_minor(booking.fee_amount, booking.fee_currency), booking.fee_currency)


def note_waiver(booking, reason: str) -> str:
	"""Return the fee in words.

	:raises PermissionError: the user is neither the department's leader nor a manager.
	:raises PolicyError: there is no fee to waive, or the booking's rules let nobody waive it.
	"""
	actor, due = booking_rules.actor_of(booking), fee_of(booking)
	if not actor.may_override:
		frappe.throw(_("Only the department's leader or a manager may waive a fee"), frappe.PermissionError)
	if not due.amount or booking.fee_waived:
		frappe.throw(_("This booking has no fee that is due"), PolicyError)
	if FEE not in booking_rules.what_may_be_waived(booking, actor):
		frappe.throw(_("The rules of this booking let nobody waive its fee"), PolicyError)
	_fill_waiver(booking, reason)
	return amounts.in_words(due)


def _fill_waiver(booking, reason: str) -> None:
	values = (1, frappe.session.user, now_datetime(), reason)
	booking.update(dict(zip(WAIVED, values, strict=True)))


def _as_told(kind: str, due: Money, is_waived: bool) -> str:
	sentences = {
		(CANCELLATION, False): _("Cancellation fee: {0}"),
		(CANCELLATION, True): _("Cancellation fee waived: {0}"),
		(NO_SHOW, False): _("No-show fee: {0}"),
		(NO_SHOW, True): _("No-show fee waived: {0}"),
	}
	return sentences[kind, is_waived].format(amounts.in_words(due))
