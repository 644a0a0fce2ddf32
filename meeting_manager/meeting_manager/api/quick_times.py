"""The starts of a day as staff choose from them: free, bookable against the rules, or not free and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frappe import _

from meeting_manager.adapters.offers import Offer, explained_search, open_slots
from meeting_manager.adapters.site_time import current_minute, time_of_day
from meeting_manager.presentation.slot_reasons import in_words
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.reasons import OF_TYPE, Reason
from meeting_manager.scheduling.slots import Search
from meeting_manager.scheduling.takers import Start, Takers, judge_starts
from meeting_manager.scheduling.zones import day_window, local_day, to_instant

QUARTER = 15
"""Minutes between the starts that staff may choose against the rules, beside those of the meeting type."""
LOOKED_AHEAD = 62
"""Days in which the next free one is searched."""


@dataclass(frozen=True)
class Asking:
	"""
	:param members: who may be chosen, by name.
	:param visible: of them, whose reasons the asker may read.
	:param may_override: whether the asker may book against the rules.
	"""

	offer: Offer
	members: Sequence[str]
	visible: frozenset[str]
	may_override: bool = False

	@property
	def names(self) -> dict[str, str]:
		return {member.name: member.full_name for member in self.offer.candidates}


def describe_day(asking: Asking, day: date, beyond: bool) -> list[dict]:
	"""
	:param beyond: also starts off the meeting type's grid that could be booked against the rules.
	"""
	window = day_window(asking.offer.zone, day, day)
	explanation = Explanation(explained_search(asking.offer, window, current_minute()))
	on_grid = explanation.starts(*window)
	others = set(range(window[0], window[1], QUARTER)) - set(on_grid) if beyond else set()
	starts = judge_starts(
		explanation,
		sorted({*on_grid, *others}),
		asking.members,
		asking.may_override,
		_earliest(explanation.search),
	)
	return [
		_describe(asking, start)
		for start in starts
		if start.minute not in others or (start.is_possible and not start.is_free)
	]


def _describe(asking: Asking, start: Start) -> dict:
	local = to_instant(start.minute, asking.offer.zone)
	return {
		"start": local.isoformat(),
		"time": time_of_day(local),
		"free": start.is_free,
		"possible": start.is_possible and not start.is_free,
		"with": [asking.names[member] for member in start.best] if start.is_possible else [],
		"reasons": [] if start.is_free else say_why_not(asking, start.takers),
	}


def is_over(search: Search, start: int) -> bool:
	"""Whether the meeting would have ended by now."""
	return start < _earliest(search)


def _earliest(search: Search) -> int:
	"""Of a meeting that has not ended yet."""
	return search.now - search.rules.duration + 1


def _may_take(asking: Asking, takers: Sequence[Takers]) -> bool:
	return bool(takers) and asking.may_override and takers[0].is_possible


def say_why_not(asking: Asking, takers: Sequence[Takers]) -> list[str]:
	"""Sentences: what the meeting type forbids first, then what is in whose way, as far as the asker may read it."""
	if not takers:
		return [_("A member who has to take part cannot be booked")]
	if _may_take(asking, takers):
		return _sentences(asking, takers[0].broken)
	seen = [one for one in takers if asking.visible.issuperset(one.members)]
	of_type = [reason for reason in takers[0].broken if reason.code in OF_TYPE]
	hidden = [one for one in takers if one not in seen and not OF_TYPE.issuperset(one.codes)]
	if hidden:
		hidden = [_("Not free") if len(hidden) == len(takers) else _("Others are not free")]
	return [*_sentences(asking, of_type), *_say_of_each(asking, seen, len(takers)), *hidden]


def _say_of_each(asking: Asking, takers: Sequence[Takers], of_how_many: int) -> list[str]:
	"""Each sentence once, with the names of those whom it is about unless it is about everybody."""
	whose = defaultdict(list)
	for one in takers:
		for sentence in _sentences(asking, (reason for reason in one.broken if reason.code not in OF_TYPE)):
			whose[sentence].append(", ".join(asking.names[member] for member in one.members))
	return [
		sentence if len(names) == of_how_many else _("{0}: {1}").format(", ".join(names), sentence)
		for sentence, names in whose.items()
	]


def _sentences(asking: Asking, reasons: Iterable[Reason]) -> list[str]:
	return [in_words(reason, asking.offer.zone) for reason in reasons]


def find_next_free(asking: Asking, day: date) -> date | None:
	"""The first later day on which one of the members is free, in the department's zone."""
	zone, first = asking.offer.zone, day + timedelta(days=1)
	window = day_window(zone, first, day + timedelta(days=LOOKED_AHEAD))
	openings = open_slots(asking.offer, window, current_minute())
	found = next(openings.starts_with(asking.members), None)
	return None if found is None else local_day(zone, found)
