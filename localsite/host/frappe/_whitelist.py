"""Which functions may be called from outside, and with what."""

import frappe
from frappe.utils.html_utils import sanitize_html
from frappe.utils.typing_validations import validate_argument_types

whitelisted, guest_methods, xss_safe_methods = set(), set(), set()
http_methods = {}


def whitelist(allow_guest=False, xss_safe=False, methods=None):
	"""Offer a function at `/api/method/<dotted path>`.

	:param allow_guest: also without signing in
	:param xss_safe: hand over what guests send as it came
	:param methods: HTTP methods; without them GET, POST, PUT and DELETE
	"""

	def decorator(function):
		offered = validate_argument_types(function, _called_from_outside)
		whitelisted.add(offered)
		http_methods[offered] = methods or ["GET", "POST", "PUT", "DELETE"]
		if allow_guest:
			guest_methods.add(offered)
		if allow_guest and xss_safe:
			xss_safe_methods.add(offered)
		return offered

	return decorator


def _called_from_outside():
	return getattr(frappe.local, "request", None) or frappe.local.flags.in_test


def check_call(function):
	"""Refuse what is not offered to this user by this HTTP method; sanitise what a guest sent."""
	is_guest = frappe.session.user == "Guest"
	if function not in whitelisted or (is_guest and function not in guest_methods):
		name = frappe.bold(f"{function.__module__}.{function.__name__}")
		summary = frappe._("You are not permitted to access this resource.")
		detail = frappe._("Function {0} is not whitelisted.").format(name)
		text = f"<details><summary>{summary}</summary>{detail}</details>"
		frappe.throw(text, frappe.PermissionError, title=frappe._("Method Not Allowed"))
	if is_guest and function not in xss_safe_methods:
		frappe.form_dict.update({key: sanitize_html(value) for key, value in frappe.form_dict.items()})
	if frappe.local.request.method not in http_methods[function]:
		frappe.throw(frappe._("Not permitted"), frappe.PermissionError)
