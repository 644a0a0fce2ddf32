"""Sending what the ledger holds: each message is claimed, written, handed over and noted, in small transactions.

A claim is a time before which nobody else takes the message up. A worker that dies leaves it, and once it is over the message
is taken up where it stands: a mail that was queued is sent as it is, under the same Message-ID.
"""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications import in_app, ledger, mail_queue
from meeting_manager.notifications.ledger import DUE, EMAIL, FAILED, IN_APP, QUEUED
from meeting_manager.notifications.outcomes import Failed, NotSent, Skipped
from meeting_manager.notifications.reasons_to_skip import refuse_what_is_not_wanted

CLAIMED = 10
"""Minutes that one worker has a message for itself."""
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
"""Minutes until a failure is tried again: doubled each time."""
PAUSE_WITHOUT_FAILURE = 5
GIVEN_UP_AFTER = 3 * 24 * 60
WRITERS = {EMAIL: mail_queue.queue_mail, IN_APP: in_app.notify}


def deliver_due() -> None:
	"""Every minute: whatever is due, of all bookings. Commits."""
	_deliver_each(ledger.names_due(current_minute()))


def deliver_for_booking(booking: str) -> None:
	"""What is due about one booking, right after its change. Commits."""
	_deliver_each(ledger.names_due(current_minute(), booking))


def _deliver_each(names: list[str]) -> None:
	frappe.db.commit()
	for name in names:
		deliver(name)


def deliver(name: str) -> None:
	"""Bring one message as far as it goes, unless somebody else is at it."""
	message = _claim(name)
	if message is None:
		return
	try:
		_write(message)
		_hand_over(message)
	except NotSent as outcome:
		frappe.db.rollback()
		_note_outcome(name, outcome)
	except Exception as error:
		frappe.db.rollback()
		_postpone(name, f"{type(error).__name__}: {error}", frappe.get_traceback())
	frappe.db.commit()


def _claim(name: str):
	"""The message, from now on nobody else's; None where it is somebody's or has been dealt with."""
	now, message = current_minute(), ledger.lock(name)
	is_ready = message.state in (DUE, QUEUED) and message.due_utc_minute <= now
	if not is_ready or message.next_try_utc_minute > now:
		frappe.db.rollback()
		return None
	ledger.change(message, next_try_utc_minute=now + CLAIMED)
	frappe.db.commit()
	return message


def _write(message) -> None:
	if message.state == DUE:
		refuse_what_is_not_wanted(message)
		WRITERS[message.channel](message)
		frappe.db.commit()


def _hand_over(message) -> None:
	if message.state == QUEUED:
		mail_queue.hand_over(message)
		frappe.db.commit()


def _note_outcome(name: str, outcome: NotSent) -> None:
	message = ledger.lock(name)
	if isinstance(outcome, Skipped):
		ledger.skip(message, outcome.reason)
	elif isinstance(outcome, Failed):
		ledger.change(message, FAILED, reason=outcome.reason)
	else:
		later = current_minute() + PAUSE_WITHOUT_FAILURE
		ledger.change(message, reason=outcome.reason, next_try_utc_minute=later)


def _postpone(name: str, reason: str, traceback: str) -> None:
	"""Try again later, the longer the more often it has failed; give up after days."""
	message, now = ledger.lock(name), current_minute()
	tries = message.tries + 1
	pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
	values = {"tries": tries, "last_error": traceback, "reason": reason[:1000]}
	if now - message.due_utc_minute > GIVEN_UP_AFTER:
		reason = _("Given up after {0} tries. {1}").format(tries, reason)
		ledger.change(message, FAILED, **{**values, "reason": reason[:1000]})
		return
	ledger.change(message, **values, next_try_utc_minute=now + pause)
