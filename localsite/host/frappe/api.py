"""The routes below `/api`: whitelisted functions, and documents with the caller's permissions."""

from inspect import signature

import frappe
from frappe import _
from frappe._local import NotOfferedError
from frappe._whitelist import check_call, whitelist
from frappe.auth import logout
from frappe.utils.response import build_response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

LIST_ARGUMENTS = ("fields", "filters", "or_filters", "order_by", "group_by")
MISSING = ("upload_file", "download_file")


def handle_request(request):
	try:
		endpoint, arguments = ROUTES.bind_to_environ(request.environ).match()
	except (NotFound, MethodNotAllowed):
		raise frappe.DoesNotExistError
	return endpoint(**arguments) or build_response()


# Functions


@whitelist(allow_guest=True)
def ping():
	return "pong"


def call(method, key="message"):
	"""Run the function and put what it returns into the answer; return a Response only if it made one."""
	result = None if method == "login" else execute_cmd(method)
	if isinstance(result, Response):
		return result
	if result is not None:
		frappe.local.response[key] = result


def call_v1(method):
	frappe.form_dict.cmd = method
	return call(method)


def call_v2(method):
	return call(method, "data")


def execute_cmd(cmd):
	if cmd in MISSING:
		raise NotOfferedError(f"/api/method/{cmd}")
	try:
		method = frappe.get_attr(cmd) if "." in cmd else SHORT_NAMES[cmd]
	except Exception as error:
		frappe.throw(_("Failed to get method for command {0} with {1}").format(cmd, error))
	if method is not run_doc_method:
		check_call(method)
	return frappe.call(method, **frappe.form_dict)


def run_doc_method(method, docs=None, dt=None, dn=None, args=None):
	"""Call a whitelisted method of a stored document, or of one that the caller sends whole."""
	if dt:
		doc = frappe.get_doc(dt, dn or dt)
	else:
		doc = frappe.get_doc(frappe.parse_json(docs))
		doc._original_modified = doc.modified
		doc.check_if_latest()
	if not doc.has_permission("read"):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	bound = getattr(doc, method)
	check_call(getattr(bound, "__func__", bound))
	frappe.local.response.docs.append(doc)
	given = frappe.parse_json(args or "{}")
	names = signature(bound).parameters
	if "args" in names or not isinstance(given, dict):
		return doc.run_method(method, given)
	return doc.run_method(method, **{name: value for name, value in given.items() if name in names})


SHORT_NAMES = {"ping": ping, "logout": logout, "run_doc_method": run_doc_method}


# Documents


def list_documents(doctype):
	"""Return up to 20 documents, or as many as asked for (0: all), with the fields asked for."""
	form = frappe.form_dict
	if frappe.get_meta(doctype).istable:
		_check_parent(form.parent, doctype)
	arguments = {key: form[key] for key in LIST_ARGUMENTS if form.get(key)}
	for key in ("fields", "filters", "or_filters"):
		if key in arguments:
			arguments[key] = frappe.parse_json(arguments[key])
	limit = form.get("limit_page_length", form.limit or 20)
	arguments |= {"limit_start": form.limit_start, "limit_page_length": limit}
	frappe.local.response.data = frappe.get_list(doctype, parent_doctype=form.parent, **arguments)


def _check_parent(parent, doctype):
	"""Rows are listed by whoever may read the DocType named as `parent`, if that one holds such rows."""
	fields = frappe.get_meta(parent).fields if parent and frappe.db.exists("DocType", parent) else ()
	if not any(field.options == doctype for field in fields) or not frappe.has_permission(parent):
		raise frappe.PermissionError


def read_document(doctype, name):
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	doc.apply_fieldlevel_read_permissions()
	frappe.local.response.data = doc


def create_document(doctype):
	frappe.local.response.data = frappe.new_doc(doctype, **_sent_values()).insert()


def update_document(doctype, name):
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.update(_sent_values())
	frappe.local.response.data = doc.save()


def delete_document(doctype, name):
	frappe.delete_doc(doctype, name, ignore_missing=False)
	frappe.local.response.http_status_code = 202
	frappe.local.response.data = "ok"


def _sent_values():
	form = frappe.form_dict
	values = frappe.parse_json(form.data) if "data" in form else form
	return {key: value for key, value in values.items() if key not in ("doctype", "flags")}


def _rules(prefix):
	document = f"{prefix}/resource/<doctype>/<path:name>"
	return [
		Rule(f"{prefix}/method/<path:method>", endpoint=call_v1),
		Rule(f"{prefix}/resource/<doctype>", methods=["GET"], endpoint=list_documents),
		Rule(f"{prefix}/resource/<doctype>", methods=["POST"], endpoint=create_document),
		Rule(document, methods=["GET"], endpoint=read_document),
		Rule(document, methods=["PUT"], endpoint=update_document),
		Rule(document, methods=["DELETE"], endpoint=delete_document),
	]


ROUTES = Map(
	[*_rules("/api"), *_rules("/api/v1"), Rule("/api/v2/method/<method>", endpoint=call_v2)],
	strict_slashes=False,
	merge_slashes=False,
)
