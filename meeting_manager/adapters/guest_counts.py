"""How often something was done of late, counted in the database: exact however many do it at once.

One row per subject holds when it was done; whoever counts holds the row until the end of the transaction.
"""

from __future__ import annotations

import hashlib
import json
import time

import frappe

COUNT = "MM Guest Count"
LONGEST_WINDOW = 24 * 60 * 60
"""Seconds after which a row says nothing any more."""


def count(subject: str, window: int, now: int, allowed: int | None = None) -> int:
	"""Count it once more in the caller's transaction, unless it was done `allowed` times within the window.

	:param subject: what and by whom; only its digest is stored.
	:param window: seconds.
	:param now: Unix time in seconds.
	:return: 0, or after how many seconds there is room for one more.
	"""
	name = hashlib.sha256(subject.encode()).hexdigest()[:40]
	moments = [(second, times) for second, times in _open(name) if second > now - window]
	if allowed is not None and sum(times for _second, times in moments) >= allowed:
		return max(1, min(second for second, _times in moments) + window - now) if moments else window
	if moments and moments[-1][0] == now:
		now, times = moments.pop()
		moments.append((now, times + 1))
	else:
		moments.append((now, 1))
	_save(name, moments)
	return 0


def clear_old_counts() -> None:
	"""Daily: forget the subjects of whom nothing was counted for a day."""
	table = frappe.qb.DocType(COUNT)
	frappe.qb.from_(table).delete().where(table.last_second < int(time.time()) - LONGEST_WINDOW).run()


def _open(name: str) -> list[list[int]]:
	"""Lock the subject's row, made where there is none, and read it as it is committed now.

	A locking look for a row that is not there would close the gap around it to everybody.
	"""
	table = frappe.qb.DocType(COUNT)
	if not frappe.db.exists(COUNT, name):
		_insert(name)
	query = frappe.qb.from_(table).select(table.moments).where(table.name == name)
	(row,) = query.for_update().run()
	return json.loads(row[0])


def _insert(name: str) -> None:
	table = frappe.qb.DocType(COUNT)
	try:
		frappe.qb.into(table).columns("name", "moments", "last_second").insert(name, "[]", 0).run()
	except Exception as error:
		if not (error.args and frappe.db.is_duplicate_entry(error)):
			raise


def _save(name: str, moments: list) -> None:
	table = frappe.qb.DocType(COUNT)
	changed = frappe.qb.update(table).set(table.moments, json.dumps(moments))
	changed.set(table.last_second, moments[-1][0]).where(table.name == name).run()
