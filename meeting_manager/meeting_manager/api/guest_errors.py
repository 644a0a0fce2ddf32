"""What a guest is told of an error: a refusal in its own words, of anything else only the number of its log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import frappe
from frappe import _

from meeting_manager.exceptions import BookingRefusal, InvalidLinkError, UnexpectedError


@contextmanager
def only_refusals(title: str) -> Iterator[None]:
	"""Roll back whatever fails, and raise nothing but refusals that a guest may read.

	:param title: of the Error Log of what was not expected.
	"""
	try:
		yield
	except Exception as error:
		refusal = error if is_refusal(error) else UnexpectedError(say_unexpected(log_for_operators(title)))
		frappe.db.rollback()
		_let_out(refusal)
		if refusal is error:
			raise
		frappe.clear_messages()
		frappe.throw(str(refusal), UnexpectedError)


def is_refusal(error: Exception) -> bool:
	"""Whether the sentence was written for whoever asked: by the app, or by a rule of the site's own.

	Frappe's own kinds of ValidationError speak of tables, fields and records.
	"""
	return isinstance(error, BookingRefusal) or type(error) is frappe.ValidationError


def log_for_operators(title: str, message: str | None = None) -> str:
	"""Roll back, keep the error and return its number, "-" where the database takes none.

	Left to itself, Frappe's log would hold the values of local variables, and so tokens that still work.
	:param message: what happened, where no error is at hand.
	"""
	told = message or frappe.get_traceback()
	try:
		frappe.db.rollback()
		log = frappe.log_error(title=title, message=told)
		frappe.db.commit()  # only the log: everything else was rolled back, and the answer rolls back once more
		return log.name
	except Exception:
		return "-"


def say_unexpected(number: str) -> str:
	return _("Something went wrong on our side. Please try again, or quote {0}").format(number)


def refuse_link() -> NoReturn:
	frappe.throw(_("Invalid or expired link"), InvalidLinkError)


def _let_out(refusal: Exception) -> None:
	"""Name the refusal as one that an answer may tell: guest/answers.py lets no other out."""
	frappe.local.flags.guest_refusal = {
		"kind": type(refusal).__name__,
		"status": refusal.http_status_code,
		"sentence": str(refusal),
	}
