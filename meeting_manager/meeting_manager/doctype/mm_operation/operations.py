"""One action on many bookings: under one id, each booking by itself, and undone as long as nobody was told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.utils import strip_html

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.occupancy import ASSIGNED, begin_all_locked
from meeting_manager.adapters.running_operation import Operation, within
from meeting_manager.adapters.site_time import current_minute, to_site_clock, to_site_datetime
from meeting_manager.exceptions import BusyError, ReasonMissingError

BOOKING = "MM Meeting Booking"
OPERATION = "MM Operation"
CANCEL, MOVE, SETTLE = "Cancel", "Move", "Settle Affected"
UNDO_MINUTES = 5
SAVE_POINT = "one_booking"

Change = Callable[[object], None]
"""Takes a booking, changes and saves it; refuses with a ValidationError, which leaves the other bookings as they are."""


@dataclass(frozen=True, slots=True)
class Outcome:
	"""
	:param before, after: the booking, of which `after` is None where it was refused.
	:param why: the refusal, as plain text.
	:param lacks_reason: whether the user could set aside what is in the way, and has not said why.
	"""

	name: str
	before: object | None
	after: object | None = None
	why: str = ""
	lacks_reason: bool = False


def run(
	kind: str,
	names: Sequence[str],
	change: Change,
	note: str = "",
	tell_at_once: bool = False,
	members: Sequence[str] = (),
) -> tuple[object, list[Outcome]]:
	"""Begin a new transaction, and change each booking that can be changed; return the MM Operation.

	Nobody is told of it before it can no longer be undone, unless `tell_at_once`.
	:param members: who is to take bookings over, beside those that have them.
	:raises PermissionError: the user may not write one of the bookings.
	"""
	begin_all_locked(*_held_by(names, members))
	operation = _begin(kind, note, tell_at_once)
	with within(Operation(operation.name, _messages_due(operation))):
		outcomes = [_try(name, change) for name in names]
	done = [outcome for outcome in outcomes if outcome.after]
	undo_data = json.dumps([_what_it_was(outcome) for outcome in done])
	operation.db_set({"bookings": len(done), "undo_data": undo_data}, update_modified=False)
	return operation, outcomes


def _held_by(names: Sequence[str], members: Sequence[str]) -> tuple[list[str], list[str]]:
	"""Departments and members whose rows have to be locked."""
	departments = frappe.get_all(BOOKING, {"name": ["in", names]}, pluck="department", order_by="name asc")
	holding = frappe.get_all(ASSIGNED, {"parent": ["in", names]}, pluck="member", order_by="name asc")
	return sorted(set(departments)), sorted({*holding, *members})


def _begin(kind: str, note: str, tell_at_once: bool):
	until = current_minute() + UNDO_MINUTES
	operation = frappe.new_doc(OPERATION)
	operation.update(
		{
			"kind": kind,
			"operated_by": frappe.session.user,
			"acted_as": acting_as(operation),
			"operated_at": to_site_clock(datetime.now(timezone.utc)),
			"note": note,
			"tell_at_once": int(tell_at_once),
			"undo_until_utc_minute": until,
			"undo_until": to_site_datetime(until),
		}
	)
	return operation.insert(
		ignore_permissions=True
	)  # the app's own record of what the bookings' rights allow


def _messages_due(operation) -> int | None:
	"""One whole minute after the last in which an undo may begin, so that no message is on its way before it ends."""
	return None if operation.tell_at_once else operation.undo_until_utc_minute + 2


def held_back(names: Sequence[str]) -> dict[str, int]:
	"""UTC minute before which nobody is told, for each of these operations that can still be undone."""
	undoable = {"name": ["in", names], "undo_until_utc_minute": [">=", current_minute()], "tell_at_once": 0}
	fields = ["name", "tell_at_once", "undo_until_utc_minute"]
	found = frappe.get_all(OPERATION, undoable, fields, order_by="name asc") if names else []
	return {operation.name: _messages_due(operation) for operation in found}


def _try(name: str, change: Change) -> Outcome:
	before, messages = None, len(frappe.local.message_log)
	frappe.db.savepoint(SAVE_POINT)
	try:
		booking = frappe.get_doc(BOOKING, name, for_update=True)
		booking.check_permission("write")
		before = frappe.get_doc(BOOKING, name)
		change(booking)
	except (frappe.PermissionError, BusyError):
		raise
	except frappe.ValidationError as refusal:
		frappe.db.rollback(save_point=SAVE_POINT)
		while len(frappe.local.message_log) > messages:
			frappe.clear_last_message()
		lacks_reason = isinstance(refusal, ReasonMissingError)
		return Outcome(name, before, why=strip_html(str(refusal)), lacks_reason=lacks_reason)
	frappe.db.release_savepoint(SAVE_POINT)
	return Outcome(name, before, after=booking)


def _what_it_was(outcome: Outcome) -> dict:
	"""With the nonce of the links that the customer has: they work again once a move is undone."""
	was = outcome.before
	return {
		"booking": outcome.name,
		"sequence": outcome.after.calendar_sequence,
		"rows": len(outcome.after.history),
		"was": {
			"status": was.status,
			"start_utc_minute": was.start_utc_minute,
			"members": was.members,
			"reschedule_count": was.reschedule_count,
			"token_nonce": was.token_nonce,
		},
	}


def undo(name: str) -> list[Outcome]:
	"""Begin a new transaction, and put back each booking that nobody has changed since and whose time is still free.

	:raises PermissionError: the user is not who did it, nor a manager, or may not write one of the bookings.
	"""
	changed = [row["booking"] for row in _rows(frappe.get_doc(OPERATION, name))]
	begin_all_locked(*_held_by(changed, _members_before(name)))
	operation = frappe.get_doc(OPERATION, name, for_update=True)
	_require_undoable(operation)
	with within(Operation(operation.name)):
		outcomes = [_put_back(operation, row) for row in reversed(_rows(operation))]
	undone = [outcome for outcome in outcomes if outcome.after]
	if undone:
		operation.db_set(
			{
				"undone_at": to_site_clock(datetime.now(timezone.utc)),
				"undone_by": frappe.session.user,
				"undone_bookings": len(undone),
				"undo_data": None,
			}
		)
	return outcomes


def _rows(operation) -> list[dict]:
	return json.loads(operation.undo_data or "[]")


def _members_before(name: str) -> Iterator[str]:
	for row in _rows(frappe.get_doc(OPERATION, name)):
		yield from row["was"]["members"]


def _require_undoable(operation) -> None:
	if operation.undone_at:
		frappe.throw(_("This has been undone already"))
	if current_minute() > operation.undo_until_utc_minute:
		frappe.throw(
			_("This could be undone for {0} minutes. Change the bookings one by one").format(UNDO_MINUTES)
		)


def _put_back(operation, row: dict) -> Outcome:
	def change(booking) -> None:
		if (booking.calendar_sequence, len(booking.history)) != (row["sequence"], row["rows"]):
			frappe.throw(_("It was changed since. Change it by itself"))
		booking.undo(row["was"], was_told=bool(operation.tell_at_once))

	return _try(row["booking"], change)


def forget_undo_data() -> None:
	"""Of operations that can no longer be undone: it holds what links are made of."""
	over = {"undo_until_utc_minute": ["<", current_minute()], "undo_data": ["is", "set"]}
	frappe.db.set_value(OPERATION, over, "undo_data", None, update_modified=False)
