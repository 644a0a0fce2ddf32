"""Filters and statements as SQL: names that are no columns of the table are refused, values become parameters."""

import datetime
import re

import frappe
from frappe._local import NotOfferedError
from frappe.database.connection import DATE_TYPE, DATETIME_TYPE, TIME_TYPE
from frappe.utils import cint, flt, get_datetime, get_table_name, getdate, to_timedelta

OPERATORS = {"=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "between", "is"}
MEETS_EMPTY = {"!=", "<", "<=", "not in", "not like"}
PLAIN_NAME = re.compile(r"\w+")
EXPRESSION = re.compile(r"(count|sum|max|min|avg|ifnull|coalesce|distinct)\b|`tab", re.IGNORECASE)
ALIAS = re.compile(r"^(.*?)\s+as\s+[`\"]?(\w+)[`\"]?$", re.IGNORECASE | re.DOTALL)
SMUGGLED = re.compile(r";|--|/\*|\bselect\b|\bunion\b", re.IGNORECASE)
FIRST_DAY = "0001-01-01 00:00:00.000000"


class Conditions:
	"""Conditions on one table, with the parameters that their placeholders take in order.

	:param lenient: compare as `get_all` does: NULL counts as empty, and a date reaches to the end of its day
	"""

	def __init__(self, doctype, filters=None, lenient=False):
		self.doctype, self.lenient = doctype, lenient
		self.parameters = []
		self.parts = self.all_of(filters)

	def where(self):
		return f" where {' and '.join(self.parts)}" if self.parts else ""

	def all_of(self, filters):
		return [self._condition(*each) for each in normalise(self.doctype, filters)]

	def _condition(self, doctype, field, operator, value):
		operator = operator.lower()
		if operator not in OPERATORS:
			raise NotOfferedError(f"the filter operator {operator!r}")
		if doctype != self.doctype:
			raise NotOfferedError(f"filters on the rows of {doctype}")
		kind = frappe.db.column_types(get_table_name(doctype)).get(field)
		if kind is None:
			raise frappe.db.OperationalError(f"no such column: tab{doctype}.{field}")
		column = f"`{get_table_name(doctype)}`.`{field}`"
		if operator == "is":
			return self._is(column, kind, value)
		if operator == "between":
			return self._between(column, kind, value)
		if operator in ("in", "not in"):
			value = value.split(",") if isinstance(value, str) else list(value or ("",))
			if value == [""] and self.lenient and not kind.startswith("TEXT"):
				return "1 = 0" if operator == "in" else "1 = 1"
		if value is None and not self.lenient:
			return f"{column} is {'not ' if operator == '!=' else ''}null"
		values = value if isinstance(value, list) else [value]
		if self.lenient and (operator in MEETS_EMPTY or not all(values)):
			column = or_empty(column, kind)
		places = ", ".join(self._add(kind, each) for each in values)
		return f"{column} {operator} {f'({places})' if isinstance(value, list) else places}"

	def _is(self, column, kind, value):
		if value not in ("set", "not set"):
			frappe.throw(f"A filter with 'is' takes 'set' or 'not set', not {value!r}")
		if self.lenient and kind.startswith("TEXT"):
			empty = FIRST_DAY if kind in (DATE_TYPE, DATETIME_TYPE) else ""
			return f"{or_empty(column, kind)} {'!=' if value == 'set' else '='} '{empty}'"
		return f"{column} is {'not ' if value == 'set' else ''}null"

	def _between(self, column, kind, value):
		if self.lenient and kind not in (DATE_TYPE, DATETIME_TYPE):
			raise frappe.db.ProgrammingError(
				"In lists Frappe 15 knows 'between' for dates and datetimes only"
			)
		if self.lenient and kind == DATETIME_TYPE:
			times = (datetime.time.min, datetime.time.max)
			value = [_whole_day(each, time) for each, time in zip(value, times, strict=True)]
		start, end = (self._add(kind, each) for each in value)
		return f"{column} between {start} and {end}"

	def _add(self, kind, value):
		if value is None or (kind == "TEXT" and isinstance(value, int | float)):
			raise NotOfferedError(
				f"the filter value {value!r} on {kind}, for which MariaDB finds more than its equals"
			)
		self.parameters.append(to_column(kind, value))
		return "%s"


def or_empty(column, kind):
	"""Take NULL for empty; a function's result has to be told its collation again."""
	if not kind.startswith("TEXT"):
		return column
	empty = FIRST_DAY if kind in (DATE_TYPE, DATETIME_TYPE) else ""
	return f"ifnull({column}, '{empty}') collate {'unicode_ci' if kind == 'TEXT' else 'moment'}"


def normalise(doctype, filters):
	"""Spread filters of every shape into (doctype, field, operator, value)."""
	if filters is None:
		return []
	if isinstance(filters, str | int):
		filters = {"name": str(filters)}
	if isinstance(filters, dict):
		return [(doctype, field, *_operation(value)) for field, value in filters.items()]
	spread = []
	for each in filters:
		if isinstance(each, dict):
			spread += normalise(doctype, each)
		elif len(each) == 4:
			spread.append(tuple(each))
		else:
			spread.append((doctype, each[0], *(_operation(each[1]) if len(each) == 2 else each[1:])))
	return spread


def _operation(value):
	return (value[0], value[1]) if isinstance(value, list | tuple) else ("=", value)


def _whole_day(value, time):
	has_time = isinstance(value, datetime.datetime) or (isinstance(value, str) and " " in value.strip())
	return value if has_time else datetime.datetime.combine(getdate(value), time)


def to_column(kind, value):
	"""Convert a value to what a column of this declared type holds."""
	if kind == "INTEGER" and not isinstance(value, int | float | None):
		return cint(value)
	if value is None or value == "":
		return value
	if kind == DATETIME_TYPE:
		return get_datetime(value)
	if kind == DATE_TYPE:
		return getdate(value)
	if kind == TIME_TYPE:
		return to_timedelta(value)
	return flt(value) if kind == "REAL" else value


def to_columns(doctype, values):
	"""Convert values for their columns; an unknown column is refused, so no name can smuggle SQL."""
	kinds = frappe.db.column_types(get_table_name(doctype))
	for name in values:
		if name not in kinds:
			raise frappe.db.OperationalError(f"no such column: tab{doctype}.{name}")
	return [
		None if value == "" and kinds[name] not in ("TEXT", "INTEGER") else to_column(kinds[name], value)
		for name, value in values.items()
	]


def split_fields(fields):
	"""Return fields as a list; commas inside brackets do not separate."""
	return [part.strip() for part in re.split(r",(?![^(]*\))", fields)] if isinstance(fields, str) else fields


def columns(doctype, fields):
	return ", ".join(_column(doctype, field) for field in split_fields(fields))


def _column(doctype, field):
	if not isinstance(field, str):
		raise NotOfferedError(f"the field {field!r} in a list of fields")
	if field == "*":
		return f"`{get_table_name(doctype)}`.*"
	if PLAIN_NAME.fullmatch(field):
		return f"`{get_table_name(doctype)}`.`{field}`"
	alias = ALIAS.match(field)
	if alias:
		return f"{_column(doctype, alias[1].strip())} as `{alias[2]}`"
	if SMUGGLED.search(field) or not EXPRESSION.match(field):
		raise frappe.DataError(frappe._("Cannot use sub-query or function in fields: {0}").format(field))
	return field


def order(doctype, text, undirected=""):
	"""Return an order or a grouping with plain columns given their table.

	:param undirected: the direction of what names none
	"""
	if SMUGGLED.search(text):
		frappe.throw(frappe._("Cannot use sub-query in order by"))
	parts = []
	for declaration in text.split(","):
		name, *direction = declaration.split()
		if PLAIN_NAME.fullmatch(name) and frappe.db.has_column(doctype, name):
			name = f"`{get_table_name(doctype)}`.`{name}`"
		parts.append(" ".join([name, *(direction or [undirected])]).strip())
	return ", ".join(parts)
