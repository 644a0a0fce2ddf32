"""`frappe.qb`: PyPika writing SQL for SQLite, every value bound as a parameter."""

from contextvars import ContextVar
from enum import Enum

import frappe
import pypika.terms
from frappe._local import NotOfferedError
from frappe.utils import get_table_name
from pypika import Case, Criterion, Order, Query, Table, terms
from pypika.enums import Dialects
from pypika.queries import QueryBuilder, _SetOperation
from pypika.terms import Field, Function, ValueWrapper
from pypika.utils import format_alias_sql

__all__ = ["Case", "Criterion", "DocType", "Field", "Order", "SQLite", "Table"]

# The parameters of the query being written; None while SQL is written for reading only.
_parameters = ContextVar("parameters", default=None)


class BoundValue(ValueWrapper):
	"""A value that leaves a placeholder in the SQL and itself among the parameters."""

	def get_sql(self, quote_char=None, **kwargs):
		parameters = _parameters.get()
		value = self.value.value if isinstance(self.value, Enum) else self.value
		if parameters is None or isinstance(value, terms.Node):
			return super().get_sql(quote_char=quote_char, **kwargs)
		name = f"param{len(parameters) + 1}"
		parameters[name] = value
		return format_alias_sql(f"%({name})s", self.alias, quote_char=quote_char)


# PyPika wraps the values of comparisons in the class of this name.
pypika.terms.ValueWrapper = BoundValue


def walk(query):
	"""Return the SQL and its parameters."""
	token = _parameters.set({})
	try:
		return query.get_sql(), _parameters.get()
	finally:
		_parameters.reset(token)


def run(query, *args, **kwargs):
	return frappe.db.sql(*walk(query), *args, **kwargs)


class SQLiteBuilder(QueryBuilder):
	QUOTE_CHAR = ALIAS_QUOTE_CHAR = "`"
	run, walk = run, walk

	def __init__(self, **kwargs):
		super().__init__(dialect=Dialects.SQLLITE, wrapper_cls=BoundValue, **kwargs)

	def for_update(self, nowait=False, skip_locked=False, of=()):
		"""Lock what is read: `Database.sql` takes the one write lock there is for it, and waits for it."""
		if nowait or skip_locked:
			raise NotOfferedError("for_update(nowait, skip_locked): SQLite locks the whole site")
		return super().for_update()

	def on_duplicate_key_update(self, *args, **kwargs):
		raise NotOfferedError("on_duplicate_key_update of MariaDB")


_SetOperation.run, _SetOperation.walk = run, walk


class SQLite(Query):
	Field = Field
	Table = Table
	terms = terms
	desc, asc = Order.desc, Order.asc

	@classmethod
	def _builder(cls, **kwargs):
		return SQLiteBuilder(**kwargs)

	@staticmethod
	def DocType(name, *args, **kwargs):
		return Table(get_table_name(name), *args, **kwargs)

	@staticmethod
	def functions(name, *args, **kwargs):
		return Function(name, *args, **kwargs)

	@classmethod
	def from_(cls, table, *args, **kwargs):
		return super().from_(cls._table(table), *args, **kwargs)

	@classmethod
	def into(cls, table, *args, **kwargs):
		return super().into(cls._table(table), *args, **kwargs)

	@classmethod
	def update(cls, table, *args, **kwargs):
		return super().update(cls._table(table), *args, **kwargs)

	@classmethod
	def _table(cls, table):
		return cls.DocType(table) if isinstance(table, str) else table


def DocType(*args, **kwargs):
	return SQLite.DocType(*args, **kwargs)
