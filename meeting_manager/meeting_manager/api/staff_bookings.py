"""What staff do with one booking, on its form and on calendars.

What changes something, or looks at colleagues' time, takes the right to write the booking. Answers name times as ISO instants in the department's zone, and in
the words of whoever asks.
"""

import frappe
from frappe import _
from frappe.utils import cint

from meeting_manager.adapters.occupancy import begin_all_locked
from meeting_manager.adapters.offers import load_offer
from meeting_manager.exceptions import NoMemberAvailableError
from meeting_manager.meeting_manager.api.guest_input import LONGEST_NOTE, read_instant, read_start, refuse
from meeting_manager.meeting_manager.api.staff_answers import (
	describe_booking,
	describe_choices,
	describe_move,
)
from meeting_manager.meeting_manager.api.staff_day import describe_times
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_closings, staff_moves
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_closings import StaffCancellation
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_moves import StaffMove
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import require_move

BOOKING = "MM Meeting Booking"


@frappe.whitelist(methods=["GET", "POST"])
def get_staff_choices(booking: str = "") -> dict:
	"""What can be done with a booking now, and of what cannot: why, and who may. For whoever may read it only, nothing.

	Each of `actions` has `allowed`, `code` and `sentence`, and as far as it applies: `until`, `free_until`, `fee`,
	`needs_reason` and `reasons` (of the customer's policy), `is_override` (it takes `override_reason`), `waivable`, and
	`told`, a row for each message that would go out.
	"""
	frappe.has_permission(BOOKING, "read", doc=booking, throw=True)
	return describe_choices(frappe.get_doc(BOOKING, booking))


@frappe.whitelist(methods=["GET", "POST"])
def check_staff_move(booking: str = "", start: str = "", member: str = "", instead_of: str = "") -> dict:
	"""What is in the way of another time or member; nothing is written.

	`allowed` where `move_as_staff` with the same arguments would do it, with `override_reason` where `is_override`.

	:param start: an ISO instant with its offset, or `2027-03-01 10:00` in the department's zone; by default the booked one.
	:param member: who takes it; by default whoever has it, or a colleague who is free where they are not.
	:param instead_of: the member who is replaced; by default all who have it.
	"""
	doc = read_booking(booking)
	return describe_move(_judge(doc, start, member, instead_of))


@frappe.whitelist(methods=["GET", "POST"])
def staff_times(booking: str = "", date: str = "", member: str = "") -> dict:
	"""Each start of a day that the meeting type could have, with who is free and what is in the way, and the month's free days.

	:param date: of the department's zone; by default the booked one.
	:param member: to look at; by default all who could take it.
	"""
	return describe_times(read_booking(booking), date, member)


@frappe.whitelist(methods=["POST"])
def move_as_staff(
	booking: str = "",
	start: str = "",
	member: str = "",
	instead_of: str = "",
	reason: str = "",
	override_reason: str = "",
	calendar_sequence: int = -1,
) -> dict:
	"""Move to another time, member or both. Arguments as of `check_staff_move`.

	:param reason: for the history.
	:param override_reason: why the rules in the way do not hold, for whoever may override; no meeting is booked over.
	:param calendar_sequence: of the booking as the asker saw it; a newer one is refused.
	:raises NoMemberAvailableError: a member has something else then, or rules forbid it.
	:raises PolicyError: the booking's policy forbids it.
	"""
	doc = lock_booking(booking, calendar_sequence, member)
	move = _judge(doc, start, member, instead_of)
	waiver = require_move(move, read_note(override_reason, "override_reason"))
	staff_moves.carry_out(move, read_note(reason, "reason"), waiver)
	return describe_booking(doc)


@frappe.whitelist(methods=["POST"])
def reassign_as_staff(
	booking: str = "",
	member: str = "",
	reason: str = "",
	instead_of: str = "",
	override_reason: str = "",
	calendar_sequence: int = -1,
) -> dict:
	"""Give it to another member at the same time; as `move_as_staff` otherwise."""
	if not member:
		frappe.throw(_("Choose a member"), frappe.MandatoryError)
	return move_as_staff(booking, "", member, instead_of, reason, override_reason, calendar_sequence)


