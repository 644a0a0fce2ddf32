"""Hashes that hold on to each other: none can be changed, taken out or moved without all later ones showing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

NOTHING = ""
"""Before the first link."""


def link(previous: str, content: Mapping[str, str | int]) -> str:
	"""SHA-256 over the hash before it and the content as canonical JSON: UTF-8, keys sorted, no spaces.

	>>> link(NOTHING, {"b": "ü", "a": 1})
	'768b1c1522b51367983855f59aefb4dfeea67f4e5717093204c1da2230457412'
	"""
	text = json.dumps(
		{"content": content, "previous": previous}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
	)
	return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
