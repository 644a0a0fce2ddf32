"""What must not be sent any more: it is too late for it, something newer says more, or the recipient does not want it."""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications.changes import BOOKING, read_change
from meeting_manager.notifications.ledger import CUSTOMER, DUE, EMAIL, MESSAGE, QUEUED
from meeting_manager.notifications.occasions import CANCELLED, FEE_WAIVED, NO_SHOW, OVER, REMINDER
from meeting_manager.notifications.outcomes import Skipped, Waiting
from meeting_manager.notifications.preferences import wants
from meeting_manager.notifications.reminders import REMINDED

PROMPT = 5
"""Minutes within which each change is told for itself, even if the next one has come."""
LATE = 60
"""Minutes after which a meeting that has begun meanwhile is not told of."""
THANKS_KEEP = 24 * 60


def refuse_what_is_not_wanted(message) -> None:
	"""
	:raises Skipped: with the reason.
	:raises Waiting: something else has to be told before it.
	"""
	if not frappe.db.exists(BOOKING, message.booking):
		raise Skipped(_("The booking was deleted"))
	if message.occasion == REMINDER:
		_refuse_late_reminder(message)
	elif message.occasion == FEE_WAIVED:
		_require_that_the_fee_was_told(message)
	else:
		_refuse_stale_change(message)
	if not wants(message):
		raise Skipped(_("Switched off by the recipient"))


def refuse_what_a_digest_need_not_tell(newest) -> None:
	"""
	:param newest: of the messages about one booking that wait for the digest.
	:raises Skipped: with the reason.
	"""
	if not frappe.db.exists(BOOKING, newest.booking):
		raise Skipped(_("The booking was deleted"))
	if _is_superseded(newest):
		raise Skipped(_("A newer message says what holds now"))
	if _has_begun(newest):
		raise Skipped(_("The meeting had begun before this could be sent"))


def _refuse_late_reminder(message) -> None:
	state = frappe.db.get_value(BOOKING, message.booking, ["status", "start_utc_minute"], as_dict=True)
	now = current_minute()
	if state.status not in REMINDED:
		raise Skipped(_("The booking is {0}").format(_(state.status, context="MM Meeting Booking")))
	if now >= state.start_utc_minute:
		raise Skipped(_("The meeting had begun"))
	if _exists_like(message, {"occasion": REMINDER, "state": DUE, "due_utc_minute": ["<=", now]}):
		raise Skipped(_("Another reminder, nearer to the start, was due as well"))


def _require_that_the_fee_was_told(message) -> None:
	filters = {
		"booking": message.booking,
		"occasion": ["in", [CANCELLED, NO_SHOW]],
		"recipient_kind": CUSTOMER,
		"channel": EMAIL,
	}
	newest_first = "calendar_sequence desc, creation desc, name desc"
	mails = frappe.get_all(MESSAGE, filters, ["state", "times_sent"], order_by=newest_first, limit=1)
	if mails and mails[0].state in (DUE, QUEUED):
		raise Waiting(_("It follows the mail that tells of the fee"))
	if not mails or not mails[0].times_sent:
		raise Skipped(_("The customer had not been told of the fee"))


def _refuse_stale_change(message) -> None:
	late = current_minute() - message.due_utc_minute
	if message.occasion in OVER:
		if late > THANKS_KEEP:
			raise Skipped(_("It could not be sent within a day"))
		return
	if late > PROMPT and _is_superseded(message):
		raise Skipped(_("A newer message says what holds now"))
	if late > LATE and _has_begun(message):
		raise Skipped(_("The meeting had begun before this could be sent"))


def _is_superseded(message) -> bool:
	newer = {"occasion": ["!=", REMINDER], "calendar_sequence": [">", message.calendar_sequence]}
	return _exists_like(message, newer)


def _has_begun(message) -> bool:
	versions = [version for version in read_change(message) if version]
	return all(version.start_utc_minute <= current_minute() for version in versions)


def _exists_like(message, filters: dict) -> bool:
	"""Whether there is another message to the same recipient by the same channel; of reminders one nearer to the start."""
	same = {"booking": message.booking, "channel": message.channel, "recipient_kind": message.recipient_kind}
	if message.member:
		same["member"] = message.member
	if message.occasion == REMINDER:
		same["minutes_before"] = ["<", message.minutes_before]
	return bool(frappe.db.exists(MESSAGE, {**same, **filters}))
