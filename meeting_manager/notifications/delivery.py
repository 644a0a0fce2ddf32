"""Sending what the ledger holds: each message is claimed, written, handed over and noted, in small transactions.

A claim is a time before which nobody else takes the message up. A worker that dies leaves it, and once it is over the message
is taken up where it stands: a mail that was queued is sent as it is, under the same Message-ID. An SMS that the gateway may
have taken is sent again. The messages of a daily digest, and those by which an operation tells somebody of several bookings,
are claimed, written and sent together.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications import in_app, ledger, mail_queue, sms
from meeting_manager.notifications.ledger import DUE, EMAIL, FAILED, IN_APP, QUEUED, SMS
from meeting_manager.notifications.outcomes import Failed, NotSent, Skipped
from meeting_manager.notifications.reasons_to_skip import refuse_what_is_not_wanted

CLAIMED = 10
"""Minutes that one worker has a message for itself."""
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
"""Minutes until a failure is tried again: doubled each time."""
PAUSE_WITHOUT_FAILURE = 5
GIVEN_UP_AFTER = 3 * 24 * 60
WRITERS = {EMAIL: mail_queue.queue_mail, IN_APP: in_app.notify, SMS: sms.send}
WRITERS_OF_OPERATIONS = {
	EMAIL: mail_queue.queue_operation_mail,
	IN_APP: in_app.notify_of_operation,
	SMS: sms.send_of_operation,
}


def deliver_due() -> None:
	"""Every minute: whatever is due, of all bookings. Commits."""
	now = current_minute()
	alone = ([name] for name in ledger.names_due(now))
	_deliver_each([*alone, *ledger.operations_due(now), *ledger.digests_due(now)])


def deliver_for_booking(booking: str) -> None:
	"""What is due about one booking, right after its change. Commits."""
	now = current_minute()
	alone = ([name] for name in ledger.names_due(now, booking))
	_deliver_each([*alone, *ledger.operations_due(now, booking)])


def _deliver_each(bundles: Iterable[list[str]]) -> None:
	frappe.db.commit()
	for names in bundles:
		deliver(*names)


def deliver(*names: str) -> None:
	"""Bring a message, or those that go in one mail, as far as they go, but for what somebody else is at."""
	messages = _claim(names)
	if not messages:
		return
	try:
		_write(messages)
		_hand_over([message for message in messages if message.state == QUEUED])
	except NotSent as outcome:
		frappe.db.rollback()
		for message in messages:
			_note_outcome(message.name, outcome)
	except Exception as error:
		frappe.db.rollback()
		traceback = frappe.get_traceback()
		for message in messages:
			_postpone(message.name, f"{type(error).__name__}: {error}", traceback)
	frappe.db.commit()


def _claim(names: Iterable[str]) -> list:
	"""The messages that are from now on nobody else's, without those that are somebody's or have been dealt with.

	Locked by name, so that two workers wait for each other in one direction only.
	"""
	now = current_minute()
	messages = [message for message in map(ledger.lock, sorted(names)) if _is_ready(message, now)]
	for message in messages:
		ledger.change(message, next_try_utc_minute=now + CLAIMED)
	frappe.db.commit()
	return messages


def _is_ready(message, now: int) -> bool:
	is_due = message.state in (DUE, QUEUED) and message.due_utc_minute <= now
	return is_due and message.next_try_utc_minute <= now


def _write(messages: list) -> None:
	due = [message for message in messages if message.state == DUE]
	if any(message.in_digest for message in due):
		mail_queue.queue_digest(due)
	elif len(due) > 1:
		WRITERS_OF_OPERATIONS[due[0].channel](due)
	elif due:
		refuse_what_is_not_wanted(due[0])
		WRITERS[due[0].channel](due[0])
	frappe.db.commit()


def _hand_over(queued: list) -> None:
	for mail in dict.fromkeys(message.email_queue for message in queued):
		mail_queue.hand_over([message for message in queued if message.email_queue == mail])
		frappe.db.commit()


def _note_outcome(name: str, outcome: NotSent) -> None:
	message = ledger.lock(name)
	if message.state not in (DUE, QUEUED):
		return
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
	if message.state not in (DUE, QUEUED):
		return
	tries = message.tries + 1
	pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
	values = {"tries": tries, "last_error": traceback, "reason": reason[:1000]}
	if now - message.due_utc_minute > GIVEN_UP_AFTER:
		reason = _("Given up after {0} tries. {1}").format(tries, reason)
		ledger.change(message, FAILED, **{**values, "reason": reason[:1000]})
		return
	ledger.change(message, **values, next_try_utc_minute=now + pause)
