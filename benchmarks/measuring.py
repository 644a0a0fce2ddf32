"""How long a call takes, warm."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

ENOUGH_RUNS = 200
ENOUGH_SECONDS = 2.0
FEWEST_RUNS = 5


@dataclass(frozen=True, slots=True)
class Timing:
	"""
	:param result: what the last call returned.
	"""

	median_ms: float
	min_ms: float
	result: Any


def measure(
	call: Callable[[], Any], runs: int | None = None, before: Callable[[], Any] | None = None
) -> Timing:
	"""Time a call again and again, after one that does not count.

	:param runs: how often; by default until ENOUGH_RUNS or ENOUGH_SECONDS are reached.
	:param before: called before each run, outside the time.
	"""
	durations: list[float] = []
	until = time.perf_counter() + ENOUGH_SECONDS
	_timed(call, before)
	while not _is_enough(len(durations), runs, until):
		duration, result = _timed(call, before)
		durations.append(duration * 1000)
	return Timing(round(median(durations), 4), round(min(durations), 4), result)


def ratio(slow_ms: float, fast_ms: float) -> float:
	return round(slow_ms / fast_ms, 2)


def _is_enough(done: int, runs: int | None, until: float) -> bool:
	if runs is not None:
		return done >= runs
	return done >= ENOUGH_RUNS or (done >= FEWEST_RUNS and time.perf_counter() > until)


def _timed(call: Callable[[], Any], before: Callable[[], Any] | None) -> tuple[float, Any]:
	if before:
		before()
	start = time.perf_counter()
	result = call()
	return time.perf_counter() - start, result
