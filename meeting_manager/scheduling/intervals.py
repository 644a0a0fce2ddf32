"""Half-open intervals of integer minutes: `(start, end)`, sorted and disjoint wherever a list is returned."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
	"""Sort, drop the empty ones and join those that overlap or touch."""
	merged: list[Interval] = []
	for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
		if merged and start <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(merged[-1][1], end))
		else:
			merged.append((start, end))
	return merged


def covers(intervals: Sequence[Interval], start: int, end: int) -> bool:
	"""Whether one of the merged `intervals` holds all of `[start, end)`."""
	position = bisect_right(intervals, (start, float("inf"))) - 1
	return position >= 0 and end <= intervals[position][1]


def collides(intervals: Sequence[Interval], start: int, end: int) -> bool:
	"""Whether one of the merged `intervals` shares a minute with `[start, end)`."""
	position = bisect_right(intervals, (start, float("inf"))) - 1
	if position >= 0 and start < intervals[position][1]:
		return True
	return position + 1 < len(intervals) and intervals[position + 1][0] < end
