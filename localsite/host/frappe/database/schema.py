"""Tables as the DocTypes want them. Nothing is lost: columns that no field asks for any more stay with their data."""

import re

import frappe
from frappe import _
from frappe.model import child_table_fields, column_of_fieldtype, optional_fields
from frappe.utils import cint, flt, get_table_name

TEXT = "TEXT COLLATE unicode_ci"
INTERNAL_TABLES = {
	"tabSingles": f"doctype {TEXT}, field {TEXT}, value TEXT",
	"__Auth": f"""doctype {TEXT} NOT NULL, name {TEXT} NOT NULL, fieldname {TEXT} NOT NULL, password TEXT NOT NULL,
		encrypted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (doctype, name, fieldname)""",
}
STANDARD_COLUMNS = {
	"name": f"{TEXT} PRIMARY KEY",
	"creation": "TEXT_DATETIME COLLATE moment",
	"modified": "TEXT_DATETIME COLLATE moment",
	"modified_by": TEXT,
	"owner": TEXT,
	"docstatus": "INTEGER NOT NULL DEFAULT 0",
	"idx": "INTEGER NOT NULL DEFAULT 0",
}
COMPUTED_DEFAULTS = ("Today", "Now", "now", "__user")


class Tables:
	"""The part of `frappe.db` that knows which tables, columns and indexes there are."""

	def get_tables(self):
		return self.sql("select name from sqlite_master where type = 'table'", pluck=True)

	def table_exists(self, doctype):
		return get_table_name(doctype) in self.get_tables()

	def column_types(self, table):
		"""Return {column: declared type}."""
		if table not in self._column_types:
			rows = self.sql(f"pragma table_info(`{table}`)")
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
		self._create_index(get_table_name(doctype), fields, name)

	def add_unique(self, doctype, fields, constraint_name=None):
		fields = [fields] if isinstance(fields, str) else fields
		name = constraint_name or "unique_" + "_".join(fields)
		self._create_index(get_table_name(doctype), fields, name, "UNIQUE ")

	def _create_index(self, table, fields, name, kind=""):
		if not self.has_index(table, name):
			columns = ", ".join(re.sub(r"\(\d+\)", "", field) for field in fields)
			self.sql_ddl(f"CREATE {kind}INDEX `{table}.{name}` ON `{table}` ({columns})")

	def forget_schema(self):
		self._column_types = {}


def create_internal_tables():
	for table, columns in INTERNAL_TABLES.items():
		frappe.db.sql_ddl(f"CREATE TABLE IF NOT EXISTS `{table}` ({columns})")
	frappe.db.sql_ddl("CREATE INDEX IF NOT EXISTS `tabSingles.doctype` ON `tabSingles` (doctype, field)")


def sync_table(meta):
	"""Bring a DocType's table up to its fields; return what was done, as sentences."""
	if meta.issingle or meta.is_virtual:
		return []
	table, columns = f"tab{meta.name}", _wanted_columns(meta)
	if not frappe.db.table_exists(meta.name):
		frappe.db.sql_ddl(f"CREATE TABLE `{table}` ({_listed(columns)})")
		done = [f"created {table}"]
	else:
		done = _add_columns(table, columns) + _change_types(table, columns)
	frappe.db.forget_schema()
	return done + _sync_indexes(table, meta)


def _wanted_columns(meta):
	"""Return {column: definition}."""
	columns = dict(STANDARD_COLUMNS)
	columns.update(dict.fromkeys(child_table_fields if meta.istable else optional_fields, TEXT))
	columns.update({field.fieldname: _definition(field) for field in meta.column_fields})
	return columns


def _definition(field):
	kind = column_of_fieldtype[field.fieldtype]
	if kind in ("INTEGER", "REAL"):
		return f"{kind} NOT NULL DEFAULT {(cint if kind == 'INTEGER' else flt)(field.default)}"
	definition = TEXT if kind == "TEXT" else f"{kind} COLLATE moment"
	if not field.default or field.default in COMPUTED_DEFAULTS:
		return definition
	return f"{definition} DEFAULT {frappe.db.escape(field.default, percent=False)}"


