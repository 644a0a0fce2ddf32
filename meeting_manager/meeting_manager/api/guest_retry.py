"""Once more, where another transaction was in the way."""

import random
import time
from collections.abc import Callable

import frappe
from frappe import _

from meeting_manager.adapters.conflicts import is_database_conflict
from meeting_manager.exceptions import BusyError, ClaimedTimeError, NoMemberAvailableError

TRIES = 5
LONGEST_PAUSE = 0.2
CONFLICTS = (frappe.TimestampMismatchError, BusyError, ClaimedTimeError)


def try_repeatedly(function: Callable, arguments: dict):
	"""Call a function that may be called anew, each time in a new transaction and after a longer pause.

	:raises BusyError: the database was busy at each try.
	:raises NoMemberAvailableError: at the last try another booking had just taken the time.
	"""
	for attempt in range(1, TRIES + 1):
		try:
			return function(**arguments)
		except Exception as error:
			if not is_conflict(error):
				raise
			conflict = error
			frappe.db.rollback()
			frappe.clear_messages()
			if attempt < TRIES:
				time.sleep(random.uniform(0, LONGEST_PAUSE * attempt))
	if isinstance(conflict, ClaimedTimeError):
		frappe.throw(_("No members are available at the requested time"), NoMemberAvailableError)
	frappe.throw(_("Please try again in a moment"), BusyError)


def is_conflict(error: Exception) -> bool:
	"""Whether another transaction was in the way, so that the same call may succeed now."""
	if isinstance(error, CONFLICTS):
		return True
	if isinstance(error, frappe.UniqueValidationError):
		return "idempotency_digest" in str(error)
	return is_database_conflict(error)
