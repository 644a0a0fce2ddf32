"""What the templates show of a booking, to the customer and to an assigned member. Every text is plain."""

import frappe
from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import wording
from meeting_manager.notifications.letterhead import read_letterhead
from meeting_manager.notifications.mail_text import lines_of, one_line, subject_line
from meeting_manager.notifications.mail_time import describe_time
from meeting_manager.notifications.occasions import (
	CANCELLED,
	DECLINED,
	HANDED_OVER,
	OFF,
	OVER,
	REMINDER,
	RESCHEDULED,
)
from meeting_manager.notifications.recipients import Recipient
from meeting_manager.presentation.languages import current_locale
from meeting_manager.scheduling import status

CLOSED = (CANCELLED, DECLINED)
TAKES_NO_CHANGE = (*CLOSED, *OVER)
WITHOUT_INVITATION = (REMINDER, *OVER)
"""The calendar has the meeting already."""


def for_customer(booking, occasion: str, before, recipient: Recipient) -> dict:
	who = _names(booking)
	said = wording.for_customer(occasion, _is_request(booking, occasion, before))
	mail = _write(booking, occasion, before, recipient)
	return {
		**mail,
		**_say(said, mail, booking, recipient, other=who),
		"summary": _("{0} with {1}").format(mail["meeting"], who),
		"facts": [
			_fact(_("With"), _with_whom(booking, before)),
			_fact(_("Department"), booking.department),
			*_place(booking),
			_fact(_("Reference"), booking.booking_reference),
		],
		"links": [_booking_page(booking)] if occasion in TAKES_NO_CHANGE else _own_links(booking),
		"calendar": []
		if occasion in TAKES_NO_CHANGE
		else [_link(_("Add to calendar"), booking.calendar_url)],
		"notes": [],
		"contact": [way for way in (mail["letterhead"]["email"], mail["letterhead"]["phone"]) if way],
	}


def for_member(booking, occasion: str, before, recipient: Recipient) -> dict:
	"""Of the customer only what the member needs for the occasion, and never the customer's links."""
	customer = one_line(booking.customer_name)
	said = wording.for_member(occasion, _is_request(booking, occasion, before))
	mail = _write(booking, occasion, before, recipient)
	meets = not mail["is_off"]
	return {
		**mail,
		**_say(said, mail, booking, recipient, other=customer),
		"summary": _("{0} with {1}").format(mail["meeting"], customer),
		"facts": [
			_fact(_("Customer"), customer),
			*(_contact(booking, mail, recipient) if meets else []),
			*(_cancellation(booking) if occasion in CLOSED else []),
			_fact(_("Reference"), booking.booking_reference),
		],
		"links": [_link(_("Open the booking"), _desk_address(booking))] if meets else [],
		"calendar": [],
		"notes": lines_of(booking.customer_notes) if meets else [],
		"contact": [],
	}


def _is_request(booking, occasion: str, before) -> bool:
	"""Whether it waits for approval, or did until it was cancelled."""
	return status.PENDING in (booking.status, before.status if occasion in CLOSED else None)


def _write(booking, occasion: str, before, recipient: Recipient) -> dict:
	"""Whoever hands a meeting over is told of the time that is free again, not of the successor's."""
	kind = frappe.get_cached_doc("MM Meeting Type", booking.meeting_type)
	moved = occasion == RESCHEDULED and before.start_utc_minute != booking.start_utc_minute
	return {
		"letterhead": read_letterhead(booking.department),
		"language": frappe.local.lang,
		"direction": current_locale().text_direction,
		"meeting": one_line(kind.meeting_name),
		"time": describe_time(before if occasion == HANDED_OVER else booking, recipient.zone),
		"was": describe_time(before, recipient.zone) if moved else None,
		"place": one_line(booking.location) or _(booking.location_type),
		"has_new_links": occasion == RESCHEDULED,
		"is_off": occasion in OFF,
		"has_invitation": occasion not in WITHOUT_INVITATION,
	}


def _say(said: wording.Wording, mail: dict, booking, recipient: Recipient, other: str) -> dict:
	time = mail["time"]
	subject = said.subject.format(
		mail["meeting"], time["date"], time["begins"], one_line(booking.customer_name)
	)
	return {
		"subject": subject_line(subject),
		"headline": said.headline.format(other),
		"lead": said.lead.format(one_line(recipient.party.name), _names(booking)),
	}


def _names(booking) -> str:
	return one_line(", ".join(booking.assigned_names()))


def _with_whom(booking, before) -> str:
	if before and set(before.members) != set(booking.members):
		return _("{0}, instead of {1}").format(_names(booking), _names(before))
	return _names(booking)


def _place(booking) -> list[dict]:
	location, kind = one_line(booking.location), _(booking.location_type)
	if location.startswith(("https://", "http://")):
		return [{"label": kind, "value": location, "address": location}]
	return [_fact(_("Where"), _("{0}, {1}").format(kind, location) if location else kind)]


def _contact(booking, mail: dict, recipient: Recipient) -> list[dict]:
	facts = [_fact(_("Email"), booking.customer_email)]
	if booking.customer_phone:
		facts.append(_fact(_("Phone"), one_line(booking.customer_phone)))
	there = describe_time(booking, booking.zone_for_customer)
	if there["start"].utcoffset() != mail["time"]["start"].utcoffset():
		facts.append(_fact(_("Their time"), there["line"]))
	return [*facts, *_place(booking)]


def _cancellation(booking) -> list[dict]:
	told = (_("Reason"), booking.cancellation_reason), (_("What was said"), booking.cancellation_note)
	return [_fact(label, one_line(value)) for label, value in told if value]


def _own_links(booking) -> list[dict]:
	return [
		_link(_("Reschedule"), booking.reschedule_url),
		_link(_("Cancel"), booking.cancel_url),
	]


def _booking_page(booking) -> dict:
	"""Of the same meeting type where it is still offered."""
	kind = frappe.get_cached_doc("MM Meeting Type", booking.meeting_type)
	department = frappe.get_cached_doc("MM Department", booking.department)
	is_offered = department.is_active and kind.is_active and kind.is_public
	page = f"book/{department.department_slug}/{kind.meeting_slug}" if is_offered else "book"
	return _link(_("Book another meeting"), page_link(page))


def _desk_address(booking) -> str:
	return page_link(f"app/mm-meeting-booking/{booking.name}")


def _fact(label: str, value: str) -> dict:
	return {"label": label, "value": value, "address": ""}


def _link(label: str, address: str) -> dict:
	return {"label": label, "address": address}
