"""What the bookings of one meeting type are, kept as plainly as can be, and judged by the definition's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.core.definition import Booking, Case, MeetingType, Member

HOLDING = ("Pending", "Confirmed", "Rescheduled")
CLOSABLE = ("Confirmed", "Rescheduled")
CANCEL_NOTICE, RESCHEDULE_NOTICE, MOST_MOVES = 60, 120, 2


@dataclass
class Record:
	start: int
	member: str
	before: int
	after: int
	status: str
	history: list[str] = field(default_factory=lambda: ["Booked"])

	@property
	def moves(self) -> int:
		return self.history.count("Rescheduled")

	def shown(self) -> tuple:
		"""What an app has to say of it."""
		return self.start, self.member, self.status, tuple(self.history)


@dataclass
class Model:
	"""
	:param window: UTC minutes, the day that is looked at.
	:param away: (member, start, end).
	:param worked: what the definition has found out about the members' hours as they are.
	"""

	asked: MeetingType
	members: list[Member]
	window: tuple[int, int]
	now: int
	needs_approval: bool = False
	records: list[Record] = field(default_factory=list)
	away: list[tuple[str, int, int]] = field(default_factory=list)
	worked: dict = field(default_factory=dict)

	def case(self, moving: Record | None = None) -> Case:
		bookings = [
			Booking(
				record.start,
				record.start + self.asked.duration,
				(record.member,),
				record.before,
				record.after,
				blocks=record.status in HOLDING,
				is_of_type=True,
			)
			for record in self.records
			if record.status != "Cancelled" and record is not moving
		]
		members = [self._with_away(member) for member in self.members]
		return Case(self.asked, members, self.window, self.now, bookings, worked=self.worked)

	def _with_away(self, member: Member) -> Member:
		return replace(member, away=[(start, end) for name, start, end in self.away if name == member.name])

	def change_member(self, changed: Member) -> None:
		self.members = [changed if member.name == changed.name else member for member in self.members]
		self.worked = {}

	def book(self, start: int, member: str) -> None:
		status = "Pending" if self.needs_approval else "Confirmed"
		self.records.append(Record(start, member, *self._pauses(member), status))

	def may_take(self, number: int, start: int) -> Sequence[str]:
		"""Who may have the booking after a move to `start`: nobody where it may not be moved."""
		record = self.records[number]
		if record.moves >= MOST_MOVES or not self._is_changeable(record, RESCHEDULE_NOTICE):
			return ()
		free = self.case(moving=record).free(start)
		return (record.member,) if record.member in free else free

	def move(self, number: int, start: int, member: str) -> None:
		record = self.records[number]
		if (record.start, record.member) != (start, member):
			record.before, record.after = self._pauses(member)
		record.start, record.member = start, member
		record.status = "Pending" if record.status == "Pending" else "Rescheduled"
		record.history.append("Rescheduled")

	def cancel(self, number: int) -> None:
		if self._is_changeable(self.records[number], CANCEL_NOTICE):
			self._set_status(number, "Cancelled")

	def close(self, number: int, status: str) -> None:
		record = self.records[number]
		if record.status in CLOSABLE and self.now >= record.start:
			self._set_status(number, status)

	def confirm(self, number: int) -> None:
		if self.records[number].status == "Pending":
			self._set_status(number, "Confirmed")

	def _set_status(self, number: int, status: str) -> None:
		self.records[number].status = status
		self.records[number].history.append(status)

	def _is_changeable(self, record: Record, notice: int) -> bool:
		return record.status in HOLDING and self.now < record.start and self.now <= record.start - notice

	def _pauses(self, name: str) -> tuple[int, int]:
		member = next(member for member in self.members if member.name == name)
		return max(member.before, self.asked.before), max(member.after, self.asked.after)

	def overlaps(self) -> list[tuple[Record, Record]]:
		"""Pairs of bookings that one member has at the same time: none, whatever was done."""
		holding = [record for record in self.records if record.status in HOLDING]
		return [
			(one, other)
			for position, one in enumerate(holding)
			for other in holding[:position]
			if one.member == other.member and abs(one.start - other.start) < self.asked.duration
		]
