"""Which of the free members takes a booking, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

ROUND_ROBIN = "Round Robin"
LEAST_BUSY = "Least Busy"
PRIORITY = "Priority"

NEVER = -1

ONLY_ONE = "only one free"
NEVER_ASSIGNED = "never assigned"
LONGEST_WAIT = "longest wait"
FEWEST_MINUTES = "fewest minutes"
FIRST_PRIORITY = "first priority"
FIRST_NAME = "first name"
KEPT = "kept"
JOINED = "joins a session"
COLLECTIVE = "collective"
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Candidate:
	"""A free member.

	:param priority: 1 is asked first.
	:param last_assigned: when the member was last given a booking, in the unit of `now`, or NEVER.
	:param booked_minutes: minutes already booked in the week of the meeting.
	"""

	member: str
	priority: int = 1
	last_assigned: int = NEVER
	booked_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
	"""
	:param reason: one of this module's codes.
	:param candidates: those it was made from, () where there was nothing to weigh.
	:param algorithm: by which they were weighed at `now`.
	"""

	member: str
	reason: str
	candidates: tuple[Candidate, ...] = ()
	algorithm: str = ""
	now: int = NEVER


def choose_member(algorithm: str, candidates: Sequence[Candidate], now: int) -> Choice:
	"""Pick by the department's algorithm; equal candidates by their name, so that the choice can be repeated.

	The reason is the first of the algorithm's steps that leaves a single candidate.
	:param now: a number that grows with time, such as microseconds since some day.
	:raises KeyError: an unknown algorithm.
	:raises ValueError: no candidate.
	"""
	steps = iter(_STEPS[algorithm])
	left, reason = candidates, ONLY_ONE
	while len(left) != 1:
		reason, rank = next(steps)
		best = min(rank(candidate, now) for candidate in left)
		left = [candidate for candidate in left if rank(candidate, now) == best]
	return Choice(left[0].member, reason, tuple(candidates), algorithm, now)


def _weighted_wait(candidate: Candidate, now: int) -> Fraction:
	"""The time since the last assignment over the priority: who has priority 2 waits twice as long as 1."""
	if candidate.last_assigned == NEVER:
		return Fraction(0)
	return Fraction(max(now - candidate.last_assigned, 0), candidate.priority)


_BY_PRIORITY = (FIRST_PRIORITY, lambda candidate, now: candidate.priority)
_BY_TURN = (LONGEST_WAIT, lambda candidate, now: candidate.last_assigned)
_BY_NAME = (FIRST_NAME, lambda candidate, now: candidate.member)

_STEPS: dict[str, tuple[tuple[str, Callable[[Candidate, int], object]], ...]] = {
	ROUND_ROBIN: (
		(NEVER_ASSIGNED, lambda candidate, now: candidate.last_assigned != NEVER),
		(LONGEST_WAIT, lambda candidate, now: -_weighted_wait(candidate, now)),
		_BY_PRIORITY,
		_BY_NAME,
	),
	LEAST_BUSY: (
		(FEWEST_MINUTES, lambda candidate, now: candidate.booked_minutes),
		_BY_TURN,
		_BY_PRIORITY,
		_BY_NAME,
	),
	PRIORITY: (_BY_PRIORITY, _BY_TURN, _BY_NAME),
}
"""What counts first, next and so on: the smallest wins."""
