"""The door that every guest function stands behind."""

import functools
import inspect
import random
import time
from collections.abc import Callable

import frappe
from frappe import _

from meeting_manager.exceptions import (
	BusyError,
	InvalidLinkError,
	TooManyRequestsError,
	UnexpectedError,
)
from meeting_manager.meeting_manager.api.guest_input import refuse

READ = "guest_reads_per_minute"
WRITE = "guest_writes_per_minute"

TRIES = 5
LONGEST_PAUSE = 0.2
LONGEST_VALUE = 10_000
STALE_SNAPSHOT = 1020
"""MariaDB's ER_CHECKREAD: a row changed after the transaction's first look at it."""


def guest_function(limit: str) -> Callable:
	"""Guard a whitelisted function: rate, argument types, retries, and one safe shape for every error.

	Whatever is raised has been rolled back. Arguments are strings with defaults; others are refused by name.
	:param limit: the field of MM Settings that holds the number of calls a minute.
	"""

	def decorate(function: Callable) -> Callable:
		parameters = inspect.signature(function).parameters

		@functools.wraps(function)
		def guarded(**arguments):
			try:
				count_call(limit)
				return _try_repeatedly(function, _read_arguments(parameters, arguments))
			except frappe.ValidationError:
				frappe.db.rollback()
				raise
			except Exception:
				_refuse_unexpected(_log_for_operators(function.__name__))

		# Frappe would check the types itself, and answer with its own words.
		guarded.__annotations__ = {}
		return guarded

	return decorate


def count_call(limit: str) -> None:
	"""Count a request of this address in this minute.

	:raises TooManyRequestsError: with `Retry-After` in `frappe.flags.retry_after`.
	"""
	allowed = frappe.get_cached_doc("MM Settings").get(limit)
	if not allowed or not frappe.local.request_ip:
		return
	minute, second = divmod(int(time.time()), 60)
	key = frappe.cache.make_key(f"meeting_manager:{limit}:{frappe.local.request_ip}:{minute}")
	calls = frappe.cache.incrby(key, 1)
	frappe.cache.expire(key, 120)
	if calls > allowed:
		frappe.flags.retry_after = 60 - second
		frappe.throw(_("Too many requests. Please try again later"), TooManyRequestsError)


def _read_arguments(parameters, arguments: dict) -> dict:
	return {
		name: _read_argument(name, arguments.get(name)) or parameter.default
		for name, parameter in parameters.items()
	}


def _read_argument(name: str, value: object) -> str | None:
	if value is None:
		return None
	if name.endswith("token"):
		if not isinstance(value, str):
			refuse_link()
		return value
	if not isinstance(value, str):
		refuse(name, _("text"))
	if len(value) > LONGEST_VALUE:
		refuse(name, _("at most {0} characters").format(LONGEST_VALUE))
	return value.strip()


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


def refuse_link() -> None:
	frappe.throw(_("Invalid or expired link"), InvalidLinkError)


def _log_for_operators(name: str) -> str:
	"""Roll back, keep the error and return its number, "-" where the database takes none.

	Left to itself, Frappe's log would hold the values of local variables, and so tokens that still work.
	"""
	traceback = frappe.get_traceback()
	try:
		frappe.db.rollback()
		log = frappe.log_error(title=f"Guest function {name}", message=traceback)
		frappe.db.commit()  # only the log: everything else was rolled back, and the answer rolls back once more
		return log.name
	except Exception:
		return "-"


def _refuse_unexpected(number: str) -> None:
	frappe.clear_messages()
	frappe.throw(
		_("Something went wrong on our side. Please try again, or quote {0}").format(number), UnexpectedError
	)
