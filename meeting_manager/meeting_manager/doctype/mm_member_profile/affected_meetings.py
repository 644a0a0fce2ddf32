"""Booked meetings that hours, holidays, busy times or who is a member no longer allow, as all of that stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import frappe

from meeting_manager.adapters.history_chain import HISTORY
from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import KEPT
from meeting_manager.meeting_manager.doctype.mm_member_profile.left_outside import (
	future_meetings,
	load_holidays,
	load_hours,
	outside,
)

OUTSIDE_HOURS, BUSY, NOT_A_MEMBER = "outside hours", "busy", "not a member"


def find_affected(member: str = "", department: str = "") -> dict[str, dict[str, set[str]]]:
	"""By booking, in the order of their starts: its affected members, each with the codes of what is in the way.

	A booking that staff have chosen to keep as it is is left out until it changes.
	"""
	meetings = future_meetings(member, department)
	affected = defaultdict(lambda: defaultdict(set))
	for numbers, code in (
		(_outside_hours(meetings), OUTSIDE_HOURS),
		(_while_busy(meetings), BUSY),
		(_of_no_member(meetings), NOT_A_MEMBER),
	):
		for number in numbers:
			affected[meetings[number].name][meetings[number].member].add(code)
	kept = _kept(list(affected))
	order = dict.fromkeys(meeting.name for meeting in meetings)
	return {name: dict(affected[name]) for name in order if name in affected and name not in kept}


def _outside_hours(meetings: Sequence[frappe._dict]) -> set[int]:
	if not meetings:
		return set()
	hours = load_hours(meetings)
	return outside(meetings, hours, load_holidays({meeting.department for meeting in meetings}))


def _while_busy(meetings: Sequence[frappe._dict]) -> Iterator[int]:
	row, busy = frappe.qb.DocType(ASSIGNED), frappe.qb.DocType("MM Busy Time")
	query = (
		frappe.qb.from_(row)
		.join(busy)
		.on(busy.member == row.member)
		.select(row.parent, row.member)
		.distinct()
		.where((row.is_blocking == 1) & (row.start_utc_minute > current_minute()))
		.where(busy.start_utc_minute < row.end_utc_minute)
		.where(busy.end_utc_minute > row.start_utc_minute)
	)
	found = set(query.run())
	return (number for number, meeting in enumerate(meetings) if (meeting.name, meeting.member) in found)


def _of_no_member(meetings: Sequence[frappe._dict]) -> Iterator[int]:
	"""Who has left the department, cannot be booked any more, or is no longer named by the meeting type."""
	if not meetings:
		return
	active, bookable, named = _active_members(), _bookable_members(), _named_members()
	for number, meeting in enumerate(meetings):
		is_active = (meeting.department, meeting.member) in active and meeting.member in bookable
		if not is_active or meeting.member not in named.get(meeting.meeting_type, {meeting.member}):
			yield number


def _active_members() -> set[tuple[str, str]]:
	filters = {"parenttype": "MM Department", "is_active": 1}
	rows = frappe.get_all("MM Department Member", filters, ["parent", "member"], order_by="name asc")
	return {(row.parent, row.member) for row in rows}


def _bookable_members() -> set[str]:
	profile, user = frappe.qb.DocType("MM Member Profile"), frappe.qb.DocType("User")
	query = frappe.qb.from_(profile).join(user).on(user.name == profile.user).select(profile.name)
	return {name for (name,) in query.where((profile.is_bookable == 1) & (user.enabled == 1)).run()}


def _named_members() -> dict[str, set[str]]:
	"""Of the meeting types that name some."""
	named = defaultdict(set)
	rows = frappe.get_all("MM Meeting Type Member", fields=["parent", "member"], order_by="name asc")
	for row in rows:
		named[row.parent].add(row.member)
	return named


def _kept(names: Sequence[str]) -> set[str]:
	if not names:
		return set()
	rows = frappe.get_all(
		HISTORY, {"parent": ["in", names]}, ["parent", "action"], order_by="parent asc, idx asc"
	)
	last = {row.parent: row.action for row in rows}
	return {name for name, action in last.items() if action == KEPT}
