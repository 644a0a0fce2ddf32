"""Whether every booking's history is as the app wrote it: no row changed, taken out, moved or added, no booking gone."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from meeting_manager.adapters.history_chain import (
	BOOKING,
	COVERED,
	COVERED_WHERE_FILLED,
	HISTORY,
	SEAL,
	Seal,
	hash_of,
	sign,
	text_of,
)
from meeting_manager.scheduling.hash_chain import NOTHING, link

TOMBSTONE = "MM Booking Tombstone"
CHECK = "MM History Check"
AT_ONCE = 500
"""Bookings in one look."""
UNDER_WAY = timedelta(hours=1)
"""After which no transaction is still about to commit a seal."""
COVERED_OF_TOMBSTONE = (
	"name",
	"booking",
	"booking_reference",
	"department",
	"booking_status",
	"start_utc_minute",
	"deleted_by",
	"deleted_as",
	"deleted_utc",
	"reason",
	"operation",
	"history_rows",
	"history_head",
)


@dataclass
class HistoryReport:
	"""Figures, and by kind the names of the bookings, unless it says otherwise.

	:param changed: a row is not what its hash says, or not where it was.
	:param cut: the history is shorter or longer than its seal says, or ends differently.
	:param unsealed: there is no seal.
	:param forged: the seal was not made with this site's encryption key.
	:param vanished: the booking is gone, and no tombstone tells of it.
	:param tombstones_broken: names of tombstones that are not what their hash says, or follow one that is gone.
	:param site: sentences about seals that an earlier check knew.
	"""

	bookings: int = 0
	rows: int = 0
	tombstones: int = 0
	changed: list[str] = field(default_factory=list)
	cut: list[str] = field(default_factory=list)
	unsealed: list[str] = field(default_factory=list)
	forged: list[str] = field(default_factory=list)
	vanished: list[str] = field(default_factory=list)
	tombstones_broken: list[str] = field(default_factory=list)
	site: list[str] = field(default_factory=list)

	@property
	def findings(self) -> dict[str, list[str]]:
		return {kind: found for kind, found in asdict(self).items() if isinstance(found, list)}

	def __bool__(self) -> bool:
		return any(self.findings.values())


def verify(names: Sequence[str] | None = None) -> HistoryReport:
	"""
	:param names: of bookings to look at; by default all that are or were there, with the tombstones and the earlier checks.
	"""
	report = HistoryReport()
	wanted = _everything() if names is None else sorted(names)
	for first in range(0, len(wanted), AT_ONCE):
		_verify_bookings(wanted[first : first + AT_ONCE], report)
	_look_once_more(report)
	if names is None:
		_verify_tombstones(report)
		report.site += _compare_with_last_check()
	return report


def _everything() -> list[str]:
	row = frappe.qb.DocType(HISTORY)
	parents = frappe.qb.from_(row).select(row.parent).distinct().where(row.parenttype == BOOKING).run()
	names = {parent for (parent,) in parents}
	for doctype in (BOOKING, SEAL):
		names.update(frappe.get_all(doctype, pluck="name", order_by="name asc"))
	return sorted(names)


def _verify_bookings(names: Sequence[str], report: HistoryReport) -> None:
	there = set(frappe.get_all(BOOKING, {"name": ["in", names]}, pluck="name", order_by="name asc"))
	seals, rows, graves = read_seals(names), read_rows(names), _graves(names)
	for name in names:
		report.bookings += name in there
		report.rows += len(rows[name])
		for kind in _faults(name, name in there, seals.get(name), rows[name], graves.get(name)):
			getattr(report, kind).append(name)


def _faults(name: str, is_there: bool, stored: frappe._dict | None, rows: list, grave) -> Iterator[str]:
	head = NOTHING
	for number, row in enumerate(rows, 1):
		if row.idx != number or not row.row_hash or hash_of(row, head) != row.row_hash:
			yield "changed"
			break
		head = row.row_hash
	if stored is None:
		yield "unsealed"
		return
	made = Seal(name, stored.history_rows, stored.history_head or NOTHING, stored.rows_chained_later or 0)
	if not hmac.compare_digest(made.signature, stored.signature or ""):
		yield "forged"
	if is_there:
		if (made.rows, made.head) != (len(rows), (rows[-1].row_hash or NOTHING) if rows else NOTHING):
			yield "cut"
	elif grave is None or (made.rows, made.head) != grave:
		yield "vanished"


def read_seals(names: Sequence[str]) -> dict[str, frappe._dict]:
	columns = ["name", "history_rows", "history_head", "rows_chained_later", "signature"]
	found = frappe.get_all(SEAL, {"name": ["in", names]}, columns, order_by="name asc")
	return {row.name: row for row in found}


def read_rows(names: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""By booking, in their order."""
	row, found = frappe.qb.DocType(HISTORY), defaultdict(list)
	query = (
		frappe.qb.from_(row)
		.select(row.name, row.parent, row.idx, row.row_hash)
		.select(*(row[column] for column in (*COVERED, *COVERED_WHERE_FILLED)))
		.where((row.parenttype == BOOKING) & row.parent.isin(list(names)))
		.orderby(row.parent, row.idx, row.name)
	)
	for values in query.run(as_dict=True):
		found[values.parent].append(values)
	return found


