"""The values of a document: its fields, its child rows, and its row in the database."""

import datetime
import json
from functools import cached_property

import frappe
from frappe import _
from frappe._local import _dict
from frappe.model import child_table_fields, default_fields, optional_fields, table_fields
from frappe.model.naming import set_new_name
from frappe.model.validation import Validation
from frappe.modules.utils import load_doctype_module
from frappe.utils import cint, compare, cstr, flt, now

_controllers = {}
DATE_FIELDTYPES = ("Date", "Datetime", "Time")
FLOAT_FIELDTYPES = ("Float", "Currency", "Percent", "Rating", "Duration")


def get_controller(doctype):
	"""Return the class of a DocType's documents."""
	key = (frappe.local.site_path, doctype)
	if key not in _controllers:
		_controllers[key] = import_controller(doctype)
	return _controllers[key]


def import_controller(doctype):
	from frappe.model.document import Document

	module = load_doctype_module(doctype, frappe.get_meta(doctype).module)
	if module is None:  # a DocType of localsite itself that needs no code
		return Document
	class_name = doctype.replace(" ", "").replace("-", "")
	controller = getattr(module, class_name, None)
	if controller is None:
		raise ImportError(doctype)
	if not issubclass(controller, BaseDocument):
		raise ImportError(f"{doctype}: {class_name} is not a subclass of BaseDocument")
	return controller


