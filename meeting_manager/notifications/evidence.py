"""What can be shown about a booking when somebody disputes it: the rules, every change, and who was told what."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_system_timezone, now_datetime

from meeting_manager.adapters.site_time import in_words

BOOKING = "MM Meeting Booking"
HISTORY = ("action", "action_by", "action_datetime", "old_value", "new_value", "notes")
MESSAGE = (
	"occasion",
	"minutes_before",
	"channel",
	"recipient_kind",
	"recipient",
	"state",
	"reason",
	"due",
	"sent_at",
	"times_sent",
	"calendar_sequence",
)
"""Named one by one: what a message was written from stays inside."""


def booking_evidence(booking: str) -> dict:
	"""What the print format Evidence Sheet shows, as plain texts that are not escaped yet.

	:raises frappe.PermissionError: whoever asks may not read the booking.
	"""
	frappe.has_permission(BOOKING, "read", doc=booking, throw=True)
	doc = frappe.get_doc(BOOKING, booking)
	return {
		"facts": _facts(doc),
		"rules": _rules(doc.policy),
		"changes": [_change(row) for row in doc.history],
		"messages": _messages(doc.name),
		"made": _("Made on {0} by {1}. Times of changes and messages are in {2}.").format(
			f"{now_datetime():%Y-%m-%d %H:%M}", frappe.session.user, get_system_timezone()
		),
	}


def _facts(doc) -> list[tuple[str, str]]:
	zone, own_zone = doc.zone, ZoneInfo(doc.customer_timezone)
	start, end = (in_words(minute, zone) for minute in (doc.start_utc_minute, doc.end_utc_minute))
	return [
		(_("Reference"), doc.booking_reference or doc.name),
		(_("Status"), _(doc.status)),
		(_("Department"), doc.department),
		(_("Meeting"), frappe.get_cached_value("MM Meeting Type", doc.meeting_type, "meeting_name")),
		(_("Time"), _("{0} to {1} ({2})").format(start, end, zone.key)),
		(_("In the customer's time zone"), f"{in_words(doc.start_utc_minute, own_zone)} ({own_zone.key})"),
		(_("Members"), ", ".join(doc.assigned_names())),
		(_("Customer"), doc.customer_name),
		(_("Email"), doc.customer_email),
		(_("Times rescheduled"), str(doc.reschedule_count)),
		(_("Reason for cancelling"), doc.cancellation_reason or "–"),
	]


def _rules(policy: str | None) -> list[tuple[str, str]]:
	"""The rules that were in force when the booking was made, those without words by their names."""
	words = {
		"cancel_notice": _("Cancel at least (hours before the start)"),
		"reschedule_notice": _("Reschedule at least (hours before the start)"),
		"max_reschedules": _("Reschedules allowed (0: as many as wanted)"),
	}
	kept = json.loads(policy or "{}")
	return [(words.get(name, name), _rule_in_words(name, value)) for name, value in kept.items()]


def _rule_in_words(name: str, value) -> str:
	if name.endswith("_notice") and isinstance(value, int):
		return f"{value / 60:g}"
	return value if isinstance(value, str) else json.dumps(value)


def _change(row) -> dict[str, str]:
	change = {name: _text(row.get(name)) for name in HISTORY}
	change["action"] = _(row.action)
	if row.action_by == "Guest":
		change["action_by"] = _("Customer, without a login")
	if row.waived:
		waiver = _("Set aside: {0}. Because: {1}").format(row.waived, row.waived_because)
		change["notes"] = "\n".join(filter(None, (change["notes"], waiver)))
	return change


def _messages(booking: str) -> list[dict[str, str]]:
	rows = frappe.get_all(
		"MM Message",
		filters={"booking": booking},
		fields=list(MESSAGE),
		order_by="due_utc_minute asc, creation asc, name asc",
	)
	return [{name: _text(row.get(name)) for name in MESSAGE} for row in rows]


def _text(value) -> str:
	return "" if value is None else str(value).split(".")[0] if hasattr(value, "isoformat") else str(value)
