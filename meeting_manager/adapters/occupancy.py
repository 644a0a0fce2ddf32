"""The time that bookings hold, the locks under which it may be taken, and the stamp that says it changed."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import frappe

from meeting_manager.adapters.conflicts import refused_as_busy
from meeting_manager.adapters.fields import LONGEST_MEETING
from meeting_manager.scheduling.intervals import Interval

ASSIGNED = "MM Meeting Booking Assigned User"
PAUSES = ("buffer_before", "buffer_after")
LONGEST_WAIT = 3


def begin_locked(department: str, members: Sequence[str]) -> None:
	"""Begin a transaction anew, with the locks as its first statements: all it reads then is what is committed now.

	For those whose transaction it is; what it has done so far is rolled back.
	"""
	frappe.db.rollback()
	lock_members(department, members)


def begin_all_locked(departments: Sequence[str], members: Sequence[str]) -> None:
	"""The same for bookings of several departments.

	:param departments, members: sorted.
	"""
	frappe.db.rollback()
	with refused_as_busy():
		_limit_wait()
		_lock("MM Department", departments)
		_lock("MM Member Profile", members)


def lock_members(department: str, members: Sequence[str]) -> None:
	"""Hold the department's row, then the members' in sorted order, until the transaction ends.

	Whoever books does this before the last look at what is free, so two never look at once.
	:raises BusyError: others held the rows for LONGEST_WAIT seconds, or were about to lock these in another order.
	"""
	with refused_as_busy():
		_limit_wait()
		_lock("MM Department", [department])
		_lock("MM Member Profile", members)


def _limit_wait() -> None:
	"""For this connection; 50 seconds is what MariaDB would wait."""
	if frappe.db.db_type == "mariadb":
		frappe.db.sql(f"set session innodb_lock_wait_timeout = {LONGEST_WAIT}")


def mark_changed(members: Sequence[str]) -> None:
	"""Give members a new `calendar_version`: what was cached under the old one is not looked at again.

	To be called in the transaction that changes a member's hours or meetings. `modified` stays, so no open form is outdated.
	"""
	if members:
		profile = frappe.qb.DocType("MM Member Profile")
		stamped = frappe.qb.update(profile).set(profile.calendar_version, frappe.generate_hash(length=20))
		stamped.where(profile.name.isin(list(members))).run()


def pauses_around(meeting_type: str, member: str) -> dict[str, int]:
	"""Minutes by field of PAUSES, as they stand today: the larger one of the meeting type's and the member's."""
	wanted = [
		frappe.get_cached_value(doctype, name, PAUSES, as_dict=True) or {}
		for doctype, name in (("MM Meeting Type", meeting_type), ("MM Member Profile", member))
	]
	return {side: max(minutes.get(side) or 0 for minutes in wanted) for side in PAUSES}


def find_overlap(members: Sequence[str], window: Interval, besides: Sequence[str]) -> frappe._dict | None:
	"""A booking (member, parent, start_utc_minute, end_utc_minute) that holds time of the window; locks what it reads.

	:param besides: bookings that are not looked at.
	"""
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
	if besides:
		query = query.where(row.parent.notin(list(besides)))
	return next(iter(query.for_update().run(as_dict=True)), None)


def bookings_of_session(
	meeting_type: str, start: int, members: Sequence[str], moving: str | None
) -> list[str]:
	"""The bookings that hold seats of one session: same type, same start, exactly these members; locks what it reads."""
	row = frappe.qb.DocType(ASSIGNED)
	query = (
		frappe.qb.from_(row)
		.select(row.parent, row.member)
		.where(row.member.isin(list(members)))
		.where(row.is_blocking == 1)
		.where(row.start_utc_minute == start)
		.where(row.meeting_type == meeting_type)
	)
	if moving:
		query = query.where(row.parent != moving)
	found = {parent for parent, _member in query.for_update().run()}
	return sorted(parent for parent, held_by in _members_of(found).items() if held_by == set(members))


def _members_of(bookings: Collection[str]) -> dict[str, set[str]]:
	members = defaultdict(set)
	if bookings:
		row = frappe.qb.DocType(ASSIGNED)
		query = frappe.qb.from_(row).select(row.parent, row.member).where(row.parent.isin(list(bookings)))
		for parent, member in query.for_update().run():
			members[parent].add(member)
	return members


def _lock(doctype: str, names: Sequence[str]) -> None:
	if names:
		table = frappe.qb.DocType(doctype)
		rows = frappe.qb.from_(table).select(table.name).where(table.name.isin(list(names)))
		rows.orderby(table.name).for_update().run()
