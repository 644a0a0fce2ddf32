"""Which functions may be called from outside, and with what."""

import frappe
from frappe.utils.typing_validations import validate_argument_types

whitelisted = set()
guest_methods = set()
xss_safe_methods = set()
allowed_http_methods_for_whitelisted_func = {}


def whitelist(allow_guest=False, xss_safe=False, methods=None):
	"""Offer a function at `/api/method/<dotted path>`.

	:param allow_guest: also without signing in
	:param xss_safe: hand over what guests send as it came
	:param methods: HTTP methods; without them GET, POST, PUT and DELETE
	"""

	def decorator(function):
		offered = validate_argument_types(getattr(function, "__func__", function), _called_from_outside)
		whitelisted.add(offered)
		allowed_http_methods_for_whitelisted_func[offered] = methods or ["GET", "POST", "PUT", "DELETE"]
		if allow_guest:
			guest_methods.add(offered)
		if allow_guest and xss_safe:
			xss_safe_methods.add(offered)
		return offered

	return decorator


def _called_from_outside():
	return getattr(frappe.local, "request", None) or frappe.local.flags.in_test


def is_whitelisted(method):
	"""Refuse what is not offered to this user; sanitise what a guest sent."""
	is_guest = frappe.session.user == "Guest"
	if method not in whitelisted or (is_guest and method not in guest_methods):
		_refuse(method)
	if is_guest and method not in xss_safe_methods:
		from frappe.utils.html_utils import sanitize_html

		frappe.form_dict.update({key: sanitize_html(value) for key, value in frappe.form_dict.items()})


def _refuse(method):
	name = frappe.bold(f"{method.__module__}.{method.__name__}")
	summary = frappe._("You are not permitted to access this resource.")
	detail = frappe._("Function {0} is not whitelisted.").format(name)
	frappe.throw(
		f"<details><summary>{summary}</summary>{detail}</details>",
		frappe.PermissionError,
		title=frappe._("Method Not Allowed"),
	)


def is_valid_http_method(method):
	if frappe.local.request.method not in allowed_http_methods_for_whitelisted_func[method]:
		frappe.throw(frappe._("Not permitted"), frappe.PermissionError)
