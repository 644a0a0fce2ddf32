"""Whatever colour the operators choose, pages and mails stay readable."""

import itertools
import re

import pytest

from meeting_manager.guest.brand import brand_style
from meeting_manager.presentation.colors import (
	DARK_SURFACE,
	DARK_TINT,
	DEFAULT_COLOR,
	LIGHT_SURFACE,
	LIGHT_TINT,
	brand_colors,
	contrast,
	hex_color,
	readable_on,
)

CHANNELS = ("00", "80", "ff")
COLORS = ["#" + "".join(channels) for channels in itertools.product(CHANNELS, repeat=3)]
VALUES = re.compile(r"--(brand|on-brand|brand-ink|brand-tint):(#[0-9a-f]{6})")


@pytest.mark.parametrize("tint", [0, LIGHT_TINT, DARK_TINT])
@pytest.mark.parametrize("surface", [LIGHT_SURFACE, DARK_SURFACE])
@pytest.mark.parametrize("color", COLORS)
def test_every_colour_keeps_the_contrast_of_wcag_aa(color, surface, tint):
	colors = brand_colors(color, surface, tint)
	assert contrast(colors["fill"], surface) >= 3
	assert contrast(colors["on_fill"], colors["fill"]) >= 4.5
	assert contrast(colors["ink"], surface) >= 4.5
	assert contrast(colors["ink"], colors["tint"]) >= 4.5


def test_page_sets_the_brand_in_light_and_in_dark():
	light, dark = brand_style("#0f5f66").split("@media(prefers-color-scheme:dark)")
	for style, surface, tint in ((light, LIGHT_SURFACE, LIGHT_TINT), (dark, DARK_SURFACE, DARK_TINT)):
		colors = brand_colors("#0f5f66", surface, tint)
		assert dict(VALUES.findall(style)) == {
			"brand": colors["fill"],
			"on-brand": colors["on_fill"],
			"brand-ink": colors["ink"],
			"brand-tint": colors["tint"],
		}


@pytest.mark.parametrize(
	("value", "color"),
	[
		("#0F5F66", "#0f5f66"),
		("#fa0", "#ffaa00"),
		("#fff;background:url(x)", DEFAULT_COLOR),
		("#12345g", DEFAULT_COLOR),
		(" #abc ", "#aabbcc"),
		("", DEFAULT_COLOR),
		(None, DEFAULT_COLOR),
		("red", DEFAULT_COLOR),
		("#12345", DEFAULT_COLOR),
		("#12345678", DEFAULT_COLOR),
		("#fff;}body{display:none", DEFAULT_COLOR),
		("#fff\n}", DEFAULT_COLOR),
	],
)
def test_only_a_hex_colour_is_taken(value, color):
	assert hex_color(value) == color


def test_a_readable_colour_is_left_alone():
	assert readable_on(LIGHT_SURFACE, "#0f5f66", 4.5) == "#0f5f66"


def test_contrast_is_that_of_wcag():
	assert contrast("#000000", "#ffffff") == pytest.approx(21)
	assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