@frappe.whitelist(methods=["POST"])
def cancel_as_staff(
	booking: str = "",
	category: str = "",
	text: str = "",
	message: str = "",
	for_customer: bool | int | str = 0,
	waive_fee: bool | int | str = 0,
	override_reason: str = "",
	calendar_sequence: int = -1,
) -> dict:
	"""
	:param category: one of the reasons that the policy names.
	:param text: for the history and the members' mails.
	:param message: for the customer's mail.
	:param for_customer: whether the customer asked for it, who then pays the fee that is due.
	:param override_reason: why the policy or its fee does not hold, for whoever may waive it.
	"""
	doc = lock_booking(booking, calendar_sequence)
	cancellation = StaffCancellation(
		doc,
		category,
		read_note(text, "text"),
		for_customer=bool(cint(for_customer)),
		waives_fee=bool(cint(waive_fee)),
		override_reason=read_note(override_reason, "override_reason"),
		message=read_note(message, "message"),
	)
	staff_closings.cancel(cancellation)
	return describe_booking(doc)


@frappe.whitelist(methods=["POST"])
def decline(booking: str = "", reason: str = "", message: str = "", calendar_sequence: int = -1) -> dict:
	"""A request that waits for approval.

	:param reason: for the history and the members' mails.
	:param message: for the customer's mail.
	"""
	doc, text = lock_booking(booking, calendar_sequence), read_note(reason, "reason")
	if not text:
		frappe.throw(_("Say why the request is declined"), frappe.MandatoryError)
	staff_closings.decline(doc, text, read_note(message, "message"))
	return describe_booking(doc)


@frappe.whitelist(methods=["POST"])
def complete(booking: str = "") -> dict:
	doc = lock_booking(booking)
	staff_closings.complete(doc)
	return describe_booking(doc)


@frappe.whitelist(methods=["POST"])
def mark_no_show(
	booking: str = "", waive_fee: bool | int | str = 0, override_reason: str = "", calendar_sequence: int = -1
) -> dict:
	"""
	:param override_reason: why the fee is waived, for whoever may waive it.
	"""
	doc = lock_booking(booking, calendar_sequence)
	because = read_note(override_reason, "override_reason")
	staff_closings.mark_no_show(doc, bool(cint(waive_fee)), because)
	return describe_booking(doc)


@frappe.whitelist(methods=["POST"])
def copy_customer_links(booking: str = "") -> dict:
	"""The links that the customer has, which open the booking to whoever holds them: the history notes who asked."""
	doc = lock_booking(booking)
	staff_closings.note_links_copied(doc)
	return {
		"reschedule_url": doc.reschedule_url,
		"cancel_url": doc.cancel_url,
		"calendar_url": doc.calendar_url,
	}


def read_booking(booking: str):
	frappe.has_permission(BOOKING, "write", doc=booking, throw=True)
	return frappe.get_doc(BOOKING, booking)


def lock_booking(booking: str, calendar_sequence: int = -1, member: str = ""):
	"""The booking as it is committed now, in a transaction that holds everybody whose time may change."""
	doc = read_booking(booking)
	members = {*load_offer(doc.meeting_type).members, *doc.members, *filter(None, [member])}
	begin_all_locked([doc.department], sorted(members))
	doc = frappe.get_doc(BOOKING, booking, for_update=True)
	doc.check_permission("write")
	if calendar_sequence not in (-1, doc.calendar_sequence):
		frappe.throw(
			_("The booking has changed since you opened it. Load it again"), frappe.TimestampMismatchError
		)
	return doc


def _judge(doc, start: str, member: str, instead_of: str) -> StaffMove:
	if member and not frappe.db.exists("MM Member Profile", member):
		frappe.throw(_("There is no such member. Choose one from the list"), frappe.DoesNotExistError)
	minute = _read_start(doc, start) if start else doc.start_utc_minute
	return staff_moves.judge(doc, minute, member, instead_of)


def _read_start(doc, start: str) -> int:
	day, _space, time = start.partition(" ")
	if not time:
		return read_instant(start, "start")
	minute = read_start((day, time), ("start", "start"), doc.zone)
	if minute is None:
		frappe.throw(_("On {0} the clocks skip this time").format(day), NoMemberAvailableError)
	return minute


def read_note(value: str, field: str) -> str:
	text = value.strip()
	if len(text) > LONGEST_NOTE:
		refuse(field, _("at most {0} characters").format(LONGEST_NOTE))
	return text
