"""Fields, orders and rows as SQL; names that are none of the table's columns are refused."""

import re

import frappe
from frappe._local import NotOfferedError
from frappe.database.conditions import PLAIN_NAME, Conditions, to_column
from frappe.database.connection import DATE_TYPE, DATETIME_TYPE, TIME_TYPE
from frappe.utils import cint, get_table_name

EXPRESSION = re.compile(r"(count|sum|max|min|avg|ifnull|coalesce|distinct|lower|upper|abs)\b", re.IGNORECASE)
ALIAS = re.compile(r"^(.*?)\s+as\s+[`\"]?(\w+)[`\"]?$", re.IGNORECASE | re.DOTALL)
SMUGGLED = re.compile(r";|--|/\*|\bselect\b|\bunion\b|\bsleep\b", re.IGNORECASE)


def select(doctype, filters, fields, order_by=None, limit=None, distinct=False, for_update=False):
	conditions = Conditions(doctype)
	where = _where(conditions, filters)
	columns = ", ".join(column(doctype, field) for field in split_fields(fields))
	parts = [f"select {'distinct ' if distinct else ''}{columns} from `{get_table_name(doctype)}`", where]
	if order_by:
		parts.append(f"order by {_order(order_by)}")
	if limit:
		parts.append(f"limit {cint(limit)}")
	return " ".join(filter(None, parts)) + (" for update" if for_update else ""), conditions.parameters


def insert(doctype, values):
	places = ", ".join(["%s"] * len(values))
	columns = ", ".join(f"`{name}`" for name in values)
	return f"insert into `{get_table_name(doctype)}` ({columns}) values ({places})", _to_columns(
		doctype, values
	)


def update(doctype, filters, values):
	conditions = Conditions(doctype)
	where = _where(conditions, filters)
	assignments = ", ".join(f"`{name}` = %s" for name in values)
	parameters = _to_columns(doctype, values) + conditions.parameters
	return f"update `{get_table_name(doctype)}` set {assignments} {where}", parameters


def delete(doctype, filters):
	conditions = Conditions(doctype)
	return f"delete from `{get_table_name(doctype)}` {_where(conditions, filters)}", conditions.parameters


def _where(conditions, filters):
	found = conditions.all_of(filters)
	return f"where {' and '.join(found)}" if found else ""


def _to_columns(doctype, values):
	"""Convert values for their columns; an unknown column is refused, so no name can smuggle SQL."""
	kinds = frappe.db.column_types(get_table_name(doctype))
	unknown = [name for name in values if name not in kinds]
	if unknown:
		raise frappe.db.OperationalError(f"no such column: tab{doctype}.{unknown[0]}")
	return [
		None
		if kinds[name] in (DATE_TYPE, DATETIME_TYPE, TIME_TYPE) and value == ""
		else to_column(kinds[name], value)
		for name, value in values.items()
	]


def split_fields(fields):
	"""Return fields as a list; commas inside brackets do not separate."""
	if isinstance(fields, str):
		return [part.strip() for part in re.split(r",(?![^(]*\))", fields)]
	return list(fields)


def column(doctype, field):
	"""Write one field of a select list."""
	if not isinstance(field, str):
		raise NotOfferedError(f"the field {field!r} in a list of fields")
	if field == "*":
		return f"`{get_table_name(doctype)}`.*"
	if PLAIN_NAME.fullmatch(field):
		return f"`{get_table_name(doctype)}`.`{field}`"
	alias = ALIAS.match(field)
	if alias:
		return f"{column(doctype, alias[1].strip())} as `{alias[2]}`"
	if SMUGGLED.search(field) or not (EXPRESSION.match(field) or field.startswith("`tab")):
		raise frappe.DataError(frappe._("Cannot use sub-query or function in fields: {0}").format(field))
	return field


def _order(order_by):
	"""Write an order in which a column without a direction descends, as `frappe.db` reads it."""
	parts = []
	for declaration in order_by.split(","):
		name, *direction = declaration.split()
		if SMUGGLED.search(declaration):
			raise frappe.DataError(frappe._("Invalid order: {0}").format(order_by))
		parts.append(f"{name} {'asc' if direction and direction[0].lower() == 'asc' else 'desc'}")
	return ", ".join(parts)
