"""Calls of whitelisted functions and of whitelisted document methods."""

from inspect import signature

import frappe
from frappe import _
from frappe._local import NotOfferedError
from frappe._whitelist import is_valid_http_method, is_whitelisted, whitelist
from frappe.auth import logout
from werkzeug.wrappers import Response

SHORT_NAMES = {"logout": logout, "web_logout": logout}
MISSING = ("upload_file", "download_file")


@whitelist(allow_guest=True)
def ping():
	return "pong"


def handle(cmd):
	"""Run the function and put what it returns into the answer; return a Response only if it made one."""
	result = None if cmd == "login" else execute_cmd(cmd)
	if isinstance(result, Response):
		return result
	if result is not None:
		frappe.local.response.message = result


def execute_cmd(cmd):
	cmd = (frappe.get_hooks("override_whitelisted_methods", {}).get(cmd) or [cmd])[-1]
	if cmd in MISSING:
		raise NotOfferedError(f"/api/method/{cmd}")
	try:
		method = SHORT_NAMES[cmd] if "." not in cmd else frappe.get_attr(cmd)
	except Exception as error:
		frappe.throw(_("Failed to get method for command {0} with {1}").format(cmd, error))
	if method is not run_doc_method:
		is_whitelisted(method)
		is_valid_http_method(method)
	return frappe.call(method, **frappe.form_dict)


def run_doc_method(method, docs=None, dt=None, dn=None, arg=None, args=None):
	"""Call a whitelisted method of a stored document, or of one that the caller sends whole."""
	doc = frappe.get_doc(dt, dn or dt) if dt else _received_doc(docs)
	if not doc.has_permission("read"):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	bound = getattr(doc, method)
	function = getattr(bound, "__func__", bound)
	is_whitelisted(function)
	is_valid_http_method(function)
	frappe.local.response.docs.append(doc)
	return _call_with_arguments(doc, method, list(signature(bound).parameters), _parsed(args or arg))


def _received_doc(docs):
	doc = frappe.get_doc(frappe.parse_json(docs))
	doc._original_modified = doc.modified
	doc.check_if_latest()
	return doc


def _parsed(args):
	try:
		return frappe.parse_json(args)
	except ValueError:
		return args


def _call_with_arguments(doc, method, names, args):
	if not names:
		return doc.run_method(method)
	if "args" in names or not isinstance(args, dict):
		return doc.run_method(method, args)
	return doc.run_method(method, **args)


SHORT_NAMES.update(run_doc_method=run_doc_method, runserverobj=run_doc_method, ping=ping)
