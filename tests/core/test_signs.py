"""Which signs make a name look like another one, and which a name needs."""

import pytest

from meeting_manager.adapters.signs import CONTROL, DIRECTIONS, OVERRIDES, has_hidden_signs


@pytest.mark.parametrize(
	"name",
	[
		"Zoë Ångström-O'Neil",
		"山田 太郎",
		"葛\U000e0100城",  # the form of the first sign is chosen by a variation selector
		"می\u200cخواهم",  # Persian, with a joiner that keeps two letters apart
		"ක්\u200dරිස්",  # Sinhala, with one that joins
		"Ann 👩\u200d💻",
		"❤\ufe0f\u200d🔥",
		"مريم حسن",
		"שרה כהן",
	],
)
def test_names_of_any_language_have_no_hidden_signs(name):
	assert not has_hidden_signs(name)
	assert not CONTROL.search(name) and not OVERRIDES.search(name)


@pytest.mark.parametrize(
	"name",
	[
		pytest.param("Alex\u200bBerg", id="zero-width space"),
		pytest.param("Alex\u2060Berg", id="word joiner"),
		pytest.param("\ufeffAlex", id="byte order mark"),
		pytest.param("Al\u00adex", id="soft hyphen"),
		pytest.param("\u202egreB xelA", id="right-to-left override"),
		pytest.param("Alex\u202dBerg", id="left-to-right override"),
		pytest.param("Alex\u2066Berg\u2069", id="isolate"),
		pytest.param("Alex\u200f", id="direction mark"),
		pytest.param("\u200dAlex", id="joiner at the start"),
		pytest.param("Alex\u200c", id="joiner at the end"),
		pytest.param("Alex\u200d\u200dBerg", id="joiner upon joiner"),
		pytest.param("Alex \u200cBerg", id="joiner after a space"),
		pytest.param("\u3164", id="a letter that takes no room"),
		pytest.param("Alex\U000e0041", id="tag"),
		pytest.param("Alex\ue000", id="private sign"),
	],
)
def test_sign_that_hides_is_seen(name):
	assert has_hidden_signs(name)


@pytest.mark.parametrize(
	"sign", ["\0", "\x08", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\udfff", "\uffff"]
)
def test_control_sign_is_seen(sign):
	assert CONTROL.search(f"a{sign}b")


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", " ", "\u00a0", "\u200f", "\u2067"])
def test_notes_may_hold_line_ends_and_direction_marks(sign):
	assert not CONTROL.search(f"a{sign}b") and not OVERRIDES.search(f"a{sign}b")


def test_what_telephones_copy_around_a_number_is_taken_off():
	assert DIRECTIONS.sub("", "\u202a+49 30 1234567\u202c\u200e") == "+49 30 1234567"
