"""The WSGI application: one request from its arguments to commit or rollback."""

import os
import sys
from pathlib import Path

import frappe
from frappe import _, api, auth, sessions
from frappe.utils.response import allows_traceback, build_response, report_error
from frappe.website.serve import get_response, message_page
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import ClosingIterator

_site = os.environ.get("FRAPPE_SITE")
_sites_path = os.environ.get("SITES_PATH", ".")
MAX_CONTENT_LENGTH = 25 * 1024 * 1024
LONGEST_FILE_NAME = 200
NOT_LOGGED = (frappe.AuthenticationError, frappe.CSRFTokenError, frappe.SecurityException)
MESSAGES = {
	401: ("Session Expired", "Your session has expired, please login again to continue."),
	403: ("Not Permitted", "You do not have enough permissions to complete the action"),
	404: ("Not Found", "The resource you are looking for is not available"),
	429: ("Too Many Requests", "Too Many Requests"),
}


def application(environ, start_response):
	return ClosingIterator(_respond(environ, start_response), [frappe.destroy])


@Request.application
def _respond(request):
	response = None
	try:
		init_request(request)
		response = route(request)
		if frappe.local.flags.commit or request.method in auth.UNSAFE_HTTP_METHODS:
			frappe.db.commit()
	except HTTPException as error:
		return error
	except Exception as error:
		response = handle_exception(error)
	finally:
		if getattr(frappe.local, "db", None):
			frappe.db.rollback()
		run_after_request_hooks(request, response)
		if response and hasattr(frappe.local, "cookie_manager"):
			frappe.local.cookie_manager.flush_cookies(response)
	return response


def init_request(request):
	request.max_content_length = MAX_CONTENT_LENGTH
	frappe.init(site_of(request), sites_path=_sites_path, force=True)
	frappe.local.request = request
	frappe.connect(set_admin_as_user=False)
	make_form_dict(request)
	auth.start_request()
	for hook in frappe.get_hooks("before_request"):
		frappe.call(hook)


def site_of(request):
	site = _site or request.headers.get("X-Frappe-Site-Name") or request.host.split(":")[0]
	is_name = Path(site).name == site and len(site) <= LONGEST_FILE_NAME
	if not is_name or not (Path(_sites_path) / site / "site_config.json").is_file():
		raise NotFound(f"There is no site {site!r}")
	return site


def make_form_dict(request):
	"""Arguments come from the JSON body, else from the query and the form."""
	arguments = {**request.args.to_dict(), **request.form.to_dict()}
	if request.is_json and request.get_data():
		arguments = frappe.parse_json(request.get_data(as_text=True))
	if isinstance(arguments, list):
		arguments = {"data": arguments}
	if not isinstance(arguments, dict):
		frappe.throw(_("Invalid request arguments"))
	frappe.local.form_dict = frappe._dict(arguments)


def route(request):
	if request.method == "OPTIONS":
		return Response()
	if frappe.form_dict.get("cmd"):
		return api.call(frappe.form_dict.cmd) or build_response()
	if request.path.startswith("/api/"):
		return api.handle_request(request)
	if request.method in ("GET", "HEAD", "POST"):
		return get_response()
	raise NotFound


def handle_exception(error):
	status = getattr(error, "http_status_code", 500)
	if not frappe.local.session.get("user"):
		sessions.start_as_guest()
	response = _error_response(status)
	if isinstance(error, frappe.AuthenticationError) and hasattr(frappe.local, "cookie_manager"):
		frappe.local.cookie_manager.delete_cookie(auth.USER_COOKIES)
	if status >= 500 and getattr(frappe.local, "db", None) and not isinstance(error, NOT_LOGGED):
		_log(error, frappe.get_traceback())
	return response


def _log(error, traceback):
	"""Write an Error Log, or to standard error if the database takes none: the answer goes out either way."""
	try:
		frappe.db.rollback()
		frappe.log_error(title=str(error) or type(error).__name__, message=traceback)
		frappe.db.commit()
	except Exception as failure:
		print(f"{traceback}\nThe Error Log could not be written: {failure!r}", file=sys.stderr)


def _error_response(status):
	accept = frappe.local.request.headers.get("Accept", "")
	is_api = frappe.local.request.path.startswith("/api/") and not accept.startswith("text")
	if is_api or "application/json" in accept:
		return report_error(status)
	if status in MESSAGES:
		title, text = MESSAGES[status]
		return message_page(_(title), _(text), status)
	traceback = frappe.utils.escape_html(frappe.get_traceback()) if allows_traceback() else ""
	return message_page("Server Error", f"<pre>{traceback}</pre>", status)


def run_after_request_hooks(request, response):
	try:
		for hook in frappe.get_hooks("after_request") if getattr(frappe.local, "db", None) else ():
			frappe.call(hook, response=response, request=request)
	except Exception:
		print(f"An after_request hook failed:\n{frappe.get_traceback()}", file=sys.stderr)


def application_with_statics(app_folders):
	"""Serve `/assets/<app>/…` from each app's folder `public`, everything else from the site.

	:param app_folders: pairs of an app's name and the folder of its package
	"""
	folders = {f"/assets/{app}": str(Path(folder) / "public") for app, folder in app_folders}
	return SharedDataMiddleware(application, folders, cache_timeout=300)
