"""What a meeting type offers: its rules, its department's members, and the slots that are open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import getdate

from meeting_manager.adapters.fields import LONGEST_BUFFER
from meeting_manager.adapters.occupancy import busy_intervals
from meeting_manager.adapters.site_time import wall_interval
from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import Interval, merge
from meeting_manager.scheduling.slots import MemberCalendar, Slot, SlotRules, find_slots
from meeting_manager.scheduling.zones import local_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_DEFAULT_INTERVAL = 30
"""Minutes between starts where a type names none: a grid of long steps would miss most working hours."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
	"""A meeting type with all that decides its slots.

	:param priorities: of the department's active members, by member.
	"""

	meeting_type: str
	department: str
	algorithm: str
	rules: SlotRules
	priorities: dict[str, int]
	holidays: frozenset[date]

	@property
	def zone(self) -> ZoneInfo:
		return self.rules.zone

	@property
	def members(self) -> list[str]:
		return sorted(self.priorities)


def load_offer(meeting_type: str) -> Offer:
	kind = frappe.get_cached_doc("MM Meeting Type", meeting_type)
	department = frappe.get_cached_doc("MM Department", kind.department)
	return Offer(
		meeting_type=kind.name,
		department=department.name,
		algorithm=department.assignment_algorithm,
		rules=_slot_rules(kind, ZoneInfo(department.timezone)),
		priorities={row.member: row.assignment_priority for row in department.members if row.is_active},
		holidays=frozenset(getdate(row.holiday_date) for row in department.holidays),
	)


def open_slots(offer: Offer, window: Interval, now: int, moving: str | None = None) -> list[Slot]:
	"""The slots that start in the window of UTC minutes.

	:param moving: a booking that blocks nothing, since it is the one being moved.
	"""
	return list(find_slots(_load_calendars(offer, window, moving), offer.rules, window, now))


def free_members(offer: Offer, start: int, now: int, moving: str | None = None) -> tuple[str, ...]:
	"""Who can take a meeting at `start`, as committed now. Call it under `lock_members`."""
	window = (start, start + 1)
	calendars = _load_calendars(offer, window, moving, for_update=True)
	return next((slot.members for slot in find_slots(calendars, offer.rules, window, now)), ())


def _slot_rules(kind, zone: ZoneInfo) -> SlotRules:
	return SlotRules(
		zone=zone,
		duration=kind.duration,
		interval=kind.slot_interval or min(kind.duration, LONGEST_DEFAULT_INTERVAL),
		buffer_before=kind.buffer_before,
		buffer_after=kind.buffer_after,
		minimum_notice=kind.minimum_notice,
		booking_horizon=kind.booking_horizon,
	)


def _load_calendars(
	offer: Offer, window: Interval, moving: str | None, for_update: bool = False
) -> list[MemberCalendar]:
	profiles = _load_profiles(offer.members)
	members = [profile.name for profile in profiles]
	reach = (window[0] - LONGEST_BUFFER, window[1] + offer.rules.duration + LONGEST_BUFFER)
	busy = busy_intervals(members, reach, moving, for_update)
	weekly = _load_weekly_hours(members)
	overrides = _load_overrides(members)
	return [
		MemberCalendar(
			member=profile.name,
			working=_working(profile, weekly[profile.name], overrides[profile.name], offer, window),
			busy=merge(busy[profile.name]),
			buffer_before=profile.buffer_before,
			buffer_after=profile.buffer_after,
		)
		for profile in profiles
	]


def _load_profiles(members: Sequence[str]) -> list[frappe._dict]:
	"""Of the members who can be booked; a user who is disabled would not hear of it."""
	profile, user = frappe.qb.DocType("MM Member Profile"), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(profile)
		.join(user)
		.on(user.name == profile.user)
		.select(profile.name, profile.timezone, profile.buffer_before, profile.buffer_after)
		.where(profile.name.isin(list(members)))
		.where(profile.is_bookable == 1)
		.where(user.enabled == 1)
		.orderby(profile.name)
	)
	return query.run(as_dict=True) if members else []


def _working(profile, weekly: dict, overrides: dict, offer: Offer, window: Interval) -> list[Interval]:
	zone = ZoneInfo(profile.timezone)
	first = local_day(zone, window[0]) - ONE_DAY
	last = local_day(zone, window[1] + offer.rules.duration)
	return working_intervals(WorkingHours(zone, weekly, overrides), offer.holidays, first, last)


def _load_weekly_hours(members: Sequence[str]) -> dict[str, dict[int, list[Interval]]]:
	hours = defaultdict(lambda: defaultdict(list))
	for row in _child_rows("MM Weekly Hours", members, ["weekday"]):
		hours[row.parent][WEEKDAYS.index(row.weekday)].append(wall_interval(row.start_time, row.end_time))
	return hours


def _load_overrides(members: Sequence[str]) -> dict[str, dict[date, list[Interval]]]:
	overrides = defaultdict(lambda: defaultdict(list))
	for row in _child_rows("MM Date Override", members, ["date", "is_day_off"]):
		hours = overrides[row.parent][getdate(row.date)]
		if not row.is_day_off:
			hours.append(wall_interval(row.start_time, row.end_time))
	return overrides


def _child_rows(doctype: str, members: Sequence[str], fields: list[str]) -> list[frappe._dict]:
	return frappe.get_all(
		doctype,
		filters={"parenttype": "MM Member Profile", "parent": ["in", members]},
		fields=["parent", "start_time", "end_time", *fields],
		order_by="parent asc, idx asc",
	)
