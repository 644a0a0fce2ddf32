"""What staff do with many bookings at once: looked at before, done under one operation, undone within minutes."""

import frappe
from frappe import _
from frappe.utils import cint

from meeting_manager.meeting_manager.api.guest_input import read_note
from meeting_manager.meeting_manager.api.operation_answers import describe_operation, describe_outcomes
from meeting_manager.meeting_manager.doctype.mm_operation import changes_by_staff, operations
from meeting_manager.meeting_manager.doctype.mm_operation.operations import (
	BOOKING,
	CANCEL,
	MOVE,
	OPERATION,
	Change,
)
from meeting_manager.notifications import ledger
from meeting_manager.permissions import sees_everything
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, QUANTUM

MOST = 200
"""Bookings in one operation, which is one request."""
FARTHEST = 366
"""Days of a move."""


@frappe.whitelist(methods=["POST"])
def preview_bulk_cancel(
	bookings: str | list = "",
	reason: str = "",
	note: str = "",
	message: str = "",
	for_customer: bool | int | str = 0,
	override_reason: str = "",
) -> dict:
	"""What `bulk_cancel` would do with each booking, and why not; nothing of it is kept.

	:param bookings: names, as a list or as JSON of one.
	"""
	return _cancel(bookings, reason, note, message, for_customer, override_reason, False, is_preview=True)


@frappe.whitelist(methods=["POST"])
def bulk_cancel(
	bookings: str | list = "",
	reason: str = "",
	note: str = "",
	message: str = "",
	for_customer: bool | int | str = 0,
	override_reason: str = "",
	tell_at_once: bool | int | str = 0,
) -> dict:
	"""Cancel what can be cancelled, each by its own policy.

	:param reason: one of those that the policies name, where they require one.
	:param note: for the histories and the members' mails.
	:param message: for the customers' mails.
	:param for_customer: whether the customers asked for it, who then pay the fees that are due.
	:param override_reason: why policies in the way do not hold, for whoever may override.
	:param tell_at_once: by default people are told once it can no longer be undone.
	"""
	return _cancel(bookings, reason, note, message, for_customer, override_reason, bool(cint(tell_at_once)))


@frappe.whitelist(methods=["POST"])
def preview_bulk_move(
	bookings: str | list = "",
	days: int = 0,
	minutes: int = 0,
	member: str = "",
	note: str = "",
	override_reason: str = "",
) -> dict:
	"""What `bulk_move` would do with each booking, and why not; nothing of it is kept."""
	return _move(bookings, days, minutes, member, note, override_reason, False, is_preview=True)


@frappe.whitelist(methods=["POST"])
def bulk_move(
	bookings: str | list = "",
	days: int = 0,
	minutes: int = 0,
	member: str = "",
	note: str = "",
	override_reason: str = "",
	tell_at_once: bool | int | str = 0,
) -> dict:
	"""Move by days (at the same time of the day) and minutes, either of them negative for earlier, or to another member.

	:param override_reason: why policies, hours and limits in the way do not hold, for whoever may override.
	"""
	return _move(bookings, days, minutes, member, note, override_reason, bool(cint(tell_at_once)))


@frappe.whitelist(methods=["POST"])
def undo_operation(operation: str = "") -> dict:
	"""Put back what an operation of the last minutes has changed; whoever did it may, and managers."""
	frappe.has_permission(OPERATION, "read", doc=operation, throw=True)
	done = frappe.db.get_value(OPERATION, operation, ["operated_by", "tell_at_once"], as_dict=True)
	if done.operated_by != frappe.session.user and not sees_everything(frappe.session.user):
		frappe.throw(_("Only whoever did this, or a manager, may undo it"), frappe.PermissionError)
	outcomes = operations.undo(operation)
	undone = [outcome.name for outcome in outcomes if outcome.after]
	if undone and not done.tell_at_once:
		ledger.skip_operation(operation, undone, _("Undone before it was sent"))
	return {"operation": operation, "bookings": describe_outcomes(outcomes), "undone": len(undone)}


def _cancel(
	bookings: str | list,
	reason: str,
	note: str,
	message: str,
	for_customer: bool | int | str,
	override_reason: str,
	tell_at_once: bool,
	is_preview: bool = False,
) -> dict:
	if not reason.strip():
		frappe.throw(_("Say why the bookings are cancelled"), frappe.MandatoryError)
	because = read_note(override_reason, "override_reason")
	told = read_note(message, "message")
	change = changes_by_staff.cancel(reason.strip(), note.strip(), bool(cint(for_customer)), because, told)
	return _run(CANCEL, read_names(bookings), change, reason.strip(), tell_at_once, is_preview)


def _move(
	bookings: str | list,
	days: int,
	minutes: int,
	member: str,
	note: str,
	override_reason: str,
	tell_at_once: bool,
	is_preview: bool = False,
) -> dict:
	"""From the end that is moved to, so that none is in the way of the next."""
	_require_move(days, minutes, member)
	names, is_later = read_names(bookings), days * MINUTES_PER_DAY + minutes > 0
	order = "start_utc_minute desc, name asc" if is_later else "start_utc_minute asc, name asc"
	found = frappe.get_all(BOOKING, {"name": ["in", names]}, pluck="name", order_by=order)
	names = [*found, *(name for name in names if name not in found)]
	because = read_note(override_reason, "override_reason")
	change = changes_by_staff.move_by(days, minutes, member, note.strip(), because)
	return _run(MOVE, names, change, note.strip(), tell_at_once, is_preview, [member] if member else [])


def _require_move(days: int, minutes: int, member: str) -> None:
	if not (days or minutes or member):
		frappe.throw(_("Say how far, or to whom the bookings are moved"), frappe.MandatoryError)
	if minutes % QUANTUM:
		frappe.throw(_("Minutes: use a multiple of {0}").format(QUANTUM))
	if abs(days) + abs(minutes) / MINUTES_PER_DAY > FARTHEST:
		frappe.throw(_("Move bookings by {0} days at most").format(FARTHEST))
	if member and not frappe.db.exists("MM Member Profile", member):
		frappe.throw(_("There is no such member. Choose one from the list"), frappe.DoesNotExistError)


def _run(
	kind: str,
	names: list[str],
	change: Change,
	note: str,
	tell_at_once: bool,
	is_preview: bool,
	members: list[str] = (),
) -> dict:
	operation, outcomes = operations.run(kind, names, change, note, tell_at_once, members)
	answer = describe_operation(operation, outcomes, is_preview)
	if is_preview or not answer["changed"]:
		frappe.db.rollback()
	return answer


def read_names(bookings: str | list) -> list[str]:
	"""Each name once."""
	found = frappe.parse_json(bookings) if isinstance(bookings, str) and bookings else bookings
	if not isinstance(found, list) or not all(isinstance(name, str) for name in found) or not found:
		frappe.throw(_("Choose the bookings first"), frappe.MandatoryError)
	if len(found) > MOST:
		frappe.throw(_("Choose {0} bookings at most").format(MOST))
	return list(dict.fromkeys(found))
