"""Names of new documents."""

import base64
import re
import secrets

import frappe
from frappe import _
from frappe._local import NotOfferedError
from frappe.utils import cstr, now_datetime

SPECIAL_CHARACTERS = re.compile(r"[<>]+")


def set_new_name(doc):
	doc.run_method("before_naming")
	autoname = doc.meta.autoname or ""
	if autoname.lower() != "prompt":
		doc.name = None
	if doc.meta.issingle:
		doc.name = doc.doctype
	if not doc.name:
		doc.run_method("autoname")
	if not doc.name and autoname:
		_name_by_option(autoname, doc)
	doc.name = validate_name(doc.doctype, doc.name or make_autoname("hash"))


def _name_by_option(autoname, doc):
	option = autoname.lower()
	if option.startswith("field:"):
		fieldname = autoname[6:]
		doc.name = cstr(doc.get(fieldname)).strip()
		if not doc.name:
			frappe.throw(_("{0} is required").format(doc.meta.get_label(fieldname)))
	elif option.startswith("prompt"):
		if not doc.name:
			frappe.throw(_("Please set the document name"))
	elif option.startswith("format:"):
		doc.name = re.sub(r"\{([^{}]*)\}", lambda match: _format_part(match[1], doc), autoname[7:]).strip()
	elif option not in ("hash", "random"):
		raise NotOfferedError(f"the naming rule {autoname!r}")


def _format_part(part, doc):
	today = now_datetime()
	dates = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
	if part in dates:
		return today.strftime(dates[part])
	if "#" in part:
		raise NotOfferedError("counters in names")
	return cstr(doc.get(part)) or part


def make_autoname(key="", doctype="", doc=""):
	if key != "hash":
		raise NotOfferedError(f"the naming series {key!r}")
	return base64.b32hexencode(secrets.token_bytes(10)).decode()[:10].lower()


def validate_name(doctype, name):
	if not name:
		frappe.throw(_("No Name Specified for {0}").format(doctype))
	if isinstance(name, int):
		return name
	name = name.strip()
	if name.startswith(f"New {doctype}"):
		frappe.throw(
			_("There were some errors setting the name, please contact the administrator"), frappe.NameError
		)
	if not frappe.get_meta(doctype).issingle and doctype == name and doctype != "DocType":
		frappe.throw(_("Name of {0} cannot be {1}").format(doctype, name), frappe.NameError)
	if special := SPECIAL_CHARACTERS.findall(name):
		message = _("Name cannot contain special characters like {0}").format(", ".join(map(repr, special)))
		frappe.throw(message, frappe.NameError)
	return name
