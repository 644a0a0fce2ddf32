"""How large a load test is: 1 is what docs/reliability.md promises, smaller where time is short."""

import os

from tests.site.hosts import BENCH_SITE

ON_LOCALSITE = 0.1
"""So that all of it ends within three minutes."""


def load_is_asked_for() -> bool:
	return os.environ.get("MM_LOAD") == "1"


def scale() -> float:
	return float(os.environ.get("MM_LOAD_SCALE") or (1 if BENCH_SITE else ON_LOCALSITE))


def scaled(number: int, least: int = 1) -> int:
	return max(least, round(number * scale()))
