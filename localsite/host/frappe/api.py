"""The routes below `/api`: functions, and documents with the caller's permissions."""

import frappe
from frappe._local import NotOfferedError
from frappe._whitelist import is_valid_http_method, is_whitelisted
from frappe.handler import execute_cmd, handle
from frappe.utils.response import build_response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule, Submount
from werkzeug.wrappers import Response

LIST_ARGUMENTS = ("fields", "filters", "or_filters", "order_by", "group_by")


def handle_request(request):
	try:
		endpoint, arguments = ROUTES.bind_to_environ(request.environ).match()
	except (NotFound, MethodNotAllowed):
		raise frappe.DoesNotExistError
	data = endpoint(**arguments)
	if isinstance(data, Response):
		return data
	if data is not None:
		frappe.local.response.data = data
	return build_response("json")


def call_v1(method):
	frappe.form_dict.cmd = method.split("/")[0]
	return handle(frappe.form_dict.cmd)


def call_v2(method):
	return None if method == "login" else execute_cmd(method)


def list_documents(doctype):
	"""Return up to 20 documents, or as many as `limit` says, with the fields asked for."""
	form = frappe.form_dict
	arguments = {key: form[key] for key in LIST_ARGUMENTS if form.get(key)}
	for key in ("fields", "filters", "or_filters"):
		if key in arguments:
			arguments[key] = frappe.parse_json(arguments[key])
	limit = frappe.utils.cint(form.limit or form.limit_page_length) or 20
	return frappe.get_list(
		doctype, limit_start=frappe.utils.cint(form.limit_start), limit_page_length=limit, **arguments
	)


def read_document(doctype, name):
	if "run_method" in frappe.form_dict:
		return run_method(doctype, name)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	doc.apply_fieldlevel_read_permissions()
	return doc


def create_document(doctype):
	data = _sent_values()
	data.pop("doctype", None)
	return frappe.new_doc(doctype, **data).insert()


def update_document(doctype, name):
	data = _sent_values()
	data.pop("flags", None)
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.update(data)
	doc.save()
	return doc


def delete_document(doctype, name):
	frappe.delete_doc(doctype, name, ignore_missing=False)
	frappe.local.response.http_status_code = 202
	return "ok"


def run_method(doctype, name, method=None):
	"""Call a whitelisted method; GET needs the permission to read, POST the one to write."""
	method = method or frappe.form_dict.pop("run_method")
	doc = frappe.get_doc(doctype, name)
	bound = getattr(doc, method)
	is_whitelisted(bound.__func__)
	is_valid_http_method(bound.__func__)
	doc.check_permission("read" if frappe.local.request.method == "GET" else "write")
	return doc.run_method(method, **frappe.get_newargs(bound, frappe.form_dict))


def _sent_values():
	if "data" in frappe.form_dict:
		return frappe.parse_json(frappe.form_dict.data)
	return frappe.form_dict


def refuse(rest):
	raise NotOfferedError(f"/api/{rest}")


DOCUMENT_RULES = (
	("/<doctype>", "GET", list_documents),
	("/<doctype>", "POST", create_document),
	("/<doctype>/<path:name>/", "GET", read_document),
	("/<doctype>/<path:name>/", "PUT", update_document),
	("/<doctype>/<path:name>/", "DELETE", delete_document),
)


def _document_rules(prefix):
	return [
		Rule(prefix + path, methods=[method], endpoint=endpoint) for path, method, endpoint in DOCUMENT_RULES
	]


def _rules_of_v1():
	run = Rule("/resource/<doctype>/<path:name>/", methods=["POST"], endpoint=run_method)
	return [Rule("/method/<path:method>", endpoint=call_v1), *_document_rules("/resource"), run]


def _rules_of_v2():
	run = "/document/<doctype>/<path:name>/method/<method>/"
	return [
		Rule("/method/<method>", endpoint=call_v2),
		*_document_rules("/document"),
		Rule("/document/<doctype>/<path:name>/", methods=["PATCH"], endpoint=update_document),
		Rule(run, methods=["GET", "POST"], endpoint=run_method),
		Rule("/doctype/<path:rest>", endpoint=refuse),
	]


ROUTES = Map(
	[
		Submount("/api", _rules_of_v1()),
		Submount("/api/v1", _rules_of_v1()),
		Submount("/api/v2", _rules_of_v2()),
	],
	strict_slashes=False,
	merge_slashes=False,
)
