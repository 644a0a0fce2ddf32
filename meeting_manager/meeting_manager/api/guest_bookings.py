"""A guest's bookings: made, found by their token, moved, cancelled and described."""

import frappe
from frappe import _

from meeting_manager.adapters.claims import count_holders
from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.occupancy import begin_locked
from meeting_manager.adapters.offers import Offer, load_offer, open_slots
from meeting_manager.adapters.site_time import current_minute, from_site_datetime
from meeting_manager.meeting_manager.api import guest_catalogue
from meeting_manager.meeting_manager.api.booking_once import BOOKING, find_repeated, remember, take_once
from meeting_manager.meeting_manager.api.guest_errors import refuse_link
from meeting_manager.meeting_manager.api.guest_input import (
	read_email,
	read_instant,
	read_name,
	read_note,
	read_phone,
	read_start,
	read_zone,
	refuse,
	refuse_past,
)
from meeting_manager.meeting_manager.api.guest_limits import count_mail, note_mail
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import refuse_time
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import (
	CALENDAR,
	CANCEL,
	PURPOSES,
	RESCHEDULE,
	find_booking,
	opens,
)
from meeting_manager.notifications.booking_calendar import file_of_booking
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import CUSTOMER_LINK
from meeting_manager.scheduling.policy import ALLOWED, Decision, judge_reason
from meeting_manager.scheduling.zones import to_instant

LINKS = {RESCHEDULE: "reschedule_url", CANCEL: "cancel_url"}
"""Whoever has the one link learns not of the other."""


def book_once(key: str, request: dict):
	"""Book, or find what the same request has booked already."""
	repeated = find_repeated(key, request)
	if repeated:
		return repeated
	offer = guest_catalogue.find_offer(request["department_slug"], request["meeting_type_slug"])
	values = _read_booking(request, offer)
	start = values["start_utc_minute"]
	return take_once(
		key,
		request,
		offer,
		look=lambda: is_open(offer, start) or refuse_time(),
		take=lambda: refuse_time() if _was_taken_meanwhile(offer, start) else _insert(key, request, values),
	)


def is_open(offer: Offer, start: int) -> bool:
	"""Whether a start looks free without a lock."""
	return bool(open_slots(offer, (start, start + 1), current_minute()).starts())


def _was_taken_meanwhile(offer: Offer, start: int) -> bool:
	"""One look at the claims, for all who waited for the locks behind whoever took the time: the next one need not wait long."""
	if offer.rules.capacity > 1:
		return False
	holders = count_holders(offer.members, start)
	return holders > 0 if offer.rules.is_collective else holders == len(offer.members)


def _read_booking(request: dict, offer: Offer) -> dict:
	return {
		**_read_customer(request, offer),
		"department": offer.department,
		"meeting_type": offer.meeting_type,
		"start_utc_minute": _read_requested_start(request, offer),
	}


def _insert(key: str, request: dict, values: dict):
	booking = frappe.new_doc(BOOKING)
	booking.update(values)
	booking.customer_language = frappe.local.lang
	booking.flags.actor = CUSTOMER_LINK
	remember(booking, key, request)
	count_mail(booking.customer_email)
	booking.insert(ignore_permissions=True)  # a guest has no role: what was read is the permission
	return booking


def find_offer(department_slug: str, meeting_type_slug: str, reschedule_token: str) -> Offer:
	"""What is searched; the booking that is being moved blocks nothing there.

	A booking may be moved within its own meeting type, even one that is not public or no longer offered to others.
	"""
	if not reschedule_token:
		return guest_catalogue.find_offer(department_slug, meeting_type_slug)
	name = _find(reschedule_token, RESCHEDULE)
	return load_offer(frappe.db.get_value(BOOKING, name, "meeting_type"), moving=name)


def open_by_any_token(token: str, purposes: tuple[str, ...] = PURPOSES) -> tuple:
	"""The booking, and what its holder may do with this token: one of the purposes."""
	for purpose in purposes:
		name = find_booking(token, purpose)
		if name:
			booking = frappe.get_doc(BOOKING, name)
			booking_rules.require_open(booking)
			return booking, purpose
	refuse_link()


def calendar_of(token: str) -> tuple[str, bytes]:
	"""The name and the contents of the file that puts the booking into a calendar."""
	booking, purpose = open_by_any_token(token, (CALENDAR, *PURPOSES))
	return f"meeting-{booking.booking_reference}.ics", file_of_booking(booking, LINKS.get(purpose))


def reschedule(token: str, new_date: str, new_time: str) -> tuple:
	"""The booking as it was, and as it is now."""
	before = frappe.get_doc(BOOKING, _find(token, RESCHEDULE))
	booking_rules.require_open(before)
	start = _read_new_start(before, new_date, new_time)
	booking_rules.require_reschedule(before)
	offer = load_offer(before.meeting_type, moving=before.name)
	if not is_open(offer, start):
		refuse_time()
	booking = _begin_change(before, token, RESCHEDULE, {*offer.members, *before.members})
	booking_rules.require_reschedule(booking)
	count_mail(booking.customer_email)
	booking.reschedule(start, note=_("Customer rescheduled via the reschedule link"))
	return before, booking


