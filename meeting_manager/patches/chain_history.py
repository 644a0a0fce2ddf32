"""Chain the history rows of bookings that were there before histories were chained, and seal how many there are."""

from collections.abc import Sequence

import frappe
from frappe.query_builder import Case

from meeting_manager.adapters.history_audit import HistoryReport, note_check, read_rows
from meeting_manager.adapters.history_chain import BOOKING, HISTORY, SEAL, Seal, hash_of, insert_seals
from meeting_manager.scheduling.hash_chain import NOTHING

BOOKINGS_AT_ONCE = 500
ROWS_AT_ONCE = 100
"""In one statement, which compares each row with each of them."""


def execute() -> None:
	"""Of bookings without a seal; the note says how many, so that an auditor knows what was trusted as it was."""
	report = HistoryReport()
	names = _unsealed()
	for first in range(0, len(names), BOOKINGS_AT_ONCE):
		report.rows += _chain(names[first : first + BOOKINGS_AT_ONCE])
	report.bookings = len(names)
	if names:
		note_check(report, f"Chained the histories of {len(names)} bookings as they were then")


def _unsealed() -> list[str]:
	booking, seal = frappe.qb.DocType(BOOKING), frappe.qb.DocType(SEAL)
	query = frappe.qb.from_(booking).left_join(seal).on(seal.name == booking.name).select(booking.name)
	return [name for (name,) in query.where(seal.name.isnull()).orderby(booking.name).run()]


def _chain(names: Sequence[str]) -> int:
	"""The number of rows."""
	rows, seals, hashes, positions = read_rows(names), [], {}, {}
	for name in names:
		head = NOTHING
		for number, row in enumerate(rows[name], 1):
			if row.idx != number:
				row.idx = positions[row.name] = number
			head = hashes[row.name] = hash_of(row, head)
		seals.append(Seal(name, len(rows[name]), head, rows_chained_later=len(rows[name])))
	_write("row_hash", hashes)
	_write("idx", positions)
	insert_seals(seals)
	return len(hashes)


def _write(column: str, values: dict[str, str | int]) -> None:
	"""A value for each row, by name."""
	table, names = frappe.qb.DocType(HISTORY), list(values)
	for first in range(0, len(names), ROWS_AT_ONCE):
		some, value = names[first : first + ROWS_AT_ONCE], Case()
		for name in some:
			value = value.when(table.name == name, values[name])
		frappe.qb.update(table).set(table[column], value).where(table.name.isin(some)).run()
