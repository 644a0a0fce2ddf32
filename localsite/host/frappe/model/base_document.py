"""The values of a document: its fields, its child rows, and its row in the database."""

import datetime
import json
from functools import cached_property

import frappe
from frappe import _
from frappe._local import NotOfferedError, _dict
from frappe.model import column_of_fieldtype, table_fields
from frappe.model.naming import set_new_name
from frappe.modules.utils import load_doctype_module
from frappe.utils import cast, cint, cstr, flt, now, now_datetime, nowdate, nowtime

_controllers = {}


def get_controller(doctype):
	"""Return the class of a DocType's documents."""
	key = (frappe.local.site_path, doctype)
	if key not in _controllers:
		from frappe.model.document import Document

		module, class_name = _class_of(doctype)
		controller = getattr(module, class_name, None) if module else Document
		if not (controller and issubclass(controller, BaseDocument)):
			raise ImportError(f"{doctype}: {module.__name__} has no document class {class_name}")
		_controllers[key] = controller
	return _controllers[key]


def _class_of(doctype):
	"""The module and the name of the class, the last app's that the hook `override_doctype_class` names."""
	overrides = frappe.get_hooks("override_doctype_class", {}).get(doctype)
	if overrides:
		module, class_name = overrides[-1].rsplit(".", 1)
		return frappe.get_module(module), class_name
	return load_doctype_module(doctype), doctype.replace(" ", "").replace("-", "")


def defaults_of(meta):
	"""Return what a new document starts with; as in Frappe every Time field starts with the present time."""
	values = {field.fieldname: _default_of(field) for field in meta.column_fields}
	return {fieldname: value for fieldname, value in values.items() if value is not None}


def _default_of(field):
	if field.fieldtype == "Time":
		return nowtime()
	if not field.default:
		is_choice = field.fieldtype == "Select" and field.options
		return field.options.split("\n", 1)[0] if is_choice else 0 if field.fieldtype == "Check" else None
	if str(field.default).startswith(":"):
		raise NotOfferedError(f"the default {field.default!r} of {field.parent}.{field.fieldname}")
	dynamic = {
		"__user": lambda: frappe.session.user,
		"Today": nowdate,
		"Now": now_datetime,
		"now": now_datetime,
	}
	return dynamic[field.default]() if field.default in dynamic else cast(field.fieldtype, field.default)


