import frappe
from noticeboard.events import add_notice

no_cache = 1


def get_context(context):
	context.said = frappe.local.request.method
	if frappe.form_dict.get("title"):
		add_notice(frappe.form_dict.title)
	if frappe.form_dict.get("outcome") == "refused":
		frappe.throw("Too late")
	if frappe.form_dict.get("with_token"):
		frappe.sessions.get_csrf_token()
