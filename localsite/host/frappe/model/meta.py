"""What a DocType is: read from the JSON that the last migrate stored, not from the file as it stands now."""

import json
from functools import cached_property

import frappe
from frappe import _
from frappe._local import _dict
from frappe.model import child_table_fields, column_of_fieldtype, default_fields, table_fields

_metas = {}


def get_meta(doctype):
	"""Return the Meta of a DocType; it is shared and must not be changed."""
	key = (frappe.local.site_path, doctype)
	if key not in _metas:
		stored = frappe.db.get_value("DocType", doctype, "definition", order_by=None)
		if not stored:
			frappe.throw(_("DocType {0} not found").format(doctype), frappe.DoesNotExistError)
		_metas[key] = Meta(json.loads(stored))
	return _metas[key]


def clear_meta_cache(doctype=None):
	for key in [key for key in _metas if key[0] == frappe.local.site_path and doctype in (None, key[1])]:
		_metas.pop(key, None)


class Meta:
	"""A DocType's properties as attributes (an absent one is None), its fields and permissions as dicts."""

	def __init__(self, definition):
		self._properties = definition
		self.name = definition["name"]
		common = {"parent": self.name, "permlevel": 0, "options": None}
		self.fields = [_dict(common | field) for field in definition["fields"]]
		rules = definition.get("permissions", [])
		self.permissions = [_dict({"permlevel": 0, "if_owner": 0} | rule) for rule in rules]
		self._fields = {field.fieldname: field for field in self.fields}

	def __getattr__(self, name):
		if name.startswith("__"):
			raise AttributeError(name)
		return self._properties.get(name)

	def get(self, key, filters=None, default=None):
		"""Return a property, or those of the fields or permissions that match the filters."""
		from frappe.model.base_document import filter_rows

		value = getattr(self, key)
		if filters:
			return filter_rows(value, filters)
		return default if value is None else value

	def get_field(self, fieldname):
		return self._fields.get(fieldname)

	def has_field(self, fieldname):
		return fieldname in self._fields

	def get_label(self, fieldname):
		field = self.get_field(fieldname)
		return field.label if field else "No Label"

	@cached_property
	def value_fields(self):
		"""The fields that hold a value in a column or are computed."""
		return [field for field in self.fields if field.fieldtype in column_of_fieldtype]

	@cached_property
	def column_fields(self):
		return [field for field in self.value_fields if not field.is_virtual]

	@cached_property
	def _valid_columns(self):
		own = [field.fieldname for field in self.value_fields]
		return [*default_fields[1:], *own, *(child_table_fields if self.istable else ())]

	def get_valid_columns(self):
		return self._valid_columns

	@cached_property
	def _table_fields(self):
		return [field for field in self.fields if field.fieldtype in table_fields]

	def get_table_fields(self):
		return self._table_fields

	def get_permlevel_access(self, permission_type="read", parenttype=None, *, user=None):
		"""Return the permission levels that the user's roles open."""
		roles = frappe.get_roles(user)
		rules = get_meta(parenttype).permissions if self.istable and parenttype else self.permissions
		return {rule.permlevel for rule in rules if rule.role in roles and rule.get(permission_type)}

	def get_permitted_fieldnames(self, parenttype=None, *, user=None, permission_type="read"):
		"""Return the columns that the user may see: the standard ones and those of the permitted levels."""
		levels = self.get_permlevel_access(permission_type, parenttype, user=user)
		hidden = {f.fieldname for f in self.value_fields if f.permlevel not in levels or f.is_virtual}
		return [name for name in self.get_valid_columns() if name not in hidden]
