"""Filters as SQL. `frappe.db` compares as SQL does; `get_all` also takes an absent value for an empty one."""

import datetime
import re
from typing import NamedTuple

import frappe
from frappe._local import NotOfferedError
from frappe.database.connection import DATE_TYPE, DATETIME_TYPE, TIME_TYPE
from frappe.utils import cint, cstr, flt, get_datetime, get_table_name, getdate, to_timedelta

OPERATORS = {"=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "between", "is"}
PLAIN_NAME = re.compile(r"\w+")
FIRST_DAY = "0001-01-01 00:00:00.000000"


class Column(NamedTuple):
	sql: str
	kind: str
	may_be_null: bool
	holds_words: bool

	@property
	def is_text(self):
		return self.kind == "TEXT"

	@property
	def is_moment(self):
		return self.kind in (DATE_TYPE, DATETIME_TYPE)

	@property
	def or_empty(self):
		"""The column with an empty value for NULL; a function's result has to be told its collation again."""
		if not self.kind.startswith("TEXT"):
			return f"ifnull({self.sql}, 0)"
		empty = "" if self.kind in ("TEXT", TIME_TYPE) else FIRST_DAY
		return f"ifnull({self.sql}, '{empty}') collate {'unicode_ci' if self.is_text else 'moment'}"


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
		return [self._condition(*each) for each in normalise(self.doctype, filters)]

	def _condition(self, doctype, field, operator, value):
		operator = operator.lower()
		if operator not in OPERATORS:
			raise NotOfferedError(f"the filter operator {operator!r}")
		if doctype != self.doctype and doctype not in self.child_doctypes:
			self.child_doctypes.append(doctype)
		compare = {"in": self._in, "not in": self._in, "between": self._between, "is": self._is}
		return compare.get(operator, self._compare)(self._column(doctype, field), operator, value)

	def _column(self, doctype, field):
		table = get_table_name(doctype)
		kind = frappe.db.column_types(table).get(field) if PLAIN_NAME.fullmatch(field) else None
		if kind is None:
			raise frappe.db.OperationalError(f"no such column: {table}.{field}")
		sql = f"`{table}`.`{field}`"
		if not self.lenient:
			return Column(sql, kind, False, False)
		docfield = frappe.get_meta(doctype).get_field(field)
		holds_words = field == "name" or bool(docfield and docfield.fieldtype in ("Data", "Link"))
		may_be_null = field not in ("name", "creation", "modified") and kind.startswith("TEXT")
		return Column(sql, kind, may_be_null, holds_words)

	def _compare(self, column, operator, value):
		if value is None and not self.lenient:
			return f"{column.sql} is null"
		if column.holds_words and operator == "=" and not value and not isinstance(value, str):
			value = "''"  # Frappe 15 quotes its empty text twice: nothing matches
		if column.is_text and isinstance(value, int | float | None):
			return self._compare_number(column, operator, value)
		is_after = operator in (">", ">=") and column.is_moment
		if column.may_be_null and not is_after and not (value and operator in ("=", "like")):
			left = column.or_empty
		else:
			left = column.sql
		if "like" not in operator or (self.lenient and column.is_moment):
			value = self._value(column.kind, value)
		return f"{left} {operator} {self._add(value)}"

	def _compare_number(self, column, operator, value):
		"""Compare text with a number as MariaDB does: "12 Main Street" equals 12, every other word equals 0."""
		is_plain = not column.may_be_null or (value and operator == "=")
		left = column.sql if is_plain else f"ifnull({column.sql}, 0)"
		return f"cast({left} as real) {operator} {self._add(flt(value))}"

	def _value(self, kind, value):
		"""Convert a value to compare with; for `get_all` no datetime is the first one, and no date is today."""
		if self.lenient and not value:
			if kind == DATETIME_TYPE:
				return FIRST_DAY
			if kind == DATE_TYPE:
				return getdate()
			return "" if kind.startswith("TEXT") else 0
		return to_column(kind, value)

	def _in(self, column, operator, value):
		values = value.split(",") if isinstance(value, str) else value
		values = [values] if isinstance(values, int | float) else list(values or ("",))
		left = column.sql
		if self.lenient and not column.kind.startswith("TEXT"):
			values = [each for each in values if each not in ("", None)]
			if not values:
				return "1 = 0" if operator == "in" else "1 = 1"
		if self.lenient and column.is_text:
			values = [cstr(each).strip() for each in values]
		if column.may_be_null and (operator == "not in" or not all(values)):
			left = column.or_empty
		places = ", ".join(self._add(self._value(column.kind, each)) for each in values)
		return f"{left} {operator} ({places})"

	def _between(self, column, operator, value):
		start, end = value
		if self.lenient and not column.is_moment:
			raise frappe.db.ProgrammingError(
				"In lists Frappe 15 knows 'between' for dates and datetimes only"
			)
		if self.lenient and column.kind == DATETIME_TYPE:
			start, end = _whole_day(start, datetime.time.min), _whole_day(end, datetime.time.max)
		places = [self._add(to_column(column.kind, each)) for each in (start, end)]
		return f"{column.sql} between {places[0]} and {places[1]}"

	def _is(self, column, operator, value):
		if value not in ("set", "not set"):
			frappe.throw(f"A filter with 'is' takes 'set' or 'not set', not {value!r}")
		if not self.lenient:
			return f"{column.sql} is {'not ' if value == 'set' else ''}null"
		if not column.kind.startswith("TEXT"):
			return f"{column.sql} != 0" if value == "set" else "1 = 0"
		empty = f"'{FIRST_DAY}'" if column.is_moment else "''"
		return f"{column.or_empty} {'!=' if value == 'set' else '='} {empty}"

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
