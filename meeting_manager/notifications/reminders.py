"""Reminders: rows of the ledger that are due some time before the start. A move shifts them, a cancellation skips them."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute, minute_of_day, to_site_datetime
from meeting_manager.notifications import channels_in_use, ledger
from meeting_manager.notifications.ledger import CUSTOMER, DUE, MEMBER, MESSAGE, Entry
from meeting_manager.notifications.occasions import REMINDER
from meeting_manager.scheduling import quiet_hours, status
from meeting_manager.scheduling.quiet_hours import QuietHours
from meeting_manager.scheduling.reminders import NONE, read_offsets

REMINDED = frozenset({status.CONFIRMED, status.RESCHEDULED})


def align(booking, is_new: bool) -> None:
	"""Bring the reminders that are still due into line with the booking, in the transaction of its change."""
	wanted = {_identity(entry): entry for entry in _wanted(booking)}
	for row in [] if is_new else _still_due(booking):
		entry = wanted.pop((row.member or CUSTOMER, row.channel, row.minutes_before), None)
		if entry is None:
			_skip(row)
		else:
			_shift(row, booking, entry)
	now = current_minute()
	ledger.write(booking, [entry for entry in wanted.values() if entry.due > now])


def offsets_of(meeting_type: str) -> tuple[int, ...]:
	"""Minutes before the start: those of the meeting type, or else of the site."""
	own = frappe.get_cached_value("MM Meeting Type", meeting_type, "reminders")
	return read_offsets(own or frappe.get_cached_doc("MM Settings").reminders or NONE)


def _wanted(booking) -> Iterator[Entry]:
	if booking.status not in REMINDED:
		return
	offsets, quiet = offsets_of(booking.meeting_type), quiet_hours_of_the_site()
	for channel in channels_in_use.of_customer(booking, REMINDER):
		for minutes in offsets:
			due = _due(booking, minutes, booking.zone_for_customer, quiet)
			yield Entry(REMINDER, CUSTOMER, channel, due=due, minutes_before=minutes)
	reached = channels_in_use.reached_by_sms(row.user for row in booking.assigned_users)
	for row in booking.assigned_users:
		zone = booking.zone_for_member(row.member)
		for channel in channels_in_use.of_member(row.user, REMINDER, reached):
			for minutes in offsets:
				due = _due(booking, minutes, zone, quiet)
				yield Entry(REMINDER, MEMBER, channel, row.member, row.user, due, minutes)


def quiet_hours_of_the_site() -> QuietHours | None:
	settings = frappe.get_cached_doc("MM Settings")
	if not settings.has_quiet_hours:
		return None
	return QuietHours(minute_of_day(settings.quiet_from), minute_of_day(settings.quiet_to))


def _due(booking, minutes: int, zone: ZoneInfo, quiet: QuietHours | None) -> int:
	start = booking.start_utc_minute
	return quiet_hours.outside(start - minutes, start, zone, quiet)


def _identity(entry: Entry) -> tuple[str, str, int]:
	return entry.member or CUSTOMER, entry.channel, entry.minutes_before


def _still_due(booking) -> list:
	return frappe.get_all(
		MESSAGE,
		{"booking": booking.name, "occasion": REMINDER, "state": DUE},
		["name", "member", "channel", "minutes_before"],
		order_by="name asc",
	)


def _skip(row) -> None:
	values = {"state": ledger.SKIPPED, "reason": _("The meeting no longer takes place as it did")}
	frappe.db.set_value(MESSAGE, row.name, values)


def _shift(row, booking, entry: Entry) -> None:
	values = {
		"due_utc_minute": entry.due,
		"due": to_site_datetime(entry.due),
		"calendar_sequence": booking.calendar_sequence,
		"message_key": ledger.message_key(booking, entry),
	}
	if entry.due <= current_minute():
		values.update(state=ledger.SKIPPED, reason=_("The new time is too near for this reminder"))
	frappe.db.set_value(MESSAGE, row.name, values)
