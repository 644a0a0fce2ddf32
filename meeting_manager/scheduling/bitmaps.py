"""Sets of minutes as big integers, on which one operation looks at months of a member's time.

A `Frame` says which time the bits stand for: bit `k` is the quantum that begins at `origin + k * quantum`, or the start
of a meeting at that minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress

from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import FOREVER, MINUTES_PER_DAY, QUANTUM

LONGEST_FRAME = 800 * MINUTES_PER_DAY
DIGIT_VALUES = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Frame:
	"""
	:param origin: UTC minute of bit 0.
	:param length: number of bits.
	:param quantum: minutes a bit stands for.
	:raises ValueError: no time at all, or more than LONGEST_FRAME.
	"""

	origin: int
	length: int
	quantum: int = QUANTUM

	def __post_init__(self):
		if self.quantum < 1 or not 0 < self.length * self.quantum <= LONGEST_FRAME:
			raise ValueError(f"a frame holds 1 to {LONGEST_FRAME} minutes, not {self.length * self.quantum}")

	@property
	def end(self) -> int:
		return self.origin + self.length * self.quantum

	@property
	def full(self) -> int:
		return (1 << self.length) - 1

	def between(self, low: int, high: int) -> int:
		"""Bits of the starts `low <= start < high`."""
		first, last = self.ceil(low), self.ceil(high)
		return (1 << last) - (1 << first) if first < last else 0

	def has(self, bits: int, minute: int) -> bool:
		index, remainder = divmod(minute - self.origin, self.quantum)
		return not remainder and index >= 0 and bits >> index & 1 == 1

	def minutes(self, bits: int) -> list[int]:
		"""What the bits stand for, in order."""
		digits = bin(bits)[:1:-1].encode().translate(DIGIT_VALUES)
		return list(compress(_all_minutes(self), digits))

	def floor(self, minute: int) -> int:
		return self._clip((minute - self.origin) // self.quantum)

	def ceil(self, minute: int) -> int:
		return self._clip(-((self.origin - minute) // self.quantum))

	def _clip(self, index: int) -> int:
		return min(max(index, 0), self.length)


@lru_cache(maxsize=16)
def _all_minutes(frame: Frame) -> tuple[int, ...]:
	return tuple(range(frame.origin, frame.end, frame.quantum))


def frame_around(window: Interval, margin: int, quantum: int = QUANTUM) -> Frame:
	"""A frame that holds a window and `margin` minutes on both sides of it."""
	origin = (window[0] - margin) // quantum * quantum
	return Frame(origin, -((origin - window[1] - margin) // quantum), quantum)


def pack(frame: Frame, intervals: Iterable[Interval], shortest_gap: int = 1) -> int:
	"""Bits of the quanta that intervals touch.

	:param intervals: sorted by their starts; they may overlap.
	:param shortest_gap: time between two intervals counts as theirs where it is shorter than this, in minutes.
	"""
	return _paint(frame, intervals, max(shortest_gap, 1), outward=frame.quantum - 1)


def pack_inside(frame: Frame, intervals: Iterable[Interval]) -> int:
	"""Bits of the quanta that lie wholly inside intervals, which are sorted by their starts."""
	return _paint(frame, intervals, 1, outward=0)


def any_ahead(bits: int, width: int) -> int:
	"""Bit `k` where one of the bits `k` to `k + width - 1` is set."""
	reached = 1
	while reached < width:
		step = min(reached, width - reached)
		bits |= bits >> step
		reached += step
	return bits


def all_ahead(bits: int, width: int) -> int:
	"""Bit `k` where all the bits `k` to `k + width - 1` are set."""
	reached = 1
	while reached < width:
		step = min(reached, width - reached)
		bits &= bits >> step
		reached += step
	return bits


def widen(frame: Frame, bits: int, before: int, after: int) -> int:
	"""The bits, each reaching `before` minutes further back and `after` minutes further on."""
	earlier, later = -(-before // frame.quantum), -(-after // frame.quantum)
	return any_ahead(bits << later, earlier + later + 1) & frame.full


def every(count: int, step: int) -> int:
	"""`count` bits, one in every `step`, from bit 0."""
	return ((1 << count * step) - 1) // ((1 << step) - 1)


def _paint(frame: Frame, intervals: Iterable[Interval], shortest_gap: int, outward: int) -> int:
	"""Each range of bits is `2 ** last - 2 ** first`: two sets of marks and one subtraction make them all.

	:param outward: minutes added to an end, and taken from a start, before both are cut to whole quanta: 0 rounds
		inward, `quantum - 1` outward.
	"""
	quantum, length = frame.quantum, frame.length
	up, down = outward - frame.origin, quantum - 1 - outward - frame.origin
	starts, ends = bytearray(length // 8 + 1), bytearray(length // 8 + 1)
	painted, since, until = 0, -FOREVER, -FOREVER
	for start, end in chain(intervals, ((FOREVER, FOREVER),)):
		if start - until >= shortest_gap:
			first, last = (since + down) // quantum, (until + up) // quantum
			if first < painted:
				first = painted
			if last > length:
				last = length
			if first < last:
				starts[first >> 3] |= 1 << (first & 7)
				ends[last >> 3] |= 1 << (last & 7)
				painted = last
			since, until = start, end
		elif end > until:
			until = end
	return int.from_bytes(ends, "little") - int.from_bytes(starts, "little")
