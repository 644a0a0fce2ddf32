"""Names of new documents."""

import base64
import re
import secrets

import frappe
from frappe import _
from frappe._local import NotOfferedError
from frappe.utils import cstr, now_datetime

DATE_PARTS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}


def set_new_name(doc):
	doc.run_method("before_naming")
	option, _colon, rest = (doc.meta.autoname or "hash").partition(":")
	if option.lower() != "prompt":
		doc.name = doc.doctype if doc.meta.issingle else None
	if not doc.name:
		doc.run_method("autoname")
	if not doc.name:
		doc.name = _name_by_option(option.lower(), rest, doc)
	doc.name = validate_name(doc.doctype, doc.name)


def _name_by_option(option, rest, doc):
	if option == "field":
		name = cstr(doc.get(rest)).strip()
		return name or frappe.throw(_("{0} is required").format(doc.meta.get_label(rest)))
	if option == "format":
		return re.sub(r"\{([^{}]*)\}", lambda match: _format_part(match[1], doc), rest).strip()
	if option == "prompt":
		frappe.throw(_("Please set the document name"))
	return make_autoname(option)


def _format_part(part, doc):
	if "#" in part:
		raise NotOfferedError("counters in names")
	return now_datetime().strftime(DATE_PARTS[part]) if part in DATE_PARTS else cstr(doc.get(part)) or part


def make_autoname(key="hash"):
	if key not in ("hash", "random"):
		raise NotOfferedError(f"the naming rule {key!r}")
	return base64.b32hexencode(secrets.token_bytes(10)).decode()[:10].lower()


def validate_name(doctype, name):
	name = cstr(name).strip()
	if not name:
		frappe.throw(_("No Name Specified for {0}").format(doctype))
	if special := re.findall("[<>]", name):
		message = _("Name cannot contain special characters like {0}").format(", ".join(special))
		frappe.throw(message, frappe.NameError)
	return name