class BaseDocument:
	_reserved = frozenset(("doctype", "meta", "flags", "parent_doc", "_doc_before_save"))

	def __init__(self, values):
		if values.get("doctype"):
			self.doctype = values["doctype"]
		self.update(values)

	@cached_property
	def meta(self):
		return frappe.get_meta(self.doctype)

	def update(self, values):
		if "name" in values:
			self.name = values["name"]
		for key, value in values.items():
			self.set(key, value)
		return self

	def update_if_missing(self, values):
		for key, value in values.items():
			if self.get(key) is None:
				self.set(key, value)

	def get(self, key, filters=None, default=None):
		"""Return a value, or those rows of a child table that match the filters."""
		if isinstance(filters, dict):
			return filter_rows(self.__dict__.get(key) or [], filters)
		return self.__dict__.get(key, default if filters is None else filters)

	def set(self, key, value):
		if key in self._reserved:
			return
		field = self.meta.get_field(key)
		if field and field.fieldtype in table_fields:
			self.__dict__[key] = []
			self.extend(key, value or [])
		else:
			self.__dict__[key] = value

	def append(self, key, value=None):
		"""Add a row to a child table and return it."""
		if self.__dict__.get(key) is None:
			self.__dict__[key] = []
		if not isinstance(value, BaseDocument):
			field = self.meta.get_field(key)
			if not field:
				raise AttributeError(key)
			value = get_controller(field.options)({**(value or {}), "doctype": field.options})
		value.parent, value.parenttype, value.parentfield = self.name, self.doctype, key
		value.idx = value.get("idx") or len(self.__dict__[key]) + 1
		value.parent_doc = self
		if not value.get("name"):
			value.__dict__["__islocal"] = 1
		self.__dict__[key].append(value)
		return value

	def extend(self, key, value):
		for row in value:
			self.append(key, row)

	def remove(self, doc):
		rows = self.get(doc.parentfield)
		rows.remove(doc)
		for index, row in enumerate(rows):
			row.idx = index + 1

	def init_valid_columns(self):
		"""Give every column and every child table a value, so that each is an attribute."""
		for fieldname in self.meta.get_valid_columns():
			self.__dict__.setdefault(fieldname, None)
		for field in self.meta.get_table_fields():
			if self.__dict__.get(field.fieldname) is None:
				self.__dict__[field.fieldname] = []
		self.docstatus, self.idx = cint(self.docstatus), self.idx or 0

	def is_new(self):
		return bool(self.get("__islocal"))

	def get_all_children(self):
		return [row for f in self.meta.get_table_fields() for row in self.get(f.fieldname) or []]

	def get_valid_dict(self, convert_dates_to_str=False, ignore_nulls=False, ignore_virtual=False):
		"""Return the columns with values of their fields' types."""
		valid = _dict()
		for fieldname in self.meta.get_valid_columns():
			value, field = self.__dict__.get(fieldname), self.meta.get_field(fieldname)
			if field and field.is_virtual:
				if ignore_virtual:
					continue
				value = getattr(self, fieldname)
			if field:
				value = self._as_column_value(field, value)
			if convert_dates_to_str and isinstance(value, datetime.date | datetime.time | datetime.timedelta):
				value = str(value)
			if not (ignore_nulls and value is None):
				valid[fieldname] = value
		return valid

	def _as_column_value(self, field, value):
		if isinstance(value, list):
			frappe.throw(_("Value for {0} cannot be a list").format(_(field.label)))
		if field.fieldtype == "Check":
			return 1 if cint(value) else 0
		kind = column_of_fieldtype[field.fieldtype]
		if kind in ("INTEGER", "REAL"):
			return cint(value) if kind == "INTEGER" else flt(value)
		if field.fieldtype == "JSON" and isinstance(value, dict):
			return json.dumps(value, separators=(",", ":"))
		is_blank = (kind != "TEXT" or field.unique) and cstr(value).strip() == ""
		return None if is_blank else value

	def as_dict(self, no_nulls=False, convert_dates_to_str=False):
		values = self.get_valid_dict(convert_dates_to_str, no_nulls)
		values["doctype"] = self.doctype
		for field in self.meta.get_table_fields():
			rows = self.get(field.fieldname) or []
			values[field.fieldname] = [row.as_dict(no_nulls, convert_dates_to_str) for row in rows]
		if self.is_new():
			values["__islocal"] = 1
		return values

	def __getattr__(self, name):
		raise NotOfferedError(f"{type(self).__name__}.{name}")

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
			if not (ignore_if_duplicate and frappe.db.is_primary_key_violation(error)):
				self._refuse_duplicate(error)
		self.set("__islocal", False)

	def db_update(self):
		if self.is_new() or not self.name:
			self.db_insert()
			return
		values = self.get_valid_dict(ignore_virtual=True)
		name = cstr(values.pop("name"))
		try:
			frappe.db.set_value(self.doctype, name, values, update_modified=False)
		except frappe.db.IntegrityError as error:
			self._refuse_duplicate(error)

	def _refuse_duplicate(self, error):
		if frappe.db.is_primary_key_violation(error):
			message = _("{0} {1} already exists").format(_(self.doctype), frappe.bold(self.name))
			frappe.msgprint(message, title=_("Duplicate Name"), indicator="red")
			raise frappe.DuplicateEntryError(self.doctype, self.name, error)
		if not frappe.db.is_unique_key_violation(error):
			raise error
		frappe.msgprint(_("{0} must be unique").format(self.meta.get_label(str(error).rsplit(".", 1)[-1])))
		raise frappe.UniqueValidationError(self.doctype, self.name, error)


def filter_rows(rows, filters):
	"""Return the rows whose attributes equal the values of the filters."""
	if any(isinstance(value, list | tuple) for value in filters.values()):
		raise NotOfferedError("operators in filters of rows")
	return [row for row in rows if all(row.get(key) == value for key, value in filters.items())]
