"""Bars and lines as numbers of an SVG: the templates only write them down. No browser has to draw anything itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 400, 220
"""Units of the picture, about pixels on a phone."""
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 10, 26
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
BASE = HEIGHT - BOTTOM
WIDEST_BAR = 30
MOST_LABELS = 6
STEPS = (1, 2, 2.5, 5, 10)
MOST_LINES = 5
"""Grid lines above the base."""


@dataclass(frozen=True, slots=True)
class Picture:
	"""
	:param grid: lines across with their numbers, `y` and `text`.
	:param labels: below the base, `x` and `text`.
	:param columns: one for each place, with `x`, `width`, its `title`, and its bars from the base up, each with the
		number of its series, `y` and `height`.
	:param dots: of a line, `x`, `y` and `title`.
	"""

	grid: tuple[dict, ...]
	labels: tuple[dict, ...]
	columns: tuple[dict, ...] = ()
	dots: tuple[dict, ...] = ()

	@property
	def points(self) -> str:
		"""Of a polyline."""
		return " ".join(f"{dot['x']},{dot['y']}" for dot in self.dots)


def draw_bars(places: Sequence[str], series: Mapping[str, Sequence[float]]) -> Picture:
	"""Bars on one another.

	:param series: by its name, a value of 0 or more for each place.
	"""
	heights = [sum(values) for values in zip(*series.values(), strict=True)]
	top, grid = scale(max(heights, default=0), whole=True)
	columns = [_column(number, places, series, top) for number in range(len(places))]
	return Picture(grid, _labels(places), columns=tuple(columns))


def draw_line(places: Sequence[str], values: Sequence[float], unit: str = "") -> Picture:
	top, grid = scale(max(values, default=0))
	dots = [
		{"x": _middle(number, len(places)), "y": _height(value, top), "title": f"{place}: {value:g}{unit}"}
		for number, (place, value) in enumerate(zip(places, values, strict=True))
	]
	return Picture(grid, _labels(places), dots=tuple(dots))


def scale(highest: float, whole: bool = False) -> tuple[float, tuple[dict, ...]]:
	"""Return the number at the top of the picture and the grid lines, at round numbers, at least one above 0.

	:param whole: only whole numbers make sense.
	"""
	step = _round_step(highest / MOST_LINES) if highest else 1
	step = max(1, ceil(step)) if whole else step
	count = max(1, ceil(round(highest / step, 9)))
	lines = [
		{"y": _height(number * step, count * step), "text": f"{number * step:g}"}
		for number in range(count + 1)
	]
	return count * step, tuple(lines)


def _round_step(least: float) -> float:
	magnitude = 10.0 ** floor(log10(least))
	return next(step * magnitude for step in STEPS if step * magnitude >= least * (1 - 1e-9))


def _column(number: int, places: Sequence[str], series: Mapping[str, Sequence[float]], top: float) -> dict:
	width = min(WIDEST_BAR, PLOT_WIDTH / len(places) * 0.72)
	bars, reached = [], 0
	for position, values in enumerate(series.values()):
		low, reached = reached, reached + values[number]
		if values[number]:
			y = _height(reached, top)
			bars.append({"series": position, "y": y, "height": round(_height(low, top) - y, 2)})
	told = ", ".join(f"{name} {values[number]:g}" for name, values in series.items() if values[number])
	return {
		"x": round(_middle(number, len(places)) - width / 2, 2),
		"width": round(width, 2),
		"title": f"{places[number]}: {told or 0}",
		"bars": bars,
	}


def _labels(places: Sequence[str]) -> tuple[dict, ...]:
	"""Every so many places, the last one among them."""
	every = max(1, ceil(len(places) / MOST_LABELS))
	return tuple(
		{"x": _middle(number, len(places)), "text": place}
		for number, place in enumerate(places)
		if (len(places) - 1 - number) % every == 0
	)


def _middle(number: int, count: int) -> float:
	return round(LEFT + PLOT_WIDTH * (number + 0.5) / count, 2)


def _height(value: float, top: float) -> float:
	return round(BASE - PLOT_HEIGHT * value / top, 2)
