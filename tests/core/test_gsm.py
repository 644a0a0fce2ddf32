"""An SMS that is charged as two, or that arrives with other letters than were meant."""

import pytest

from meeting_manager.notifications.gsm import fits, to_gsm


@pytest.mark.parametrize(
	("text", "expected"),
	[
		pytest.param("Grüße à Ñandú, è@_$", "Grüße à Ñandu, è@_$", id="stays, or loses a mark"),
		pytest.param("10:00–10:30 “Hi” … it’s", '10:00-10:30 "Hi" ... it\'s', id="typography"),
		pytest.param("Çà et là, fenêtre, œuvre", "Çà et là, fenetre, œuvre", id="French"),
		pytest.param("Zażółć gęślą", "Zazołc gesla", id="Polish: a letter that has no base stays"),
		pytest.param("会議", "会議", id="other scripts stay"),
		pytest.param("Δ a\u202fb", "Δ a b", id="Greek capital, narrow space"),
	],
)
def test_to_gsm(text, expected):
	assert to_gsm(text) == expected


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("a" * 160, True),
		("a" * 161, False),
		("€" * 80, True),
		("€" * 80 + "a", False),
		("議" * 70, True),
		("議" * 71, False),
		("a" * 70 + "議", False),
		("😀" * 35, True),
		("😀" * 36, False),
	],
	ids=lambda value: f"{value[0]}*{len(value)}" if isinstance(value, str) else "",
)
def test_one_sms(text, expected):
	assert fits(text) is expected
