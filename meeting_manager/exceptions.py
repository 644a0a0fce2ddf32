"""What the app refuses, with the HTTP status that Frappe answers.

Each is raised by `frappe.throw` with a sentence that says what happened and what to do.
"""

import frappe


class BookingRefusal(frappe.ValidationError):
	http_status_code = 417


class InvalidInputError(BookingRefusal):
	"""A value is missing, malformed or too long.

	`field` is the argument's name, `expected` the form it should have, as a noun phrase.
	"""

	field = ""
	expected = ""


class PastDateError(BookingRefusal):
	pass


class InvalidLinkError(BookingRefusal):
	"""A token is unknown, old or malformed: all three alike."""

	http_status_code = 404


class NotOfferedError(BookingRefusal):
	"""No such department or meeting type, or not open to customers."""

	http_status_code = 404


class BookingClosedError(BookingRefusal):
	"""The booking is cancelled, completed or missed."""

	http_status_code = 409


class PolicyError(BookingRefusal):
	http_status_code = 409


class ReasonMissingError(frappe.MandatoryError):
	"""It is against the rules, and somebody who may set them aside has not said why."""


class NoMemberAvailableError(BookingRefusal):
	http_status_code = 409


class OverlappingBookingError(BookingRefusal):
	http_status_code = 409


class ClaimedTimeError(OverlappingBookingError):
	"""The database itself refused a second booking of the same time: another look will see the first one."""


class RepeatedKeyError(BookingRefusal):
	"""An idempotency key came back with other contents."""

	http_status_code = 409


class TooManyRequestsError(BookingRefusal):
	http_status_code = 429


class MailLimitError(TooManyRequestsError):
	"""One email address had as many bookings and changes as it may have in 24 hours."""


class WrongMethodError(BookingRefusal):
	"""A GET asked for a change. With the status that Frappe gives before the app is asked."""

	http_status_code = 403


class BusyError(BookingRefusal, frappe.SecurityException):
	"""The database stayed busy after all tries.

	As a SecurityException it gets no entry of Frappe's own in the Error Log, which would hold what the guest sent.
	"""

	http_status_code = 503


class UnexpectedError(BookingRefusal, frappe.SecurityException):
	"""Anything else that went wrong while a guest was served; the Error Log has it already."""

	http_status_code = 500
