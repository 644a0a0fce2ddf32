"""Answer a path of the website: routes, pages of the apps, redirects, and pages for errors."""

from urllib.parse import quote_plus

import frappe
from frappe import _
from frappe._local import NotOfferedError
from frappe.utils.response import allows_traceback
from frappe.website.page import TemplatePage
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

MISSING = ("files", "private", "backups", "printview")


def get_response():
	path = frappe.local.request.path.strip("/ ")
	if path.split("/")[0] == "app":
		return desk_page(path)
	try:
		page = TemplatePage(resolve_path(path))
		return page.render() if page.exists() else not_found_page()
	except frappe.Redirect as redirect:
		return redirect_response(redirect.http_status_code)
	except frappe.PermissionError as error:
		action = f"/login?redirect-to={quote_plus(frappe.local.request.path)}"
		return message_page(_("Not Permitted"), str(error), 403, action, _("Login"))
	except frappe.PageDoesNotExistError:
		return not_found_page()
	except Exception as error:
		return error_page(error)


def resolve_path(path):
	"""Map a path to the page's path; values in a dynamic route become arguments of the request."""
	if path.split("/")[0] in MISSING:
		raise NotOfferedError(f"the path /{path}")
	path = path.removesuffix(".html")
	if path in ("", "index"):
		return "login" if frappe.session.user == "Guest" else "me"
	rules = [
		Rule(rule["from_route"], endpoint=rule["to_route"])
		for rule in frappe.get_hooks("website_route_rules")
	]
	matcher = Map(rules).bind_to_environ(frappe.local.request.environ)
	if not matcher.test("/" + path):
		return path
	endpoint, arguments = matcher.match("/" + path)
	if arguments:
		frappe.local.no_cache = 1
		frappe.local.form_dict.update(arguments)
	return endpoint


def redirect_response(status):
	response = Response("", status=status, mimetype="text/html")
	response.headers["Location"] = frappe.local.flags.redirect_location
	response.headers["Cache-Control"] = "no-store, no-cache, must-revalidate"
	return response


def message_page(title, message, status, primary_action="/", primary_label=None):
	"""Show a title and a message; both are HTML."""
	frappe.local.no_cache = 1
	values = {"primary_action": primary_action, "primary_label": primary_label}
	return TemplatePage("message", status, {"title": title, "message": message, **values}).render()


def desk_page(path):
	"""Say what stands in for the Desk, to which links in mails to staff lead."""
	sentence = _("{0} is a page of the Desk, which needs a bench. Records can be read at {1}.")
	places = (f"/{path}", "/api/resource/<DocType>/<name>")
	return message_page(_("No Desk here"), sentence.format(*map(_code, places)), 404)


def _code(text):
	return f"<code>{frappe.utils.escape_html(text)}</code>"


def not_found_page():
	return TemplatePage("404", 404).render()


def error_page(error):
	"""Show the error; by default with its traceback. As in Frappe what was written before it is committed."""
	frappe.local.no_cache = 1
	context = {
		"error_title": getattr(error, "title", None) or _("Uncaught Server Exception"),
		"error_message": getattr(error, "message", None) or _("There was an error building this page"),
		"error": frappe.utils.escape_html(frappe.get_traceback()) if allows_traceback() else "",
	}
	return TemplatePage("error", getattr(error, "http_status_code", 500), context).render()
