"""The SQLite connection: it compares text as MariaDB's utf8mb4_unicode_ci does and brings dates back as dates."""

import datetime
import re
import sqlite3
import threading
import unicodedata
from collections import defaultdict, deque
from functools import lru_cache

LOCK_WAIT_SECONDS = 2.5
LOCK_WAIT_AHEAD_SECONDS = 30
DATETIME_TYPE, DATE_TYPE, TIME_TYPE = "TEXT_DATETIME", "TEXT_DATE", "TEXT_TIME"
CANONICAL_DATETIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")


class WriteLock:
	"""Let this process's writers to a database in by the order in which they came.

	SQLite alone lets whoever asks at the right moment go first, so that one of many may wait for ever.
	"""

	def __init__(self):
		self._guard = threading.Lock()
		self._turns = deque()  # the first has it

	def acquire(self, seconds, ahead=False):
		"""Wait for one's turn; return whether it came in time.

		:param ahead: be the next, before all who came earlier
		"""
		turn = threading.Event()
		with self._guard:
			self._turns.insert(1 if ahead else len(self._turns), turn)
			self._turns[0].set()
		if turn.wait(seconds):
			return True
		with self._guard:
			if not turn.is_set():
				self._turns.remove(turn)
			return turn.is_set()

	def release(self):
		with self._guard:
			self._turns.popleft()
			if self._turns:
				self._turns[0].set()


write_locks = defaultdict(WriteLock)  # by the path of the database


def open_connection(path, lock_wait):
	connection = sqlite3.connect(
		path, timeout=lock_wait, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES
	)
	connection.create_collation("unicode_ci", _order(_text_key))
	connection.create_collation("moment", _order(_moment_key))
	connection.create_function("concat", -1, _concat, deterministic=True)
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
def _text_key(text):
	"""Return what two texts have in common that MariaDB takes for equal: no case, accents or trailing spaces."""
	folded = text.casefold()
	if not folded.isascii():
		folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
	return folded.rstrip(" ")


@lru_cache(maxsize=65536)
def _moment_key(text):
	"""Fill up a date, datetime or time to microseconds."""
	full = "00:00:00.000000" if text[2:3] == ":" else "0000-00-00 00:00:00.000000"
	return text.replace("T", " ") + full[len(text) :]


def bind(value):
	"""Convert a parameter to what SQLite stores."""
	if isinstance(value, datetime.datetime):
		if value.tzinfo:
			raise TypeError(f"{value!r} has a time zone: columns hold naive datetimes in the site's zone")
		return value.isoformat(" ", "microseconds")
	if isinstance(value, datetime.date):
		return value.isoformat()
	if isinstance(value, datetime.time):
		return value.isoformat("microseconds")
	if isinstance(value, datetime.timedelta) and datetime.timedelta() <= value < datetime.timedelta(days=1):
		return (datetime.datetime.min + value).time().isoformat("microseconds")
	if isinstance(value, str):
		return str(value)
	if isinstance(value, int | float | bytes | None):
		return value
	raise TypeError(f"A value of {type(value).__name__} cannot be a parameter: {value!r}")


def _concat(*parts):
	return None if None in parts else "".join(map(str, parts))


def read_datetime(text):
	return datetime.datetime.fromisoformat(_moment_key(text))


def _read_time(text):
	hours, minutes, seconds = text.split(":")
	return datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


sqlite3.register_converter(DATETIME_TYPE, lambda raw: read_datetime(raw.decode()))
sqlite3.register_converter(DATE_TYPE, lambda raw: datetime.date.fromisoformat(raw.decode()))
sqlite3.register_converter(TIME_TYPE, lambda raw: _read_time(raw.decode()))
