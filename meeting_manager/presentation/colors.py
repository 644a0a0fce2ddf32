"""Colours of pages and mails, derived from one brand colour so that everything stays readable."""

from __future__ import annotations

import re

DEFAULT_COLOR = "#0f5f66"
LIGHT_SURFACE, LIGHT_TINT = "#ffffff", 0.09
DARK_SURFACE, DARK_TINT = "#181b21", 0.17
"""What pages and mails stand on, and the share of the brand's colour in a tint of it."""
TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
"""Of WCAG 2.2 AA, 1.4.3 and 1.4.11."""
STEPS = 20

HEX_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def brand_colors(color: str | None, surface: str, tint: float = 0) -> dict[str, str]:
	"""Return `fill` of a button, `on_fill` of its label, `ink` of text and the `tint` that it may stand on.

	:param color: as the operators wrote it.
	:param tint: the share of the ink in the tint.
	"""
	brand = hex_color(color)
	fill = readable_on(surface, brand, SHAPE_CONTRAST)
	ink = readable_on(surface, brand, TEXT_CONTRAST, tint)
	return {"fill": fill, "on_fill": text_color_on(fill), "ink": ink, "tint": mix(surface, ink, tint)}


def hex_color(value: str | None) -> str:
	"""Return `#rrggbb` for a colour written in hex, the default for anything else."""
	value = (value or "").strip()
	if not HEX_COLOR.fullmatch(value):
		return DEFAULT_COLOR
	digits = value[1:].lower()
	return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def text_color_on(color: str) -> str:
	return max("#ffffff", "#000000", key=lambda text: contrast(text, color))


def readable_on(surface: str, color: str, ratio: float, tint: float = 0) -> str:
	"""Mix the colour with black on a light surface, with white on a dark one, until the ratio holds.

	:param tint: the share of the colour itself in what it stands on.
	"""
	towards = text_color_on(surface)
	for step in range(STEPS):
		mixed = mix(color, towards, step / STEPS)
		if contrast(mixed, mix(surface, mixed, tint)) >= ratio:
			return mixed
	return towards


def contrast(one: str, other: str) -> float:
	"""Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
	darker, lighter = sorted((luminance(one), luminance(other)))
	return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
	red, green, blue = (_linear(channel / 255) for channel in _channels(color))
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(color: str, other: str, share: float) -> str:
	"""Mix two colours; `share` is the part of the second, 0 to 1."""
	pairs = zip(_channels(color), _channels(other), strict=True)
	return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _channels(color: str) -> tuple[int, int, int]:
	return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(channel: float) -> float:
	return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
