"""The door that every guest function stands behind."""

import functools
import inspect
from collections.abc import Callable

import frappe
from frappe import _

from meeting_manager.adapters.after_commit import shield_after_commit
from meeting_manager.exceptions import WrongMethodError
from meeting_manager.meeting_manager.api.guest_arguments import read_arguments
from meeting_manager.meeting_manager.api.guest_errors import only_refusals
from meeting_manager.meeting_manager.api.guest_limits import count_call
from meeting_manager.meeting_manager.api.guest_retry import try_repeatedly

READ = "guest_reads_per_minute"
WRITE = "guest_writes_per_minute"


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
				answer = try_repeatedly(function, read_arguments(parameters, arguments))
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
