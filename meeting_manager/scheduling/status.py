"""The states of a booking and the moves between them."""

from __future__ import annotations

PENDING = "Pending"
CONFIRMED = "Confirmed"
RESCHEDULED = "Rescheduled"
COMPLETED = "Completed"
CANCELLED = "Cancelled"
NO_SHOW = "No-Show"

INITIAL = frozenset({PENDING, CONFIRMED})
OPEN = frozenset({PENDING, CONFIRMED, RESCHEDULED})
"""The booking still holds its time and may be moved or cancelled."""

ALLOWED_MOVES = {
	PENDING: frozenset({CONFIRMED, CANCELLED}),
	CONFIRMED: frozenset({RESCHEDULED, COMPLETED, CANCELLED, NO_SHOW}),
	RESCHEDULED: frozenset({COMPLETED, CANCELLED, NO_SHOW}),
	COMPLETED: frozenset(),
	CANCELLED: frozenset(),
	NO_SHOW: frozenset(),
}


def may_move(current: str, wanted: str) -> bool:
	return wanted in ALLOWED_MOVES[current]


def after_reschedule(current: str) -> str:
	"""The status of a booking once its time has changed: a request stays one until it is confirmed."""
	return PENDING if current == PENDING else RESCHEDULED
