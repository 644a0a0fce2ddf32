import frappe
from frappe import _
from frappe.auth import login

no_cache = 1


def get_context(context):
	context.title = _("Login")
	if frappe.local.request.method == "POST":
		try:
			login(frappe.form_dict.get("usr"), frappe.form_dict.get("pwd"))
		except frappe.AuthenticationError:
			context.refusal, context.http_status_code = _("Invalid Login. Try again."), 401
	if frappe.session.user != "Guest":
		frappe.local.flags.redirect_location = local_path(frappe.local.request.args.get("redirect-to"))
		raise frappe.Redirect(302)


def local_path(target):
	"""Return the target if it is a path of this site, else the start page."""
	is_local = target and target.startswith("/") and not target.startswith("//")
	return target if is_local and target.isprintable() and "\\" not in target else "/"
