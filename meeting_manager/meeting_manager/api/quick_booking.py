"""Booking for a customer who calls or stands at the desk: what can be booked, when, for whom, and the booking itself."""

import frappe
from babel import Locale
from frappe import _
from frappe.utils import cint

from meeting_manager.adapters.offers import Offer, load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.adapters.staff_catalogue import describe_departments
from meeting_manager.exceptions import NotOfferedError
from meeting_manager.meeting_manager.api import known_customers, quick_request
from meeting_manager.meeting_manager.api.guest_input import read_date
from meeting_manager.meeting_manager.api.guest_retry import try_repeatedly
from meeting_manager.meeting_manager.api.quick_times import Asking, describe_day, find_next_free
from meeting_manager.permissions import (
	departments_to_book_in,
	may_book_for_customers,
	may_override,
)
from meeting_manager.presentation.languages import spoken_languages
from meeting_manager.scheduling.zones import local_day, to_instant

BOOKING = "MM Meeting Booking"


@frappe.whitelist(methods=["GET", "POST"])
def get_choices() -> dict:
	"""The departments that the user books for, each with its meeting types and who may take them, and the languages."""
	frappe.has_permission(BOOKING, "read", throw=True)
	user = frappe.session.user
	departments = describe_departments(departments_to_book_in(user))
	for department in departments:
		department["may_override"] = may_override(user, department["department"])
	languages = sorted(spoken_languages())
	return {
		"departments": departments,
		"languages": [{"value": code, "label": _name_of(code)} for code in languages],
		"may_open_form": bool(frappe.has_permission(BOOKING, "create")),
	}


@frappe.whitelist(methods=["GET", "POST"])
def get_times(meeting_type: str = "", date: str = "", member: str = "", beyond: bool | int | str = 0) -> dict:
	"""The starts of a day of the department: free, bookable against the rules by this user, or not free, with the reasons.

	:param date: by default today in the department.
	:param member: "" for whoever is free.
	:param beyond: also starts off the meeting type's grid that could be booked against the rules.
	"""
	asking = _read_asking(meeting_type, member)
	zone = asking.offer.zone
	day = read_date(date, "date") if date else local_day(zone, current_minute())
	slots = describe_day(asking, day, bool(cint(beyond)) and asking.may_override)
	following = None if any(slot["free"] for slot in slots) else find_next_free(asking, day)
	return {
		"timezone": zone.key,
		"date": day.isoformat(),
		"may_override": asking.may_override,
		"slots": slots,
		"next_free": following and following.isoformat(),
	}


@frappe.whitelist(methods=["GET", "POST"])
def find_customers(text: str = "") -> dict:
	"""Customers of earlier bookings that the user may read, by a part of name or address; the last booked first."""
	frappe.has_permission(BOOKING, "read", throw=True)
	return {"customers": known_customers.find(text)}


@frappe.whitelist(methods=["POST"])
def book(
	meeting_type: str = "",
	start: str = "",
	member: str = "",
	customer_name: str = "",
	customer_email: str = "",
	customer_phone: str = "",
	customer_timezone: str = "",
	customer_language: str = "",
	notes: str = "",
	reason: str = "",
	idempotency_key: str = "",
) -> dict:
	"""Book for a customer, who is told as if by themselves.

	:param start: an ISO instant with its offset.
	:param member: "" for whoever is free.
	:param reason: why, where it is against the rules; only leaders and managers may.
	:param idempotency_key: a repeat within 24 hours gets the first answer and books nothing.
	"""
	request = {name: value.strip() for name, value in locals().items()}
	key = request.pop("idempotency_key")
	asking = _read_asking(request["meeting_type"], request["member"])
	booking = try_repeatedly(quick_request.book_once, {"key": key, "request": request, "asking": asking})
	return _describe(booking)


def _read_asking(meeting_type: str, member: str) -> Asking:
	offer = _load_offer(meeting_type)
	user, names = frappe.session.user, offer.members
	if member and member not in names:
		frappe.throw(
			_("This member does not take such meetings. Choose one from the list"), frappe.DoesNotExistError
		)
	sees_all = may_override(user, offer.department)
	visible = frozenset(name for name in names if sees_all or _is_own(name, user))
	return Asking(offer, [member] if member else names, visible, sees_all)


def _is_own(member: str, user: str) -> bool:
	return frappe.get_cached_value("MM Member Profile", member, "user") == user


def _load_offer(meeting_type: str) -> Offer:
	"""
	:raises PermissionError: the user does not take bookings of the department.
	:raises NotOfferedError: the meeting type or its department is no longer active.
	"""
	frappe.has_permission("MM Meeting Type", "read", doc=meeting_type, throw=True)
	offer = load_offer(meeting_type)
	if not may_book_for_customers(frappe.session.user, offer.department):
		frappe.throw(_("You may book for departments that you lead or belong to"), frappe.PermissionError)
	is_offered = frappe.get_cached_value("MM Meeting Type", meeting_type, "is_active")
	if not (is_offered and frappe.get_cached_value("MM Department", offer.department, "is_active")):
		frappe.throw(_("This meeting type is no longer offered. Choose another one"), NotOfferedError)
	return offer


def _describe(booking) -> dict:
	return {
		"booking": booking.name,
		"booking_reference": booking.booking_reference,
		"status": booking.status,
		"start": to_instant(booking.start_utc_minute, booking.zone).isoformat(),
		"timezone": booking.zone.key,
		"assigned_to": booking.assigned_names(),
		"may_open": bool(frappe.has_permission(BOOKING, "read", doc=booking.name)),
	}


def _name_of(language: str) -> str:
	return Locale.parse(language, sep="-").get_display_name() or language
