"""`frappe.db` on SQLite: statements, transactions and what went wrong.

Reads outside a transaction see what is committed. The first write, or a read FOR UPDATE, takes the one write lock
(BEGIN IMMEDIATE), so nobody decides on a stale read and then fails to write.
"""

import os
import re
import sqlite3
import time
from contextlib import contextmanager

import frappe
from frappe._local import NotOfferedError, _dict, refuse_arguments
from frappe.database import connection
from frappe.database.schema import Tables
from frappe.database.values import Values
from frappe.utils import CallbackManager

FOR_UPDATE = re.compile(r"\s+for\s+update\s*$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%%")
EMPTY_LIST = re.compile(r"\bin\s*\(\s*\)", re.IGNORECASE)
EXTREME = re.compile(r"\b(max|min)\s*\(", re.IGNORECASE)
READS, WRITES = {"select", "with", "pragma"}, {"insert", "update", "delete", "replace"}
SCHEMA_CHANGES = {"alter", "create", "drop"}


class Database(Values, Tables):
	db_type = "sqlite"
	VARCHAR_LEN = 140
	OperationalError, ProgrammingError = sqlite3.OperationalError, sqlite3.ProgrammingError
	IntegrityError, DataError = sqlite3.IntegrityError, sqlite3.DataError

	def __init__(self):
		self.before_commit, self.after_commit = CallbackManager(), CallbackManager()
		self.before_rollback, self.after_rollback = CallbackManager(), CallbackManager()
		self.transaction_writes, self._ahead = 0, False
		self._column_types = {}
		path = os.path.abspath(frappe.get_site_path(frappe.conf.db_file or "site.db"))
		self._write_lock, self._holds_lock = connection.write_locks[path], False
		self._connection = connection.open_connection(path, self._lock_wait)

	def __getattr__(self, name):
		raise NotOfferedError(f"frappe.db.{name}")

	@property
	def _lock_wait(self):
		"""How many seconds a write waits for its turn and for other processes together."""
		if self._ahead:
			return connection.LOCK_WAIT_AHEAD_SECONDS
		return frappe.conf.get("lock_wait_seconds", connection.LOCK_WAIT_SECONDS)

	# Statements

	def sql(self, query, values=None, *, as_dict=False, as_list=False, pluck=False, **other):
		"""Run one statement; `%s` and `%(name)s` take the values, a list as value becomes a list in brackets."""
		refuse_arguments("frappe.db.sql", other)
		statement, parameters = _prepare(str(query).strip(), values)
		cursor = self._execute(statement, parameters)
		if not cursor.description:
			return ()
		rows = cursor.fetchall()
		if EXTREME.search(statement):
			rows = [tuple(map(_read_extreme, row)) for row in rows]
		if pluck:
			return [row[0] for row in rows]
		if as_dict:
			names = [column[0] for column in cursor.description]
			return [_dict(zip(names, row, strict=True)) for row in rows]
		return [list(row) for row in rows] if as_list else tuple(rows)

	def _execute(self, statement, parameters):
		kind = re.match(r"[\s(]*(\w*)", statement)[1].lower()
		if kind not in READS | WRITES | SCHEMA_CHANGES:
			raise NotOfferedError(f"the statement {kind.upper()!r} in frappe.db.sql")
		if EMPTY_LIST.search(statement):
			raise self.ProgrammingError(f"MariaDB knows no empty list after IN: {statement}")
		if kind in SCHEMA_CHANGES and self.transaction_writes:
			raise frappe.ImplicitCommitError("This statement can cause implicit commit")
		if kind in WRITES or FOR_UPDATE.search(statement):
			self._begin_write()
		self.transaction_writes += kind in WRITES
		return self.run(FOR_UPDATE.sub("", statement), parameters)

	def run(self, statement, parameters=()):
		"""Execute as it stands, for this package alone."""
		try:
			return self._connection.execute(statement, parameters)
		except sqlite3.OperationalError as error:
			if self.is_timedout(error):
				raise frappe.QueryTimeoutError(error) from error
			raise

	def sql_ddl(self, query):
		"""Commit, then change the schema."""
		self.commit()
		self.sql(query)

	# Transactions

	def begin(self, *, read_only=False):
		"""Do nothing: a transaction begins with the first write."""

	def _begin_write(self):
		if self._connection.in_transaction:
			return
		end = time.monotonic() + self._lock_wait
		if not self._write_lock.acquire(self._lock_wait, self._ahead):
			raise frappe.QueryTimeoutError(sqlite3.OperationalError("database is locked"))
		self._holds_lock = True
		try:
			self._wait_in_statements(max(0, end - time.monotonic()))
			self.run("BEGIN IMMEDIATE")
		finally:
			self._release_if_ended()
			self._wait_in_statements(self._lock_wait)

	def _wait_in_statements(self, seconds):
		self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

	def _release_if_ended(self):
		if self._holds_lock and not self._connection.in_transaction:
			self._holds_lock = False
			self._write_lock.release()

	def commit(self):
		self.before_rollback.reset()
		self.after_rollback.reset()
		self.before_commit.run()
		self._end("COMMIT")
		self.after_commit.run()

	def rollback(self, *, save_point=None):
		if save_point:
			self.run(f"ROLLBACK TO SAVEPOINT `{save_point}`")
			return
		self.before_commit.reset()
		self.after_commit.reset()
		self.before_rollback.run()
		self._end("ROLLBACK")
		self.after_rollback.run()

	def _end(self, how):
		try:
			if self._connection.in_transaction:
				self.run(how)
		finally:
			self._release_if_ended()
		self.transaction_writes = 0

	@contextmanager
	def ahead_of_others(self):
		"""Write what has to be written though the caller's transaction is over: before all who wait, and with patience.

		It ends with a commit of its own, which runs no callbacks.
		"""
		self._ahead = True
		try:
			yield
			self._end("COMMIT")
		finally:
			self._end("ROLLBACK")
			self._ahead = False

	def savepoint(self, save_point):
		self._begin_write()
		self.run(f"SAVEPOINT `{save_point}`")

	def release_savepoint(self, save_point):
		self.run(f"RELEASE SAVEPOINT `{save_point}`")

	def close(self):
		try:
			self._end("ROLLBACK")
		finally:
			self._connection.close()
			if self._holds_lock:
				self._holds_lock = False
				self._write_lock.release()

	def data_version(self):
		"""Return a number that changes when another connection commits."""
		return self._connection.execute("PRAGMA data_version").fetchone()[0]

	def escape(self, s, percent=True):
		"""Quote a text for SQL. Callers put it into conditions; values belong into parameters."""
		text = frappe.as_unicode(s).replace("'", "''")
		return f"'{text.replace('%', '%%') if percent else text}'"

	# What went wrong

	@staticmethod
	def is_timedout(e):
		return isinstance(e, sqlite3.OperationalError) and "locked" in str(e)

	@staticmethod
	def is_deadlocked(e):
		"""Answer no: with one write lock there is nothing to wait for crosswise."""
		return False

	@staticmethod
	def is_unique_key_violation(e):
		return isinstance(e, sqlite3.IntegrityError) and "UNIQUE constraint failed" in str(e)

	is_duplicate_entry = is_unique_key_violation

	@classmethod
	def is_primary_key_violation(cls, e):
		return cls.is_unique_key_violation(e) and str(e).endswith(".name") and "," not in str(e)


def _prepare(statement, values):
	"""Return the statement with SQLite's placeholders, and the parameters."""
	if values is None or values == {}:
		return statement, {}
	if not isinstance(values, dict | list | tuple):
		values = (values,)
	by_name, waiting, parameters = isinstance(values, dict), list(values)[::-1], {}

	def place(match):
		if match[0] == "%%":
			return "%"
		if not match[1] and not waiting:
			raise TypeError(f"not enough values for the placeholders of: {statement}")
		value = values[match[1]] if match[1] else waiting.pop()
		if isinstance(value, list | tuple | set):
			return f"({', '.join(add(item) for item in value)})"
		return add(value)

	def add(value):
		parameters[f"p{len(parameters)}"] = connection.bind(value)
		return f":p{len(parameters) - 1}"

	statement = PLACEHOLDER.sub(place, statement)
	if waiting and not by_name:
		raise TypeError("not all arguments converted: more values than placeholders")
	return statement, parameters


def _read_extreme(value):
	"""Bring the MAX or MIN of a datetime column back as a datetime: SQLite forgets the type of an expression."""
	is_datetime = isinstance(value, str) and connection.CANONICAL_DATETIME.fullmatch(value)
	return connection.read_datetime(value) if is_datetime else value
