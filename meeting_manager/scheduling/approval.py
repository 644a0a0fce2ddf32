"""How long a request may wait for an answer."""

from __future__ import annotations


def expires_at(asked: int, start: int, hours: int) -> int | None:
	"""UTC minute from which a request that nobody has answered is over: never later than the meeting's start.

	:param asked: UTC minute at which it was made, or moved to another time.
	:param hours: that it may wait; 0 is as long as it takes, and None comes back.
	"""
	return min(asked + hours * 60, start) if hours else None


def has_expired(asked: int, start: int, hours: int, now: int) -> bool:
	until = expires_at(asked, start, hours)
	return until is not None and now >= until
