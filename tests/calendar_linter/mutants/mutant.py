"""One break of one sample."""

import re
from dataclasses import dataclass

from tests.calendar_linter.samples import OTHERS, OWN

SAMPLES = {**OWN, **OTHERS}
FOLD = re.compile(rb"\r\n[ \t]")


@dataclass(frozen=True)
class Mutant:
	"""
	:param old: bytes of the sample, met once at least; its first occurrence becomes `new`.
	:param codes: with their subjects, as `found` gives them.
	:param is_raw: whether the physical lines are changed, else the unfolded ones, which are folded again.
	"""

	sample: str
	old: bytes
	new: bytes
	codes: tuple[str, ...]
	is_raw: bool = False

	def data(self) -> bytes:
		data = SAMPLES[self.sample]
		if self.is_raw:
			return self._changed(data)
		return folded(self._changed(FOLD.sub(b"", data)))

	def _changed(self, data: bytes) -> bytes:
		assert self.old in data, f"{self.sample} has no {self.old!r}"
		return data.replace(self.old, self.new, 1)


def mutant(sample: str, old: str, new: str, *codes: str) -> Mutant:
	return Mutant(sample, old.replace("\n", "\r\n").encode(), new.replace("\n", "\r\n").encode(), codes)


def raw_mutant(sample: str, old: bytes, new: bytes, *codes: str) -> Mutant:
	return Mutant(sample, old, new, codes, is_raw=True)


def folded(data: bytes) -> bytes:
	"""Lines of 75 octets at most, never broken inside a character."""
	return b"\r\n".join(_folded_line(line) for line in data.split(b"\r\n"))


def _folded_line(line: bytes) -> bytes:
	pieces = []
	while len(line) > 74:
		end = 74
		while line[end] & 0xC0 == 0x80:
			end -= 1
		pieces.append(line[:end])
		line = line[end:]
	return b"\r\n ".join([*pieces, line])


def found(findings) -> list[str]:
	return sorted({f"{finding.code} {finding.subject}".strip() for finding in findings})
