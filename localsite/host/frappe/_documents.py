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
	if not isinstance(first, str | dict):
		raise ValueError("First non keyword argument must be a string or dict")
	doctype = first if isinstance(first, str) else first.get("doctype")
	if not doctype or (isinstance(first, str) and len(args) < 2 and kwargs.get("doctype")):
		raise ValueError('"doctype" is a required key')
	return get_controller(doctype)(*args, **kwargs)


def new_doc(doctype, *, parent_doc=None, parentfield=None, as_dict=False, **kwargs):
	from frappe.model.create_new import get_new_doc

	return get_new_doc(doctype, parent_doc, parentfield, as_dict=as_dict).update(kwargs)


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
		frappe.local.system_settings = None


def get_cached_value(doctype, name, fieldname="name", as_dict=False):
	try:
		doc = get_cached_doc(doctype, name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None
	if isinstance(fieldname, str):
		if as_dict:
			frappe.throw("Cannot make dict for single fieldname")
		return doc.get(fieldname)
	values = [doc.get(field) for field in fieldname]
	return _dict(zip(fieldname, values, strict=True)) if as_dict else values


def get_system_settings(key):
	"""Return a System Setting; before the database is connected there is none."""
	if not getattr(frappe.local, "db", None):
		return None
	if not getattr(frappe.local, "system_settings", None):
		frappe.local.system_settings = frappe.db.get_singles_dict("System Settings", cast=True)
	return frappe.local.system_settings.get(key)


def get_single(doctype):
	return get_doc(doctype, doctype)


def get_single_value(doctype, fieldname):
	return frappe.db.get_single_value(doctype, fieldname)


def get_last_doc(doctype, filters=None, order_by="creation desc", *, for_update=False):
	names = get_all(doctype, filters=filters, limit=1, order_by=order_by, pluck="name")
	if not names:
		raise frappe.DoesNotExistError
	return get_doc(doctype, names[0], for_update=for_update)


def get_list(doctype, *args, **kwargs):
	"""List documents that the user may read; see `frappe.model.db_query`."""
	from frappe.model.db_query import DatabaseQuery

	return DatabaseQuery(doctype).execute(*args, **kwargs)


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


def delete_doc_if_exists(doctype, name, force=0):
	if frappe.db.exists(doctype, name):
		delete_doc(doctype, name, force=force)


def copy_doc(doc, ignore_no_copy=True):
	"""Return a new document with the values of this one.

	:param ignore_no_copy: copy also the fields that are marked "No Copy"
	"""
	copied = get_doc(copy.deepcopy(doc if isinstance(doc, dict) else doc.as_dict()))
	for row in [copied, *copied.get_all_children()]:
		row.set("__islocal", True)
		for fieldname in ("name", "owner", "creation", "modified", "modified_by"):
			row.set(fieldname, None)
		if not ignore_no_copy:
			for field in row.meta.get("fields", {"no_copy": 1}):
				row.set(field.fieldname, None)
	return copied


def get_roles(username=None):
	from frappe.permissions import get_roles

	return get_roles(username or frappe.session.user or "Guest")


def has_permission(
	doctype=None, ptype="read", doc=None, user=None, throw=False, *, parent_doctype=None, debug=False
):
	from frappe.permissions import has_permission

	doctype = doctype or doc.doctype
	allowed = has_permission(doctype, ptype, doc=doc, user=user, parent_doctype=parent_doctype)
	if throw and not allowed:
		name = doc if isinstance(doc, str) else doc.name if doc else ""
		frappe.flags.error_message = frappe._("No permission for {0}").format(
			f"{frappe._(doctype)} {name}".strip()
		)
		raise frappe.PermissionError
	return allowed


def only_for(roles, message=False):
	"""Refuse users without any of the roles; as in Frappe nobody is refused under tests."""
	if frappe.flags.in_test or frappe.session.user == "Administrator":
		return
	roles = (roles,) if isinstance(roles, str) else roles
	if not set(roles).isdisjoint(get_roles()):
		return
	if not message:
		raise frappe.PermissionError
	allowed = ", ".join(frappe.bold(frappe._(role)) for role in roles)
	text = frappe._("This action is only allowed for {}").format(allowed)
	frappe.throw(text, frappe.PermissionError, frappe._("Not Permitted"))
