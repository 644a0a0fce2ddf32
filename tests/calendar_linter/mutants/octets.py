"""Breaks below the content line: line ends, folds, UTF-8."""

from tests.calendar_linter.mutants.mutant import raw_mutant
from tests.calendar_linter.samples import OWN

LONG = b"X-NOTE:" + b"a" * 69

OCTETS = {
	"nothing-at-all": raw_mutant("request", OWN["request"], b"", "no-content", "no-content VCALENDAR"),
	"byte-order-mark": raw_mutant("request", b"BEGIN", b"\xef\xbb\xbfBEGIN", "byte-order-mark"),
	"bare-line-feed": raw_mutant("request", b"VERSION:2.0\r\n", b"VERSION:2.0\n", "line-end"),
	"bare-carriage-return": raw_mutant("request", b"VERSION:2.0\r\n", b"VERSION:2.0\r", "line-end"),
	"doubled-carriage-return": raw_mutant(
		"request", b"VERSION:2.0\r\n", b"VERSION:2.0\r\r\n", "blank-line", "line-end"
	),
	"last-line-without-end": raw_mutant("request", b"END:VCALENDAR\r\n", b"END:VCALENDAR", "last-line-end"),
	"unfolded-line": raw_mutant("google-reply", b"Alex E\r\n xample", b"Alex Example", "line-too-long"),
	"line-of-76-octets": raw_mutant("google-reply", b"TRANSP", LONG + b"\r\nTRANSP", "line-too-long"),
	"fold-of-76-octets": raw_mutant(
		"google-reply", b"TRANSP", b"X-NOTE:a\r\n " + b"a" * 75 + b"\r\nTRANSP", "line-too-long"
	),
	"line-of-76-octets-in-fewer-characters": raw_mutant(
		"google-reply", b"TRANSP", b"X-NOTE:a" + "ö".encode() * 34 + b"\r\nTRANSP", "line-too-long"
	),
	"blank-line": raw_mutant("request", b"METHOD", b"\r\nMETHOD", "blank-line"),
	"blank-last-line": raw_mutant("request", b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n\r\n", "blank-line"),
	"fold-before-the-first-line": raw_mutant("request", b"BEGIN", b" \r\nBEGIN", "fold-of-nothing"),
	"fold-without-its-space": raw_mutant(
		"google-reply",
		b"Alex E\r\n xample",
		b"Alex E\r\nxample",
		"unknown-property XAMPLE",
		"no-value ATTENDEE",
		"missing-for-method ATTENDEE",
	),
	"fold-inside-a-character": raw_mutant(
		"google-reply", b"Zo\xc3\xab", b"Zo\xc3\r\n \xab", "fold-inside-character"
	),
	"latin-1": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\xeb", "not-utf-8"),
	"half-a-character": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\xc3", "not-utf-8"),
	"overlong-slash": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\xc0\xaf", "not-utf-8"),
	"surrogate": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\xed\xa0\x80", "not-utf-8"),
	"null-octet": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\x00", "control-character"),
	"bell": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\x07", "control-character"),
	"vertical-tab": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\x0b", "control-character"),
	"delete": raw_mutant("google-reply", b"Zo\xc3\xab", b"Zo\x7f", "control-character"),
}
