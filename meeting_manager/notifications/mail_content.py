"""What the templates show of a booking, to the customer and to an assigned member. Every text is plain."""

import frappe
from frappe import _

from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.links import page_link
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import NOT_ANSWERED
from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import (
	REMINDERS,
	derive_token,
)
from meeting_manager.notifications import fees_told, requests_told, wording
from meeting_manager.notifications.letterhead import read_letterhead
from meeting_manager.notifications.mail_text import lines_of, one_line, subject_line
from meeting_manager.notifications.mail_time import describe_time
from meeting_manager.notifications.occasions import (
	CANCELLED,
	DECLINED,
	FEE_WAIVED,
	HANDED_OVER,
	NO_SHOW,
	OFF,
	OVER,
	REMINDER,
	RESCHEDULED,
)
from meeting_manager.notifications.preferences import OPTIONAL
from meeting_manager.notifications.recipients import Recipient
from meeting_manager.presentation import words
from meeting_manager.presentation.languages import current_locale
from meeting_manager.scheduling import status

CLOSED = (CANCELLED, DECLINED)
TAKES_NO_CHANGE = (*CLOSED, *OVER)
COST = (CANCELLED, NO_SHOW, FEE_WAIVED)
"""There may be a fee for it; what staff decline costs nothing."""
WITHOUT_INVITATION = (REMINDER, *OVER)
"""The calendar has the meeting already."""
PROMPT = 5
"""Minutes by which a reminder may be late and still say what it was asked to say."""


def for_customer(booking, occasion: str, before, recipient: Recipient, minutes_before: int = 0) -> dict:
	who = _names(booking)
	said = wording.for_customer(
		wording.occasion_as_told(booking, occasion), is_request(booking, occasion, before)
	)
	mail = _write(booking, occasion, before, recipient, minutes_before)
	return {
		**mail,
		**_say(said, mail, other=who),
		"summary": _("{0} with {1}").format(mail["meeting"], who),
		"facts": [
			_fact(_("With"), _with_whom(booking, before)),
			_fact(_("Department", context="Meeting Manager"), booking.department),
			*_place(booking),
			*(_our_message(booking) if occasion in CLOSED else []),
			_fact(_("Reference", context="Meeting Manager"), booking.booking_reference),
		],
		"links": [_booking_page(booking)] if occasion in TAKES_NO_CHANGE else _own_links(booking),
		"calendar": []
		if occasion in TAKES_NO_CHANGE
		else [_link("calendar_url", _("Add to calendar"), booking.calendar_url)],
		"notes": [],
		"terms": [
			*requests_told.tell_until(booking, occasion, recipient.zone, is_customer=True),
			*_terms(booking, occasion, recipient),
		],
		"contact": [way for way in (mail["letterhead"]["email"], mail["letterhead"]["phone"]) if way],
		"unsubscribe": _unsubscribe_link(booking, occasion),
	}


def for_member(booking, occasion: str, before, recipient: Recipient, minutes_before: int = 0) -> dict:
	"""Of the customer only what the member needs for the occasion, and never the customer's links."""
	customer = one_line(booking.customer_name)
	said = wording.for_member(
		wording.occasion_as_told(booking, occasion), is_request(booking, occasion, before)
	)
	mail = _write(booking, occasion, before, recipient, minutes_before)
	meets = not mail["is_off"]
	return {
		**mail,
		**_say(said, mail, other=customer),
		"summary": _("{0} with {1}").format(mail["meeting"], customer),
		"facts": [
			_fact(_("Customer"), customer),
			*(_contact(booking, mail, recipient) if meets else []),
			*(_cancellation(booking) if occasion in CLOSED else []),
			_fact(_("Reference", context="Meeting Manager"), booking.booking_reference),
		],
		"links": [_link("booking_url", _("Open the booking"), _desk_address(booking))] if meets else [],
		"calendar": [],
		"notes": lines_of(booking.customer_notes) if meets else [],
		"terms": [
			*requests_told.tell_until(booking, occasion, recipient.zone, is_customer=False),
			*(fees_told.tell_after(booking, is_customer=False) if occasion in COST else []),
		],
		"contact": [],
		"unsubscribe": None,
	}


def is_request(booking, occasion: str, before) -> bool:
	"""Whether it waits for approval, or did until it was cancelled."""
	return status.PENDING in (booking.status, before.status if occasion in CLOSED else None)


def _write(booking, occasion: str, before, recipient: Recipient, minutes_before: int) -> dict:
	moved = occasion == RESCHEDULED and _window(before) != _window(booking)
	direction = current_locale().text_direction
	start, end = ("right", "left") if direction == "rtl" else ("left", "right")
	return {
		"letterhead": read_letterhead(booking.department),
		"language": frappe.local.lang,
		"direction": direction,
		"start": start,
		"end": end,
		"recipient_name": one_line(recipient.party.name),
		"customer_name": one_line(booking.customer_name),
		"members": _names(booking),
		"department": booking.department,
		"reference": booking.booking_reference,
		"meeting": meeting_name(booking),
		"time": describe_time(version_told(booking, occasion, before), recipient.zone),
		"was": describe_time(before, recipient.zone) if moved else None,
		"place": one_line(booking.location) or _(booking.location_type, context="MM Meeting Booking"),
		"has_new_links": occasion == RESCHEDULED,
		"starts_in": _starts_in(booking, minutes_before) if occasion == REMINDER else "",
		"is_off": occasion in OFF,
		"is_over": occasion in OVER,
		"has_invitation": occasion not in WITHOUT_INVITATION,
	}


