"""Another transaction in the way: told apart from real errors, and refused in words instead of a code of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from meeting_manager.exceptions import BusyError

STALE_SNAPSHOT = 1020
"""MariaDB's ER_CHECKREAD: a row changed after the transaction's first look at it."""


def is_database_conflict(error: Exception) -> bool:
	"""Whether the same transaction, begun anew, may succeed."""
	if isinstance(error, (frappe.QueryDeadlockError, frappe.QueryTimeoutError)):
		return True
	return bool(error.args) and error.args[0] == STALE_SNAPSHOT


@contextmanager
def refused_as_busy() -> Iterator[None]:
	"""
	:raises BusyError: the database gave up what was done inside for another transaction.
	"""
	try:
		yield
	except Exception as error:
		if not is_database_conflict(error):
			raise
		frappe.throw(_("Please try again in a moment"), BusyError)
