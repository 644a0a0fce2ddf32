"""The starts that a search has found, and with whom each can be booked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

from meeting_manager.scheduling.bitmaps import Frame


@dataclass(frozen=True, slots=True)
class Session:
	"""A meeting of this type that stands already, with the seats that are taken."""

	start: int
	members: tuple[str, ...]
	seats_taken: int


@dataclass(frozen=True)
class Openings:
	"""What a search has found.

	:param allowed: the starts that the meeting type allows.
	:param free: by member, the starts that their time leaves open.
	:param joinable: by start, sessions with a seat left.
	"""

	frame: Frame
	allowed: int
	free: dict[str, int]
	is_collective: bool = False
	joinable: dict[int, list[Session]] = field(default_factory=dict)

	@cached_property
	def bits(self) -> int:
		"""The starts that are offered."""
		return reduce(or_, map(self._bit, self.joinable), self.new)

	@cached_property
	def new(self) -> int:
		"""The starts at which a new meeting can begin."""
		if not self.free:
			return 0
		return self.allowed & reduce(and_ if self.is_collective else or_, self.free.values())

	def starts(self) -> list[int]:
		"""UTC minutes, in order."""
		return self.frame.minutes(self.bits)

	def starts_with(self, members: Collection[str]) -> Iterator[int]:
		"""In order, where one of them is free or in a session with a seat left."""
		wanted = set(members)
		for start in self.starts():
			sessions = self.sessions_at(start)
			if wanted.intersection(self.members_at(start)) or any(
				wanted.intersection(session.members) for session in sessions
			):
				yield start

	def has_any(self, low: int, high: int) -> bool:
		return bool(self.bits & self.frame.between(low, high))

	def members_at(self, start: int) -> tuple[str, ...]:
		"""Who can take a new meeting; all together where the type is collective."""
		if not self.frame.has(self.new, start):
			return ()
		return tuple(member for member, bits in self.free.items() if self.frame.has(bits, start))

	def sessions_at(self, start: int) -> list[Session]:
		return self.joinable.get(start, [])

	def _bit(self, start: int) -> int:
		return self.frame.between(start, start + 1)
