"""Content lines to name, parameters and value (RFC 5545, 3.1; RFC 6868)."""

import re
from dataclasses import dataclass

from tests.calendar_linter.findings import Report

NAME = re.compile(r"[A-Za-z0-9-]+")
QUOTED = re.compile(r'"([^"]*)"')
PLAIN = re.compile(r'[^",;:]*')


@dataclass(frozen=True)
class ParameterValue:
	text: str
	is_quoted: bool


@dataclass(frozen=True)
class ContentLine:
	number: int
	name: str
	parameters: dict[str, list[ParameterValue]]
	value: str

	def parameter(self, name: str) -> str:
		values = self.parameters.get(name)
		return values[0].text if values else ""


class BrokenLine(Exception):
	"""Carries the code of what is broken."""


def parse(number: int, text: str, report: Report) -> ContentLine | None:
	name = NAME.match(text)
	if not name:
		report.add("bad-name", text[:20], number)
		return None
	try:
		pairs, position = _parameters(text, name.end())
	except BrokenLine as broken:
		report.add(str(broken), name[0].upper(), number)
		return None
	for repeated in sorted({key for key, _ in pairs if [key for key, _ in pairs].count(key) > 1}):
		report.add("repeated-parameter", repeated, number)
	return ContentLine(number, name[0].upper(), dict(pairs), text[position:])


def _parameters(text: str, position: int):
	"""The parameters, and where the value begins."""
	pairs = []
	while text[position : position + 1] == ";":
		name = NAME.match(text, position + 1)
		if not name or text[name.end() : name.end() + 1] != "=":
			raise BrokenLine("bad-parameter")
		values, position = _values(text, name.end())
		pairs.append((name[0].upper(), values))
	if position >= len(text):
		raise BrokenLine("no-value")
	if text[position] != ":":
		raise BrokenLine("bad-quoting" if text[position] == '"' else "bad-name")
	return pairs, position + 1


def _values(text: str, position: int):
	"""What stands between `=` or `,` at the position and the next separator."""
	values = []
	while text[position : position + 1] in ("=", ",") and (not values or text[position] == ","):
		is_quoted = text[position + 1 : position + 2] == '"'
		value = (QUOTED if is_quoted else PLAIN).match(text, position + 1)
		if not value:
			raise BrokenLine("bad-quoting")
		values.append(ParameterValue(value[1] if is_quoted else value[0], is_quoted))
		position = value.end()
		if text[position : position + 1] not in (",", ";", ":", ""):
			raise BrokenLine("bad-quoting")
	return values, position
