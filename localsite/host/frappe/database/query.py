"""Filters and fields as SQL. `frappe.db` compares as SQL does; `get_all` also takes an absent value for an empty one."""

import datetime
import re

import frappe
from frappe._local import NotOfferedError
from frappe.database.connection import DATE_TYPE, DATETIME_TYPE, TIME_TYPE
from frappe.utils import cint, cstr, flt, get_datetime, get_table_name, getdate, to_timedelta

OPERATORS = {"=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "between", "is"}
PLAIN_NAME = re.compile(r"\w+")
EXPRESSION = re.compile(r"(count|sum|max|min|avg|ifnull|coalesce|distinct|lower|upper|abs)\b", re.IGNORECASE)
ALIAS = re.compile(r"^(.*?)\s+as\s+[`\"]?(\w+)[`\"]?$", re.IGNORECASE | re.DOTALL)
SMUGGLED = re.compile(r";|--|/\*|\bselect\b|\bunion\b|\bsleep\b", re.IGNORECASE)


class Conditions:
	"""Conditions on one table, with the parameters that their placeholders take in order.

	:param lenient: compare as `get_all` does: NULL counts as empty, and a date reaches to the end of its day
	"""

	def __init__(self, doctype, lenient=False):
		self.doctype = doctype
		self.lenient = lenient
		self.parameters = []
		self.child_doctypes = []

	def all_of(self, filters):
		return [self.condition(*each) for each in normalise(self.doctype, filters)]

	def condition(self, doctype, field, operator, value):
		operator = operator.lower()
		if operator not in OPERATORS:
			raise NotOfferedError(f"the filter operator {operator!r}")
		table = get_table_name(doctype)
		kind = frappe.db.column_types(table).get(field) if PLAIN_NAME.fullmatch(field) else None
		if kind is None:
			raise frappe.db.OperationalError(f"no such column: {table}.{field}")
		if doctype != self.doctype and doctype not in self.child_doctypes:
			self.child_doctypes.append(doctype)
		column = f"`{table}`.`{field}`"
		may_be_null = (
			self.lenient and field not in ("name", "creation", "modified") and kind.startswith("TEXT")
		)
		compare = {"in": self._in, "not in": self._in, "between": self._between, "is": self._is}
		return compare.get(operator, self._compare)(column, kind, operator, value, may_be_null)

	def _compare(self, column, kind, operator, value, may_be_null):
		if value is None and not self.lenient:
			return f"{column} is null"
		if isinstance(value, int | float) and kind == "TEXT":
			# MariaDB reads the text as a number: "12 Main Street" equals 12, and every other word equals 0
			column = f"ifnull({column}, 0)" if may_be_null and not value else column
			return f"cast({column} as real) {operator} {self._add(value)}"
		if kind in (DATE_TYPE, DATETIME_TYPE) and operator in (">", ">="):
			may_be_null = False
		if may_be_null and not (value and operator in ("=", "like")):
			column = f"ifnull({column}, {empty_value(kind)})"
		if "like" not in operator:
			value = to_column(kind, value)
		if value is None:
			value = "" if kind.startswith("TEXT") else 0
		return f"{column} {operator} {self._add(value)}"

	def _in(self, column, kind, operator, value, may_be_null):
		values = value.split(",") if isinstance(value, str) and self.lenient else value
		values = [values] if isinstance(values, str | int | float) else list(values or ("",))
		if self.lenient and kind == "TEXT":
			values = [cstr(each).strip() for each in values]
		if may_be_null and (operator == "not in" or not all(values)):
			column = f"ifnull({column}, {empty_value(kind)})"
		places = ", ".join(self._add(to_column(kind, each)) for each in values)
		return f"{column} {operator} ({places})"

	def _between(self, column, kind, operator, value, may_be_null):
		start, end = value
		if self.lenient and kind == DATETIME_TYPE:
			start, end = _whole_day(start, datetime.time.min), _whole_day(end, datetime.time.max)
		return f"{column} between {self._add(to_column(kind, start))} and {self._add(to_column(kind, end))}"

	def _is(self, column, kind, operator, value, may_be_null):
		answers = {"set": "!=", "not set": "="}
		if value not in answers:
			frappe.throw(f"A filter with 'is' takes 'set' or 'not set', not {value!r}")
		return f"ifnull({column}, {empty_value(kind)}) {answers[value]} {empty_value(kind)}"

	def _add(self, value):
		self.parameters.append(value)
		return "%s"


def normalise(doctype, filters):
	"""Spread filters of every shape into (doctype, field, operator, value)."""
	if filters is None:
		return []
	if isinstance(filters, str | int):
		filters = {"name": str(filters)}
	if isinstance(filters, dict):
		return [(doctype, field, *_operation(value)) for field, value in filters.items()]
	if filters and all(isinstance(each, str | int) for each in filters):
		return [(doctype, "name", "in", list(filters))]
	spread = []
	for each in filters:
		if isinstance(each, dict):
			spread += normalise(doctype, each)
		elif len(each) == 4:
			spread.append((each[0], each[1], each[2], each[3]))
		else:
			spread.append((doctype, each[0], *(_operation(each[1]) if len(each) == 2 else each[1:])))
	return spread


def _operation(value):
	return (value[0], value[1]) if isinstance(value, list | tuple) else ("=", value)


def _whole_day(value, time):
	has_time = isinstance(value, datetime.datetime) or (isinstance(value, str) and " " in value.strip())
	return value if has_time else datetime.datetime.combine(getdate(value), time)


def empty_value(kind):
	return {DATE_TYPE: "'0001-01-01'", DATETIME_TYPE: "'0001-01-01 00:00:00.000000'"}.get(
		kind, "''" if kind.startswith("TEXT") else "0"
	)


def to_column(kind, value):
	"""Convert a value to what a column of this declared type holds."""
	if value is None or (value == "" and kind != "INTEGER"):
		return value
	if kind == DATETIME_TYPE:
		return get_datetime(value)
	if kind == DATE_TYPE:
		return getdate(value)
	if kind == TIME_TYPE:
		return to_timedelta(value)
	if kind == "INTEGER" and not isinstance(value, int):
		return cint(value) if float(flt(value)).is_integer() else flt(value)
	return flt(value) if kind == "REAL" and isinstance(value, str) else value


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
