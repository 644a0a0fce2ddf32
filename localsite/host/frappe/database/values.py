"""Reading and writing single values and rows, past the documents' own code."""

import frappe
from frappe._local import _dict, refuse_arguments
from frappe.database.conditions import Conditions, columns, order, to_columns
from frappe.utils import cast, cint, get_table_name, now


class Values:
	def get_value(self, doctype, filters=None, fieldname="name", *args, **options):
		"""Return one field, or a tuple or dict of fields, of the first row that the filters match, or None."""
		rows = self.get_values(doctype, filters, fieldname, *args, **{**options, "limit": 1})
		if not rows:
			return None
		return rows[0] if isinstance(rows[0], dict) or len(rows[0]) > 1 else rows[0][0]

	def get_values(
		self,
		doctype,
		filters=None,
		fieldname="name",
		ignore=None,
		as_dict=False,
		*,
		order_by="modified desc",
		for_update=False,
		limit=None,
		cache=False,
		**other,
	):
		"""Return rows as tuples or dicts.

		:param order_by: each column descending unless "asc" is said, as in Frappe
		:param cache: may be given; every call reads
		"""
		refuse_arguments("frappe.db.get_value", {**other, "ignore": ignore})
		if doctype != "DocType" and filters in (None, doctype):
			return self._single_values(doctype, fieldname, as_dict)
		conditions = Conditions(doctype, filters)
		statement = (
			f"select {columns(doctype, fieldname)} from `{get_table_name(doctype)}`{conditions.where()}"
		)
		statement += f" order by {order(doctype, order_by, 'desc')}" if order_by else ""
		statement += f" limit {cint(limit)}" if limit else ""
		statement += " for update" if for_update else ""
		return self.sql(statement, conditions.parameters, as_dict=as_dict or fieldname == "*")

	def _single_values(self, doctype, fieldname, as_dict):
		values = self.get_singles_dict(doctype)
		fields = [fieldname] if isinstance(fieldname, str) else fieldname
		found = _dict({field: values[field] for field in fields if field in values})
		if not found:
			return []
		return [found] if as_dict else [tuple(found.get(field) for field in fields)]

	def get_singles_dict(self, doctype, debug=False, *, for_update=False, cast=False):
		"""Return a Single's stored values, as text unless they are to be cast by their fields."""
		lock = " for update" if for_update else ""
		values = _dict(self.sql(f"select field, value from `tabSingles` where doctype = %s{lock}", [doctype]))
		return self._cast_single(doctype, values) if cast and values else values

	def _cast_single(self, doctype, values):
		fields = frappe.get_meta(doctype).get_field
		return _dict({key: cast(fields(key).fieldtype, v) if fields(key) else v for key, v in values.items()})

	def get_single_value(self, doctype, fieldname, cache=True):
		field = frappe.get_meta(doctype).get_field(fieldname)
		if not field:
			message = frappe._("Field {0} does not exist on {1}").format(fieldname, doctype)
			frappe.throw(message, frappe.InvalidColumnName)
		return cast(field.fieldtype, self.get_singles_dict(doctype).get(fieldname))

	def set_single_value(self, doctype, fieldname, value=None, *, update_modified=True):
		values = _values_to_update(fieldname, value, update_modified)
		self.sql("delete from `tabSingles` where doctype = %s and field in %s", [doctype, list(values)])
		self.insert_single(doctype, values)
		frappe.clear_document_cache(doctype, doctype)

	def insert_single(self, doctype, values):
		for field, value in values.items():
			self.sql("insert into `tabSingles` values (%s, %s, %s)", [doctype, field, value])

	def delete_single(self, doctype):
		self.sql("delete from `tabSingles` where doctype = %s", [doctype])

	def set_value(
		self, dt, dn, field, val=None, modified=None, modified_by=None, update_modified=True, **other
	):
		"""Update columns of one row or of all that the filters match, past the document's own code."""
		refuse_arguments("frappe.db.set_value", other)
		if dn is None or dt == dn:
			self.set_single_value(dt, field, val, update_modified=update_modified)
			return
		values = _values_to_update(field, val, update_modified, modified, modified_by)
		conditions = Conditions(dt, dn)
		assignments = ", ".join(f"`{name}` = %s" for name in values)
		parameters = to_columns(dt, values) + conditions.parameters
		self.sql(f"update `{get_table_name(dt)}` set {assignments}{conditions.where()}", parameters)
		frappe.clear_document_cache(dt, dn if isinstance(dn, str) else None)

	def insert_row(self, doctype, values):
		names, places = ", ".join(f"`{name}`" for name in values), ", ".join(["%s"] * len(values))
		statement = f"insert into `{get_table_name(doctype)}` ({names}) values ({places})"
		self.sql(statement, to_columns(doctype, values))

	def delete(self, doctype, filters=None):
		conditions = Conditions(doctype, filters)
		self.sql(f"delete from `{get_table_name(doctype)}`{conditions.where()}", conditions.parameters)

	def exists(self, dt, dn=None, cache=False):
		"""Return the name of a document that matches, or None; a Single always exists."""
		if dt != "DocType" and dt == dn:
			return dn
		if isinstance(dt, dict):
			dn = {key: value for key, value in dt.items() if key != "doctype"}
			dt = dt["doctype"]
		return self.get_value(dt, dn, order_by=None)

	def count(self, dt, filters=None):
		conditions = Conditions(dt, filters)
		return self.sql(
			f"select count(*) from `{get_table_name(dt)}`{conditions.where()}", conditions.parameters
		)[0][0]


def _values_to_update(field, value, update_modified, modified=None, modified_by=None):
	values = dict(field) if isinstance(field, dict) else {field: value}
	if update_modified:
		values |= {"modified": modified or now(), "modified_by": modified_by or frappe.session.user}
	return values
