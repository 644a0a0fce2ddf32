"""What a meeting type offers: its rules, its department's members, and the starts that are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.calendars import load_calendars, load_calendars_now
from meeting_manager.adapters.fields import LONGEST_BUFFER, LONGEST_MEETING
from meeting_manager.adapters.member_time import Member
from meeting_manager.adapters.offer_rows import load_members, load_sessions, load_type_rows, read_holidays
from meeting_manager.adapters.site_time import minute_of_day
from meeting_manager.scheduling.bitmaps import frame_around
from meeting_manager.scheduling.hours import Holidays
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.openings import Openings, Session
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.slots import MemberCalendar, Search
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, QUANTUM

LONGEST_DEFAULT_INTERVAL = 30
"""Minutes between starts where a type names none: a grid of long steps would miss most working hours."""
COLLECTIVE = "All Named Members"
IN_PERSON = "In Person"
LONGEST_SEARCH = 100
"""Days in one search."""

MARGIN = -(-(LONGEST_MEETING + LONGEST_BUFFER) // QUANTUM) * QUANTUM
WEEK_AND_A_DAY = 8 * MINUTES_PER_DAY
"""Around a start there is no more of its local week."""


@dataclass(frozen=True)
class Offer:
	"""A meeting type with all that decides its slots.

	:param active_members: of the department, by name.
	:param named_count: members that the type names, active or not.
	:param moving: a booking of this type that blocks nothing, since it is the one being moved; it keeps its own length.
	"""

	meeting_type: str
	department: str
	algorithm: str
	rules: SlotRules
	holidays: Holidays
	active_members: tuple[Member, ...]
	named_count: int
	location_type: str
	moving: str | None = None

	@property
	def zone(self) -> ZoneInfo:
		return self.rules.zone

	@property
	def is_zone_locked(self) -> bool:
		"""Whether its times are shown in the department's zone alone, since one has to go there."""
		return self.location_type == IN_PERSON

	@cached_property
	def candidates(self) -> tuple[Member, ...]:
		"""Who may take the meeting: the named members, or else everyone."""
		if not self.named_count:
			return self.active_members
		return tuple(member for member in self.active_members if member.is_named)

	@property
	def members(self) -> list[str]:
		return [member.name for member in self.candidates]

	@property
	def priorities(self) -> dict[str, int]:
		return {member.name: member.priority for member in self.candidates}

	@property
	def bookable(self) -> tuple[Member, ...]:
		"""Whose time is searched. A collective type needs everyone whom it names, or it is not offered at all."""
		if self.rules.is_collective:
			return self.candidates if len(self.candidates) == self.named_count else ()
		return tuple(member for member in self.candidates if member.is_bookable)


@dataclass(frozen=True)
class Availability:
	"""Who can take a meeting at one start.

	:param free: for a new meeting; all of them together where the type is collective.
	:param joinable: sessions with a seat left, the fullest first.
	"""

	free: tuple[str, ...] = ()
	joinable: tuple[Session, ...] = ()


def load_offer(meeting_type: str, moving: str | None = None) -> Offer:
	offer = _read_offer(load_type_rows(moving, meeting_type=meeting_type), moving)
	if offer is None:
		frappe.throw(frappe._("Meeting type {0} not found").format(meeting_type), frappe.DoesNotExistError)
	return offer


def find_public_offer(department_slug: str, meeting_slug: str) -> Offer | None:
	"""What an active department offers to the public at this address."""
	return _read_offer(load_type_rows(department_slug=department_slug, meeting_slug=meeting_slug), None)


def open_slots(offer: Offer, window: Interval, now: int) -> Openings:
	"""The starts in a window of UTC minutes, of at most LONGEST_SEARCH days."""
	return _search(offer, window, now, load_calendars).openings()


def free_members(offer: Offer, start: int, now: int, moving: str | None = None) -> Availability:
	"""Who can take a meeting at `start`, as committed now. Call it under `lock_members`."""
	offer = replace(offer, moving=moving or offer.moving)
	load = partial(load_calendars_now, for_update=True)
	openings = _search(offer, (start, start + 1), now, load, for_update=True).openings()
	return Availability(openings.members_at(start), tuple(openings.sessions_at(start)))


def explained_search(offer: Offer, window: Interval, now: int) -> Search:
	"""A search that can tell why."""
	return _search(offer, window, now, load_calendars_now)


def _search(
	offer: Offer,
	window: Interval,
	now: int,
	load: Callable[..., list[MemberCalendar]],
	for_update: bool = False,
) -> Search:
	if window[1] - window[0] > LONGEST_SEARCH * MINUTES_PER_DAY:
		raise ValueError(f"a search covers {LONGEST_SEARCH} days at most")
	frame = frame_around(window, MARGIN)
	reach = _reach(offer, (frame.origin, frame.end))
	sessions, counted = [], []
	if offer.rules.capacity > 1 or offer.rules.day_cap:
		sessions, counted = load_sessions(offer.meeting_type, reach, offer.moving, for_update)
	return Search(
		rules=offer.rules,
		frame=frame,
		window=window,
		now=now,
		calendars=load(offer.bookable, frame, offer.holidays, reach, offer.moving),
		sessions=sessions if offer.rules.capacity > 1 else (),
		counted=counted,
	)


def _reach(offer: Offer, window: Interval) -> Interval:
	"""As far as meetings matter: whole weeks where caps count them."""
	is_capped = offer.rules.day_cap or any(member.day_cap or member.week_cap for member in offer.bookable)
	margin = WEEK_AND_A_DAY if is_capped else 0
	return window[0] - margin, window[1] + margin


def _read_offer(rows: Sequence[frappe._dict], moving: str | None) -> Offer | None:
	if not rows:
		return None
	kind = rows[0]
	return Offer(
		meeting_type=kind.name,
		department=kind.department,
		algorithm=kind.assignment_algorithm,
		rules=_slot_rules(kind),
		holidays=read_holidays(rows),
		active_members=tuple(load_members(kind.department, kind.name, moving)),
		named_count=kind.named_count,
		location_type=kind.location_type,
		moving=moving,
	)


def _slot_rules(kind: frappe._dict) -> SlotRules:
	limits = {
		field: minute_of_day(kind[field])
		for field in ("earliest_start", "latest_start")
		if kind[field] not in (None, "")
	}
	return SlotRules(
		zone=ZoneInfo(kind.timezone),
		duration=kind.own_duration or kind.duration,
		interval=kind.slot_interval or min(kind.duration, LONGEST_DEFAULT_INTERVAL),
		buffer_before=kind.buffer_before,
		buffer_after=kind.buffer_after,
		minimum_notice=kind.minimum_notice,
		booking_horizon=kind.booking_horizon,
		day_cap=kind.max_meetings_per_day,
		capacity=kind.capacity or 1,
		is_collective=kind.member_mode == COLLECTIVE,
		**limits,
	)