class BaseDocument(Validation):
	_reserved = frozenset(("doctype", "meta", "flags", "parent_doc", "_doc_before_save"))

	def __init__(self, values):
		if values.get("doctype"):
			self.doctype = values["doctype"]
		self.update(values)

	@cached_property
	def meta(self):
		return frappe.get_meta(self.doctype)

	def __getstate__(self):
		state = self.__dict__.copy()
		for key in ("parent_doc", "meta"):
			state.pop(key, None)
		return state

	# Values

	def update(self, values):
		if "name" in values:
			self.name = values["name"]
		for key, value in values.items():
			self.set(key, value)
		return self

	def update_if_missing(self, values):
		for key, value in values.items():
			if value is not None and self.get(key) is None:
				self.set(key, value)

	def get(self, key, filters=None, limit=None, default=None):
		"""Return a value, or those rows of a child table that match the filters."""
		if isinstance(key, dict):
			return filter_rows(self.get_all_children(), key)[:limit]
		if isinstance(filters, dict):
			return filter_rows(self.__dict__.get(key) or [], filters)[:limit]
		value = self.__dict__.get(key, default if filters is None else filters)
		return value[:limit] if limit and isinstance(value, list | tuple) else value

	def set(self, key, value, as_value=False):
		if key in self._reserved:
			return
		field = None if as_value else self.meta.get_field(key)
		if field and field.fieldtype in table_fields:
			self.__dict__[key] = []
			self.extend(key, value or [])
		else:
			self.__dict__[key] = value

	def append(self, key, value=None, position=-1):
		"""Add a row to a child table and return it."""
		table = self.__dict__.get(key)
		if table is None:
			table = self.__dict__[key] = []
		row = self._init_child({} if value is None else value, key, len(table) + 1)
		if position == -1:
			table.append(row)
		else:
			table.insert(position, row)
			_number(table)
		return row

	def _init_child(self, value, key, idx):
		if not isinstance(value, BaseDocument):
			field = self.meta.get_field(key)
			if not field:
				raise AttributeError(key)
			value["doctype"] = field.options
			value = get_controller(field.options)(value)
		value.parent, value.parenttype, value.parentfield = self.name, self.doctype, key
		value.idx = value.get("idx") or idx
		value.parent_doc = self
		if not value.get("name"):
			value.__dict__["__islocal"] = 1
		return value

	def extend(self, key, value):
		if not hasattr(value, "__iter__"):
			raise ValueError(f"The rows of {key} must be a list, not {value!r}")
		for row in value:
			self.append(key, row)

	def remove(self, doc):
		rows = self.get(doc.parentfield)
		rows.remove(doc)
		_number(rows)

	def init_valid_columns(self):
		"""Give every column and every child table a value, so that each is an attribute."""
		for fieldname in self.meta.get_valid_columns():
			self.__dict__.setdefault(fieldname, None)
		self.docstatus = cint(self.docstatus)
		self.idx = self.idx or 0
		for field in self.meta.get_table_fields():
			if self.__dict__.get(field.fieldname) is None:
				self.__dict__[field.fieldname] = []

	def is_new(self):
		return bool(self.get("__islocal"))

	def get_all_children(self, parenttype=None):
		tables = [f for f in self.meta.get_table_fields() if parenttype in (None, f.options)]
		return [row for field in tables for row in self.get(field.fieldname) or []]

	def get_valid_dict(
		self, sanitize=True, convert_dates_to_str=False, ignore_nulls=False, ignore_virtual=False
	):
		"""Return the columns with values of their fields' types."""
		valid = _dict()
		for fieldname in self.meta.get_valid_columns():
			value = self.__dict__.get(fieldname)
			field = self.meta.get_field(fieldname)
			if field and field.is_virtual:
				if ignore_virtual:
					continue
				value = getattr(self, fieldname)
			if field and (sanitize or value is not None):
				value = self._as_column_value(field, value)
			is_moment = isinstance(value, datetime.date | datetime.time | datetime.timedelta)
			if convert_dates_to_str and is_moment:
				value = str(value)
			if not (ignore_nulls and value is None):
				valid[fieldname] = value
		return valid

	def _as_column_value(self, field, value):
		if isinstance(value, list):
			frappe.throw(_("Value for {0} cannot be a list").format(_(field.label)))
		if field.fieldtype == "Check":
			return 1 if cint(value) else 0
		if field.fieldtype == "Int":
			return value if isinstance(value, int) else cint(value)
		if field.fieldtype in FLOAT_FIELDTYPES:
			return flt(value)
		if field.fieldtype == "JSON" and isinstance(value, dict):
			return json.dumps(value, separators=(",", ":"))
		is_blank = cstr(value).strip() == ""
		return None if (field.fieldtype in DATE_FIELDTYPES or field.unique) and is_blank else value

	def as_dict(
		self,
		no_nulls=False,
		no_default_fields=False,
		convert_dates_to_str=False,
		no_child_table_fields=False,
		no_private_properties=False,
	):
		values = self.get_valid_dict(convert_dates_to_str=convert_dates_to_str, ignore_nulls=no_nulls)
		values["doctype"] = self.doctype
		how = (
			no_nulls,
			no_default_fields,
			convert_dates_to_str,
			no_child_table_fields,
			no_private_properties,
		)
		for field in self.meta.get_table_fields():
			values[field.fieldname] = [row.as_dict(*how) for row in self.get(field.fieldname) or []]
		left_out = (default_fields if no_default_fields else ()) + (
			child_table_fields if no_child_table_fields else ()
		)
		for key in left_out:
			values.pop(key, None)
		if not no_private_properties:
			private = ("__islocal", "__onload", "__unsaved", *optional_fields)
			values.update({key: self.__dict__[key] for key in private if self.__dict__.get(key)})
		return values

	def as_json(self):
		return frappe.as_json(self.as_dict())

	# The row

	def db_insert(self, ignore_if_duplicate=False):
		if not self.name:
			set_new_name(self)
		if not self.creation:
			self.creation = self.modified = now()
			self.owner = self.modified_by = frappe.session.user
		try:
			frappe.db.insert_row(self.doctype, self.get_valid_dict(ignore_virtual=True))
		except frappe.db.IntegrityError as error:
			self._handle_duplicate(error, ignore_if_duplicate)
		self.set("__islocal", False)

	def _handle_duplicate(self, error, ignore_if_duplicate):
		if not frappe.db.is_primary_key_violation(error):
			self._refuse_duplicate_value(error)
		tries = self.flags.retry_count or 0
		if self.meta.autoname == "hash" and tries < 5:
			self.flags.retry_count, self.name = tries + 1, None
			self.db_insert()
		elif not ignore_if_duplicate:
			message = _("{0} {1} already exists").format(_(self.doctype), frappe.bold(self.name))
			frappe.msgprint(message, title=_("Duplicate Name"), indicator="red")
			raise frappe.DuplicateEntryError(self.doctype, self.name, error)

	def _refuse_duplicate_value(self, error):
		if not frappe.db.is_unique_key_violation(error):
			raise error
		fieldname = str(error).rsplit(".", 1)[-1]
		frappe.msgprint(_("{0} must be unique").format(self.meta.get_label(fieldname)))
		raise frappe.UniqueValidationError(self.doctype, self.name, error)

	def db_update(self):
		if self.get("__islocal") or not self.name:
			self.db_insert()
			return
		values = self.get_valid_dict(ignore_virtual=True)
		name = cstr(values.pop("name"))
		try:
			frappe.db.set_value(self.doctype, name, values, update_modified=False)
		except frappe.db.IntegrityError as error:
			self._refuse_duplicate_value(error)


def _number(rows):
	for index, row in enumerate(rows):
		row.idx = index + 1


def filter_rows(rows, filters):
	"""Return the rows whose attributes match {key: value}, {key: (operator, value)}, {key: "^beginning"}."""
	tests = {}
	for key, value in filters.items():
		if isinstance(value, bool):
			value = ("not None" if value else "None", None)
		elif isinstance(value, str) and value.startswith("^"):
			value = ("^", value[1:])
		tests[key] = value if isinstance(value, list | tuple) else ("=", value)
	return [row for row in rows if all(compare(row.get(key), *test) for key, test in tests.items())]
