"""What a change of a booking leaves behind: one history row, a higher calendar sequence, new links after a move."""

from dataclasses import dataclass
from datetime import datetime, timezone

import frappe
from frappe import _
from frappe.utils import now_datetime

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.running_operation import operation_id
from meeting_manager.adapters.site_time import in_words, to_site_clock
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_choice import (
	choices_as_json,
	choices_in_words,
	take_choices,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_fees import (
	FEE_FIELDS,
	forget_fee,
	note_fee,
	note_waiver,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	require_move,
	require_open,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_secrets import SECRETS
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import digest, make_nonce
from meeting_manager.scheduling import status

TIME_KEPT = "Time Kept"
LENGTH_CHANGED = "Length Changed"
UNDONE, KEPT, FEE_WAIVED = "Undone", "Kept", "Fee Waived"
LINKS_COPIED = "Links Copied"
WRITTEN_BY_THE_APP = (
	"booking_reference",
	"duration",
	"policy",
	"reschedule_count",
	"cancelled_at",
	"cancelled_by",
	*FEE_FIELDS,
	"calendar_uid",
	"calendar_sequence",
	"customer_answer",
	"needs_attention",
	"history",
)


@dataclass(frozen=True, slots=True)
class Waiver:
	"""
	:param codes: what staff set aside, of `policy` and `reasons` in the core.
	"""

	codes: tuple[str, ...] = ()
	reason: str = ""


NOTHING_WAIVED = Waiver()


def begin_record(booking) -> None:
	"""Start a new booking with nothing of what a request brought for the fields that only the app writes."""
	booking.update({fieldname: None for fieldname in WRITTEN_BY_THE_APP if fieldname != "history"})
	booking.update({"history": [], "reschedule_count": 0, "calendar_sequence": 0})


def restore_record(booking) -> None:
	"""Undo what a request brought for the fields that only the app writes: `read_only` holds for forms alone."""
	before = booking.get_doc_before_save()
	if before:
		booking.update({fieldname: before.get(fieldname) for fieldname in (*WRITTEN_BY_THE_APP, *SECRETS)})


def record_event(booking) -> None:
	"""Notice the one thing that differs from the database: the time, the status or the members."""
	before = booking.get_doc_before_save()
	if before is None:
		_record_booking(booking)
	elif booking.flags.undoes:
		_record_undo(booking, before, booking.flags.pop("undoes"))
	elif booking.flags.pop("is_kept", False):
		_record_keeping(booking)
	elif booking.flags.pop("are_links_copied", False):
		_append_history(booking, LINKS_COPIED, "", "")
	elif booking.flags.pop("moved", False) or before.start_utc_minute != booking.start_utc_minute:
		_record_move(booking, before)
	elif before.duration != booking.duration:
		_record_length(booking, before)
	elif before.status != booking.status:
		_record_status(booking, before)
	elif before.members != booking.members:
		_record_reassignment(booking, before)
	elif reason := booking.flags.pop("waives_fee", None):
		_append_history(booking, FEE_WAIVED, note_waiver(booking, reason), "", reason=reason)
	elif booking.flags.pop("keeps_time", False):
		_add_history(booking, TIME_KEPT, "", in_words(booking.start_utc_minute, booking.zone))
	elif answer := booking.flags.pop("answer", None):
		_record_answer(booking, answer)


def _record_booking(booking) -> None:
	_rotate_tokens(booking)
	_add_history(booking, "Booked", "", in_words(booking.start_utc_minute, booking.zone))


def _record_move(booking, before) -> None:
	require_open(before)
	if booking.status != before.status:
		frappe.throw(_("Change the time or the status, not both at once"))
	booking.status = status.after_reschedule(before.status)
	if booking.status != before.status:
		require_move(before, booking.status, acting_as(booking))
	booking.reschedule_count = before.reschedule_count + 1
	_rotate_tokens(booking)
	old, new = (in_words(version.start_utc_minute, booking.zone) for version in (before, booking))
	_add_history(booking, "Rescheduled", old, new, _who_took_over(booking, before))


def _record_length(booking, before) -> None:
	"""The meeting has another time, so its links change as with a move; it is none of those that the customer may make."""
	_rotate_tokens(booking)
	old, new = (_length_in_words(version) for version in (before, booking))
	_add_history(booking, LENGTH_CHANGED, old, new)


def _length_in_words(booking) -> str:
	return _("{0}, {1} minutes").format(in_words(booking.start_utc_minute, booking.zone), booking.duration)


def _record_status(booking, before) -> None:
	if booking.status == status.CANCELLED:
		booking.cancelled_at = now_datetime()
		booking.cancelled_by = frappe.session.user
		booking.cancellation_reason = booking.cancellation_reason or _("Cancelled by Staff")
	fee = note_fee(booking, before)
	reason = _reason_of_status(booking)
	_add_history(booking, booking.status, before.status, booking.status, fee, reason)


def _reason_of_status(booking) -> str:
	return booking.cancellation_reason if booking.status == status.CANCELLED else ""


def _record_reassignment(booking, before) -> None:
	old, new = (", ".join(version.assigned_names()) for version in (before, booking))
	_add_history(booking, "Reassigned", old, new)


def _record_answer(booking, answer: dict) -> None:
	"""No change of the meeting: calendars need not hear of it."""
	booking.needs_attention = answer["attention"]
	if not answer["answer"]:
		_append_history(booking, "Answer Dismissed", "", "")
		return
	old = booking.customer_answer if answer["is_customer"] else ""
	if answer["is_customer"]:
		booking.customer_answer = answer["answer"]
	_append_history(booking, "Answered", old or "", answer["answer"])


def _record_keeping(booking) -> None:
	"""Nothing changes, in nobody's calendar."""
	_append_history(booking, KEPT, "", in_words(booking.start_utc_minute, booking.zone))


def _record_undo(booking, before, was: dict) -> None:
	booking.reschedule_count = was["reschedule_count"]
	booking.cancelled_at = booking.cancelled_by = None
	forget_fee(booking)
	if before.token_nonce != was["token_nonce"]:
		_rotate_tokens(booking, None if was["was_told"] else was["token_nonce"])
	booking.flags.choices = []
	old, new = (_state_in_words(version) for version in (before, booking))
	_add_history(booking, UNDONE, old, new)


def _state_in_words(booking) -> str:
	time = in_words(booking.start_utc_minute, booking.zone)
	return _("{0}, {1}, {2}").format(booking.status, time, ", ".join(booking.assigned_names()))[:140]


def _who_took_over(booking, before) -> str:
	if before.members == booking.members:
		return ""
	old, new = (", ".join(version.assigned_names()) for version in (before, booking))
	return _("{0} took over from {1}").format(new, old)


def _rotate_tokens(booking, nonce: str | None = None) -> None:
	"""Make the links sent so far useless.

	:param nonce: of links that are to work again.
	"""
	booking.token_nonce = nonce or make_nonce()
	booking.cancel_token_digest = digest(booking.cancel_token)
	booking.reschedule_token_digest = digest(booking.reschedule_token)
	booking.calendar_token_digest = digest(booking.calendar_token)


def _add_history(
	booking, action: str, old_value: str, new_value: str, note: str = "", reason: str = ""
) -> None:
	"""Of an event, which calendars hear of: what was answered to the version before no longer holds."""
	if not booking.is_new():
		booking.calendar_sequence += 1
		booking.update({"customer_answer": "", "needs_attention": ""})
	_append_history(booking, action, old_value, new_value, note, reason)


def _append_history(
	booking, action: str, old_value: str, new_value: str, note: str = "", reason: str = ""
) -> None:
	choices = take_choices(booking, booking.get_doc_before_save())
	waiver = booking.flags.pop("waiver", None) or NOTHING_WAIVED
	notes = (booking.flags.pop("history_note", ""), note, choices_in_words(booking, choices))
	booking.append(
		"history",
		{
			"action": action,
			**_who_and_when(booking),
			"old_value": old_value,
			"new_value": new_value,
			"reason": booking.flags.pop("history_reason", "") or reason,
			"notes": "\n".join(part for part in notes if part),
			"choice": choices_as_json(choices),
			"waived": ", ".join(waiver.codes),
			"waived_because": waiver.reason,
		},
	)


def _who_and_when(booking) -> dict:
	instant = datetime.now(timezone.utc)
	return {
		"action_by": frappe.session.user,
		"acted_as": acting_as(booking),
		"action_datetime": to_site_clock(instant),
		"action_utc": instant.isoformat(timespec="microseconds").replace("+00:00", "Z"),
		"operation": operation_id(),
	}
