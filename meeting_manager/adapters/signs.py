"""Signs that a text must not hold: some no program can show, some show something else than what is there."""

import re

CONTROL = re.compile(
	r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""C0 but tab and line ends, DEL, C1, line and paragraph separators, lone surrogates and noncharacters."""

OVERRIDES = re.compile(r"[\u202d\u202e]")
"""They show letters in another order than they are in: nothing that is written in any language needs them.

Marks, embeddings and isolates are left to texts of many lines, where writers from right to left use them.
"""

INVISIBLE = re.compile(
	"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
	"\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U0001d173-\U0001d17a"
	"\U000e0000-\U000e00ff\U000e01f0-\U0010ffff]"
)
"""What takes no room or changes the direction, with private signs: two names that look the same must be the same.

Variation selectors may stand: Japanese names and emoji need them.
"""

LOOSE_JOINERS = re.compile("(?<!\\S)[\u200c\u200d]|[\u200c\u200d](?!\\S)|[\u200c\u200d]{2}")
"""Joiners that join nothing. Inside words Persian, Indian languages and emoji need them."""

DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What telephones and address books put around a number that is copied from them."""


def has_hidden_signs(text: str) -> bool:
	"""Whether a line shows less than it holds, or in another order."""
	return bool(INVISIBLE.search(text) or LOOSE_JOINERS.search(text))
