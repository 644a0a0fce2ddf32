"""What the hash of a history row covers, and the seals that say how long each booking's history is."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import frappe
from frappe.utils import get_datetime, now
from frappe.utils.password import get_encryption_key

from meeting_manager.scheduling.hash_chain import NOTHING, link

BOOKING = "MM Meeting Booking"
HISTORY = "MM Booking History"
SEAL = "MM History Seal"
COVERED = (
	"action",
	"action_by",
	"acted_as",
	"action_datetime",
	"action_utc",
	"old_value",
	"new_value",
	"notes",
	"reason",
	"choice",
	"operation",
)
COVERED_WHERE_FILLED = ("waived", "waived_because")
"""Fields that older rows did not have: their hashes hold as they are."""


class Seal(NamedTuple):
	"""How many rows the history of a booking has, and the hash of the last one.

	:param rows_chained_later: the first so many were there before histories were chained, and were chained by an update.
	"""

	booking: str
	rows: int
	head: str
	rows_chained_later: int = 0

	@property
	def signature(self) -> str:
		"""Made with the site's encryption key, which the database does not hold."""
		return sign("seal", *self)


def sign(kind: str, *values: object) -> str:
	message = "\n".join(map(str, ("meeting_manager history", kind, *values)))
	return hmac.digest(get_encryption_key().encode(), message.encode(), hashlib.sha256).hex()


def hash_of(row: Mapping, previous: str) -> str:
	"""
	:param row: with `parent`, `idx` and the fields that are covered.
	"""
	content = {field: text_of(field, row.get(field)) for field in COVERED}
	for field in COVERED_WHERE_FILLED:
		if text := text_of(field, row.get(field)):
			content[field] = text
	return link(previous, {**content, "booking": row.get("parent"), "row": int(row.get("idx"))})


def text_of(field: str, value: object) -> str:
	"""As it is whether the database keeps an empty text or none: empty."""
	if value is None or not str(value).strip():
		return ""
	if field.endswith("datetime"):
		return get_datetime(value).isoformat(sep=" ", timespec="microseconds")
	return str(value)


def chain_row(row, rows: Sequence) -> None:
	"""Give a new row its hash.

	:param rows: of the booking, this one among them.
	"""
	previous = rows[row.idx - 2].row_hash if row.idx > 1 else NOTHING
	row.row_hash = hash_of(row, previous or NOTHING)


def seal(booking) -> None:
	"""Note how long the history is now, in the transaction that made it longer."""
	before, rows = booking.get_doc_before_save(), booking.history
	made = Seal(booking.name, len(rows), rows[-1].row_hash if rows else NOTHING)
	if before is None:
		insert_seals([made])
	elif len(before.history) != len(rows):
		_renew(made)


def insert_seals(seals: Iterable[Seal]) -> None:
	columns = (
		*("name", "owner", "modified_by", "creation", "modified"),
		*("history_rows", "history_head", "rows_chained_later", "signature"),
	)
	query = frappe.qb.into(frappe.qb.DocType(SEAL)).columns(*columns)
	stamp = ("Administrator", "Administrator", now(), now())
	for made in seals:
		query = query.insert(
			made.booking, *stamp, made.rows, made.head, made.rows_chained_later, made.signature
		)
	query.run()


def _renew(made: Seal) -> None:
	"""One that is missing stays missing, so that the audit tells of it."""
	later = frappe.db.get_value(SEAL, made.booking, "rows_chained_later")
	if later is None:
		return
	made = made._replace(rows_chained_later=later)
	values = {"history_rows": made.rows, "history_head": made.head, "signature": made.signature}
	frappe.db.set_value(SEAL, made.booking, values)
