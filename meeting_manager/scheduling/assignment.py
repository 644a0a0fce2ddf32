"""Which of the free members takes a booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROUND_ROBIN = "Round Robin"
LEAST_BUSY = "Least Busy"
PRIORITY = "Priority"

NEVER = -1


@dataclass(frozen=True, slots=True)
class Candidate:
	"""A free member.

	:param priority: 1 is asked first.
	:param last_assigned: when the member was last given a booking, as a number that grows with time, or NEVER.
	:param booked_minutes: minutes already booked in the week of the meeting.
	"""

	member: str
	priority: int = 1
	last_assigned: int = NEVER
	booked_minutes: int = 0


def choose_member(algorithm: str, candidates: Sequence[Candidate]) -> str:
	"""Pick by the department's algorithm; equal candidates by their name, so that the choice can be repeated.

	:raises KeyError: an unknown algorithm.
	:raises ValueError: no candidate.
	"""
	return min(candidates, key=_ORDER[algorithm]).member


_ORDER = {
	ROUND_ROBIN: lambda c: (c.last_assigned, c.priority, c.member),
	LEAST_BUSY: lambda c: (c.booked_minutes, c.last_assigned, c.priority, c.member),
	PRIORITY: lambda c: (c.priority, c.last_assigned, c.member),
}
