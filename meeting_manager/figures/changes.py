"""Cancellations and moves: who, why, and how long before the start that was booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime

from meeting_manager.adapters.site_time import from_site_datetime
from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import load_bookings_named, load_history_between
from meeting_manager.scheduling import actors, status
from meeting_manager.scheduling.zones import to_minute, wall_to_minute

CANCELLED, RESCHEDULED = status.CANCELLED, status.RESCHEDULED
KINDS = (CANCELLED, RESCHEDULED)
CUSTOMER, STAFF, SYSTEM = "Customer", "Staff", "System"
SIDES = (CUSTOMER, STAFF, SYSTEM)
SIDE_OF = {
	**dict.fromkeys(actors.CUSTOMERS, CUSTOMER),
	**dict.fromkeys(actors.HOUSE, STAFF),
	actors.SYSTEM: SYSTEM,
}
LATE = 24 * 60
"""Minutes before the start: who changes something later than that, changes it late."""


@dataclass(frozen=True, slots=True)
class Change:
	"""
	:param at: in the site's time zone.
	:param by: the login of whoever acted, `acted_as` as which of `actors.ACTORS`, and `side` which of SIDES that is.
	:param booked_start: UTC minute of the start that was given up; None where the history does not tell.
	:param lead: minutes from the change to that start, negative after it.
	"""

	booking: frappe._dict
	kind: str
	at: datetime
	by: str
	acted_as: str
	reason: str
	booked_start: int | None
	lead: int | None

	@property
	def side(self) -> str:
		return SIDE_OF[self.acted_as]

	@property
	def is_late(self) -> bool:
		return self.lead is not None and self.lead < LATE


def load_changes(asked: Asked) -> list[Change]:
	"""The cancellations and moves that were made in the range, oldest first."""
	rows = load_history_between(asked, KINDS)
	bookings = {booking.name: booking for booking in load_bookings_named({row.parent for row in rows}, asked)}
	return changes_of(bookings, rows)


def changes_of(bookings: dict, rows: Iterable) -> list[Change]:
	"""
	:param bookings: by name; rows of others are left out.
	:param rows: of the history.
	"""
	zones = zones_of({booking.department for booking in bookings.values()})
	return [
		_change(bookings[row.parent], row, zones.get(bookings[row.parent].department))
		for row in rows
		if row.parent in bookings
	]


def actor_of(row, booking) -> str:
	"""As what somebody acted; of a row from before histories said so, guessed by the login."""
	if row.acted_as:
		return row.acted_as
	by = (row.action_by or "").lower()
	if by in ("", "guest"):
		return actors.CUSTOMER_LINK
	if by == (booking.customer_email or "").lower():
		return actors.CUSTOMER_ACCOUNT
	return actors.SYSTEM if by == "administrator" else actors.STAFF


def read_booked(text: str | None, zone: ZoneInfo | None) -> int | None:
	"""UTC minute of `2027-03-01 10:00` or `2027-10-31 02:30+01:00`, as the history has it in the department's zone."""
	try:
		wall = datetime.fromisoformat(text or "")
	except ValueError:
		return None
	if wall.tzinfo:
		return to_minute(wall)
	return wall_to_minute(zone, wall.date(), wall.hour * 60 + wall.minute) if zone else None


def _change(booking, row, zone: ZoneInfo | None) -> Change:
	is_cancellation = row.action == CANCELLED
	start = booking.start_utc_minute if is_cancellation else read_booked(row.old_value, zone)
	at = get_datetime(row.action_datetime)
	return Change(
		booking=booking,
		kind=row.action,
		at=at,
		by=row.action_by or "",
		acted_as=actor_of(row, booking),
		reason=(booking.cancellation_reason or "") if is_cancellation else "",
		booked_start=start,
		lead=None if start is None else start - from_site_datetime(at),
	)


def zones_of(departments: set[str]) -> dict[str, ZoneInfo]:
	if not departments:
		return {}
	named = {"name": ["in", sorted(departments)]}
	rows = frappe.get_all("MM Department", named, ["name", "timezone"], order_by="name asc")
	return {row.name: ZoneInfo(row.timezone) for row in rows}
