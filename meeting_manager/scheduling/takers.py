"""Who could take a start, and against which rules: what staff choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import Actor, Decision, Facts, Policy, may_book
from meeting_manager.scheduling.reasons import OTHERS_NOT_FREE, RULES, Reason


@dataclass(frozen=True, slots=True)
class Takers:
	"""Members who would take a start together.

	:param broken: what keeps it from being offered with them; nothing where it is.
	:param seats_taken: of a session in which they meet then already, and a seat is left.
	"""

	members: tuple[str, ...]
	broken: tuple[Reason, ...] = ()
	seats_taken: int = 0

	@property
	def joins(self) -> bool:
		return self.seats_taken > 0

	@property
	def codes(self) -> tuple[str, ...]:
		return tuple(reason.code for reason in self.broken)

	@property
	def is_possible(self) -> bool:
		"""Whether nothing but rules is in the way."""
		return RULES.issuperset(self.codes)


@dataclass(frozen=True, slots=True)
class Start:
	"""A start as staff choose from them.

	:param takers: the best first.
	:param is_free: within the rules.
	:param is_possible: also where it would take an override, and the asker may.
	"""

	minute: int
	takers: Sequence[Takers]
	is_free: bool
	is_possible: bool

	@property
	def best(self) -> list[str]:
		"""The members of whoever breaks as little as the first, each once."""
		as_good = [one for one in self.takers if len(one.broken) == len(self.takers[0].broken)]
		return list(dict.fromkeys(member for one in as_good for member in one.members))


def judge_starts(
	explanation: Explanation,
	starts: Iterable[int],
	members: Sequence[str],
	may_override: bool,
	earliest: int,
) -> list[Start]:
	"""
	:param members: who may be chosen.
	:param earliest: first UTC minute for an override.
	"""
	return [
		_judge(start, find_takers(explanation, start, members), may_override and start >= earliest)
		for start in starts
	]


def _judge(start: int, takers: Sequence[Takers], may_override: bool) -> Start:
	is_free = bool(takers) and not takers[0].broken
	is_overridable = bool(takers) and may_override and takers[0].is_possible
	return Start(start, takers, is_free, is_free or is_overridable)


def may_take(codes: Collection[str], start: int, now: int, actor: Actor) -> Decision:
	"""Whether the actor may give a start to members of whom these codes keep it."""
	return may_book(Facts("", start), Policy(), now, actor, codes)


def what_is_in_the_way(
	explanation: Explanation, start: int, members: Sequence[str]
) -> dict[str, tuple[Reason, ...]]:
	"""By member, of those who would meet; that others are not free is no reason where they come too."""
	are_all = set(members).issuperset(explanation.calendars)
	found = {}
	for member in members:
		why = explanation.why(member, start)
		found[member] = tuple(one for one in why if not (are_all and one.code == OTHERS_NOT_FREE))
	return {member: why for member, why in found.items() if why}


def find_takers(explanation: Explanation, start: int, members: Sequence[str]) -> list[Takers]:
	"""Each of the members with whom they would meet, or all together; the fewest broken rules first, no free time last.

	Of those who break as little, whoever meets already comes first, in the fullest session.

	:param members: who may be chosen; those of a collective type come together, whoever of them is named.
	"""
	found = [_takers(explanation, start, member) for member in members]
	if explanation.search.rules.is_collective:
		found = list(_together(explanation, start, members))
	return sorted(
		dict.fromkeys(found), key=lambda one: (not one.is_possible, len(one.broken), -one.seats_taken)
	)


def equally_good(takers: Sequence[Takers]) -> list[Takers]:
	"""Those at the front among whom the department's rule may choose."""
	first = takers[0]
	return [
		one for one in takers if (len(one.broken), one.seats_taken) == (len(first.broken), first.seats_taken)
	]


def _takers(explanation: Explanation, start: int, member: str) -> Takers:
	session = explanation.session_with_seat(member, start)
	members = session.members if session else (member,)
	return Takers(members, explanation.why(member, start), session.seats_taken if session else 0)


def _together(explanation: Explanation, start: int, members: Sequence[str]) -> Iterator[Takers]:
	everybody = tuple(explanation.calendars)
	if not everybody or not set(members) & set(everybody):
		return
	session = explanation.session_with_seat(everybody[0], start)
	found = what_is_in_the_way(explanation, start, everybody)
	broken = tuple(dict.fromkeys(reason for why in found.values() for reason in why))
	is_theirs = session and set(session.members) == set(everybody)
	yield Takers(everybody, broken, session.seats_taken if is_theirs else 0)
