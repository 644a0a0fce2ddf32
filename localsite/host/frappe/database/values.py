"""Reading and writing single values and rows, past the documents' own code."""

import sqlite3

import frappe
from frappe._local import _dict, refuse_arguments
from frappe.database import query
from frappe.utils import cast, now, sbool


class Values:
	def get_value(self, doctype, filters=None, fieldname="name", *args, **kwargs):
		"""Return one field, or a tuple or dict of fields, of the first row that the filters match, or None."""
		rows = self.get_values(doctype, filters, fieldname, *args, **{**kwargs, "limit": 1})
		if not rows:
			return None
		row = rows[0]
		return row if isinstance(row, dict) or not isinstance(row, tuple | list) or len(row) > 1 else row[0]

	def get_values(
		self,
		doctype,
		filters=None,
		fieldname="name",
		ignore=None,
		as_dict=False,
		debug=False,
		order_by="modified desc",
		update=None,
		cache=False,
		for_update=False,
		*,
		pluck=False,
		distinct=False,
		limit=None,
		wait=True,
		**other,
	):
		"""Return rows as tuples or dicts.

		:param ignore: a missing table or column means no rows
		:param order_by: each column descending unless "asc" is said
		:param wait: may be False, but SQLite's lock is the whole site's, so it is waited for
		"""
		refuse_arguments("frappe.db.get_value", other)
		key = (doctype, filters, str(fieldname), as_dict)
		if cache and isinstance(filters, str) and key in self.value_cache:
			return self.value_cache[key]
		if doctype != "DocType" and (filters is None or filters == doctype):
			return self._single_values(doctype, fieldname, as_dict)
		if filters == []:
			return []
		try:
			sql, parameters = query.select(
				doctype, filters, fieldname, None if distinct else order_by, limit, distinct, for_update
			)
			rows = self.sql(
				sql, parameters, as_dict=as_dict or fieldname == "*", pluck=pluck, update=update, debug=debug
			)
		except sqlite3.OperationalError as error:
			if not (ignore and self.is_missing_table_or_column(error)):
				raise
			rows = []
		if cache and isinstance(filters, str):
			self.value_cache[key] = rows
		return rows

	def _single_values(self, doctype, fieldname, as_dict):
		values = self.get_singles_dict(doctype)
		if fieldname == "*":
			return [values] if values else []
		fields = [fieldname] if isinstance(fieldname, str) else fieldname
		found = _dict({field: values[field] for field in fields if field in values})
		if not found:
			return []
		return [found] if as_dict else [[found.get(field) for field in fields]]

	def get_singles_dict(self, doctype, debug=False, *, for_update=False, cast=False):
		"""Return a Single's stored values, as text unless they are to be cast by their fields."""
		lock = " for update" if for_update else ""
		values = _dict(self.sql(f"select field, value from `tabSingles` where doctype = %s{lock}", [doctype]))
		return self._cast_single(doctype, values) if cast and values else values

	def _cast_single(self, doctype, values):
		fields = frappe.get_meta(doctype).get_field
		return _dict({key: cast(fields(key).fieldtype, v) if fields(key) else v for key, v in values.items()})

	def get_single_value(self, doctype, fieldname, cache=True):
		"""Return a Single's field, cast; by default as this connection read it first."""
		known = self.value_cache.setdefault(doctype, {})
		if not (cache and fieldname in known):
			field = frappe.get_meta(doctype).get_field(fieldname)
			if not field:
				message = frappe._("Field {0} does not exist on {1}").format(
					frappe.bold(fieldname), frappe.bold(doctype)
				)
				frappe.throw(message, self.InvalidColumnName)
			known[fieldname] = cast(field.fieldtype, self.get_singles_dict(doctype).get(fieldname))
		return known[fieldname]

	def set_single_value(
		self, doctype, fieldname, value=None, *, modified=None, modified_by=None, update_modified=True
	):
		values = self._values_to_update(fieldname, value, modified, modified_by, update_modified)
		self.sql("delete from `tabSingles` where doctype = %s and field in %s", [doctype, list(values)])
		for field, new in values.items():
			self.sql("insert into `tabSingles` values (%s, %s, %s)", [doctype, field, sbool(new)])
		frappe.clear_document_cache(doctype, doctype)
		self.value_cache.pop(doctype, None)

	def set_value(
		self, dt, dn, field, val=None, modified=None, modified_by=None, update_modified=True, debug=False
	):
		"""Update columns of one row or of all that the filters match, past the document's own code."""
		if dn is None or dt == dn:
			self.set_single_value(
				dt, field, val, modified=modified, modified_by=modified_by, update_modified=update_modified
			)
			return
		values = self._values_to_update(field, val, modified, modified_by, update_modified)
		sql, parameters = query.update(dt, dn, values)
		frappe.clear_document_cache(dt, dn if isinstance(dn, str) else None)
		self.sql(sql, parameters, debug=debug)
		self.value_cache = {}

	def _values_to_update(self, field, value, modified, modified_by, update_modified):
		values = dict(field) if isinstance(field, dict) else {field: value}
		if update_modified:
			values |= {"modified": modified or now(), "modified_by": modified_by or frappe.session.user}
		return values

	def insert_row(self, doctype, values):
		self.sql(*query.insert(doctype, values))

	def delete(self, doctype, filters=None, debug=False):
		self.sql(*query.delete(doctype, filters), debug=debug)

	def exists(self, dt, dn=None, cache=False):
		"""Return the name of a document that matches, or None; a Single always exists."""
		if dt != "DocType" and dt == dn:
			return dn
		if isinstance(dt, dict):
			dn = {key: value for key, value in dt.items() if key != "doctype"}
			dt = dt["doctype"]
		return self.get_value(dt, dn, ignore=True, cache=cache, order_by=None)

	def count(self, dt, filters=None, debug=False, cache=False, distinct=True):
		return self.sql(*query.select(dt, filters, "count(*)"), debug=debug)[0][0]

	def get_all(self, *args, **kwargs):
		return frappe.get_all(*args, **kwargs)

	def get_list(self, *args, **kwargs):
		return frappe.get_list(*args, **kwargs)

	def get_global(self, key, user="__global"):
		return self.get_value("DefaultValue", {"defkey": key, "parent": user}, "defvalue", ignore=True)

	def set_global(self, key, val, user="__global"):
		self.delete("DefaultValue", {"defkey": key, "parent": user})
		name = frappe.generate_hash(length=10)
		self.insert_row("DefaultValue", {"name": name, "parent": user, "defkey": key, "defvalue": val})
