"""One number for each table of the site, to tell whether anything at all was written."""

import hashlib

import frappe

LEFT_OUT: dict[str, str] = {}
"""Tables that a read may change, each with the reason: none."""


def checksums() -> dict[str, object]:
	"""Of every table in the database, those of Frappe and of other apps too."""
	frappe.db.rollback()
	tables = [table for table in _tables() if table not in LEFT_OUT]
	return (
		_of_mariadb(tables)
		if frappe.db.db_type == "mariadb"
		else {table: _of_rows(table) for table in tables}
	)


def _tables() -> list[str]:
	if frappe.db.db_type == "mariadb":
		return [
			table
			for (table,) in frappe.db.sql(
				"select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'"
			)
		]
	return [table for (table,) in frappe.db.sql("select name from sqlite_master where type = 'table'")]


def _of_mariadb(tables: list[str]) -> dict[str, object]:
	names = ", ".join(f"`{table}`" for table in tables)
	return {name.split(".", 1)[1]: found for name, found in frappe.db.sql(f"checksum table {names}")}


def _of_rows(table: str) -> str:
	rows = frappe.db.sql(f"select * from `{table}`")
	return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def changed(before: dict, after: dict) -> list[str]:
	return sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
