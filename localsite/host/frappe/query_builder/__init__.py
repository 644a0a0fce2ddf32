"""`frappe.qb`: PyPika writing SQL for SQLite."""

import frappe
from frappe._local import NotOfferedError
from frappe.utils import get_table_name
from pypika import Case, Criterion, Order, Table
from pypika.dialects import SQLLiteQuery, SQLLiteQueryBuilder
from pypika.queries import _SetOperation
from pypika.terms import Field

__all__ = ["Case", "Criterion", "DocType", "Field", "Order", "SQLite", "Table"]


def DocType(name):
	return Table(get_table_name(name))


class SQLiteBuilder(SQLLiteQueryBuilder):
	QUOTE_CHAR = ALIAS_QUOTE_CHAR = "`"

	def run(self, **options):
		return frappe.db.sql(self.get_sql(), **options)

	def for_update(self, nowait=False, skip_locked=False):
		"""Lock what is read: `Database.sql` takes the one write lock there is for it, and waits for it."""
		if nowait or skip_locked:
			raise NotOfferedError("for_update(nowait, skip_locked): SQLite locks the whole site")
		return super().for_update()


class SQLite(SQLLiteQuery):
	DocType, Field, Table = staticmethod(DocType), Field, Table
	desc, asc = Order.desc, Order.asc

	@classmethod
	def _builder(cls, **kwargs):
		return SQLiteBuilder(wrap_set_operation_queries=False, **kwargs)


_SetOperation.run = SQLiteBuilder.run
