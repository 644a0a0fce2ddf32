"""`frappe.db` on SQLite: statements, transactions and what went wrong.

Reads outside a transaction see what is committed. The first write, or a read FOR UPDATE, takes the one write lock
(BEGIN IMMEDIATE), so nobody decides on a stale read and then fails to write.
"""

import logging
import re
import sqlite3

import frappe
from frappe._local import NotOfferedError, _dict, refuse_arguments
from frappe.database import connection
from frappe.database.tables import Tables
from frappe.database.values import Values
from frappe.utils import CallbackManager

FOR_UPDATE = re.compile(r"\s+for\s+update\s*$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%%")
EMPTY_LIST = re.compile(r"\bin\s*\(\s*\)", re.IGNORECASE)
EXTREME = re.compile(r"\b(max|min)\s*\(", re.IGNORECASE)
READS, WRITES = {"select", "with", "pragma", "explain", "values"}, {"insert", "update", "delete", "replace"}
SCHEMA_CHANGES = {"alter", "create", "drop"}
VALUES_NOT_GIVEN = object()


class Database(Values, Tables):
	db_type = "sqlite"
	VARCHAR_LEN = 140
	OperationalError, ProgrammingError = sqlite3.OperationalError, sqlite3.ProgrammingError
	IntegrityError, DataError = sqlite3.IntegrityError, sqlite3.DataError
	InvalidColumnName = frappe.InvalidColumnName

	def __init__(self):
		self.before_commit, self.after_commit = CallbackManager(), CallbackManager()
		self.before_rollback, self.after_rollback = CallbackManager(), CallbackManager()
		self.value_cache = {}
		self.transaction_writes = 0
		self._column_types = {}
		self._deferred = []
		self._connection = connection.open_connection(frappe.get_site_path(frappe.conf.db_file or "site.db"))
		self._cursor = self._connection.cursor()

	def __getattr__(self, name):
		raise NotOfferedError(f"frappe.db.{name}")

	# Statements

	def sql(
		self,
		query,
		values=VALUES_NOT_GIVEN,
		*,
		as_dict=False,
		as_list=False,
		pluck=False,
		update=None,
		debug=False,
		**other,
	):
		"""Run one statement; `%s` and `%(name)s` take the values, a tuple or list as value becomes a list in brackets."""
		refuse_arguments("frappe.db.sql", other)
		statement, parameters = _prepare(str(query).strip(), values)
		if debug:
			frappe.local.debug_log.append(statement)
		self._execute(statement, parameters)
		if not self._cursor.description:
			return ()
		names = [column[0] for column in self._cursor.description]
		rows = self._cursor.fetchall()
		if EXTREME.search(statement):
			rows = [tuple(map(_read_extreme, row)) for row in rows]
		if pluck:
			return [row[0] for row in rows]
		if as_dict:
			return [_dict(zip(names, row, strict=True)).update(update or {}) for row in rows]
		return [list(row) for row in rows] if as_list else tuple(rows)

	def _execute(self, statement, parameters=()):
		kind = re.match(r"[\s(]*(\w*)", statement)[1].lower()
		if EMPTY_LIST.search(statement):
			raise self.ProgrammingError(f"MariaDB knows no empty list after IN: {statement}")
		try:
			if kind in SCHEMA_CHANGES:
				self._end_before_schema_change()
			elif kind in WRITES or FOR_UPDATE.search(statement):
				self._begin_write()
			elif kind not in READS:
				raise NotOfferedError(f"the statement {kind.upper()!r} in frappe.db.sql")
			self._cursor.execute(FOR_UPDATE.sub("", statement), parameters)
		except sqlite3.OperationalError as error:
			if self.is_timedout(error):
				raise frappe.QueryTimeoutError(error) from error
			raise
		self.transaction_writes += kind in WRITES

	def _begin_write(self):
		if not self._connection.in_transaction:
			self._cursor.execute("BEGIN IMMEDIATE")

	def _end_before_schema_change(self):
		if self.transaction_writes:
			raise frappe.ImplicitCommitError("This statement can cause implicit commit")
		if self._connection.in_transaction:
			self._connection.execute("COMMIT")

	def sql_ddl(self, query, debug=False):
		"""Commit, then change the schema."""
		self.commit()
		self.sql(query, debug=debug)

	def run_together(self, *statements):
		"""Commit, then change the schema with several statements, all of them or none."""
		self.commit()
		self._begin_write()
		try:
			for statement in statements:
				self._cursor.execute(statement)
			self._connection.execute("COMMIT")
		except sqlite3.Error:
			self._connection.execute("ROLLBACK")
			raise

	def escape(self, s, percent=True):
		"""Quote a text for SQL. Callers put it into conditions; values belong into parameters."""
		text = frappe.as_unicode(s).replace("'", "''")
		return f"'{text.replace('%', '%%') if percent else text}'"

	def data_version(self):
		"""Return a number that changes when another connection commits."""
		return self._connection.execute("PRAGMA data_version").fetchone()[0]

	# Transactions

	def begin(self, *, read_only=False):
		"""Do nothing: a transaction begins with the first write."""

	def commit(self):
		self.before_rollback.reset()
		self.after_rollback.reset()
		self.before_commit.run()
		self._end("COMMIT")
		self.after_commit.run()

	def rollback(self, *, save_point=None):
		if save_point:
			self._connection.execute(f"ROLLBACK TO SAVEPOINT `{save_point}`")
			return
		self.before_commit.reset()
		self.after_commit.reset()
		self.before_rollback.run()
		self._end("ROLLBACK")
		self.after_rollback.run()

	def _end(self, how):
		if self._connection.in_transaction:
			self._connection.execute(how)
		self.transaction_writes = 0
		self._write_deferred()

	def savepoint(self, save_point):
		self._begin_write()
		self._connection.execute(f"SAVEPOINT `{save_point}`")

	def release_savepoint(self, save_point):
		self._connection.execute(f"RELEASE SAVEPOINT `{save_point}`")

	def defer_insert(self, doc):
		"""Keep a document until this transaction has ended, whichever way, and insert it then."""
		self._deferred.append(doc)

	def _write_deferred(self):
		waiting, self._deferred = self._deferred, []
		try:
			for doc in waiting:
				doc.insert(ignore_permissions=True)
		except Exception:  # the transaction itself has ended well; its caller must not see another error
			logging.getLogger(__name__).exception("A deferred document could not be inserted")
		if waiting and self._connection.in_transaction:
			self._connection.execute("COMMIT")

	def close(self):
		try:
			self._end("ROLLBACK")
		finally:
			self._connection.close()

	# What went wrong

	@staticmethod
	def is_timedout(e):
		return isinstance(e, sqlite3.OperationalError) and "locked" in str(e)

	@staticmethod
	def is_deadlocked(e):
		"""Answer no: with one write lock there is nothing to wait for crosswise."""
		return False

	@staticmethod
	def is_duplicate_entry(e):
		return isinstance(e, sqlite3.IntegrityError) and "UNIQUE constraint failed" in str(e)

	@classmethod
	def is_primary_key_violation(cls, e):
		return cls.is_duplicate_entry(e) and str(e).endswith(".name") and "," not in str(e)

	@classmethod
	def is_unique_key_violation(cls, e):
		return cls.is_duplicate_entry(e)

	@staticmethod
	def is_table_missing(e):
		return "no such table" in str(e)

	is_missing_table = is_table_missing

	@staticmethod
	def is_missing_column(e):
		return "no such column" in str(e) or "has no column named" in str(e)

	@classmethod
	def is_missing_table_or_column(cls, e):
		return cls.is_table_missing(e) or cls.is_missing_column(e)


