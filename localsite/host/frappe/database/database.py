"""`frappe.db` on SQLite: statements, transactions, and single values.

Reads outside a transaction see what is committed. The first write, or a read FOR UPDATE, takes the one write lock
(BEGIN IMMEDIATE), so nobody decides on a stale read and then fails to write.
"""

import logging
import re
import sqlite3

import frappe
from frappe._local import NotOfferedError, _dict, refuse_arguments
from frappe.database import connection, query
from frappe.utils import CallbackManager, cast, get_datetime, get_table_name, getdate, now, sbool

FOR_UPDATE = re.compile(r"\s+for\s+update\s*$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%%")
EMPTY_LIST = re.compile(r"\bin\s*\(\s*\)", re.IGNORECASE)
EXTREME = re.compile(r"\b(max|min)\s*\(", re.IGNORECASE)
READS, WRITES = {"select", "with", "pragma", "explain", "values"}, {"insert", "update", "delete", "replace"}
SCHEMA_CHANGES = {"alter", "create", "drop"}
VALUES_NOT_GIVEN = object()


class Database:
	db_type = "sqlite"
	VARCHAR_LEN = 140
	DEFAULT_COLUMNS = ("name", "creation", "modified", "modified_by", "owner", "docstatus", "idx")
	CHILD_TABLE_COLUMNS = ("parent", "parenttype", "parentfield")
	Error, DatabaseError = sqlite3.Error, sqlite3.DatabaseError
	OperationalError, ProgrammingError = sqlite3.OperationalError, sqlite3.ProgrammingError
	IntegrityError, DataError, InternalError = (
		sqlite3.IntegrityError,
		sqlite3.DataError,
		sqlite3.InternalError,
	)
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

	def sql_list(self, query, values=VALUES_NOT_GIVEN, **kwargs):
		return self.sql(query, values, pluck=True, **kwargs)

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

	# Rows

	def get_value(self, doctype, filters=None, fieldname="name", *args, **kwargs):
		"""Return one field, or a tuple or dict of fields, of the first row that the filters match, or None."""
		rows = self.get_values(doctype, filters, fieldname, *args, **{**kwargs, "limit": 1})
		if not rows:
			return None
		row = rows[0]
		return row if isinstance(row, dict) or not isinstance(row, tuple | list) or len(row) > 1 else row[0]

	def get_values(
		self,
		doctype,
		filters=None,
		fieldname="name",
		ignore=None,
		as_dict=False,
		debug=False,
		order_by="modified desc",
		update=None,
		cache=False,
		for_update=False,
		*,
		pluck=False,
		distinct=False,
		limit=None,
		wait=True,
		**other,
	):
		"""Return rows as tuples or dicts.

		:param ignore: a missing table or column means no rows
		:param order_by: each column descending unless "asc" is said
		:param wait: may be False, but SQLite's lock is the whole site's, so it is waited for
		"""
		refuse_arguments("frappe.db.get_value", other)
		key = (doctype, filters, str(fieldname), as_dict)
		if cache and isinstance(filters, str) and key in self.value_cache:
			return self.value_cache[key]
		if doctype != "DocType" and (filters is None or filters == doctype):
			return self._single_values(doctype, fieldname, as_dict)
		if filters == []:
			return []
		try:
			sql, parameters = query.select(
				doctype, filters, fieldname, None if distinct else order_by, limit, distinct, for_update
			)
			rows = self.sql(
				sql, parameters, as_dict=as_dict or fieldname == "*", pluck=pluck, update=update, debug=debug
			)
		except sqlite3.OperationalError as error:
			if not (ignore and self.is_missing_table_or_column(error)):
				raise
			rows = []
		if cache and isinstance(filters, str):
			self.value_cache[key] = rows
		return rows

	def _single_values(self, doctype, fieldname, as_dict):
		values = self.get_singles_dict(doctype)
		if fieldname == "*":
			return [values] if values else []
		fields = [fieldname] if isinstance(fieldname, str) else fieldname
		found = _dict({field: values[field] for field in fields if field in values})
		if not found:
			return []
		return [found] if as_dict else [[found.get(field) for field in fields]]

	def get(self, doctype, filters=None, as_dict=True, cache=False):
		return self.get_value(doctype, filters, "*", as_dict=as_dict, cache=cache)

	def get_singles_dict(self, doctype, debug=False, *, for_update=False, cast=False):
		"""Return a Single's stored values, as text unless they are to be cast by their fields."""
		lock = " for update" if for_update else ""
		values = _dict(self.sql(f"select field, value from `tabSingles` where doctype = %s{lock}", [doctype]))
		return self._cast_single(doctype, values) if cast and values else values

	def _cast_single(self, doctype, values):
		fields = frappe.get_meta(doctype).get_field
		return _dict({key: cast(fields(key).fieldtype, v) if fields(key) else v for key, v in values.items()})

	def get_single_value(self, doctype, fieldname, cache=True):
		"""Return a Single's field, cast; by default as this connection read it first."""
		known = self.value_cache.setdefault(doctype, {})
		if not (cache and fieldname in known):
			field = frappe.get_meta(doctype).get_field(fieldname)
			if not field:
				message = frappe._("Field {0} does not exist on {1}").format(
					frappe.bold(fieldname), frappe.bold(doctype)
				)
				frappe.throw(message, self.InvalidColumnName)
			known[fieldname] = cast(field.fieldtype, self.get_singles_dict(doctype).get(fieldname))
		return known[fieldname]

	def set_single_value(
		self, doctype, fieldname, value=None, *, modified=None, modified_by=None, update_modified=True
	):
		values = self._values_to_update(fieldname, value, modified, modified_by, update_modified)
		self.sql("delete from `tabSingles` where doctype = %s and field in %s", [doctype, list(values)])
		for field, new in values.items():
			self.sql("insert into `tabSingles` values (%s, %s, %s)", [doctype, field, sbool(new)])
		frappe.clear_document_cache(doctype, doctype)
		self.value_cache.pop(doctype, None)

	def set_value(
		self, dt, dn, field, val=None, modified=None, modified_by=None, update_modified=True, debug=False
	):
		"""Update columns of one row or of all that the filters match, past the document's own code."""
		if dn is None or dt == dn:
			self.set_single_value(
				dt, field, val, modified=modified, modified_by=modified_by, update_modified=update_modified
			)
			return
		values = self._values_to_update(field, val, modified, modified_by, update_modified)
		sql, parameters = query.update(dt, dn, values)
		frappe.clear_document_cache(dt, dn if isinstance(dn, str) else None)
		self.sql(sql, parameters, debug=debug)
		self.value_cache = {}

	def _values_to_update(self, field, value, modified, modified_by, update_modified):
		values = dict(field) if isinstance(field, dict) else {field: value}
		if update_modified:
			values |= {"modified": modified or now(), "modified_by": modified_by or frappe.session.user}
		return values

	def insert_row(self, doctype, values):
		self.sql(*query.insert(doctype, values))

	def delete(self, doctype, filters=None, debug=False):
		self.sql(*query.delete(doctype, filters), debug=debug)

	def exists(self, dt, dn=None, cache=False):
		"""Return the name of a document that matches, or None; a Single always exists."""
		if dt != "DocType" and dt == dn:
			return dn
		if isinstance(dt, dict):
			dn = {key: value for key, value in dt.items() if key != "doctype"}
			dt = dt["doctype"]
		return self.get_value(dt, dn, ignore=True, cache=cache, order_by=None)

	def count(self, dt, filters=None, debug=False, cache=False, distinct=True):
		return self.sql(*query.select(dt, filters, "count(*)"), debug=debug)[0][0]

	def get_all(self, *args, **kwargs):
		return frappe.get_all(*args, **kwargs)

	def get_list(self, *args, **kwargs):
		return frappe.get_list(*args, **kwargs)

	# Defaults

	def get_global(self, key, user="__global"):
		return self.get_value("DefaultValue", {"defkey": key, "parent": user}, "defvalue", ignore=True)

	def set_global(self, key, val, user="__global"):
		self.delete("DefaultValue", {"defkey": key, "parent": user})
		name = frappe.generate_hash(length=10)
		self.insert_row("DefaultValue", {"name": name, "parent": user, "defkey": key, "defvalue": val})

	def get_default(self, key, parent="__default"):
		return self.get_global(key, parent)

	def set_default(self, key, val, parent="__default"):
		self.set_global(key, val, parent)

	# Schema

	def get_tables(self, cached=True):
		return self.sql("select name from sqlite_master where type = 'table'", pluck=True)

	def table_exists(self, doctype, cached=True):
		return get_table_name(doctype) in self.get_tables()

	has_table = table_exists

	def column_types(self, table):
		"""Return {column: declared type}."""
		if table not in self._column_types:
			rows = self._connection.execute(f"PRAGMA table_info(`{table}`)").fetchall()
			if not rows:
				raise self.OperationalError(f"no such table: {table}")
			self._column_types[table] = {row[1]: row[2] for row in rows}
		return self._column_types[table]

	def get_table_columns(self, doctype):
		return list(self.column_types(get_table_name(doctype)))

	def has_column(self, doctype, column):
		return column in self.get_table_columns(doctype)

	def has_index(self, table_name, index_name):
		found = "select 1 from sqlite_master where type = 'index' and name = %s"
		return bool(self.sql(found, [f"{table_name}.{index_name}"]))

	def add_index(self, doctype, fields, index_name=None):
		name = index_name or "_".join(re.sub(r"\s*\([^)]+\)", "", field) for field in fields) + "_index"
		self._create_index(doctype, fields, name)

	def add_unique(self, doctype, fields, constraint_name=None):
		fields = [fields] if isinstance(fields, str) else fields
		self._create_index(doctype, fields, constraint_name or "unique_" + "_".join(fields), "UNIQUE ")

	def _create_index(self, doctype, fields, name, kind=""):
		table = get_table_name(doctype)
		if not self.has_index(table, name):
			columns = ", ".join(re.sub(r"\(\d+\)", "", field) for field in fields)
			self.sql_ddl(f"CREATE {kind}INDEX `{table}.{name}` ON `{table}` ({columns})")

	def forget_schema(self):
		self._column_types = {}

	@staticmethod
	def format_date(date):
		return getdate(date).strftime("%Y-%m-%d")

	@staticmethod
	def format_datetime(datetime):
		return get_datetime(datetime).strftime("%Y-%m-%d %H:%M:%S.%f")


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
