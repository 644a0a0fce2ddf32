"""Bytes to unfolded lines (RFC 5545, 3.1)."""

import re

from tests.calendar_linter.findings import Report

MOST_OCTETS = 75
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def unfolded_lines(data: bytes, report: Report) -> list[tuple[int, str]]:
	"""The content lines, each with the number of the physical line on which it begins."""
	if not data:
		report.add("no-content")
	if data.startswith(b"\xef\xbb\xbf"):
		report.add("byte-order-mark", line=1)
		data = data[3:]
	_lint_line_ends(data, report)
	pieces = re.split(rb"\r\n|\n|\r", data)
	if not pieces[-1]:
		pieces.pop()
	for number, piece in enumerate(pieces, 1):
		_lint_physical_line(number, piece, report)
	return [(number, _decoded(number, chunks, report)) for number, chunks in _unfold(pieces, report)]


def _lint_line_ends(data: bytes, report: Report) -> None:
	for number, piece in enumerate(data.split(b"\r\n"), 1):
		if re.search(rb"[\r\n]", piece):
			report.add("line-end", line=number)
	if data and not data.endswith(b"\r\n"):
		report.add("last-line-end")


def _lint_physical_line(number: int, piece: bytes, report: Report) -> None:
	if not piece:
		report.add("blank-line", line=number)
	if len(piece) > MOST_OCTETS:
		report.add("line-too-long", line=number)
	if CONTROL.search(piece):
		report.add("control-character", line=number)


def _unfold(pieces: list[bytes], report: Report):
	logical: list[tuple[int, list[bytes]]] = []
	for number, piece in enumerate(pieces, 1):
		if piece[:1] not in (b" ", b"\t"):
			logical.append((number, [piece]))
		elif logical:
			logical[-1][1].append(piece[1:])
		else:
			report.add("fold-of-nothing", line=number)
	return [(number, chunks) for number, chunks in logical if chunks != [b""]]


def _decoded(number: int, chunks: list[bytes], report: Report) -> str:
	try:
		text = b"".join(chunks).decode()
	except UnicodeDecodeError:
		report.add("not-utf-8", line=number)
		return b"".join(chunks).decode(errors="replace")
	for offset, chunk in enumerate(chunks):
		if not _is_utf_8(chunk):
			report.add("fold-inside-character", line=number + offset)
			break
	return text


def _is_utf_8(chunk: bytes) -> bool:
	try:
		chunk.decode()
	except UnicodeDecodeError:
		return False
	return True
