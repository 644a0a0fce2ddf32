"""Why something cannot be done with a booking, as staff are told it. Of colleagues' calendars only those who lead see more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import frappe
from frappe import _

from meeting_manager.adapters.site_time import in_words
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import why_closed
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_moves import StaffMove
from meeting_manager.permissions import may_override
from meeting_manager.presentation import slot_reasons
from meeting_manager.scheduling import policy
from meeting_manager.scheduling.policy import RECENT_DAYS, WAIVED_WITH, Decision
from meeting_manager.scheduling.policy_record import read_policy
from meeting_manager.scheduling.reasons import CONFLICTS, Reason

NOT_FREE = "not free"
"""Of a colleague whose calendar the reader does not see."""


def describe_reasons(found: Mapping[str, Iterable[Reason]], booking) -> list[dict]:
	"""A row for each member and reason; `is_conflict` where nobody may book over it."""
	sees_all = may_override(frappe.session.user, booking.department)
	rows = []
	for member, reasons in found.items():
		name = frappe.get_cached_value("MM Member Profile", member, "full_name") or member
		told = [_describe(reason, booking) for reason in reasons]
		if told and not sees_all and member != frappe.session.user:
			told = [{"code": NOT_FREE, "text": _("Not free then"), "is_conflict": True}]
		rows += [{"member": member, "name": name, **row} for row in told]
	return rows


def _describe(reason: Reason, booking) -> dict:
	text = slot_reasons.in_words(reason, booking.zone)
	return {"code": reason.code, "text": text, "is_conflict": reason.code in CONFLICTS}


def why_not_free(move: StaffMove) -> str:
	"""What keeps each member from it, and who could set that aside."""
	sentence = _in_the_way(move)
	return sentence if move.conflicts else _("{0}. {1}").format(sentence, _ask_somebody())


def what_is_broken(move: StaffMove) -> str:
	"""The rules that an override would set aside, the policy's first."""
	rule = why_policy_forbids(move.booking, move.decision, "reschedule") if move.breaks_policy else ""
	in_the_way = _in_the_way(move) if move.found else ""
	return _("{0}. {1}").format(rule, in_the_way) if rule and in_the_way else rule or in_the_way


def _in_the_way(move: StaffMove) -> str:
	told = [
		_("{0}: {1}").format(row["name"], row["text"]) for row in describe_reasons(move.found, move.booking)
	]
	return _("{0}: {1}").format(in_words(move.start, move.booking.zone), "; ".join(told))


def why_policy_forbids(booking, decision: Decision, action: str) -> str:
	"""Also of what is allowed as an override: which rule it breaks.

	:param action: "cancel" or "reschedule".
	"""
	if decision.code == policy.CLOSED:
		return why_closed(booking)
	rule = _rule(booking, decision, action)
	if decision.is_override:
		return rule
	kept, _price = read_policy(booking.policy)
	is_waivable = WAIVED_WITH.get(decision.code) in kept.waivable
	who = _ask_somebody() if is_waivable else _("The policy of this booking lets nobody waive that")
	return _("{0}. {1}").format(rule, who)


def _rule(booking, decision: Decision, action: str) -> str:
	until = in_words(decision.until, booking.zone)
	sentences = {
		policy.STARTED: _("This meeting has already begun"),
		policy.TOO_LATE: {
			"cancel": _("Cancelling was possible until {0}").format(until),
			"reschedule": _("Rescheduling was possible until {0}").format(until),
		}[action],
		policy.TOO_OFTEN: _("It has been rescheduled {0} times, as often as the policy allows").format(
			booking.reschedule_count
		),
		policy.TOO_OFTEN_LATELY: _(
			"The customer has rescheduled as often as the policy allows in {0} days"
		).format(RECENT_DAYS),
	}
	return sentences[decision.code]


def _ask_somebody() -> str:
	return _("A manager or the leader of the department may do it, for a reason")
