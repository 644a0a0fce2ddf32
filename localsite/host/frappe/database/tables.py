"""Which tables, columns and indexes there are."""

import re

from frappe.utils import get_table_name


class Tables:
	def get_tables(self, cached=True):
		return self.sql("select name from sqlite_master where type = 'table'", pluck=True)

	def table_exists(self, doctype, cached=True):
		return get_table_name(doctype) in self.get_tables()

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
