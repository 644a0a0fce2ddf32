"""Making text harmless for Frappe's mail machinery, which reads more into it than a template's escaping knows of."""

import re

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
EMBEDDED_FILE = re.compile(r"""embed=(?=["']|\Z)""")
"""Frappe attaches the server's file that follows in quotes. It looks after the inliner has turned
escaped quotes back into plain ones, so escaping alone does not help. At the end of a value a template's
own quote may follow."""
ENTITY = re.compile(r"&(?=[#\w])")
ENCODED_WORD = re.compile(r"=\?")
"""How RFC 2047 begins text in a header. Python's email package decodes it, line ends and all, before it writes the
header: what follows would stand in the message as headers and parts of its own."""


def harmless(value):
	"""Return text, or the texts of nested dicts and lists, without control characters or embedded files."""
	if isinstance(value, str):
		return EMBEDDED_FILE.sub("embed =", CONTROL_CHARACTERS.sub(" ", value))
	if isinstance(value, dict):
		return {key: harmless(part) for key, part in value.items()}
	if isinstance(value, list):
		return [harmless(part) for part in value]
	return value


def one_line(text: str | None) -> str:
	return " ".join((text or "").split())


def lines_of(text: str | None) -> list[str]:
	return [line.rstrip() for line in (text or "").splitlines()]


def subject_line(text: str) -> str:
	"""One line without tags, entities and encoded words: Frappe puts the subject unescaped into the HTML as well."""
	plain = ENTITY.sub("＆", re.sub(r"[<>]", " ", text))
	return harmless(one_line(ENCODED_WORD.sub("= ?", plain)))