def _listed(columns):
	return ", ".join(f"`{name}` {definition}" for name, definition in columns.items())


def _existing_columns(table):
	"""Return {column: definition} as the table has them."""
	existing = {}
	for row in frappe.db.sql(f"pragma table_info(`{table}`)", as_dict=True):
		definition = row.type
		if row.type.startswith("TEXT"):
			definition += " COLLATE unicode_ci" if row.type == "TEXT" else " COLLATE moment"
		definition += " NOT NULL" if row.notnull else ""
		definition += f" DEFAULT {row.dflt_value}" if row.dflt_value is not None else ""
		existing[row.name] = definition + (" PRIMARY KEY" if row.pk else "")
	return existing


def _add_columns(table, columns):
	existing = _existing_columns(table)
	added = {name: definition for name, definition in columns.items() if name not in existing}
	for name, definition in added.items():
		frappe.db.sql_ddl(f"ALTER TABLE `{table}` ADD COLUMN `{name}` {definition}")
	return [f"added {table}.{name}" for name in added]


def _change_types(table, columns):
	"""Rebuild the table where a definition changed: SQLite cannot alter a column. The values are kept."""
	existing = _existing_columns(table)
	changed = [name for name, definition in columns.items() if existing[name] != definition]
	if not changed:
		return []
	names = ", ".join(f"`{name}`" for name in existing)
	values = [_kept_value(name, columns[name]) if name in changed else f"`{name}`" for name in existing]
	find = "select sql from sqlite_master where type = 'index' and tbl_name = %s and sql is not null"
	indexes = frappe.db.sql(find, [table], pluck=True)
	frappe.db.commit()
	frappe.db.savepoint("rebuild")
	for statement in (
		f"CREATE TABLE `{table} rebuilt` ({_listed(existing | columns)})",
		f"INSERT INTO `{table} rebuilt` ({names}) SELECT {', '.join(values)} FROM `{table}`",
		f"DROP TABLE `{table}`",
		f"ALTER TABLE `{table} rebuilt` RENAME TO `{table}`",
		*indexes,
	):
		frappe.db.run(statement)
	frappe.db.commit()
	return [f"changed {table}.{name}" for name in changed]


def _kept_value(name, definition):
	kind = definition.split()[0]
	return (
		f"CAST(IFNULL(`{name}`, 0) AS {kind})" if kind in ("INTEGER", "REAL") else f"CAST(`{name}` AS TEXT)"
	)


def _sync_indexes(table, meta):
	done, wanted = [], {"parent": False} if meta.istable else {"modified": False}
	for field in meta.column_fields:
		if field.unique or field.search_index:
			wanted[field.fieldname] = bool(field.unique)
	for fieldname in dict.fromkeys([*[field.fieldname for field in meta.column_fields], *wanted]):
		for unique, kind in ((True, "unique"), (False, "index")):
			name, is_wanted = f"{fieldname}.{kind}", wanted.get(fieldname) is unique
			if frappe.db.has_index(table, name) and not is_wanted:
				frappe.db.sql_ddl(f"DROP INDEX `{table}.{name}`")
				done.append(f"dropped index {table}.{name}")
			elif is_wanted and not frappe.db.has_index(table, name):
				_create_index(table, fieldname, name, "UNIQUE " if unique else "")
				done.append(f"created index {table}.{name}")
	return done


def _create_index(table, fieldname, name, kind):
	try:
		frappe.db.sql_ddl(f"CREATE {kind}INDEX `{table}.{name}` ON `{table}` (`{fieldname}`)")
	except frappe.db.IntegrityError:
		message = _("{0} field cannot be set as unique in {1}, as there are non-unique existing values")
		frappe.throw(message.format(fieldname, table))
