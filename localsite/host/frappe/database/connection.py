"""The SQLite connection: it compares text as MariaDB's utf8mb4_unicode_ci does and brings dates back as dates."""

import datetime
import decimal
import re
import sqlite3
import unicodedata
from functools import lru_cache

BUSY_TIMEOUT_SECONDS = 5
DATETIME_TYPE, DATE_TYPE, TIME_TYPE = "TEXT_DATETIME", "TEXT_DATE", "TEXT_TIME"
CANONICAL_DATETIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")


def open_connection(path):
	connection = sqlite3.connect(
		path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES
	)
	connection.create_collation("unicode_ci", _order(_text_key))
	connection.create_collation("moment", _order(_moment_key))
	connection.create_function("like", 2, _like, deterministic=True)
	connection.execute("PRAGMA journal_mode = WAL")
	connection.execute("PRAGMA synchronous = NORMAL")
	return connection


def _order(key):
	def compare(left, right):
		if left == right:
			return 0
		left, right = key(left), key(right)
		return (left > right) - (left < right)

	return compare


@lru_cache(maxsize=65536)
def _fold(text):
	folded = text.casefold()
	if not folded.isascii():
		folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
	return folded


def _text_key(text):
	"""Return what two texts have in common that MariaDB takes for equal: no case, accents or trailing spaces."""
	return _fold(text).rstrip(" ")


@lru_cache(maxsize=65536)
def _moment_key(text):
	"""Fill up a date, datetime or time to microseconds."""
	full = "00:00:00.000000" if text[2:3] == ":" else "0000-00-00 00:00:00.000000"
	return text.replace("T", " ") + full[len(text) :]


def _like(pattern, text):
	if pattern is None or text is None:
		return None
	return bool(_like_regex(str(pattern)).fullmatch(_fold(str(text))))


@lru_cache(maxsize=1024)
def _like_regex(pattern):
	"""Translate a LIKE pattern; a backslash takes the meaning from the character after it."""
	parts = re.findall(r"\\.|[%_]|[^%_\\]+|\\", pattern, re.DOTALL)
	regex = "".join({"%": ".*", "_": "."}.get(part) or re.escape(_fold(_unescape(part))) for part in parts)
	return re.compile(regex, re.DOTALL)


def _unescape(part):
	return part[1:] if part.startswith("\\") and len(part) == 2 else part


def bind(value):
	"""Convert a parameter to what SQLite stores."""
	if isinstance(value, datetime.datetime):
		if value.tzinfo:
			raise TypeError(
				f"{value!r} has a time zone: columns hold naive datetimes in the site's time zone"
			)
		return value.isoformat(" ", "microseconds")
	if isinstance(value, datetime.date):
		return value.isoformat()
	if isinstance(value, datetime.time):
		return value.isoformat("microseconds")
	if isinstance(value, datetime.timedelta):
		return _clock(value)
	if isinstance(value, decimal.Decimal):
		return float(value)
	if isinstance(value, int | float | bytes | None):
		return value
	if isinstance(value, str):
		return str(value)
	raise TypeError(f"A value of {type(value).__name__} cannot be a parameter: {value!r}")


def _clock(value):
	sign, value = ("-", -value) if value < datetime.timedelta() else ("", value)
	minutes, seconds = divmod(value.days * 86400 + value.seconds, 60)
	return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{value.microseconds:06}"


def read_datetime(text):
	return datetime.datetime.fromisoformat(_moment_key(text))


def _read_time(text):
	sign, text = (-1, text[1:]) if text.startswith("-") else (1, text)
	hours, minutes, seconds = text.split(":")
	return sign * datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


sqlite3.register_converter(DATETIME_TYPE, lambda raw: read_datetime(raw.decode()))
sqlite3.register_converter(DATE_TYPE, lambda raw: datetime.date.fromisoformat(raw.decode()))
sqlite3.register_converter(TIME_TYPE, lambda raw: _read_time(raw.decode()))
