"""Documents and lists as apps ask for them through `frappe`."""

import copy

import frappe
from frappe._local import _dict, refuse_arguments


def get_doc(*args, **kwargs):
	"""Load a document by DocType and name, or make a new one from a dict or from keyword arguments."""
	from frappe.model.base_document import BaseDocument, get_controller

	first = args[0] if args else kwargs
	if isinstance(first, BaseDocument):
		return first
	doctype = first.get("doctype") if isinstance(first, dict) else first
	if not isinstance(doctype, str):
		raise ValueError("frappe.get_doc takes a DocType and a name, or a dict with the key doctype")
	return get_controller(doctype)(*args, **kwargs)


def new_doc(doctype, **values):
	from frappe.model.base_document import defaults_of

	defaults = {"__islocal": 1, "owner": frappe.session.user, **defaults_of(get_meta(doctype))}
	return get_doc({"doctype": doctype, **defaults, **values})


def get_cached_doc(doctype, name=None):
	"""Return a document as this context last loaded it, unless another connection has written since."""
	cache = frappe.local.document_cache
	version = frappe.db.data_version()
	if cache.get("version") != version:
		cache.clear()
		cache["version"] = version
	key = (doctype, name or doctype)
	if key not in cache:
		cache[key] = get_doc(*key)
	return cache[key]


def clear_document_cache(doctype, name=None):
	cache = frappe.local.document_cache
	for key in [key for key in cache if key[0] == doctype and name in (None, key[1])]:
		del cache[key]
	if doctype == "System Settings":
		cache.pop("settings", None)


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
	"""Return a System Setting; before the database is connected there is none."""
	if not getattr(frappe.local, "db", None):
		return None
	cache = frappe.local.document_cache
	if "settings" not in cache:
		cache["settings"] = frappe.db.get_singles_dict("System Settings", cast=True)
	return cache["settings"].get(key)


def get_single(doctype):
	return get_doc(doctype, doctype)


def get_list(doctype, *args, **kwargs):
	"""List documents that the user may read; see `frappe.model.db_query`."""
	from frappe.model.db_query import get_list

	return get_list(doctype, *args, **kwargs)


def get_all(doctype, *args, **kwargs):
	"""List documents whoever asks; see `frappe.model.db_query`."""
	return get_list(doctype, *args, **{**kwargs, "ignore_permissions": True})


def get_value(*args, **kwargs):
	return frappe.db.get_value(*args, **kwargs)


def get_meta(doctype, cached=True):
	from frappe.model.meta import get_meta

	return get_meta(doctype, cached)


def is_table(doctype):
	return bool(get_meta(doctype).istable)


def delete_doc(
	doctype, name, force=0, ignore_permissions=False, flags=None, ignore_missing=True, **not_offered
):
	from frappe.model.delete_doc import delete_doc

	not_offered.pop("delete_permanently", None)  # localsite keeps no Deleted Documents
	refuse_arguments("frappe.delete_doc", not_offered)
	return delete_doc(doctype, name, force, ignore_permissions, flags, ignore_missing)


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


def get_roles(username=None):
	from frappe.permissions import get_roles

	return get_roles(username)


def has_permission(doctype=None, ptype="read", doc=None, user=None, throw=False, *, parent_doctype=None):
	from frappe.permissions import has_permission

	doctype = doctype or doc.doctype
	allowed = has_permission(doctype, ptype, doc=doc, user=user, parent_doctype=parent_doctype)
	if throw and not allowed:
		name = doc if isinstance(doc, str) else doc.name if doc else ""
		message = frappe._("No permission for {0}").format(f"{frappe._(doctype)} {name}".strip())
		frappe.flags.error_message = message
		raise frappe.PermissionError
	return allowed


def only_for(roles, message=False):
	"""Refuse users without any of the roles; as in Frappe nobody is refused under tests."""
	if frappe.flags.in_test or frappe.session.user == "Administrator":
		return
	roles = (roles,) if isinstance(roles, str) else roles
	if set(roles).isdisjoint(get_roles()):
		text = frappe._("This action is only allowed for {}").format(", ".join(roles))
		frappe.throw(text, frappe.PermissionError, frappe._("Not Permitted"))