def _window(booking) -> tuple[int, int]:
	return booking.start_utc_minute, booking.end_utc_minute


def meeting_name(booking) -> str:
	return one_line(frappe.get_cached_value("MM Meeting Type", booking.meeting_type, "meeting_name"))


def version_told(booking, occasion: str, before):
	"""Whoever hands a meeting over is told of the time that is free again, not of the successor's."""
	return before if occasion == HANDED_OVER else booking


def _say(said: wording.Wording, mail: dict, other: str) -> dict:
	time = mail["time"]
	subject = said.subject.format(mail["meeting"], time["date"], time["begins"], mail["customer_name"])
	lead = said.lead.format(mail["recipient_name"], mail["members"])
	return {
		"subject": subject_line(subject),
		"headline": said.headline.format(other, mail["starts_in"]),
		"lead": lead,
		"preheader": lead if mail["is_off"] or mail["is_over"] else _preheader(mail, other),
	}


def _preheader(mail: dict, other: str) -> str:
	"""What lists of mails show beside the subject, which names the meeting and its day already."""
	before = _("Before: {0}").format(mail["was"]["line"]) if mail["was"] else ""
	parts = (mail["starts_in"], mail["time"]["line"], before, other, mail["place"])
	return " · ".join(filter(None, parts))


def _starts_in(booking, minutes_before: int) -> str:
	"""As the reminder was asked for, unless it is sent later than that."""
	left = booking.start_utc_minute - current_minute()
	return words.starts_in(minutes_before if minutes_before - left <= PROMPT else left)


def _names(booking) -> str:
	return one_line(", ".join(booking.assigned_names()))


def _with_whom(booking, before) -> str:
	if before and set(before.members) != set(booking.members):
		return _("{0}, instead of {1}").format(_names(booking), _names(before))
	return _names(booking)


def _place(booking) -> list[dict]:
	location, kind = one_line(booking.location), _(booking.location_type, context="MM Meeting Booking")
	if location.startswith(("https://", "http://")):
		return [{"label": kind, "value": location, "address": location}]
	return [_fact(_("Where"), _("{0}, {1}").format(kind, location) if location else kind)]


def _terms(booking, occasion: str, recipient: Recipient) -> list[str]:
	"""What the customer has to know of fees."""
	if occasion in COST:
		return fees_told.tell_after(booking, is_customer=True)
	return [] if occasion in TAKES_NO_CHANGE else fees_told.tell_before(booking, recipient.zone)


def _contact(booking, mail: dict, recipient: Recipient) -> list[dict]:
	facts = [_fact(_("Email", context="Meeting Manager"), booking.customer_email)]
	if booking.customer_phone:
		facts.append(_fact(_("Phone", context="Meeting Manager"), one_line(booking.customer_phone)))
	there = describe_time(booking, booking.zone_for_customer)
	if there["start"].utcoffset() != mail["time"]["start"].utcoffset():
		facts.append(_fact(_("Their time"), there["line"]))
	return [*facts, *_place(booking)]


def _cancellation(booking) -> list[dict]:
	told = (
		(_("Reason", context="Meeting Manager"), _reason(booking)),
		(_("What was said"), booking.cancellation_note),
	)
	return [_fact(label, one_line(value)) for label, value in told if value]


def _our_message(booking) -> list[dict]:
	message = one_line(booking.cancellation_message or "")
	return [_fact(_("Our message"), message)] if message else []


def _reason(booking) -> str:
	if booking.cancellation_reason == NOT_ANSWERED:
		return _("Not Answered in Time")
	if booking.cancellation_reason == BY_CUSTOMER:
		return _("Customer Cancelled")
	return _(booking.cancellation_reason) if booking.cancellation_reason else ""


def _own_links(booking) -> list[dict]:
	return [
		_link("reschedule_url", _("Reschedule"), booking.reschedule_url),
		_link("cancel_url", _("Cancel", context="Meeting Manager"), booking.cancel_url),
	]


def _booking_page(booking) -> dict:
	"""Of the same meeting type where it is still offered."""
	kind = frappe.get_cached_doc("MM Meeting Type", booking.meeting_type)
	department = frappe.get_cached_doc("MM Department", booking.department)
	is_offered = department.is_active and kind.is_active and kind.is_public
	page = f"book/{department.department_slug}/{kind.meeting_slug}" if is_offered else "book"
	return _link("book_again_url", _("Book another meeting"), page_link(page))


def _desk_address(booking) -> str:
	return page_link(f"app/mm-meeting-booking/{booking.name}")


def _unsubscribe_link(booking, occasion: str) -> dict | None:
	about = OPTIONAL.get(occasion)
	if not about:
		return None
	label = _("Switch off reminders") if about == REMINDERS else _("Switch off thank-you emails")
	return _link("unsubscribe_url", label, page_link(f"mails/{derive_token(booking.customer_email, about)}"))


def _fact(label: str, value: str) -> dict:
	return {"label": label, "value": value, "address": ""}


def _link(name: str, label: str, address: str) -> dict:
	return {"name": name, "label": label, "address": address}
