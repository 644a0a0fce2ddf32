"""How long calls take, compared fairly on a machine that does other things too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

ROUNDS = 5
TURN_SECONDS = 0.4
MOST_RUNS = 40
"""In one turn."""


@dataclass
class Subject:
	"""A call to be timed; the first one of each turn does not count.

	:param before: called before each run, outside its time.
	:param clock: `time.process_time` leaves out what the machine does meanwhile, but also what a database does.
	:param result: what the last call returned.
	"""

	call: Callable[[], Any]
	before: Callable[[], Any] = lambda: None
	clock: Callable[[], float] = time.perf_counter
	durations: list[float] = field(default_factory=list)
	result: Any = None

	@property
	def median_ms(self) -> float:
		return round(median(self.durations) * 1000, 4)

	@property
	def min_ms(self) -> float:
		return round(min(self.durations) * 1000, 4)

	def take_turn(self) -> None:
		self._run()
		until = time.perf_counter() + TURN_SECONDS
		for _ in range(MOST_RUNS):
			self.durations.append(self._run())
			if time.perf_counter() > until:
				break

	def _run(self) -> float:
		self.before()
		start = self.clock()
		self.result = self.call()
		return self.clock() - start


def measure_in_turns(subjects: Sequence[Subject], rounds: int = ROUNDS) -> None:
	"""Give each subject several turns, so that a slow minute of the machine slows all of them."""
	for _ in range(rounds):
		for subject in subjects:
			subject.take_turn()


def ratio(slow_ms: float, fast_ms: float) -> float:
	return round(slow_ms / fast_ms, 2)
