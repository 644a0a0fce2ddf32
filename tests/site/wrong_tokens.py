"""Values near a real token, none of which is one."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from urllib.parse import quote

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LENGTH = 43
ODD_SIGNS = (
	" \t\n\r\v\f\0%_?*'\"`\\/.,;:+=&#<>{}[]|~^\x1b\x7f\x85\xa0\xad\u0301\u0308\u200b\u200c\u200d\u200e"
	"\u2028\u202e\u2060\u3000\ufe0f\ufeff\U000e0041"
)
LOOKALIKES = {
	"A": "ΑАÅÀ\U0001d400Ａ",
	"B": "ΒВ𝐁",
	"C": "СϹÇ",
	"E": "ΕЕÉ",
	"I": "ΙІlİ|",
	"K": "\u212aΚК",
	"O": "ΟО0Ö",
	"S": "ЅŚß",
	"a": "аáäａ",
	"c": "сçϲ",
	"e": "еéë",
	"i": "іıí1",
	"k": "к\u212aκ",
	"o": "οо0ö",
	"s": "ѕſś",
	"0": "٠OoО０",
	"1": "١lI１",
	"-": "‐‑–−﹣－_",
	"_": "＿‗-",
}
"""What the database's collation, a reader or Unicode's normal forms take for the same."""


def wrong_tokens(token: str, others: list[str], seed: int = 0) -> Iterator[object]:
	"""Yield without end, each value once: first what a list can name, then tokens changed at random.

	:param others: real ones that are not this one: dead, of another booking or of the other purpose.
	"""
	seen = {_key(token)}
	for value in _all(token, others, random.Random(seed)):
		if _key(value) not in seen:
			seen.add(_key(value))
			yield value


def is_text(value: object) -> bool:
	"""Whether a form or an address can carry it."""
	return isinstance(value, str) and "\ud800" not in value


def _key(value: object) -> str:
	return json.dumps(value)


def _all(token: str, others: list[str], chance: random.Random) -> Iterator[object]:
	yield from others
	yield from _no_texts(token)
	yield from _rewritten(token)
	for other in others:
		yield from (token + other, token[:21] + other[21:], f"{token},{other}", [token, other])
	for position in range(LENGTH):
		yield from _changed_at(token, position)
	while True:
		yield from _changed_at_random(token, chance)


def _no_texts(token: str) -> Iterator[object]:
	yield from ([token], [[token]], {"a": token}, {token: ""}, ["like", token], ["like", "%"], ["!=", ""])
	yield from (["in", [token]], ["is", "set"], {"$ne": ""}, {"token": token}, [], {}, [None])
	yield from (0, 1, -1, 1.5, 10**43, True, False, float("1e300"))


def _rewritten(token: str) -> Iterator[str]:
	secret = base64.urlsafe_b64decode(token + "=")
	yield from (
		token.upper(),
		token.lower(),
		token.swapcase(),
		token.title(),
		token[::-1],
		token * 2,
		token * 200,
	)
	yield from (
		token + "=",
		token + "==",
		token.replace("-", "+").replace("_", "/"),
		base64.b64encode(secret).decode(),
	)
	yield from (
		secret.hex(),
		secret.hex().upper(),
		base64.b32encode(secret).decode(),
		secret.decode("latin-1"),
	)
	yield from (
		base64.b64encode(token.encode()).decode(),
		token.encode().hex(),
		token.encode("utf-16").decode("latin-1"),
	)
	yield from _with_the_same_bytes(token)
	yield from (
		"".join(chr(ord(sign) + 0xFEE0) for sign in token),
		"".join(sign + "\u0301" for sign in token),
	)
	yield from (
		"".join(f"%{ord(sign):02x}" for sign in token),
		quote(quote("".join(f"%{ord(s):02X}" for s in token))),
	)
	for shape in (
		'"{}"',
		"'{}'",
		'["{}"]',
		'{{"token": "{}"}}',
		"`{}`",
		"({})",
		"{{{{{}}}}}",
		"{}&token={}",
		"?token={}",
	):
		yield shape.format(token, token)
	for shape in (
		"{}' OR '1'='1",
		"{}' -- ",
		"{}%' #",
		"{}\\",
		"{};",
		"https://example.com/?token={}",
		"{}\r\nX: y",
		"{}#",
	):
		yield shape.format(token)
	yield from (
		"",
		" ",
		"%",
		"%%",
		"_",
		"%" * LENGTH,
		"_" * LENGTH,
		"?",
		"*",
		"null",
		"None",
		"undefined",
		"NaN",
	)
	yield from (
		"true",
		"0",
		"1",
		"-1",
		"[]",
		"{}",
		"\ud800" + token[1:],
		token + "\ud800",
		"\0",
		"A" * 10_001,
	)
	yield from (sign * LENGTH for sign in ALPHABET)
	yield from (token[number:] + token[:number] for number in range(1, LENGTH))
	yield from (token[:number] for number in range(LENGTH))
	yield from (token[number:] for number in range(1, LENGTH))
	yield from (token[:number] + "%" for number in range(LENGTH))
	yield from (token[:number] + "_" * (LENGTH - number) for number in range(LENGTH))


def _with_the_same_bytes(token: str) -> Iterator[str]:
	"""Base64 leaves two bits of the last sign unused."""
	last = ALPHABET.index(token[-1]) & ~3
	return (token[:-1] + ALPHABET[last + unused] for unused in range(4))


def _changed_at(token: str, position: int) -> Iterator[str]:
	before, sign, after = token[:position], token[position], token[position + 1 :]
	yield before + after
	yield before + sign.swapcase() + after
	yield before + sign * 2 + after
	yield before + after[:1] + sign + after[1:]
	yield from (before + other + after for other in ALPHABET)
	yield from (before + odd + after for odd in ODD_SIGNS)
	yield from (before + odd + sign + after for odd in ODD_SIGNS)
	yield from (before + alike + after for alike in LOOKALIKES.get(sign, ""))
	yield from (before + sign + odd + after for odd in "\u0301\u0308\u200d")


def _changed_at_random(token: str, chance: random.Random) -> Iterator[str]:
	signs = list(token)
	for position in chance.sample(range(LENGTH), chance.randint(2, LENGTH)):
		signs[position] = chance.choice([signs[position].swapcase(), chance.choice(ALPHABET)])
	yield "".join(signs)
	shuffled = list(token)
	chance.shuffle(shuffled)
	yield "".join(shuffled)
	yield "".join(chance.choices(ALPHABET, k=LENGTH))
	position = chance.randrange(LENGTH)
	yield token[:position] + "".join(chance.choices(ODD_SIGNS, k=chance.randint(1, 4))) + token[position:]
	yield token + "".join(chance.choices(ODD_SIGNS + ALPHABET, k=chance.randint(1, 300)))