def _graves(names: Sequence[str]) -> dict[str, tuple[int, str]]:
	columns = ["booking", "history_rows", "history_head"]
	found = frappe.get_all(TOMBSTONE, {"booking": ["in", names]}, columns, order_by="name asc")
	return {row.booking: (row.history_rows, row.history_head or NOTHING) for row in found}


def _look_once_more(report: HistoryReport) -> None:
	"""At what did not fit: it may have changed between two looks."""
	kinds = [item.name for item in fields(report) if item.name in _KINDS_OF_BOOKINGS]
	suspects = sorted({name for kind in kinds for name in getattr(report, kind)})
	if not suspects:
		return
	again = HistoryReport()
	for first in range(0, len(suspects), AT_ONCE):
		_verify_bookings(suspects[first : first + AT_ONCE], again)
	for kind in kinds:
		setattr(report, kind, getattr(again, kind))


_KINDS_OF_BOOKINGS = ("changed", "cut", "unsealed", "forged", "vanished")


def hash_of_tombstone(row, previous: str) -> str:
	return link(previous, {column: text_of(column, row.get(column)) for column in COVERED_OF_TOMBSTONE})


def _verify_tombstones(report: HistoryReport) -> None:
	columns = ["tombstone_hash", *COVERED_OF_TOMBSTONE]
	head = NOTHING
	for row in frappe.get_all(TOMBSTONE, fields=columns, order_by="name asc"):
		report.tombstones += 1
		if hash_of_tombstone(row, head) != row.tombstone_hash:
			report.tombstones_broken.append(row.name)
		head = row.tombstone_hash


def note_check(report: HistoryReport, occasion: str) -> None:
	"""Keep what a look at everything has found; the next one compares with it which bookings there were."""
	last = _last_check()
	if report.site and last:
		known = {key: last[key] for key in ("known_until", "known_bookings", "known_digest")}
	else:
		known = _known_now()
	findings = "\n".join(f"{kind}: {name}" for kind, names in report.findings.items() for name in names[:20])
	check = frappe.get_doc(
		{
			"doctype": CHECK,
			"occasion": occasion,
			"checked_at": now_datetime(),
			"bookings": report.bookings,
			"history_rows": report.rows,
			"tombstones": report.tombstones,
			"found": sum(map(len, report.findings.values())),
			"findings": findings,
			**known,
			"signature": _signature_of_check(known),
		}
	)
	check.insert(ignore_permissions=True)  # the app's own record, which nobody else writes


def _last_check() -> frappe._dict | None:
	columns = ["name", "known_until", "known_bookings", "known_digest", "signature"]
	found = frappe.get_all(CHECK, fields=columns, order_by="creation desc, name desc", limit=1)
	return found[0] if found else None


def _known_now() -> dict:
	until = now_datetime() - UNDER_WAY
	return {"known_until": until, **_known(until)}


def _known(until) -> dict:
	"""Number and digest of the bookings that were sealed before a time; seals are never deleted, so both stay."""
	names = frappe.get_all(SEAL, {"creation": ["<", until]}, pluck="name", order_by="name asc")
	digest = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
	return {"known_bookings": len(names), "known_digest": digest}


def _signature_of_check(known: dict) -> str:
	until = text_of("datetime", known["known_until"])
	return sign("check", until, known["known_bookings"], known["known_digest"])


def _compare_with_last_check() -> Iterator[str]:
	last = _last_check()
	if not last:
		return
	if not hmac.compare_digest(_signature_of_check(last), last.signature or ""):
		yield f"{CHECK} {last.name} was not made with this site's encryption key"
	now = _known(last.known_until)
	if now["known_digest"] != last.known_digest:
		yield (
			f"{CHECK} {last.name} knew {last.known_bookings} bookings from before {last.known_until}, "
			f"and of those there are {now['known_bookings']} seals, or others"
		)
