"""The brand's colour where it can be read, a neutral one where it cannot."""

import re

HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
SHORT_HEX_COLOR = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
DEFAULT_COLOR = "#0f5f66"

LIGHT = ("#ffffff", "#15181e")
DARK = ("#181b21", "#eceef2")
"""Surface and text, as the templates have them."""

READABLE_SHAPE = 3.0
READABLE_TEXT = 4.5
"""WCAG 2.2, 1.4.11 and 1.4.3."""


def brand_colors(color: str | None, scheme: tuple[str, str]) -> dict[str, str]:
	"""Return `fill` of a button, `on_fill` of its label and `ink` of text on the surface, each as `#rrggbb`."""
	surface, text = scheme
	brand = hex_color(color)
	fill = brand if contrast(brand, surface) >= READABLE_SHAPE else text
	ink = brand if contrast(brand, surface) >= READABLE_TEXT else text
	return {"fill": fill, "on_fill": max("#ffffff", "#000000", key=lambda on: contrast(on, fill)), "ink": ink}


def hex_color(value: str | None) -> str:
	"""Return `#rrggbb`; the default for what is no colour in hex."""
	color = SHORT_HEX_COLOR.sub(r"#\1\1\2\2\3\3", value) if len(value or "") == 4 else value or ""
	return color.lower() if HEX_COLOR.fullmatch(color) else DEFAULT_COLOR


def contrast(one: str, other: str) -> float:
	"""Contrast ratio of two colours, 1 to 21."""
	darker, lighter = sorted((_luminance(one), _luminance(other)))
	return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
	red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
	return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
