"""Whether an answer counts, and what comes of it: each is taken in once, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from meeting_manager.adapters.conflicts import is_database_conflict
from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import BusyError, PolicyError
from meeting_manager.meeting_manager.doctype.mm_calendar_reply.mm_calendar_reply import (
	CUSTOMER,
	CUSTOMER_DECLINED,
	DONE,
	FAILED,
	IGNORED,
	MEMBER,
	MEMBER_DECLINED,
	NOTED,
	OPEN,
	OVERTAKEN,
	RECEIVED,
	REPLY,
	TIME_PROPOSED,
	attention_of,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.replies.judging import Judged, NotCounted, judge
from meeting_manager.replies.reading import COUNTER
from meeting_manager.scheduling.actors import CUSTOMER_LINK, STAFF

AT_ONCE = 200
KEPT_DAYS = 30
ANSWERS = {"ACCEPTED": "Accepted", "TENTATIVE": "Tentative", "DECLINED": "Declined"}


def take_in_due() -> None:
	"""Every minute: all that was noted. Commits."""
	frappe.db.commit()
	names = frappe.get_all(
		REPLY, {"state": RECEIVED}, pluck="name", order_by="creation asc, name asc", limit=AT_ONCE
	)
	for name in names:
		take_in(name)


def forget_old() -> None:
	"""Daily: what came to nothing."""
	before = add_to_date(now_datetime(), days=-KEPT_DAYS)
	frappe.db.delete(REPLY, {"state": ["in", [IGNORED, FAILED, OVERTAKEN]], "creation": ["<", before]})


def take_in(name: str) -> None:
	frappe.db.rollback()
	try:
		row = frappe.get_doc(REPLY, name, for_update=True)
		if row.state == RECEIVED:
			_take_in(row)
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		if not _comes_again(error):
			_give_up(name)


def _comes_again(error: Exception) -> bool:
	"""Whether somebody else was at the booking just now: the next minute will do."""
	return is_database_conflict(error) or isinstance(error, BusyError | frappe.TimestampMismatchError)


def _give_up(name: str) -> None:
	log = frappe.log_error(title="A calendar's answer was not taken in", message=frappe.get_traceback())
	reason = _("It could not be taken in, see Error Log {0}").format(log.name)
	frappe.db.set_value(REPLY, name, {"state": FAILED, "reason": reason})
	frappe.db.commit()


def _take_in(row) -> None:
	try:
		judged = judge(row)
	except NotCounted as outcome:
		row.db_set({"state": IGNORED, "reason": outcome.reason})
		return
	row.db_set(
		{
			"booking": judged.booking.name,
			"who": CUSTOMER if judged.is_customer else MEMBER,
			"booking_sequence": judged.booking.calendar_sequence,
		}
	)
	with acting_as("Guest" if judged.is_customer else judged.user):
		_apply(row, judged)


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Let the booking's history name who answered; a customer is Guest there, as through the links."""
	usual = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(usual)


def _apply(row, judged: Judged) -> None:
	booking = judged.booking
	booking.flags.ignore_permissions = True  # what was judged is the permission
	booking.flags.actor = CUSTOMER_LINK if judged.is_customer else STAFF
	if row.answer == "DECLINED" and judged.is_customer and _may_cancel_by_itself(booking):
		booking.cancel_meeting("Customer Cancelled", row.comment or _("Declined in the customer's calendar"))
		row.db_set("state", DONE)
		return
	attention = _attention(row, judged)
	_overtake(row)
	row.db_set({"state": OPEN if attention else NOTED, "attention": attention})
	answer = "Other Time" if row.method == COUNTER else ANSWERS[row.answer]
	if row.method == COUNTER:
		row.db_set("proposed_start", to_site_datetime(row.proposed_utc_minute))
	booking.note_answer(answer, judged.is_customer, attention_of(booking.name), row.comment)


def _may_cancel_by_itself(booking) -> bool:
	if not frappe.get_cached_doc("MM Settings").cancel_when_declined:
		return False
	try:
		booking_rules.require_cancel(booking)
	except PolicyError:
		frappe.clear_messages()
		return False
	return True


def _attention(row, judged: Judged) -> str:
	if row.method == COUNTER:
		return TIME_PROPOSED
	if row.answer != "DECLINED":
		return ""
	return CUSTOMER_DECLINED if judged.is_customer else MEMBER_DECLINED


def _overtake(row) -> None:
	"""What the same person answered before is no longer what they say."""
	earlier = {"booking": row.booking, "attendee": row.attendee, "state": OPEN}
	for name in frappe.get_all(REPLY, earlier, pluck="name", order_by="creation asc"):
		frappe.db.set_value(REPLY, name, "state", OVERTAKEN)