def _prepare(statement, values):
	"""Return the statement with SQLite's placeholders, and the parameters."""
	if values is VALUES_NOT_GIVEN or values is None:
		return statement, {}
	if not isinstance(values, dict | list | tuple):
		values = (values,)
	by_name = isinstance(values, dict)
	waiting, parameters = iter(() if by_name else values), {}

	def place(match):
		if match[0] == "%%":
			return "%"
		value = values[match[1]] if match[1] else next(waiting, VALUES_NOT_GIVEN)
		if value is VALUES_NOT_GIVEN:
			raise TypeError(f"not enough values for the placeholders of: {statement}")
		if isinstance(value, list | tuple | set):
			return f"({', '.join(add(item) for item in value)})"
		return add(value)

	def add(value):
		parameters[f"p{len(parameters)}"] = connection.bind(value)
		return f":p{len(parameters) - 1}"

	if by_name and not values:
		return statement, {}
	statement = PLACEHOLDER.sub(place, statement)
	if not by_name and next(waiting, waiting) is not waiting:
		raise TypeError("not all arguments converted: more values than placeholders")
	return statement, parameters


def _read_extreme(value):
	"""Bring the MAX or MIN of a datetime column back as a datetime: SQLite forgets the type of an expression."""
	is_datetime = isinstance(value, str) and connection.CANONICAL_DATETIME.fullmatch(value)
	return connection.read_datetime(value) if is_datetime else value
