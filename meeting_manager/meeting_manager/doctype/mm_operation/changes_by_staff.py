"""What staff do with a booking among many: cancel it, move it, hand it over. Each refuses what cannot be done."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.site_time import current_minute, in_words
from meeting_manager.adapters.staff_offers import load_staff_offer, search_at, what_forbids
from meeting_manager.exceptions import NoMemberAvailableError, PastDateError, PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import assign
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import require_open
from meeting_manager.meeting_manager.doctype.mm_operation.operations import Change
from meeting_manager.presentation import slot_reasons
from meeting_manager.scheduling.zones import is_skipped, to_instant, wall_to_minute


def cancel(reason: str, note: str = "") -> Change:
	def change(booking) -> None:
		_require_ahead(booking)
		booking.cancel_meeting(reason, note)

	return change


def move_by(days: int = 0, minutes: int = 0, member: str = "", note: str = "") -> Change:
	"""Days keep the time of the day in the department's zone; minutes are counted as they pass.

	:param member: who takes it over; "" leaves it to those who have it.
	"""

	def change(booking) -> None:
		_require_ahead(booking)
		start = shifted(booking.start_utc_minute, days, minutes, booking.zone)
		_relocate(booking, start, [member] if member else booking.members, note)

	return change


def move_to(start: int, note: str = "") -> Change:
	"""To a start that is offered; whoever is free stays, others take over from those who are not."""

	def change(booking) -> None:
		_require_ahead(booking)
		_require_future(start)
		booking.reschedule(start, note)

	return change


def keep(reason: str) -> Change:
	def change(booking) -> None:
		_require_ahead(booking)
		booking.keep(reason)

	return change


def shifted(start: int, days: int, minutes: int, zone: ZoneInfo) -> int:
	"""UTC minute of a start some days and minutes later, or earlier where they are negative."""
	local = to_instant(start, zone)
	day, minute_of_day = local.date() + timedelta(days=days), local.hour * 60 + local.minute
	if days and is_skipped(zone, day, minute_of_day):
		frappe.throw(_("On {0} the clocks skip this time").format(day), NoMemberAvailableError)
	return (wall_to_minute(zone, day, minute_of_day) if days else start) + minutes


def _relocate(booking, start: int, members: list[str], note: str) -> None:
	if (start, members) == (booking.start_utc_minute, booking.members):
		frappe.throw(_("Nothing changes"))
	_require_future(start)
	_require_free(booking, start, members)
	booking.start_utc_minute = start
	assign(booking, members)
	booking.flags.history_reason = note
	booking.save()


def _require_ahead(booking) -> None:
	require_open(booking)
	if booking.start_utc_minute < current_minute():
		frappe.throw(_("This meeting has already begun"), PolicyError)


def _require_future(start: int) -> None:
	if start < current_minute():
		frappe.throw(_("The new time is in the past"), PastDateError)


def _require_free(booking, start: int, members: list[str]) -> None:
	"""
	:raises NoMemberAvailableError: with what keeps each of them from it.
	"""
	offer = load_staff_offer(booking.meeting_type, moving=booking.name)
	if offer.rules.is_collective and members != booking.members:
		frappe.throw(
			_("All named members take part. Change them in the meeting type"), NoMemberAvailableError
		)
	found = what_forbids(search_at(offer, start), members, start)
	if found:
		sentences = [_say(member, reasons, offer.zone) for member, reasons in found.items()]
		time = in_words(start, offer.zone)
		frappe.throw(_("{0}: {1}").format(time, "; ".join(sentences)), NoMemberAvailableError)


def _say(member: str, reasons, zone: ZoneInfo) -> str:
	name = frappe.get_cached_value("MM Member Profile", member, "full_name") or member
	return _("{0}: {1}").format(name, "; ".join(slot_reasons.in_words(reason, zone) for reason in reasons))
