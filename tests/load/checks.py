"""What has to hold in the database, asked in SQL and not by the app's own code."""

from __future__ import annotations

from collections import Counter

import frappe

from tests.load.scene import BOOKING, Scene

HOLDS = "('Pending', 'Confirmed', 'Rescheduled')"
QUANTUM = 5
TIMES = f"""
	select a.member, a.parent, b.start_utc_minute as first, b.end_utc_minute as last,
		a.buffer_before, a.buffer_after
	from `tab{BOOKING}` b join `tab{BOOKING} Assigned User` a on a.parent = b.name
	where b.department = %(department)s and b.status in {HOLDS}
"""
"""Of each booking that stands, whatever its rows say about blocking."""


def overlaps(scene: Scene) -> int:
	"""Pairs of bookings that one member has at the same time."""
	return _count_pairs(
		scene, "one.first < other.last and other.first < one.last and one.parent < other.parent"
	)


def broken_pauses(scene: Scene) -> int:
	"""Pairs of bookings of one member with less between them than one of the two was promised."""
	too_near = "(other.first < one.last + one.buffer_after or other.first - other.buffer_before < one.last)"
	return _count_pairs(scene, f"one.first <= other.first and one.parent <> other.parent and {too_near}")


def _count_pairs(scene: Scene, condition: str) -> int:
	frappe.db.rollback()
	query = f"""
		select count(*) from ({TIMES}) one join ({TIMES}) other
		on one.member = other.member and {condition}
	"""
	return frappe.db.sql(query, {"department": scene.department})[0][0]


def count_bookings(scene: Scene) -> int:
	"""That stand."""
	frappe.db.rollback()
	query = f"select count(*) from `tab{BOOKING}` where department = %(department)s and status in {HOLDS}"
	return frappe.db.sql(query, {"department": scene.department})[0][0]


def claims_that_differ(scene: Scene) -> list[str]:
	"""Claims that are missing, stray or held twice, as "quantum member"."""
	frappe.db.rollback()
	rows = frappe.db.sql(TIMES, {"department": scene.department}, as_dict=True)
	wanted = Counter(
		f"{quantum} {row.member}"
		for row in rows
		for quantum in range(row.first // QUANTUM, -(-row.last // QUANTUM))
	)
	stored = Counter(
		frappe.get_all(
			"MM Time Claim", {"member": ["in", scene.members]}, pluck="name", order_by="name asc", limit=0
		)
	)
	return sorted((wanted - stored) + (stored - wanted))


def histories(scene: Scene) -> dict[str, list[str]]:
	"""The actions of each booking, oldest first."""
	frappe.db.rollback()
	rows = frappe.db.sql(
		f"""
		select b.name, h.action from `tab{BOOKING}` b join `tabMM Booking History` h on h.parent = b.name
		where b.department = %(department)s order by b.name, h.idx
		""",
		{"department": scene.department},
	)
	found = {}
	for name, action in rows:
		found.setdefault(name, []).append(action)
	return found


def messages_by_booking(scene: Scene) -> dict[str, int]:
	"""Rows of the ledger; a booking without any is there with 0."""
	frappe.db.rollback()
	rows = frappe.db.sql(
		f"""
		select b.name, count(m.name) from `tab{BOOKING}` b
		left join `tabMM Message` m on m.booking = b.name
		where b.department = %(department)s group by b.name
		""",
		{"department": scene.department},
	)
	return dict(rows)


def messages_without_booking() -> int:
	frappe.db.rollback()
	query = f"""
		select count(*) from `tabMM Message` m left join `tab{BOOKING}` b on b.name = m.booking
		where b.name is null
	"""
	return frappe.db.sql(query)[0][0]
