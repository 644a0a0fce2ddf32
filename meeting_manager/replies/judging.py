"""Whether an answer is by who was invited, to the invitation that holds, and new. Anything else is left alone."""

from __future__ import annotations

import time
from dataclasses import dataclass

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_calendar_reply.mm_calendar_reply import COUNTED, REPLY
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, MEMBER, MESSAGE
from meeting_manager.notifications.occasions import OVER, REMINDER
from meeting_manager.replies.reading import COUNTER
from meeting_manager.scheduling import status

BOOKING = "MM Meeting Booking"
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")
FURTHEST_AHEAD = 24 * 60 * 60
"""Seconds that the clock of a calendar program may be ahead."""


class NotCounted(Exception):
	"""`reason` is what the log shows to staff."""

	def __init__(self, reason: str):
		super().__init__(reason)
		self.reason = reason


@dataclass(frozen=True)
class Judged:
	"""
	:param user: of the member who answers, "" for the customer.
	"""

	booking: object
	is_customer: bool
	user: str = ""
	member: str = ""


def judge(row) -> Judged:
	"""
	:raises NotCounted: with the reason.
	"""
	if not row.sender or row.sender != row.attendee:
		raise NotCounted(_("The mail is not from the one who answers"))
	judged = _invited(_booking_of(row.uid), row.attendee)
	_require_open(judged.booking)
	if row.sequence != _invited_by(judged):
		raise NotCounted(_("It answers an invitation that has been replaced"))
	_require_new(row, judged.booking)
	_require_meaning(row, judged.booking)
	return judged


def _booking_of(uid: str):
	name = frappe.db.get_value(BOOKING, {"calendar_uid": uid})
	booking = frappe.get_doc(BOOKING, name) if name else None
	if booking is None or booking.calendar_uid != uid:
		raise NotCounted(_("There is no such meeting"))
	return booking


def _invited(booking, attendee: str) -> Judged:
	if attendee == booking.customer_email.lower():
		return Judged(booking, is_customer=True)
	for row in booking.assigned_users:
		if attendee == (frappe.db.get_value("User", {"name": row.user, "enabled": 1}, "email") or "").lower():
			return Judged(booking, is_customer=False, user=row.user, member=row.member)
	raise NotCounted(_("The sender was not invited to this meeting"))


def _require_open(booking) -> None:
	if booking.status not in status.OPEN:
		raise NotCounted(_("The booking is {0}").format(_(booking.status, context="MM Meeting Booking")))
	if booking.start_utc_minute <= current_minute():
		raise NotCounted(_("The meeting had begun"))


def _invited_by(judged: Judged) -> int:
	"""The version that this person was invited to last: not everybody is told of every change."""
	told = {
		"booking": judged.booking.name,
		"channel": EMAIL,
		"occasion": ["not in", [REMINDER, *OVER]],
		"recipient_kind": CUSTOMER if judged.is_customer else MEMBER,
	}
	if judged.member:
		told["member"] = judged.member
	newest = frappe.get_all(
		MESSAGE, told, pluck="calendar_sequence", order_by="calendar_sequence desc", limit=1
	)
	return newest[0] if newest else judged.booking.calendar_sequence


def _require_new(row, booking) -> None:
	if row.stamp > time.time() + FURTHEST_AHEAD:
		raise NotCounted(_("It says that it was written in the future"))
	same = {"booking": booking.name, "attendee": row.attendee, "sequence": row.sequence}
	if frappe.db.exists(REPLY, {**same, "state": ["in", COUNTED], "stamp": [">=", row.stamp]}):
		raise NotCounted(_("The same or a later answer was there already"))


def _require_meaning(row, booking) -> None:
	if row.method == COUNTER:
		if row.proposed_utc_minute == booking.start_utc_minute:
			raise NotCounted(_("It proposes the time that the meeting has"))
		if row.proposed_utc_minute <= current_minute():
			raise NotCounted(_("It proposes a time in the past"))
	elif row.answer not in ANSWERS:
		raise NotCounted(_("It neither accepts nor declines"))
