"""Bookings that the rules no longer allow: listed with a way out of each, and settled under one operation."""

from collections import Counter
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import cint

from meeting_manager.adapters.assignment import pick_member
from meeting_manager.adapters.offers import load_offer, open_slots
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.adapters.staff_offers import load_staff_offer, search_at, what_forbids
from meeting_manager.meeting_manager.api.bulk import BOOKING, MOST
from meeting_manager.meeting_manager.api.guest_input import read_instant, read_note
from meeting_manager.meeting_manager.api.operation_answers import describe_operation
from meeting_manager.meeting_manager.doctype.mm_member_profile.affected_meetings import find_affected
from meeting_manager.meeting_manager.doctype.mm_operation import changes_by_staff, operations
from meeting_manager.meeting_manager.doctype.mm_operation.operations import SETTLE, Change, Outcome
from meeting_manager.notifications.booking_events import what_happened
from meeting_manager.presentation.slot_reasons import in_words
from meeting_manager.scheduling.reasons import BUSY_ELSEWHERE, DAY_OFF, HOLIDAY, NOT_A_MEMBER, OUTSIDE_HOURS
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, to_instant

AT_ONCE = 50
"""Bookings in one list, since a way out is searched for each."""
NEAR = 14 * MINUTES_PER_DAY
TIMES_PROPOSED = 3
REASSIGN, MOVE, KEEP = "reassign", "move", "keep"
IN_THE_WAY = (OUTSIDE_HOURS, DAY_OFF, HOLIDAY, BUSY_ELSEWHERE, NOT_A_MEMBER)


@frappe.whitelist(methods=["POST"])
def list_affected(department: str = "", member: str = "") -> dict:
	"""The first open bookings ahead that lie outside the rules now, of those that the user may change.

	For each: why, the colleague who would take it over by the department's rule, and the three nearest free times.
	"""
	frappe.has_permission(BOOKING, "write", throw=True)
	affected = find_affected(member, department)
	names = _changeable(list(affected))
	return {
		"total": len(names),
		"bookings": [_describe(name, list(affected[name])) for name in names[:AT_ONCE]],
	}


@frappe.whitelist(methods=["POST"])
def preview_settle_affected(decisions: str | list = "", note: str = "") -> dict:
	"""What `settle_affected` would do with each booking, and why not; nothing of it is kept."""
	return _settle(decisions, note, False, is_preview=True)


@frappe.whitelist(methods=["POST"])
def settle_affected(decisions: str | list = "", note: str = "", tell_at_once: bool | int | str = 0) -> dict:
	"""Reassign, move or keep bookings, under one operation.

	:param note: for the history, also why policies in the way do not hold, for whoever may override.
	:param decisions: each `{"booking", "action": "reassign", "member"}`, `{"booking", "action": "move", "start"}` with an
		ISO instant, or `{"booking", "action": "keep", "reason"}`.
	"""
	return _settle(decisions, note, bool(cint(tell_at_once)))


def _settle(decisions: str | list, note: str, tell_at_once: bool, is_preview: bool = False) -> dict:
	note = read_note(note, "note")
	changes = _read_decisions(decisions, note, is_preview)
	actions = {decision["booking"]: decision["action"] for decision in _parse(decisions)}
	members = [decision["member"] for decision in _parse(decisions) if decision["action"] == REASSIGN]
	operation, outcomes = operations.run(
		SETTLE,
		list(changes),
		lambda booking: changes[booking.name](booking),
		note,
		tell_at_once,
		members,
	)
	answer = describe_operation(operation, outcomes, is_preview)
	answer["summary"] = _summarise(outcomes, actions)
	if is_preview or not answer["changed"]:
		frappe.db.rollback()
	return answer


def _summarise(outcomes: Sequence[Outcome], actions: dict[str, str]) -> dict[str, int]:
	"""How many bookings took which way out, and how many customers hear of it."""
	done = [outcome for outcome in outcomes if outcome.after]
	taken = Counter(actions[outcome.name] for outcome in done)
	told = {outcome.after.customer_email for outcome in done if what_happened(outcome.before, outcome.after)}
	return {"reassigned": taken[REASSIGN], "moved": taken[MOVE], "kept": taken[KEEP], "told": len(told)}


