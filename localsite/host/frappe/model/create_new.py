"""New documents with the defaults of their fields."""

import frappe
from frappe._local import NotOfferedError
from frappe.model import column_of_fieldtype
from frappe.utils import now_datetime, nowdate, nowtime


def get_new_doc(doctype, parent_doc=None, parentfield=None, as_dict=False):
	"""Return a new document; as in Frappe every Time field starts with the present time."""
	doc = frappe.get_doc({"doctype": doctype, "__islocal": 1, "owner": frappe.session.user, "docstatus": 0})
	for field in doc.meta.fields:
		default = _default_of(field) if field.fieldtype in column_of_fieldtype else None
		if default is not None:
			doc.set(field.fieldname, default)
	doc._fix_numeric_types()
	values = doc.get_valid_dict(sanitize=False, ignore_virtual=True)
	values.update({"doctype": doctype, "__islocal": 1})
	if not doc.meta.issingle:
		values["__unsaved"] = 1
	if parent_doc:
		values.update({"parent": parent_doc.name, "parenttype": parent_doc.doctype})
	if parentfield:
		values["parentfield"] = parentfield
	return values if as_dict else frappe.get_doc(values)


def _default_of(field):
	if field.fieldtype == "Time":
		return nowtime()
	if not field.default:
		is_choice = field.fieldtype == "Select" and field.options not in (None, "", "[Select]", "Loading...")
		return field.options.split("\n", 1)[0] if is_choice else None
	if field.default == "__user":
		return frappe.session.user
	if field.default == "Today":
		return nowdate()
	if field.fieldtype == "Datetime" and field.default.lower() == "now":
		return now_datetime()
	if str(field.default).startswith(":"):
		raise NotOfferedError(f"the default {field.default!r} of {field.parent}.{field.fieldname}")
	return field.default
