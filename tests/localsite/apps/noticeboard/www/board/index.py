import frappe

no_cache = 1


def get_context(context):
	context.title = frappe.form_dict.get("title") or "no title"
	outcome = frappe.form_dict.get("outcome")
	if outcome == "teapot":
		context.http_status_code = 418
	if outcome == "moved":
		frappe.local.flags.redirect_location = "/notices"
		raise frappe.Redirect(302)
	if outcome == "forbidden":
		raise frappe.PermissionError("No entry here")
	if outcome == "gone":
		raise frappe.PageDoesNotExistError
	if outcome == "refused":
		frappe.throw("A <i>refusal</i>")
	if outcome == "crash":
		raise ZeroDivisionError("secret detail")
