"""The one way in which a time is booked, by guests and by staff for them: looked at, locked, looked at again, taken once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from meeting_manager.adapters.occupancy import begin_locked
from meeting_manager.adapters.offers import Offer
from meeting_manager.exceptions import BookingRefusal, RepeatedKeyError
from meeting_manager.meeting_manager.api.guest_input import read_text
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules

BOOKING = "MM Meeting Booking"
KEPT_HOURS = 24


def take_once(key: str, request: dict, offer: Offer, look: Callable[[], object], take: Callable[[], object]):
	"""Take a time, or find what the same request has taken meanwhile: before the locks, or while this call waited for them.

	:param look: without a lock, refuses what is not free: who comes too late is told at once, and does not queue for nothing.
	:param take: under the locks, looks again and makes the booking.
	"""
	try:
		look()
	except BookingRefusal:
		repeated = _find_repeated_now(key, request)
		if not repeated:
			raise
		frappe.clear_messages()
		return repeated
	begin_locked(offer.department, offer.members)
	return find_repeated(key, request) or take()


def find_repeated(key: str, request: dict):
	"""The booking that an idempotency key of the last 24 hours made.

	:raises RepeatedKeyError: it was made with other contents, or moved since: new links go by mail only.
	"""
	if not key:
		return None
	read_text(key, "idempotency_key")
	found = frappe.db.get_value(
		BOOKING,
		{"idempotency_digest": _digest(key)},
		["name", "request_digest", "creation"],
		as_dict=True,
	)
	if not found:
		return None
	if found.creation < add_to_date(now_datetime(), hours=-KEPT_HOURS):
		frappe.db.set_value(BOOKING, found.name, "idempotency_digest", None, update_modified=False)
		return None
	if found.request_digest != digest_of(request):
		frappe.throw(_("This idempotency_key was used for another booking. Send a new one"), RepeatedKeyError)
	booking = frappe.get_doc(BOOKING, found.name)
	booking_rules.require_open(booking)
	if booking.reschedule_count:
		frappe.throw(
			_("This booking was made and has been rescheduled since. Use the links in the latest email"),
			RepeatedKeyError,
		)
	return booking


def remember(booking, key: str, request: dict) -> None:
	"""Let the booking be found by the request that makes it."""
	booking.idempotency_digest = _digest(key) if key else None
	booking.request_digest = digest_of(request)


def digest_of(request: dict) -> str:
	return _digest(json.dumps(request, sort_keys=True))


def _find_repeated_now(key: str, request: dict):
	"""In a new transaction: the time may have been taken by this very request, sent twice."""
	frappe.db.rollback()
	return find_repeated(key, request)


def _digest(text: str) -> str:
	return hashlib.sha256(text.encode()).hexdigest()
