"""Sets of minutes as big integers, on which one operation looks at months of a member's time.

A `Frame` says which time the bits stand for: bit `k` is the quantum that begins at `origin + k * quantum`, or the start
of a meeting at that minute.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from meeting_manager.scheduling.intervals import Interval
from meeting_manager.scheduling.zones import MINUTES_PER_DAY, QUANTUM

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


def pack(frame: Frame, intervals: Sequence[Interval]) -> int:
	"""Bits of the quanta that intervals touch; see `closed_starts` for the intervals."""
	return closed_starts(frame, intervals, 0, frame.quantum)


def pack_inside(frame: Frame, intervals: Iterable[Interval]) -> int:
	"""Bits of the quanta that lie wholly inside intervals, which are sorted and disjoint."""
	origin, quantum = frame.origin, frame.quantum
	rounded = (
		(start + (origin - start) % quantum, end - (end - origin) % quantum) for start, end in intervals
	)
	return pack(frame, [found for found in rounded if found[0] < found[1]])


def any_ahead(bits: int, width: int) -> int:
	"""Bit `k` where one of the bits `k` to `k + width - 1` is set."""
	for step in _steps(width):
		bits |= bits >> step
	return bits


def all_ahead(bits: int, width: int) -> int:
	"""Bit `k` where all the bits `k` to `k + width - 1` are set."""
	for step in _steps(width):
		bits &= bits >> step
	return bits


@lru_cache(maxsize=256)
def _steps(width: int) -> tuple[int, ...]:
	"""Shifts that one after the other reach over a width, each as far as those before it at most."""
	steps, reached = [], 1
	while reached < width:
		steps.append(min(reached, width - reached))
		reached += steps[-1]
	return tuple(steps)


def widen(frame: Frame, bits: int, before: int, after: int) -> int:
	"""The bits, each reaching `before` minutes further back and `after` minutes further on."""
	earlier, later = -(-before // frame.quantum), -(-after // frame.quantum)
	return any_ahead(bits << later, earlier + later + 1) & frame.full


def every(count: int, step: int) -> int:
	"""`count` bits, one in every `step`, from bit 0."""
	return ((1 << count * step) - 1) // ((1 << step) - 1)


def closed_starts(frame: Frame, intervals: Sequence[Interval], before: int, after: int) -> int:
	"""Bits of the starts less than `before` minutes behind an interval's end and less than `after` ahead of its start.

	Each run of bits is `2 ** tail - 2 ** head`: two rows of marks and one subtraction make all the runs.
	:param intervals: sorted; two of them are disjoint or the same.
	:param after: from the start of a meeting to the end of the pause behind it; at least the quantum.
	"""
	inside = _near(frame, intervals, before, after)
	if not inside:
		return 0
	quantum, byte = frame.quantum, 8 * frame.quantum
	first = max(inside[0][0], frame.origin + after - quantum)
	last = min(inside[-1][1], frame.end + after)
	mark = _mark_apart if before + after >= byte and first == inside[0][0] else _mark
	size = (frame.length * quantum + before + 2 * after) // byte + 2
	heads, tails, masks = bytearray(size), bytearray(size), _masks(quantum, size)
	head, tail = quantum - after - frame.origin, before + quantum - 1 - frame.origin
	heads[(first + head) // byte] = masks[first + head]
	mark(inside, before + after, heads, head, tails, tail, byte, masks)
	tails[(last + tail) // byte] |= masks[last + tail]
	bits = int.from_bytes(tails, "little") - int.from_bytes(heads, "little")
	return bits if last + before <= frame.end else bits & frame.full


def _near(frame: Frame, intervals: Sequence[Interval], before: int, after: int) -> Sequence[Interval]:
	"""Those that close a start of the frame."""
	first = bisect_left(intervals, (frame.origin + after,))
	if first and intervals[first - 1][1] + before > frame.origin:
		first -= 1
	last = bisect_left(intervals, (frame.end + after,))
	return intervals if last - first == len(intervals) else intervals[first:last]


def _mark(
	inside: Sequence[Interval],
	apart: int,
	heads: bytearray,
	head: int,
	tails: bytearray,
	tail: int,
	byte: int,
	masks: bytes,
) -> None:
	"""Set the first bit of each run but the first in `heads`, and the one behind each but the last in `tails`."""
	until = inside[0][1]
	for start, end in inside:
		if start - until >= apart:
			until += tail
			start += head
			tails[until // byte] |= masks[until]
			heads[start // byte] |= masks[start]
		until = end


def _mark_apart(
	inside: Sequence[Interval],
	apart: int,
	heads: bytearray,
	head: int,
	tails: bytearray,
	tail: int,
	byte: int,
	masks: bytes,
) -> None:
	"""The same, in a third less time, where the runs are so far apart that two marks never share a byte."""
	until = inside[0][1]
	for start, end in inside:
		if start - until >= apart:
			until += tail
			start += head
			tails[until // byte] = masks[until]
			heads[start // byte] = masks[start]
		until = end


@lru_cache(maxsize=8)
def _masks(quantum: int, size: int) -> bytes:
	"""By the minute, the bit of its quantum within its byte, for as many bytes of bits."""
	return bytes(1 << minute // quantum for minute in range(8 * quantum)) * size
