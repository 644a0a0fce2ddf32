"""What a guest is told of an error: a refusal in its own words, of anything else only the number of its log."""

from typing import NoReturn

import frappe
from frappe import _

from meeting_manager.exceptions import BookingRefusal, InvalidLinkError, UnexpectedError


def is_refusal(error: Exception) -> bool:
	"""Whether the sentence was written for whoever asked: by the app, or by a rule of the site's own.

	Frappe's own kinds of ValidationError speak of tables, fields and records.
	"""
	return isinstance(error, BookingRefusal) or type(error) is frappe.ValidationError


def log_for_operators(title: str) -> str:
	"""Roll back, keep the error and return its number, "-" where the database takes none.

	Left to itself, Frappe's log would hold the values of local variables, and so tokens that still work.
	"""
	traceback = frappe.get_traceback()
	try:
		frappe.db.rollback()
		log = frappe.log_error(title=title, message=traceback)
		frappe.db.commit()  # only the log: everything else was rolled back, and the answer rolls back once more
		return log.name
	except Exception:
		return "-"


def refuse_unexpected(number: str) -> NoReturn:
	frappe.clear_messages()
	frappe.throw(
		_("Something went wrong on our side. Please try again, or quote {0}").format(number), UnexpectedError
	)


def refuse_link() -> NoReturn:
	frappe.throw(_("Invalid or expired link"), InvalidLinkError)
