"""The door that every guest function stands behind."""

import functools
import inspect
import random
import time
from collections.abc import Callable

import frappe
from frappe import _

from meeting_manager.adapters.after_commit import shield_after_commit
from meeting_manager.exceptions import BusyError, WrongMethodError
from meeting_manager.meeting_manager.api.guest_arguments import read_arguments
from meeting_manager.meeting_manager.api.guest_errors import only_refusals
from meeting_manager.meeting_manager.api.guest_limits import count_call

READ = "guest_reads_per_minute"
WRITE = "guest_writes_per_minute"

TRIES = 5
LONGEST_PAUSE = 0.2
STALE_SNAPSHOT = 1020
"""MariaDB's ER_CHECKREAD: a row changed after the transaction's first look at it."""


def guest_function(limit: str) -> Callable:
	"""Guard a whitelisted function: method, rate, arguments, retries, and one safe shape for every error.

	Whatever is raised has been rolled back. Arguments are strings with defaults; others are refused by name.
	:param limit: READ or WRITE, the field of MM Settings that holds the number of calls a minute.
	"""

	def decorate(function: Callable) -> Callable:
		parameters = inspect.signature(function).parameters

		@functools.wraps(function)
		def guarded(**arguments):
			with only_refusals(f"Guest function {function.__name__}"):
				if limit == WRITE:
					_require_post()
				count_call(limit)
				answer = _try_repeatedly(function, read_arguments(parameters, arguments))
				shield_after_commit()
				return answer

		# Frappe would check the types itself, and answer with its own words.
		guarded.__annotations__ = {}
		return guarded

	return decorate


def _require_post() -> None:
	"""Also where a page calls the function: a GET changes nothing."""
	request = getattr(frappe.local, "request", None)
	if request and request.method != "POST":
		frappe.throw(_("Send this as a POST request"), WrongMethodError)


def _try_repeatedly(function: Callable, arguments: dict):
	for attempt in range(1, TRIES + 1):
		try:
			return function(**arguments)
		except Exception as error:
			if not is_conflict(error):
				raise
			frappe.db.rollback()
			frappe.clear_messages()
			if attempt < TRIES:
				time.sleep(random.uniform(0, LONGEST_PAUSE * attempt))
	frappe.throw(_("Please try again in a moment"), BusyError)


def is_conflict(error: Exception) -> bool:
	"""Whether another transaction was in the way, so that the same call may succeed now."""
	if isinstance(
		error, (frappe.QueryDeadlockError, frappe.QueryTimeoutError, frappe.TimestampMismatchError)
	):
		return True
	if isinstance(error, frappe.UniqueValidationError):
		return "idempotency_digest" in str(error)
	return bool(error.args) and error.args[0] == STALE_SNAPSHOT
