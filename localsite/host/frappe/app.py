"""The WSGI application: one request from its arguments to commit or rollback."""

import json
import os
import sys
from pathlib import Path

import frappe
from frappe import _, api, auth, sessions
from frappe.handler import handle
from frappe.utils.response import allows_traceback, build_response, report_error
from frappe.website.serve import get_response, message_page
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import ClosingIterator

_site = os.environ.get("FRAPPE_SITE")
_sites_path = os.environ.get("SITES_PATH", ".")
MAX_CONTENT_LENGTH = 25 * 1024 * 1024
UNLOGGED = (frappe.AuthenticationError, frappe.CSRFTokenError, frappe.SecurityException)


def application(environ, start_response):
	return ClosingIterator(_respond(environ, start_response), [frappe.destroy])


@Request.application
def _respond(request):
	response, rollback = None, True
	try:
		init_request(request)
		auth.validate_auth()
		response = route(request)
	except HTTPException as error:
		return error
	except Exception as error:
		response = handle_exception(error)
	else:
		rollback = finish_transaction(request)
	finally:
		if rollback and getattr(frappe.local, "db", None):
			frappe.db.rollback()
		run_after_request_hooks(request, response)
		process_response(response)
	return response


def init_request(request):
	frappe.local.request = request
	request.max_content_length = MAX_CONTENT_LENGTH
	frappe.init(site_of(request), sites_path=_sites_path, force=True)
	frappe.local.request = request
	frappe.connect(set_admin_as_user=False)
	make_form_dict(request)
	if request.method != "OPTIONS":
		auth.start_request()
	for hook in frappe.get_hooks("before_request"):
		frappe.call(hook)


def site_of(request):
	site = _site or request.headers.get("X-Frappe-Site-Name") or request.host.split(":")[0]
	if not (Path(_sites_path) / site / "site_config.json").is_file() or Path(site).name != site:
		raise NotFound(f"There is no site {site!r}")
	return site


def make_form_dict(request):
	"""Arguments come from the JSON body, else from the query and the form."""
	body = request.get_data(as_text=True)
	arguments = (
		json.loads(body) if body and request.is_json else {**request.args.to_dict(), **request.form.to_dict()}
	)
	if isinstance(arguments, dict):
		frappe.local.form_dict = frappe._dict(arguments)
		frappe.local.form_dict.pop("_", None)
	elif isinstance(arguments, list):
		frappe.local.form_dict["data"] = arguments
	else:
		frappe.throw(_("Invalid request arguments"))


def route(request):
	if request.method == "OPTIONS":
		return Response()
	if frappe.form_dict.get("cmd"):
		return handle(frappe.form_dict.cmd) or build_response("json")
	if request.path.startswith("/api/"):
		return api.handle_request(request)
	if request.method in ("GET", "HEAD", "POST"):
		return get_response()
	raise NotFound


def finish_transaction(request):
	"""Commit a write and roll back a read; return whether the caller still has to roll back."""
	if frappe.local.flags.commit or request.method in auth.UNSAFE_HTTP_METHODS:
		frappe.db.commit()
	else:
		frappe.db.rollback()
	return False


def handle_exception(error):
	status = getattr(error, "http_status_code", 500)
	if not frappe.local.session.get("user"):
		sessions.start_as_guest()
	response = _error_response(error, status)
	if isinstance(error, frappe.AuthenticationError) and hasattr(frappe.local, "cookie_manager"):
		frappe.local.cookie_manager.delete_cookie(auth.USER_COOKIES)
	if status >= 500 and not isinstance(error, UNLOGGED):
		_log_after_rollback(error)
	return response


def _error_response(error, status):
	accept = frappe.local.request.headers.get("Accept", "")
	is_ajax = frappe.local.request.headers.get("X-Requested-With") == "XMLHttpRequest"
	is_api = frappe.local.request.path.startswith("/api/") and not accept.startswith("text")
	if is_api or (accept and (is_ajax or "application/json" in accept)):
		return report_error(status)
	if status in MESSAGES:
		title, text = MESSAGES[status]
		return message_page(_(title), _(text), status)
	shown = allows_traceback() and not frappe.local.flags.disable_traceback
	traceback = f"<pre>{frappe.utils.escape_html(frappe.get_traceback())}</pre>" if shown else ""
	return message_page("Server Error", traceback, status)


MESSAGES = {
	401: ("Session Expired", "Your session has expired, please login again to continue."),
	403: ("Not Permitted", "You do not have enough permissions to complete the action"),
	404: ("Not Found", "The resource you are looking for is not available"),
	429: ("Too Many Requests", "Too Many Requests"),
}


def _log_after_rollback(error):
	if not frappe.db:
		return
	traceback = frappe.get_traceback()
	frappe.db.rollback()
	frappe.log_error(title=str(error) or type(error).__name__, message=traceback)
	frappe.db.commit()


def run_after_request_hooks(request, response):
	if not getattr(frappe.local, "initialised", False):
		return
	try:
		for hook in frappe.get_hooks("after_request"):
			frappe.call(hook, response=response, request=request)
	except Exception:
		print(f"An after_request hook failed:\n{frappe.get_traceback()}", file=sys.stderr)


def process_response(response):
	if response and hasattr(frappe.local, "cookie_manager"):
		frappe.local.cookie_manager.flush_cookies(response)


def application_with_statics(app_folders):
	"""Serve `/assets/<app>/…` from each app's folder `public`, everything else from the site.

	:param app_folders: pairs of an app's name and the folder of its package
	"""
	folders = {f"/assets/{app}": str(Path(folder) / "public") for app, folder in app_folders}
	return SharedDataMiddleware(application, folders, cache_timeout=300)
