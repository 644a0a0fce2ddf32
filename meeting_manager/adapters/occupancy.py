"""The time that bookings hold, the locks under which it may be taken, and the stamp that says it changed."""

from collections import defaultdict
from collections.abc import Sequence

import frappe

from meeting_manager.adapters.fields import LONGEST_MEETING
from meeting_manager.scheduling.intervals import Interval

ASSIGNED = "MM Meeting Booking Assigned User"


def lock_members(department: str, members: Sequence[str]) -> None:
	"""Hold the department's row, then the members' in sorted order, until the transaction ends.

	Whoever books does this before the last look at what is free, so two never look at once.
	"""
	_lock("MM Department", [department])
	_lock("MM Member Profile", members)


def mark_changed(members: Sequence[str]) -> None:
	"""Give members a new `calendar_version`: what was cached under the old one is not looked at again.

	To be called in the transaction that changes a member's hours or meetings. `modified` stays, so no open form is outdated.
	"""
	if members:
		profile = frappe.qb.DocType("MM Member Profile")
		stamped = frappe.qb.update(profile).set(profile.calendar_version, frappe.generate_hash(length=20))
		stamped.where(profile.name.isin(list(members))).run()


def busy_intervals(
	members: Sequence[str], window: Interval, moving: str | None = None, for_update: bool = False
) -> dict[str, list[Interval]]:
	"""UTC intervals held in the window, by member.

	:param moving: a booking that does not count, since it is the one being moved.
	:param for_update: read what is committed now, not what the transaction saw first.
	"""
	busy = defaultdict(list)
	for row in _held(members, window, moving, for_update):
		busy[row.member].append((row.start_utc_minute, row.end_utc_minute))
	return busy


def find_overlap(members: Sequence[str], window: Interval, moving: str | None) -> frappe._dict | None:
	"""A booking (member, parent, start_utc_minute, end_utc_minute) that holds time of the window; locks what it reads."""
	return next(iter(_held(members, window, moving, for_update=True)), None)


def _held(
	members: Sequence[str], window: Interval, moving: str | None, for_update: bool
) -> list[frappe._dict]:
	if not members:
		return []
	row = frappe.qb.DocType(ASSIGNED)
	query = (
		frappe.qb.from_(row)
		.select(row.member, row.parent, row.start_utc_minute, row.end_utc_minute)
		.where(row.member.isin(list(members)))
		.where(row.is_blocking == 1)
		.where(row.start_utc_minute < window[1])
		.where(
			row.start_utc_minute > window[0] - LONGEST_MEETING
		)  # bounds what is read, and so what is locked
		.where(row.end_utc_minute > window[0])
	)
	if moving:
		query = query.where(row.parent != moving)
	return (query.for_update() if for_update else query).run(as_dict=True)


def _lock(doctype: str, names: Sequence[str]) -> None:
	if names:
		table = frappe.qb.DocType(doctype)
		rows = frappe.qb.from_(table).select(table.name).where(table.name.isin(list(names)))
		rows.orderby(table.name).for_update().run()
