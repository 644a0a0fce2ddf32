"""Values by their type (RFC 5545, 3.3): each check returns the code of what is wrong, or nothing."""

import re
from datetime import datetime

TEXT_TOKEN = re.compile(r"\\[\\;,nN]|[^\\;,]")
DURATION = re.compile(
	r"[+-]?P(\d+W|\d+D(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)", re.ASCII
)
HOURS_AND_SECONDS = re.compile(r"T\d+H\d+S", re.ASCII)
INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
OFFSET = re.compile(r"[+-]([01]\d|2[0-3])[0-5]\d([0-5]\d)?", re.ASCII)
URI_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})"
HOST_SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
AUTHORITY = rf"(?:(?:{HOST_SIGN}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{HOST_SIGN}*)(?::[0-9]*)?"
URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{AUTHORITY}(?=[/?#]|$)|(?!//)){URI_SIGN}*(?:#{URI_SIGN}*)?")
MAILTO_SIGN = r"(?:[A-Za-z0-9._~!$'*+-]|%[0-9A-Fa-f]{2})"
MAILTO = re.compile(rf"mailto:{MAILTO_SIGN}+@{MAILTO_SIGN}+", re.IGNORECASE)
RULE = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
GREATEST_INTEGER = 2**31 - 1


def text(value: str) -> str:
	left = TEXT_TOKEN.sub("", value)
	if not left:
		return ""
	return "bad-escape" if "\\" in left else "unescaped-separator"


def texts(value: str) -> str:
	return text(value.replace("\\,", "").replace(",", ""))


def date(value: str) -> str:
	return "" if _is_instant(value, r"\d{8}", "%Y%m%d") else "bad-date"


def date_time(value: str) -> str:
	return "" if _is_instant(value.removesuffix("Z"), r"\d{8}T\d{6}", "%Y%m%dT%H%M%S") else "bad-date-time"


def _is_instant(value: str, shape: str, pattern: str) -> bool:
	if not re.fullmatch(shape, value, re.ASCII):
		return False
	try:
		datetime.strptime(value, pattern)
	except ValueError:
		return value.endswith("60") and _is_instant(value[:-2] + "59", shape, pattern)
	return True


def duration(value: str) -> str:
	fits = DURATION.fullmatch(value) and not HOURS_AND_SECONDS.search(value)
	return "" if fits else "bad-duration"


def integer(value: str) -> str:
	fits = INTEGER.fullmatch(value) and abs(int(value)) <= GREATEST_INTEGER
	return "" if fits else "bad-integer"


def uri(value: str) -> str:
	return "" if URI.fullmatch(value) else "bad-uri"


def address(value: str) -> str:
	if value.lower().startswith("mailto:"):
		return "" if MAILTO.fullmatch(value) else "bad-address"
	return "bad-address" if uri(value) else ""


def offset(value: str) -> str:
	fits = OFFSET.fullmatch(value) and value not in ("-0000", "-000000")
	return "" if fits else "bad-offset"


def rule(value: str) -> str:
	return "" if RULE.fullmatch(value.upper()) else "bad-choice"


def anything(_value: str) -> str:
	return ""


CHECKS = {
	"TEXT": text,
	"TEXTS": texts,
	"DATE": date,
	"DATE-TIME": date_time,
	"DURATION": duration,
	"INTEGER": integer,
	"URI": uri,
	"CAL-ADDRESS": address,
	"UTC-OFFSET": offset,
	"RECUR": rule,
	"PERIOD": anything,
	"BINARY": anything,
	"FLOAT": anything,
	"FLOATS": anything,
	"BOOLEAN": anything,
	"TIME": anything,
}
"""TEXTS and FLOATS stand for several values in one property."""
