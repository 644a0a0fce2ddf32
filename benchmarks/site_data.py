"""Put a workload into a site's database, and take it out again. Needs an open site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now

from benchmarks.site_rows import ADDRESSES, DEPARTMENT, Row, address, rows_by_doctype
from benchmarks.workloads import Workload
from meeting_manager.adapters.occupancy import mark_changed

ROWS_PER_STATEMENT = 40
OF_MEMBERS = {
	"MM Meeting Booking Assigned User": "member",
	"MM Department Member": "member",
	"MM Weekly Hours": "parent",
	"MM Date Override": "parent",
	"MM Member Profile": "name",
	"User": "name",
}
OF_DEPARTMENT = {
	"MM Meeting Booking": "department",
	"MM Meeting Type": "department",
	"MM Department Holiday": "parent",
	"MM Department": "name",
}


def holds_other_data() -> bool:
	"""Whether there is a department besides the benchmark's."""
	return bool(frappe.get_all("MM Department", {"name": ["!=", DEPARTMENT]}, limit=1))


@contextmanager
def workload_on_site(workload: Workload) -> Iterator[None]:
	"""Hold the workload in the database for a while; what an interrupted run left is replaced."""
	_remove()
	try:
		for doctype, rows in rows_by_doctype(workload, ZoneInfo(get_system_timezone())):
			_insert(doctype, rows)
		mark_changed([address(number) for number in range(len(workload.members))])
		frappe.db.commit()
		yield
	finally:
		frappe.db.rollback()
		_remove()


def _remove() -> None:
	for doctype, field in OF_MEMBERS.items():
		frappe.db.delete(doctype, {field: ["like", ADDRESSES]})
	for doctype, field in OF_DEPARTMENT.items():
		frappe.db.delete(doctype, {field: DEPARTMENT})
	frappe.db.commit()


def _insert(doctype: str, rows: Iterable[Row]) -> None:
	stamp = {"creation": now(), "modified": now(), "owner": "Administrator", "modified_by": "Administrator"}
	for chunk in _chunks(rows):
		columns = [*chunk[0], *stamp]
		values = [value for row in chunk for value in (*row.values(), *stamp.values())]
		marks = f"({', '.join(['%s'] * len(columns))})"
		names = ", ".join(f"`{column}`" for column in columns)
		frappe.db.sql(
			f"insert into `tab{doctype}` ({names}) values {', '.join([marks] * len(chunk))}", values
		)


def _chunks(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
	remaining = iter(rows)
	while chunk := list(islice(remaining, ROWS_PER_STATEMENT)):
		yield chunk
