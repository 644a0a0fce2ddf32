"""When to remind of a meeting: minutes before its start, written as people write them."""

from __future__ import annotations

import re

MINUTES = {"d": 24 * 60, "h": 60, "m": 1}
OFFSET = re.compile(r"([1-9]\d{0,3})\s*([dhm])", re.IGNORECASE)
NONE = "none"
SHORTEST, LONGEST = 5, 28 * 24 * 60
MOST = 5


class OffsetsError(ValueError):
	"""`part` is what could not be read, "" where there are too many."""

	def __init__(self, part: str):
		super().__init__(part)
		self.part = part


def read_offsets(text: str | None) -> tuple[int, ...]:
	"""Return minutes before the start, the longest first; none for an empty text or "none".

	>>> read_offsets("24h, 1h")
	(1440, 60)
	:raises OffsetsError: a part is no number with d, h or m, is out of bounds, or there are more than MOST.
	"""
	text = (text or "").strip()
	if not text or text.lower() == NONE:
		return ()
	offsets = {_read(part.strip()) for part in text.split(",")}
	if len(offsets) > MOST:
		raise OffsetsError("")
	return tuple(sorted(offsets, reverse=True))


def _read(part: str) -> int:
	shape = OFFSET.fullmatch(part)
	minutes = int(shape[1]) * MINUTES[shape[2].lower()] if shape else 0
	if not SHORTEST <= minutes <= LONGEST:
		raise OffsetsError(part)
	return minutes
