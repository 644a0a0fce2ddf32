"""Who could take a start, and against which rules: what staff choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.reasons import OTHERS_NOT_FREE, RULES, Reason


@dataclass(frozen=True, slots=True)
class Takers:
	"""Members who would take a start together.

	:param broken: what keeps it from being offered with them; nothing where it is.
	:param joins: they meet then already, and a seat is left.
	"""

	members: tuple[str, ...]
	broken: tuple[Reason, ...] = ()
	joins: bool = False

	@property
	def codes(self) -> tuple[str, ...]:
		return tuple(reason.code for reason in self.broken)

	@property
	def is_possible(self) -> bool:
		"""Whether nothing but rules is in the way."""
		return RULES.issuperset(self.codes)


def find_takers(explanation: Explanation, start: int, members: Sequence[str]) -> list[Takers]:
	"""Each of the members with whom they would meet, or all together; the fewest broken rules first, no free time last.

	:param members: who may be chosen; those of a collective type come together, whoever of them is named.
	"""
	found = [_takers(explanation, start, member) for member in members]
	if explanation.search.rules.is_collective:
		found = list(_together(explanation, start, members))
	return sorted(dict.fromkeys(found), key=lambda one: (not one.is_possible, len(one.broken), not one.joins))


def equally_good(takers: Sequence[Takers]) -> list[Takers]:
	"""Those at the front among whom the department's rule may choose."""
	first = takers[0]
	return [one for one in takers if (len(one.broken), one.joins) == (len(first.broken), first.joins)]


def _takers(explanation: Explanation, start: int, member: str) -> Takers:
	session = explanation.session_with_seat(member, start)
	members = session.members if session else (member,)
	return Takers(members, explanation.why(member, start), joins=bool(session))


def _together(explanation: Explanation, start: int, members: Sequence[str]) -> Iterator[Takers]:
	everybody = tuple(explanation.calendars)
	if not everybody or not set(members) & set(everybody):
		return
	session = explanation.session_with_seat(everybody[0], start)
	reasons = [reason for member in everybody for reason in explanation.why(member, start)]
	own = tuple(dict.fromkeys(reason for reason in reasons if reason.code != OTHERS_NOT_FREE))
	yield Takers(everybody, own, joins=bool(session and set(session.members) == set(everybody)))
