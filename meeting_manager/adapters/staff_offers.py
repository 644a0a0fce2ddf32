"""What staff may book: what a meeting type offers, at any time and however soon or far away it is."""

from __future__ import annotations

from dataclasses import replace

from meeting_manager.adapters.offers import Offer, explained_search, load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.reasons import Reason
from meeting_manager.scheduling.slots import Search
from meeting_manager.scheduling.takers import what_is_in_the_way
from meeting_manager.scheduling.zones import QUANTUM


def load_staff_offer(meeting_type: str, moving: str | None = None) -> Offer:
	offer = load_offer(meeting_type, moving)
	rules = replace(offer.rules, minimum_notice=0, booking_horizon=0, interval=QUANTUM)
	return replace(offer, rules=rules)


def search_at(offer: Offer, start: int) -> Search:
	return explained_search(offer, (start, start + 1), current_minute())


def what_forbids(search: Search, members: list[str], start: int) -> dict[str, tuple[Reason, ...]]:
	"""By member, for whom the time is not free."""
	return what_is_in_the_way(Explanation(search), start, members)
