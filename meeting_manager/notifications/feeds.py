"""The calendars that members and departments subscribe to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.translate import get_user_lang

from meeting_manager.adapters.links import page_link
from meeting_manager.adapters.site_time import MINUTES_PER_DAY, current_minute
from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import PROFILE
from meeting_manager.notifications.booking_calendar import calendar_status, changed_at, organizer_of
from meeting_manager.notifications.calendar_event import CalendarEvent, Party
from meeting_manager.notifications.feed_calendar import feed_calendar
from meeting_manager.notifications.letterhead import read_letterhead
from meeting_manager.notifications.mail_text import harmless, lines_of, one_line
from meeting_manager.notifications.occasions import CONFIRMED
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status
from meeting_manager.scheduling.zones import to_instant

BOOKING, ASSIGNED = "MM Meeting Booking", "MM Meeting Booking Assigned User"
DAYS_BACK = 30
AT_MOST = 5000
"""Bookings of one feed, the earliest first."""
FIELDS = (
	"name",
	"modified",
	"department",
	"meeting_type",
	"status",
	"start_utc_minute",
	"end_utc_minute",
	"location_type",
	"location",
	"booking_reference",
	"calendar_uid",
	"calendar_sequence",
)
OF_CUSTOMER = ("customer_name", "customer_email", "customer_phone", "customer_notes")
"""Shown to the member who meets the customer, and in no department's feed."""


@dataclass(frozen=True)
class Feed:
	contents: bytes
	last_modified: datetime

	@property
	def etag(self) -> str:
		return hashlib.sha256(self.contents).hexdigest()[:32]


def read_feed(kind: str, holder: str) -> Feed | None:
	"""The feed as it stands now; None where there is nobody any more whose it would be."""
	since = (current_minute() // MINUTES_PER_DAY - DAYS_BACK) * MINUTES_PER_DAY
	read = _of_member if kind == PROFILE else _of_department
	contents = read(holder, since)
	return Feed(contents, _last_modified(since)) if contents else None


def _of_member(member: str, since: int) -> bytes | None:
	user = frappe.db.get_value(PROFILE, member, "user")
	account = user and frappe.db.get_value("User", user, ["enabled", "full_name"], as_dict=True)
	if not account or not account.enabled:
		return None
	own = {"member": member, "is_counted": 1, "end_utc_minute": [">=", since]}
	names = frappe.get_all(ASSIGNED, own, pluck="parent", order_by="start_utc_minute asc", limit=AT_MOST)
	bookings = _bookings({"name": ["in", names]}, OF_CUSTOMER) if names else []
	with speaking(get_user_lang(user)):
		others = {booking.name: one_line(booking.customer_name) for booking in bookings}
		events = _events(bookings, others)
		return feed_calendar(_("Meetings of {0}").format(account.full_name or user), events)


def _of_department(department: str, since: int) -> bytes | None:
	found = frappe.db.get_value("MM Department", department, ["department_name", "leader"], as_dict=True)
	if not found:
		return None
	bookings = _bookings({"department": department, "end_utc_minute": [">=", since]})
	members = _names_of_members([booking.name for booking in bookings])
	with speaking(get_user_lang(found.leader) if found.leader else frappe.local.lang):
		others = {name: ", ".join(names) for name, names in members.items()}
		events = _events(bookings, others)
		return feed_calendar(_("Meetings of {0}").format(found.department_name), events)


def _bookings(filters: dict, more_fields: tuple[str, ...] = ()) -> list:
	return frappe.get_all(
		BOOKING,
		{**filters, "status": ["!=", status.CANCELLED]},
		[*FIELDS, *more_fields],
		order_by="start_utc_minute asc, name asc",
		limit=AT_MOST,
	)


def _names_of_members(bookings: list[str]) -> dict[str, list[str]]:
	names = defaultdict(list)
	filters = {"parenttype": BOOKING, "parent": ["in", bookings]}
	fields, order = ["parent", "member", "member_name"], "parent asc, idx asc"
	for row in frappe.get_all(ASSIGNED, filters, fields, order_by=order) if bookings else ():
		names[row.parent].append(one_line(row.member_name) or row.member)
	return names


def _events(bookings: list, others: dict[str, str]) -> list[CalendarEvent]:
	"""
	:param others: whom a booking is with, by its name.
	"""
	departments = sorted({booking.department for booking in bookings})
	organizers = {department: organizer_of(read_letterhead(department)) for department in departments}
	return [_event(booking, others[booking.name], organizers[booking.department]) for booking in bookings]


def _event(booking, other: str, organizer: Party) -> CalendarEvent:
	kind = frappe.get_cached_doc("MM Meeting Type", booking.meeting_type)
	shown = [*_facts(booking), (_("Reference", context="Meeting Manager"), booking.booking_reference)]
	shown.append((_("Open the booking"), page_link(f"app/mm-meeting-booking/{booking.name}")))
	lines = [_("{0}: {1}").format(label, value) for label, value in shown]
	lines += lines_of(booking.customer_notes)
	return CalendarEvent(
		uid=booking.calendar_uid,
		sequence=booking.calendar_sequence,
		start=to_instant(booking.start_utc_minute),
		end=to_instant(booking.end_utc_minute),
		stamp=changed_at(booking.modified),
		status=calendar_status(booking.status, CONFIRMED),
		summary=harmless(_("{0} with {1}").format(one_line(kind.meeting_name), other)),
		description=harmless("\n".join(lines)),
		location=one_line(booking.location) or _(booking.location_type, context="MM Meeting Booking"),
		organizer=organizer,
	)


def _facts(booking) -> list[tuple[str, str]]:
	"""Of the customer; none where the fields of OF_CUSTOMER were not read."""
	told = (
		(_("Customer"), one_line(booking.customer_name)),
		(_("Email", context="Meeting Manager"), booking.customer_email),
		(_("Phone", context="Meeting Manager"), one_line(booking.customer_phone)),
	)
	return [(label, value) for label, value in told if value]


def _last_modified(since: int) -> datetime:
	"""When any booking was changed last: one that was handed over or cancelled leaves a feed. Each day some grow too old."""
	newest = frappe.get_all(
		BOOKING, {"end_utc_minute": [">=", since]}, pluck="modified", order_by="modified desc", limit=1
	)
	today = to_instant(since + DAYS_BACK * MINUTES_PER_DAY)
	return max([today, *map(changed_at, newest)])