def _read_new_start(booking, new_date: str, new_time: str) -> int:
	start = read_start((new_date, new_time), ("new_date", "new_time"), booking.zone)
	if start is None:
		refuse_time()
	refuse_past(start, current_minute(), _("Cannot reschedule to a date in the past"))
	return start


def cancel(token: str, reason: str) -> None:
	before = frappe.get_doc(BOOKING, _find(token, CANCEL))
	note = read_note(reason, "reason", 500)
	booking = _begin_change(before, token, CANCEL, set(before.members))
	decision = booking_rules.require_cancel(booking)
	_require_reason(decision, note)
	note_mail(booking.customer_email)
	booking.cancel_meeting(BY_CUSTOMER, note)


def _require_reason(decision: Decision, note: str) -> None:
	"""Where the policy names reasons, the note is one of them, alone or followed by a colon and more."""
	named = [reason for reason in decision.reasons if note == reason or note.startswith(f"{reason}: ")]
	if judge_reason(decision, named[0] if named else "", note) == ALLOWED:
		return
	if decision.reasons:
		refuse("reason", _("one of: {0}").format(", ".join(decision.reasons)))
	refuse("reason", _("why you cancel"))


def _begin_change(before, token: str, purpose: str, members: set[str]):
	"""Lock everybody whose time changes, then the booking, and read it as it is committed then.

	Whoever comes second sees the first one's work, and that the token was used.
	"""
	begin_locked(before.department, sorted(members))
	booking = frappe.get_doc(BOOKING, before.name, for_update=True)
	if not opens(token, booking.get(f"{purpose}_token_digest")):
		refuse_link()
	booking_rules.require_open(booking)
	booking.flags.ignore_permissions = True  # the token is the permission
	booking.flags.actor = CUSTOMER_LINK
	return booking


def describe(booking, purpose: str) -> dict:
	"""What a token's holder sees; `current_date` and `current_time` are in the department's zone."""
	kind = frappe.get_cached_doc("MM Meeting Type", booking.meeting_type)
	local = booking.start.astimezone(booking.zone)
	department = guest_catalogue.describe_department(booking.department)
	return {
		"token_purpose": purpose,
		"booking_id": booking.name,
		"booking_reference": booking.booking_reference,
		"department": {
			field: department[field] for field in ("department_name", "department_slug", "timezone")
		},
		"meeting_type": {"meeting_name": kind.meeting_name, "meeting_slug": kind.meeting_slug},
		"current_date": local.date().isoformat(),
		"current_time": local.strftime("%H:%M"),
		"start": local.isoformat(),
		"end": booking.end.astimezone(booking.zone).isoformat(),
		"timezone": booking.zone.key,
		"duration": booking.duration,
		"location_type": booking.location_type,
		"customer_name": booking.customer_name,
		"customer_email": booking.customer_email,
		"customer_timezone": booking.customer_timezone,
		"assigned_to": booking.assigned_names(),
		"status": booking.status,
		"policy": {
			"reschedule": _describe_decision(booking_rules.may_reschedule(booking), booking),
			"cancel": _describe_decision(booking_rules.may_cancel(booking), booking),
		},
	}


def describe_new(booking) -> dict:
	messages = {
		status.PENDING: _("Your request has been received. You will get an email once it is confirmed."),
		status.CONFIRMED: _("Your booking is confirmed. A confirmation email has been sent."),
	}
	return {
		"success": True,
		"booking_id": booking.name,
		"booking_reference": booking.booking_reference,
		"status": booking.status,
		"start": booking.start.astimezone(booking.zone).isoformat(),
		"end": booking.end.astimezone(booking.zone).isoformat(),
		"timezone": booking.zone.key,
		"message": messages.get(booking.status, messages[status.CONFIRMED]),
		"cancel_url": booking.cancel_url,
		"reschedule_url": booking.reschedule_url,
		"calendar_url": booking.calendar_url,
	}


def _describe_decision(decision: Decision, booking) -> dict:
	"""`fee` is what is due now, in the currency's minor unit; `free_until` None if there was one from the first moment on."""
	was_free = decision.free_until >= from_site_datetime(booking.creation)
	return {
		"allowed": decision.allowed,
		"until": to_instant(decision.until, booking.zone).isoformat(),
		"fee": decision.fee.amount,
		"currency": decision.fee.currency,
		"free_until": to_instant(decision.free_until, booking.zone).isoformat() if was_free else None,
		"needs_reason": decision.needs_reason,
		"reasons": list(decision.reasons),
	}


def _read_customer(request: dict, offer: Offer) -> dict:
	zone = request["customer_timezone"]
	return {
		"customer_name": read_name(request["customer_name"], "customer_name"),
		"customer_email": read_email(request["customer_email"], "customer_email"),
		"customer_phone": read_phone(request["customer_phone"], "customer_phone"),
		"customer_timezone": (read_zone(zone, "customer_timezone") if zone else offer.zone).key,
		"customer_notes": read_note(request["notes"], "notes"),
	}


def _read_requested_start(request: dict, offer: Offer) -> int:
	if request["start"]:
		start = read_instant(request["start"], "start")
	else:
		start = read_start((request["date"], request["time"]), ("date", "time"), offer.zone)
	if start is None:
		refuse_time()
	refuse_past(start, current_minute(), _("Cannot book a date in the past"))
	return start


def _find(token: str, purpose: str) -> str:
	name = find_booking(token, purpose)
	if not name:
		refuse_link()
	return name
