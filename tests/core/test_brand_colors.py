"""Whatever colour the operators choose, the guest pages stay readable."""

import itertools
import re

import pytest

from meeting_manager.guest.brand import (
	DARK_SURFACE,
	DEFAULT_COLOR,
	LIGHT_SURFACE,
	brand_style,
	contrast,
	hex_color,
	readable_on,
)

CHANNELS = ("00", "40", "80", "c0", "ff")
COLORS = ["#" + "".join(channels) for channels in itertools.product(CHANNELS, repeat=3)]
VALUES = re.compile(r"--(brand|on-brand|brand-ink|brand-tint):(#[0-9a-f]{6})")


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_keeps_the_contrast_of_wcag_aa(color):
	light, dark = brand_style(color).split("@media")
	for style, surface in ((light, LIGHT_SURFACE), (dark, DARK_SURFACE)):
		values = dict(VALUES.findall(style))
		assert contrast(values["brand"], surface) >= 3
		assert contrast(values["on-brand"], values["brand"]) >= 4.5
		assert contrast(values["brand-ink"], surface) >= 4.5
		assert contrast(values["brand-ink"], values["brand-tint"]) >= 4.5


@pytest.mark.parametrize(
	("value", "color"),
	[
		("#0F5F66", "#0f5f66"),
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
