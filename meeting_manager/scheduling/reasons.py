"""Codes of what keeps a start from being offered."""

from __future__ import annotations

from dataclasses import dataclass

NOTICE = "notice"
HORIZON = "horizon"
BETWEEN_STEPS = "between steps"
TIME_OF_DAY = "time of day"
TYPE_CAP = "type cap"

OUTSIDE_HOURS = "outside hours"
DAY_OFF = "day off"
HOLIDAY = "holiday"
TAKEN = "taken"
BOOKED = "booked"
BUFFER = "buffer"
BUSY_ELSEWHERE = "busy elsewhere"
DAY_CAP = "day cap"
WEEK_CAP = "week cap"

FULL = "full"
NOT_A_MEMBER = "not a member"
OTHERS_NOT_FREE = "others not free"
OUTSIDE_WINDOW = "outside window"

OF_TYPE = frozenset((NOTICE, HORIZON, BETWEEN_STEPS, TIME_OF_DAY, TYPE_CAP))
"""What the meeting type forbids, whoever would take it."""
RULES = OF_TYPE | {OUTSIDE_HOURS, DAY_OFF, HOLIDAY, DAY_CAP, WEEK_CAP}
"""What staff may book against; the others say that a member's time is given away."""
CONFLICTS = frozenset(
	{TAKEN, BOOKED, BUFFER, BUSY_ELSEWHERE, FULL, NOT_A_MEMBER, OTHERS_NOT_FREE, OUTSIDE_WINDOW}
)
"""What nobody books against."""


@dataclass(frozen=True, slots=True)
class Reason:
	"""
	:param code: one of this module's.
	:param minute: UTC minute until which (notice) or from which (horizon) the start can be booked.
	:param meetings: UTC intervals of the meetings in the way.
	:param limit: of the rule, in its own unit.
	"""

	code: str
	minute: int | None = None
	meetings: tuple[tuple[int, int], ...] = ()
	limit: int | None = None
