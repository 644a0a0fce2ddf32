"""Chain the history rows of bookings that were there before histories were chained, and seal how many there are."""

from collections.abc import Sequence

import frappe
from frappe.query_builder import Case

from meeting_manager.adapters.history_audit import note_check, read_rows, verify
from meeting_manager.adapters.history_chain import BOOKING, HISTORY, SEAL, Seal, hash_of, insert_seals
from meeting_manager.scheduling.hash_chain import NOTHING

AT_ONCE = 200
"""Bookings in one statement."""


def execute() -> None:
	"""Of bookings without a seal; the note says how many, so that an auditor knows what was trusted as it was."""
	names = _unsealed()
	for first in range(0, len(names), AT_ONCE):
		_chain(names[first : first + AT_ONCE])
	if names:
		note_check(verify(names), f"Chained the histories of {len(names)} bookings as they were then")


def _unsealed() -> list[str]:
	booking, seal = frappe.qb.DocType(BOOKING), frappe.qb.DocType(SEAL)
	query = frappe.qb.from_(booking).left_join(seal).on(seal.name == booking.name).select(booking.name)
	return [name for (name,) in query.where(seal.name.isnull()).orderby(booking.name).run()]


def _chain(names: Sequence[str]) -> None:
	rows, seals, hashes = read_rows(names), [], {}
	for name in names:
		head = NOTHING
		for number, row in enumerate(rows[name], 1):
			row.idx = number
			head = hashes[row.name] = hash_of(row, head)
		seals.append(Seal(name, len(rows[name]), head, rows_chained_later=len(rows[name])))
	_write({row.name: row.idx for found in rows.values() for row in found}, hashes)
	insert_seals(seals)


def _write(positions: dict[str, int], hashes: dict[str, str]) -> None:
	if not hashes:
		return
	table = frappe.qb.DocType(HISTORY)
	numbers, texts = Case(), Case()
	for name, text in hashes.items():
		numbers, texts = (
			numbers.when(table.name == name, positions[name]),
			texts.when(table.name == name, text),
		)
	query = frappe.qb.update(table).set(table.idx, numbers).set(table.row_hash, texts)
	query.where(table.name.isin(list(hashes))).run()
