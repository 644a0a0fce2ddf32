"""The database's own guarantee that a member is booked once: one row for each quantum of booked time.

The row's name, the primary key, is made of member and quantum, so that a second booking of the same time fails in the
database whatever the code before it has looked at or forgotten to lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import frappe
from frappe import _

from meeting_manager.exceptions import ClaimedTimeError
from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import QUANTUM

CLAIM = "MM Time Claim"
LONGEST_NAME = 120
"""Of a member's name inside a claim's, which has room for 140 characters."""


@dataclass(frozen=True, slots=True)
class Claim:
	"""What one session holds: a booking alone, or the bookings that share the seats of one start."""

	meeting_type: str
	members: tuple[str, ...]
	window: Interval

	@property
	def session(self) -> str:
		text = "\n".join((self.meeting_type, str(self.window[0]), *self.members))
		return hashlib.sha256(text.encode()).hexdigest()[:40]

	def rows(self) -> Iterator[tuple[str, str, int, str]]:
		"""Name, member, quantum and session."""
		session = self.session
		for member in self.members:
			for quantum in range(self.window[0] // QUANTUM, -(-self.window[1] // QUANTUM)):
				yield claim_name(member, quantum), member, quantum, session


def claim_name(member: str, quantum: int) -> str:
	"""
	>>> claim_name("ada.test@example.com", 5983000)
	'5983000 ada.test@example.com'
	"""
	if len(member) > LONGEST_NAME:
		member = hashlib.sha256(member.encode()).hexdigest()
	return f"{quantum} {member}"


def count_holders(members: Sequence[str], minute: int) -> int:
	"""How many of the members have claimed the quantum of a UTC minute."""
	names = [claim_name(member, minute // QUANTUM) for member in members]
	return frappe.db.count(CLAIM, {"name": ["in", names]}) if names else 0


def take(claim: Claim, is_shared: bool = False) -> None:
	"""Claim the time in the caller's transaction.

	:param is_shared: bookings of one session share their claims: they may stand already.
	:raises ClaimedTimeError: another booking holds a part of it.
	"""
	if is_shared and frappe.db.exists(CLAIM, {"session": claim.session}):
		return
	try:
		insert(claim.rows())
	except Exception as error:
		if not (error.args and frappe.db.is_duplicate_entry(error)):
			raise
		frappe.throw(
			_("This time has been booked a moment ago. Choose another time or member"), ClaimedTimeError
		)


def release(claim: Claim) -> None:
	frappe.db.delete(CLAIM, {"session": claim.session})


def insert(rows: Sequence[tuple] | Iterator[tuple]) -> None:
	"""In the order of their names' members and time: two that claim the same wait for each other, and no circle forms."""
	table = frappe.qb.DocType(CLAIM)
	frappe.qb.into(table).columns("name", "member", "quantum", "session").insert(*rows).run()