def _changeable(names: list[str]) -> list[str]:
	"""In their order, those that the user may read; whoever may read a booking may change it."""
	if not names:
		return []
	seen = set(frappe.get_list(BOOKING, {"name": ["in", names]}, pluck="name", order_by="name asc", limit=0))
	return [name for name in names if name in seen]


def _describe(name: str, members: list[str]) -> dict:
	booking = frappe.get_doc(BOOKING, name)
	start = booking.start_utc_minute
	offer = load_staff_offer(booking.meeting_type, moving=name)
	search = search_at(offer, start)
	return {
		"booking": name,
		"booking_reference": booking.booking_reference,
		"customer_name": booking.customer_name,
		"department": booking.department,
		"start": _iso(start, booking),
		"timezone": booking.zone.key,
		"assigned_to": booking.assigned_names(),
		"reasons": _reasons(search, members, booking),
		"colleague": _best_colleague(offer, search, booking),
		"times": [_iso(free, booking) for free in _nearest_times(booking)],
	}


def _reasons(search, members: list[str], booking) -> list[dict]:
	found = what_forbids(search, members, booking.start_utc_minute)
	names = dict(zip(booking.members, booking.assigned_names(), strict=True))
	return [
		{"member": member, "name": names[member], "code": reason.code, "text": in_words(reason, booking.zone)}
		for member, reasons in found.items()
		for reason in reasons
		if reason.code in IN_THE_WAY
	]


def _best_colleague(offer, search, booking) -> dict | None:
	"""Nobody replaces one of those who have to meet together."""
	free = search.openings().members_at(booking.start_utc_minute)
	others = [member for member in free if member not in booking.members]
	if offer.rules.is_collective or not others:
		return None
	choice = pick_member(offer, others, booking.start_utc_minute)
	name = frappe.get_cached_value("MM Member Profile", choice.member, "full_name")
	return {"member": choice.member, "name": name}


def _nearest_times(booking) -> list[int]:
	"""Of those that a customer could choose, with whomever."""
	now, start = current_minute(), booking.start_utc_minute
	offer = load_offer(booking.meeting_type, moving=booking.name)
	openings = open_slots(offer, (max(now, start - NEAR), start + NEAR), now)
	others = (free for free in openings.starts() if free != start)
	return sorted(sorted(others, key=lambda free: (abs(free - start), free))[:TIMES_PROPOSED])


def _iso(minute: int, booking) -> str:
	return to_instant(minute, booking.zone).isoformat()


def _parse(decisions: str | list) -> list[dict]:
	found = frappe.parse_json(decisions) if isinstance(decisions, str) and decisions else decisions
	is_list = isinstance(found, list) and all(isinstance(decision, dict) for decision in found)
	if not is_list or not found:
		frappe.throw(_("Decide on a booking first"), frappe.MandatoryError)
	if len(found) > MOST:
		frappe.throw(_("Choose {0} bookings at most").format(MOST))
	return found


def _read_decisions(decisions: str | list, note: str, is_preview: bool) -> dict[str, Change]:
	changes = {}
	for decision in _parse(decisions):
		name = str(decision.get("booking") or "")
		if not name or name in changes:
			frappe.throw(_("Decide on each booking once"))
		changes[name] = _read_decision(decision, note, is_preview)
	return changes


def _read_decision(decision: dict, note: str, is_preview: bool) -> Change:
	"""What a booking is kept for can be said after the preview."""
	action, reason = decision.get("action"), str(decision.get("reason") or "").strip() or note
	if action == REASSIGN and frappe.db.exists("MM Member Profile", str(decision.get("member") or "")):
		return changes_by_staff.move_by(member=str(decision["member"]), note=reason, because=reason)
	if action == MOVE:
		start = read_instant(str(decision.get("start") or ""), "start")
		return changes_by_staff.move_to(start, reason, reason)
	if action == KEEP and (reason or is_preview):
		return changes_by_staff.keep(reason)
	if action == KEEP:
		frappe.throw(_("Say why the booking is kept as it is"), frappe.MandatoryError)
	frappe.throw(_("Choose to reassign to a member, to move to a time, or to keep with a reason"))
