"""Deleting documents that nothing links to."""

import frappe
from frappe import _
from frappe.utils.password import remove_encrypted_password


def delete_doc(
	doctype,
	name,
	force=0,
	ignore_permissions=False,
	flags=None,
	ignore_missing=True,
	delete_permanently=False,
):
	"""Delete the document with its rows; return False where there is none.

	:param delete_permanently: keep no Deleted Document of it
	"""
	if not frappe.db.exists(doctype, name):
		if not ignore_missing:
			raise frappe.DoesNotExistError
		return False
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.flags.update(flags or {})
	doc.flags.ignore_permissions = ignore_permissions or doc.flags.ignore_permissions
	if not doc.has_permission("delete"):
		message = _("User not allowed to delete {0}: {1}").format(doc.doctype, doc.name)
		frappe.throw(message, frappe.PermissionError)
	doc.run_method("on_trash")
	doc.run_method("on_change")
	if not force:
		_refuse_links(doc)
	remove_encrypted_password(doc.doctype, doc.name)
	if doc.meta.issingle:
		frappe.db.delete_single(doc.doctype)
	else:
		frappe.db.delete(doc.doctype, {"name": doc.name})
	for child in {field.options for field in doc.meta.get_table_fields()}:
		frappe.db.delete(child, {"parenttype": doc.doctype, "parent": doc.name})
	if not delete_permanently:
		_keep_as_deleted(doc)
	doc.run_method("after_delete")
	doc.clear_cache()
	return None


def _keep_as_deleted(doc):
	kept = {"deleted_doctype": doc.doctype, "deleted_name": doc.name, "data": frappe.as_json(doc.as_dict())}
	frappe.get_doc({"doctype": "Deleted Document", **kept}).db_insert()


def _refuse_links(doc):
	ignored = frappe.get_hooks("ignore_links_on_delete")
	for doctype in frappe.get_all("DocType", {"name": ["not in", ignored]}, pluck="name", order_by="name"):
		meta = frappe.get_meta(doctype)
		for field in meta.column_fields:
			if field.fieldtype == "Link" and field.options == doc.doctype:
				_refuse_link(doc, meta, field.fieldname)


def _refuse_link(doc, meta, fieldname):
	if meta.issingle:
		is_linked = frappe.db.get_single_value(meta.name, fieldname) == doc.name
		holders = [(meta.name, meta.name)] if is_linked else []
	else:
		columns = ["parenttype", "parent"] if meta.istable else ["name"]
		rows = frappe.get_all(meta.name, {fieldname: doc.name}, columns)
		holders = [(row.parenttype or meta.name, row.parent or row.name) for row in rows]
	for doctype, name in holders:
		if (doctype, name) != (doc.doctype, doc.name):
			message = _("Cannot delete or cancel because {0} {1} is linked with {2} {3}")
			message = message.format(_(doc.doctype), doc.name, _(doctype), name)
			frappe.throw(message, frappe.LinkExistsError)
