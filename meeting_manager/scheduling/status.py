"""The states of a booking, and who may bring it from one to another, and when: the only table of them."""

from __future__ import annotations

from types import MappingProxyType

from meeting_manager.scheduling.actors import CUSTOMERS, HOUSE, SYSTEM

PENDING = "Pending"
CONFIRMED = "Confirmed"
RESCHEDULED = "Rescheduled"
COMPLETED = "Completed"
CANCELLED = "Cancelled"
NO_SHOW = "No-Show"

INITIAL = frozenset({PENDING, CONFIRMED})
OPEN = frozenset({PENDING, CONFIRMED, RESCHEDULED})
"""The booking still holds its time and may be moved or cancelled."""

ANY_TIME, UNTIL_START, FROM_START = "any time", "until the start", "from the start"

ALLOWED, NO_SUCH_MOVE, NOT_BY_THEM, NOT_YET, NO_LONGER = (
	"allowed",
	"no such move",
	"not by them",
	"not yet",
	"no longer",
)

_BY_STAFF, _AFTERWARDS = dict.fromkeys(HOUSE, ANY_TIME), dict.fromkeys(HOUSE, FROM_START)
_BY_BOTH = {**dict.fromkeys(CUSTOMERS, UNTIL_START), **_BY_STAFF}
MOVES = MappingProxyType(
	{
		(PENDING, CONFIRMED): _BY_STAFF,
		(PENDING, CANCELLED): {**_BY_BOTH, SYSTEM: ANY_TIME},
		(CONFIRMED, RESCHEDULED): _BY_BOTH,
		(CONFIRMED, CANCELLED): _BY_BOTH,
		(CONFIRMED, COMPLETED): _AFTERWARDS,
		(CONFIRMED, NO_SHOW): _AFTERWARDS,
		(RESCHEDULED, CANCELLED): _BY_BOTH,
		(RESCHEDULED, COMPLETED): _AFTERWARDS,
		(RESCHEDULED, NO_SHOW): _AFTERWARDS,
	}
)
"""From and to: by which of `actors.ACTORS`, and when. The system cancels requests that nobody has answered."""


def judge_move(current: str, wanted: str, actor: str, has_started: bool) -> str:
	"""One of this module's codes; ALLOWED is the only one that permits.

	:param has_started: whether the booked time has begun.
	"""
	actors = MOVES.get((current, wanted))
	if actors is None:
		return NO_SUCH_MOVE
	if actor not in actors:
		return NOT_BY_THEM
	if actors[actor] == UNTIL_START and has_started:
		return NO_LONGER
	if actors[actor] == FROM_START and not has_started:
		return NOT_YET
	return ALLOWED


def may_move(current: str, wanted: str, actor: str, has_started: bool) -> bool:
	return judge_move(current, wanted, actor, has_started) == ALLOWED


def after_reschedule(current: str) -> str:
	"""The status of a booking once its time has changed: a request stays one until it is confirmed."""
	return PENDING if current == PENDING else RESCHEDULED
