"""The frame of every guest page: brand, language, session, and what was refused."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import frappe
from frappe import _

from meeting_manager.exceptions import (
	BookingRefusal,
	InvalidInputError,
	NoMemberAvailableError,
	OverlappingBookingError,
	PastDateError,
	RepeatedKeyError,
)
from meeting_manager.guest.assets import asset_version
from meeting_manager.guest.brand import brand_style
from meeting_manager.meeting_manager.api.guest_errors import log_for_operators
from meeting_manager.presentation.languages import current_language, current_locale

OWN_FILES = ("/files/", "/assets/")
DEAD_END = "dead_end"
"""The view of a page that can do nothing more."""
Show = Callable[[frappe._dict, frappe._dict], str]
TIME_ARGUMENTS = frozenset({"start", "date", "time", "new_date", "new_time"})


def fill_page(context, title: str, show: Show, show_way_out: Callable, is_private: bool = False) -> None:
	"""Fill the context of a page; what is refused is shown in it, what is unexpected kept for the operators.

	:param show: returns the name of the template to draw the page with.
	:param show_way_out: called where there is nothing to show.
	:param is_private: the address carries a token.
	"""
	form = read_form()
	try:
		begin_page(context, title, is_private)
		context.view = DEAD_END
		with refusals_shown(context):
			context.view = show(context, form)
		if context.view == DEAD_END:
			context.guest["title"] = context.problem["headline"]
			show_way_out(context, form)
	except Exception:
		frappe.local.flags.guest_error_number = log_for_operators("Guest page")
		raise


def begin_page(context, title: str, is_private: bool) -> None:
	"""Put into the context what the base template needs, and let the whole page speak one language."""
	frappe.local.lang = current_language()
	context.problem = None
	context.guest = {
		"title": title,
		"is_private": is_private,
		"language": frappe.local.lang,
		"direction": current_locale().text_direction,
		"version": asset_version(),
		"brand": read_brand(),
		"csrf_token": csrf_token(),
		"offline": _("The server cannot be reached. Please check your connection and try again."),
	}


def read_brand() -> dict:
	"""Return the brand as the operators set it; the response hook allows its style by the hash left in the flags."""
	settings = frappe.get_cached_doc("MM Settings")
	logo = settings.logo or ""
	style = brand_style(settings.brand_color)
	frappe.local.flags.guest_style_hash = b64encode(sha256(style.encode()).digest()).decode()
	return {
		"name": settings.company_name or _("Meetings"),
		"logo": logo if logo.startswith(OWN_FILES) else "",
		"style": style,
		"email": settings.support_email or "",
		"phone": settings.support_phone or "",
	}


def csrf_token() -> str:
	"""Return the token of a signed-in session; Frappe asks for none where the session has none."""
	return frappe.session.data.get("csrf_token") or ""


def read_form() -> frappe._dict:
	"""Return the texts that were sent; whatever else a JSON body may hold is left out."""
	return frappe._dict({name: text for name, text in frappe.form_dict.items() if isinstance(text, str)})


def is_post() -> bool:
	return frappe.request.method == "POST"


@contextmanager
def refusals_shown(context) -> Iterator[None]:
	"""Show what the app refuses in the page itself, with the status code of the first refusal."""
	try:
		yield
	except BookingRefusal as refusal:
		frappe.clear_messages()
		if not context.problem:
			context.problem = describe(refusal)
			context.http_status_code = refusal.http_status_code


def describe(refusal: BookingRefusal) -> dict[str, str]:
	if isinstance(refusal, InvalidInputError):
		return _describe_wrong_input(refusal)
	if isinstance(refusal, RepeatedKeyError):
		return {
			"headline": _("You have already booked with this form"),
			"rest": _("Press the button again to book another meeting."),
			"kind": "RepeatedKeyError",
		}
	said = first_sentence(str(refusal))
	rest = said["rest"] or next_step(refusal)
	return {**said, "rest": rest, "kind": type(refusal).__name__}


def first_sentence(message: str) -> dict[str, str]:
	"""Split off what happened from what follows: where it is shown as a headline, that comes below."""
	headline, _dot, rest = message.partition(". ")
	return {"headline": headline.removesuffix("."), "rest": rest}


def next_step(refusal: BookingRefusal) -> str:
	if isinstance(refusal, NoMemberAvailableError | OverlappingBookingError):
		return _("Please choose another time.")
	if isinstance(refusal, PastDateError):
		return _("Please choose a later time.")
	return ""


def _describe_wrong_input(refusal: InvalidInputError) -> dict[str, str]:
	"""Say what to check, with the argument's name for the field that shows it."""
	label = field_labels().get(refusal.field)
	if refusal.field in TIME_ARGUMENTS:
		headline, rest = _("Please choose a day and a time"), ""
	else:
		headline = _("Please check what you entered")
		rest = _("{0}: expected {1}").format(label, refusal.expected) if label else str(refusal)
	wrong = _("Expected {0}").format(refusal.expected)
	return {
		"headline": headline,
		"rest": rest,
		"kind": "InvalidInputError",
		"field": refusal.field,
		"wrong": wrong,
	}


def field_labels() -> dict[str, str]:
	return {
		"customer_name": _("Name", context="Meeting Manager"),
		"customer_email": _("Email", context="Meeting Manager"),
		"customer_phone": _("Phone (optional)"),
		"notes": _("What would you like to talk about? (optional)"),
		"reason": _("Reason (optional)"),
	}


def advice(kind: str) -> Iterator[str]:
	"""Yield what to do about a refusal that leaves nothing to choose from.

	:param kind: the name of the refusal's class.
	"""
	if kind == "InvalidLinkError":
		yield _(
			"Whenever a booking is rescheduled, it gets new links. Please use the ones in the newest email about it."
		)
		yield _(
			"Some mail programs break long links. If that happened, copy the whole address from the email."
		)
		yield _("Nothing about your booking has been changed by opening this page.")
	elif kind == "BookingClosedError":
		yield _("There is nothing left for you to do. If that surprises you, please contact us.")
	elif kind == "PolicyError":
		yield _("Please contact us: we will find a solution together.")
	elif kind == "NotOfferedError":
		yield _(
			"The address may have been mistyped, or this is no longer offered. If you need it, please contact us."
		)
	elif kind == "TooManyRequestsError":
		yield _("Please wait a minute, then load this page again. Nothing has been changed.")
	else:
		yield _("Please load this page again in a moment. If it does not help, contact us.")
