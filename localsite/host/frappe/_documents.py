"""Documents as apps ask for them through `frappe`."""

import copy

import frappe
from frappe._local import _dict
from frappe.model.base_document import BaseDocument, defaults_of, get_controller


def get_doc(*args, **kwargs):
	"""Load a document by DocType and name, or make a new one from a dict or from keyword arguments."""
	first = args[0] if args else kwargs
	if isinstance(first, BaseDocument):
		return first
	doctype = first.get("doctype") if isinstance(first, dict) else first
	if not isinstance(doctype, str):
		raise ValueError("frappe.get_doc takes a DocType and a name, or a dict with the key doctype")
	return get_controller(doctype)(*args, **kwargs)


def new_doc(doctype, **values):
	defaults = {"__islocal": 1, "owner": frappe.session.user, **defaults_of(frappe.get_meta(doctype))}
	return get_doc({"doctype": doctype, **defaults, **values})


def _cache():
	"""What this context has loaded, unless another connection has written since."""
	cache, version = frappe.local.document_cache, frappe.db.data_version()
	if cache.get("version") != version:
		cache.clear()
		cache["version"] = version
	return cache


def get_cached_doc(doctype, name=None):
	cache, key = _cache(), (doctype, name or doctype)
	if key not in cache:
		cache[key] = get_doc(*key)
	return cache[key]


def clear_document_cache(doctype, name=None):
	cache = frappe.local.document_cache
	for key in [key for key in cache if key[0] == doctype and name in (None, key[1])]:
		del cache[key]


def get_cached_value(doctype, name, fieldname="name", as_dict=False):
	try:
		doc = get_cached_doc(doctype, name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None
	if isinstance(fieldname, str):
		return doc.get(fieldname)
	values = [doc.get(field) for field in fieldname]
	return _dict(zip(fieldname, values, strict=True)) if as_dict else values


def get_system_settings(key):
	cache, place = _cache(), ("System Settings", "System Settings", "values")
	if place not in cache:
		cache[place] = frappe.db.get_singles_dict("System Settings", cast=True)
	return cache[place].get(key)


def copy_doc(doc, ignore_no_copy=True):
	"""Return a new document with the values of this one.

	:param ignore_no_copy: copy also the fields that are marked "No Copy"
	"""
	copied = get_doc(copy.deepcopy(doc.as_dict()))
	for row in [copied, *copied.get_all_children()]:
		row.set("__islocal", True)
		no_copy = [] if ignore_no_copy else [f.fieldname for f in row.meta.fields if f.no_copy]
		for fieldname in ("name", "owner", "creation", "modified", "modified_by", *no_copy):
			row.set(fieldname, None)
	return copied
