"""Tables as the DocTypes want them. Nothing is lost: columns that no field asks for any more stay with their data."""

import frappe
from frappe import _
from frappe.model import child_table_fields, column_of_fieldtype, optional_fields
from frappe.utils import cint, flt

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
	kind = column_of_fieldtype[field.fieldtype][0]
	if kind in ("INTEGER", "REAL"):
		return f"{kind} NOT NULL DEFAULT {(cint if kind == 'INTEGER' else flt)(field.default)}"
	definition = TEXT if kind == "TEXT" else f"{kind} COLLATE moment"
	is_computed = str(field.default or "").startswith(":") or field.default in (
		"Today",
		"Now",
		"now",
		"__user",
		"__today",
	)
	if not field.default or is_computed:
		return definition
	return f"{definition} DEFAULT {frappe.db.escape(field.default, percent=False)}"


def _listed(columns):
	return ", ".join(f"`{name}` {definition}" for name, definition in columns.items())


def _existing_columns(table):
	"""Return {column: definition} as the table has them."""
	existing = {}
	for row in frappe.db.sql(f"PRAGMA table_info(`{table}`)", as_dict=True):
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
	values = ", ".join(
		_kept_value(name, columns[name]) if name in changed else f"`{name}`" for name in existing
	)
	indexes = frappe.db.sql(
		"select sql from sqlite_master where type = 'index' and tbl_name = %s and sql is not null",
		[table],
		pluck=True,
	)
	frappe.db.run_together(
		f"CREATE TABLE `{table} rebuilt` ({_listed(existing | columns)})",
		f"INSERT INTO `{table} rebuilt` ({names}) SELECT {values} FROM `{table}`",
		f"DROP TABLE `{table}`",
		f"ALTER TABLE `{table} rebuilt` RENAME TO `{table}`",
		*indexes,
	)
	return [f"changed {table}.{name}" for name in changed]


def _kept_value(name, definition):
	kind = definition.split()[0]
	if kind in ("INTEGER", "REAL"):
		return f"CAST(IFNULL(`{name}`, 0) AS {kind})"
	return f"CAST(`{name}` AS TEXT)"


def _sync_indexes(table, meta):
	done = []
	wanted = {"parent": False} if meta.istable else {"modified": False}
	for field in meta.column_fields:
		if field.unique or field.search_index:
			wanted[field.fieldname] = bool(field.unique)
	for fieldname in [field.fieldname for field in meta.column_fields] + list(wanted):
		done += _sync_index(table, fieldname, wanted.get(fieldname))
	return done


def _sync_index(table, fieldname, is_unique):
	"""Make or drop the index of one field: `is_unique` is None where none is wanted."""
	done = []
	names = {True: f"{table}.{fieldname}.unique", False: f"{table}.{fieldname}.index"}
	for unique, name in names.items():
		exists = frappe.db.sql("select 1 from sqlite_master where type = 'index' and name = %s", [name])
		if exists and is_unique is not unique:
			frappe.db.sql_ddl(f"DROP INDEX `{name}`")
			done.append(f"dropped index {name}")
		elif not exists and is_unique is unique:
			_create_index(table, fieldname, name, unique)
			done.append(f"created index {name}")
	return done


def _create_index(table, fieldname, name, unique):
	try:
		frappe.db.sql_ddl(f"CREATE {'UNIQUE ' if unique else ''}INDEX `{name}` ON `{table}` (`{fieldname}`)")
	except frappe.db.IntegrityError:
		message = _("{0} field cannot be set as unique in {1}, as there are non-unique existing values")
		frappe.throw(message.format(fieldname, table))
