"""What staff are told of one booking: which actions are open and why others are not, and what is in the way of a time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.offers import load_offer
from meeting_manager.adapters.site_time import from_site_datetime
from meeting_manager.adapters.staff_offers import search_at
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import (
	booking_rules,
	staff_closings,
	staff_moves,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import assign
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import waits_until
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_moves import StaffMove
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_sentences import (
	describe_reasons,
	why_not_free,
	why_policy_forbids,
)
from meeting_manager.meeting_manager.doctype.mm_message.mm_message import RESENDABLE
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, MESSAGE
from meeting_manager.notifications.occasions import (
	CANCELLED,
	COMPLETED,
	CONFIRMED,
	DECLINED,
	NO_SHOW,
	REASSIGNED,
	REMINDER,
	RESCHEDULED,
)
from meeting_manager.notifications.who_is_told import who_is_told
from meeting_manager.permissions import may_override
from meeting_manager.presentation import amounts, words
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import STAFF
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import ALLOWED, Decision
from meeting_manager.scheduling.zones import to_instant

BOOKING = "MM Meeting Booking"
CLOSED, IS_REQUEST, NONE_SENT, NO_COLLEAGUE = "closed", "is request", "none sent", "no colleague"


def describe_booking(booking) -> dict:
	"""What dialogs and calendars show of it after a change."""
	return {
		"booking": booking.name,
		"booking_reference": booking.booking_reference,
		"customer_name": booking.customer_name,
		"status": booking.status,
		"calendar_sequence": booking.calendar_sequence,
		"duration": booking.duration,
		"timezone": booking.zone.key,
		"members": _people(booking.members),
		**_time(booking.start_utc_minute, booking),
	}


def describe_choices(booking) -> dict:
	may_write = bool(frappe.has_permission(BOOKING, "write", doc=booking))
	return {
		**describe_booking(booking),
		"waits_until": _words(waits_until(booking), booking),
		"may_write": may_write,
		"may_override": may_write and may_override(frappe.session.user, booking.department),
		"actions": _actions(booking) if may_write else {},
	}


def _actions(booking) -> dict:
	return {
		"confirm": _confirm(booking),
		"decline": _choice(booking, staff_closings.why_not_declined(booking), DECLINED),
		"complete": _close(booking, status.COMPLETED, COMPLETED),
		"no_show": _miss(booking),
		"cancel": _cancel(booking),
		"reschedule": _reschedule(booking),
		"reassign": _reassign(booking),
		"resend": _resend(booking),
		"copy_links": _choice(booking, booking_rules.why_closed(booking)),
	}


def describe_move(move: StaffMove) -> dict:
	sentence = _why_not_moved(move)
	return {
		**_time(move.start, move.booking),
		"allowed": move.is_possible,
		"is_override": move.is_override,
		"sentence": sentence,
		"for_customer": _for_customer(move),
		"changes_time": move.is_other_time,
		"members": _people(move.members),
		"changes_members": move.members != move.booking.members,
		"reasons": describe_reasons(move.found, move.booking),
		"policy": _describe_decision(move.decision, move.booking, "reschedule") if move.decision else None,
		"told": _told_of_move(move) if move.is_possible else [],
	}


def _for_customer(move: StaffMove) -> str:
	"""The time by the customer's clocks; "" where they agree with the department's."""
	zone = move.booking.zone_for_customer
	here, there = (to_instant(move.start, one) for one in (move.booking.zone, zone))
	return "" if here.utcoffset() == there.utcoffset() else _words(move.start, move.booking, zone)


def _why_not_moved(move: StaffMove) -> str:
	if move.changes_nothing:
		return _("Nothing changes")
	if move.is_past:
		return _("The new time is in the past")
	if move.is_forbidden_by_policy:
		return why_policy_forbids(move.booking, move.decision, "reschedule")
	return "" if move.is_possible else why_not_free(move)


def _choice(booking, why_not: str, occasion: str = "", code: str = CLOSED) -> dict:
	is_told = occasion and not why_not
	return {
		"allowed": not why_not,
		"code": code if why_not else ALLOWED,
		"sentence": why_not,
		"told": who_is_told(booking, booking, occasion) if is_told else [],
	}


def _confirm(booking) -> dict:
	why_not = booking_rules.why_not_move(booking, status.CONFIRMED, STAFF)
	return _choice(booking, why_not, CONFIRMED)


def _close(booking, wanted: str, occasion: str) -> dict:
	return _choice(booking, staff_closings.why_not_closed_as(booking, wanted), occasion)


def _miss(booking) -> dict:
	decision = staff_closings.judge_no_show(booking)
	choice = _close(booking, status.NO_SHOW, NO_SHOW)
	return {**choice, "fee": _fee(decision.fee), "waivable": list(decision.waivable)}


def _cancel(booking) -> dict:
	decision = booking_rules.may_cancel(booking, booking_rules.actor_of(booking, for_customer=True))
	if booking.status == status.PENDING:
		return _choice(booking, _("This is a request. Decline it, or confirm it first"), code=IS_REQUEST)
	choice = _describe_decision(decision, booking, "cancel")
	told = who_is_told(booking, booking, CANCELLED) if choice["allowed"] else []
	return {**choice, "needs_reason": staff_closings.needs_reason(booking, decision), "told": told}


def _reschedule(booking) -> dict:
	decision = booking_rules.may_reschedule(booking, booking_rules.actor_of(booking))
	choice = _describe_decision(decision, booking, "reschedule")
	return {**choice, "told": who_is_told(booking, booking, RESCHEDULED) if choice["allowed"] else []}


def _describe_decision(decision: Decision, booking, action: str) -> dict:
	return {
		"allowed": decision.allowed,
		"code": decision.code,
		"sentence": why_policy_forbids(booking, decision, action) if decision.code != ALLOWED else "",
		"until": _words(decision.until, booking),
		"free_until": _words(_free_until(decision, booking), booking),
		"fee": _fee(decision.fee),
		"reasons": list(decision.reasons),
		"is_override": decision.is_override,
		"waivable": list(decision.waivable),
	}


def _free_until(decision: Decision, booking) -> int | None:
	"""None where there was a fee from the first moment on."""
	was_free = decision.free_until >= from_site_datetime(booking.creation)
	return decision.free_until if was_free else None


def _reassign(booking) -> dict:
	"""With all who could take it, those who are free first."""
	why_not = booking_rules.why_closed(booking)
	if why_not:
		return {**_choice(booking, why_not), "members": []}
	offer = load_offer(booking.meeting_type)
	if offer.rules.is_collective:
		why_not = _("All named members take part. Change them in the meeting type")
	members = [] if why_not else _colleagues(booking)
	if not why_not and not members:
		why_not = _("The department has no other active member for this meeting type")
	return {**_choice(booking, why_not, code=NO_COLLEAGUE), "members": members}


def _colleagues(booking) -> list[dict]:
	offer = staff_moves.load_staff_times(booking, booking.start_utc_minute)
	explanation = Explanation(search_at(offer, booking.start_utc_minute))
	found = []
	for member in offer.candidates:
		if member.name in booking.members:
			continue
		why = explanation.why(member.name, booking.start_utc_minute)
		reasons = describe_reasons({member.name: why}, booking)
		found.append(
			{"member": member.name, "name": member.full_name, "is_free": not why, "reasons": reasons}
		)
	return sorted(found, key=lambda row: not row["is_free"])


def _resend(booking) -> dict:
	"""The newest mail to the customer about a change."""
	newest = frappe.get_all(
		MESSAGE,
		{
			"booking": booking.name,
			"recipient_kind": CUSTOMER,
			"channel": EMAIL,
			"occasion": ["!=", REMINDER],
			"state": ["in", RESENDABLE],
		},
		["name", "occasion", "recipient"],
		order_by="calendar_sequence desc, creation desc, name desc",
		limit=1,
	)
	why_not = "" if newest else _("No mail to the customer can be sent again yet: it is on its way")
	return {**_choice(booking, why_not, code=NONE_SENT), "message": newest[0] if newest else None}


def _told_of_move(move: StaffMove) -> list[dict]:
	after = frappe.get_doc(BOOKING, move.booking.name)
	after.start_utc_minute = move.start
	after.end_utc_minute = move.start + after.duration
	assign(after, move.members)
	return who_is_told(after, move.booking, RESCHEDULED if move.is_other_time else REASSIGNED)


def _people(members: list[str]) -> list[dict]:
	return [
		{
			"member": member,
			"name": frappe.get_cached_value("MM Member Profile", member, "full_name") or member,
		}
		for member in members
	]


def _time(minute: int, booking) -> dict:
	return {"start": to_instant(minute, booking.zone).isoformat(), "when": _words(minute, booking)}


def _words(minute: int | None, booking, zone: ZoneInfo | None = None) -> str:
	"""In the reader's language.

	:param zone: by default the department's.
	"""
	if minute is None:
		return ""
	local = to_instant(minute, zone or booking.zone)
	return _("{0}, {1} ({2})").format(
		words.short_date(local.date()), words.clock(local), words.zone_id(local)
	)


def _fee(fee) -> str:
	return amounts.in_words(fee) if fee.amount else ""
