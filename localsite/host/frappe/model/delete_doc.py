"""Deleting documents that nothing links to."""

import frappe
from frappe import _
from frappe.utils.password import delete_all_passwords_for


def delete_doc(doctype, name, force=0, ignore_permissions=False, flags=None, ignore_missing=True):
	"""Delete the named document or documents with their rows; return False where there is none."""
	for each in [name] if isinstance(name, str | int) else name or []:
		if not frappe.db.exists(doctype, each):
			if not ignore_missing:
				raise frappe.DoesNotExistError
			return False
		_delete(frappe.get_doc(doctype, each, for_update=True), force, ignore_permissions, flags)
	return None


def _delete(doc, force, ignore_permissions, flags):
	doc.flags.update(flags or {})
	if ignore_permissions:
		doc.flags.ignore_permissions = True
	if not doc.has_permission("delete"):
		message = _("User not allowed to delete {0}: {1}").format(doc.doctype, doc.name)
		frappe.msgprint(message, raise_exception=frappe.PermissionError)
	doc.run_method("on_trash")
	doc.flags.in_delete = True
	doc.run_method("on_change")
	if not force:
		check_if_doc_is_linked(doc)
	delete_all_passwords_for(doc.doctype, doc.name)
	_delete_rows(doc)
	doc.run_method("after_delete")
	doc.clear_cache()
	frappe.db.value_cache = {}


def _delete_rows(doc):
	if doc.meta.issingle:
		frappe.db.delete("Singles", {"doctype": doc.doctype})
	else:
		frappe.db.delete(doc.doctype, {"name": doc.name})
	for child in {field.options for field in doc.meta.get_table_fields()}:
		frappe.db.delete(child, {"parenttype": doc.doctype, "parent": doc.name})


def check_if_doc_is_linked(doc):
	ignored = frappe.get_hooks("ignore_links_on_delete")
	for doctype in frappe.get_all("DocType", pluck="name", order_by="name"):
		meta = frappe.get_meta(doctype)
		fields = [
			field for field in meta.get_link_fields() if field.options == doc.doctype and not field.is_virtual
		]
		for field in fields if doctype not in ignored else ():
			_refuse_link(doc, meta, field)


def _refuse_link(doc, meta, field):
	if meta.issingle:
		if frappe.db.get_single_value(meta.name, field.fieldname) == doc.name:
			_raise_link_exists(doc, meta.name, meta.name)
		return
	columns = ["name", "parent", "parenttype"] if meta.istable else ["name"]
	for row in frappe.db.get_values(meta.name, {field.fieldname: doc.name}, columns, as_dict=True):
		holder = (row.parenttype, row.parent) if row.parent else (meta.name, row.name)
		if holder != (doc.doctype, doc.name):
			_raise_link_exists(doc, *holder)


def _raise_link_exists(doc, doctype, name):
	message = _("Cannot delete or cancel because {0} {1} is linked with {2} {3}")
	frappe.throw(message.format(_(doc.doctype), doc.name, _(doctype), name), frappe.LinkExistsError)
