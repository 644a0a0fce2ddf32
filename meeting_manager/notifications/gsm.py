"""Text as phones count it: 160 characters of the GSM alphabet in one SMS, or 70 of any other (3GPP TS 23.038)."""

from __future__ import annotations

import unicodedata

ALPHABET = frozenset(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€")
"""Each of these takes two places."""
ONE_SMS, ONE_SMS_OF_OTHERS = 160, 70
REPLACED = str.maketrans(
	{
		**dict.fromkeys("‐‑‒–—−", "-"),
		**dict.fromkeys("‘’‚‹›´`", "'"),
		**dict.fromkeys("“”„«»", '"'),
		**dict.fromkeys("\u00a0\u2009\u202f\t", " "),
		"…": "...",
		"＆": "&",
	}
)


def to_gsm(text: str) -> str:
	"""Replace signs by those of the alphabet that read the same, and Latin letters by those without their marks."""
	return "".join(map(_nearest, text.translate(REPLACED)))


def fits(text: str) -> bool:
	"""Whether it is one SMS."""
	if _is_gsm(text):
		return len(text) + sum(character in EXTENSION for character in text) <= ONE_SMS
	return len(text.encode("utf-16-be")) // 2 <= ONE_SMS_OF_OTHERS


def _is_gsm(text: str) -> bool:
	return all(character in ALPHABET or character in EXTENSION for character in text)


def _nearest(character: str) -> str:
	if _is_gsm(character):
		return character
	base = unicodedata.normalize("NFKD", character)
	letters = "".join(part for part in base if not unicodedata.combining(part))
	return letters if letters and letters.isascii() else character
