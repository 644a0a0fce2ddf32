"""What every answer to a guest carries: security headers, no traceback, never another app's error page."""

from __future__ import annotations

from posixpath import normpath

import frappe

from meeting_manager.guest.answers import leave_only_what_may
from meeting_manager.guest.assets import asset_version

PAGES = frozenset({"book", "reschedule-booking", "cancel-booking", "mails", "meeting-manager"})
PRIVATE_PAGES = PAGES - {"book"}
"""Their addresses carry tokens, or they are for staff."""
GUEST_API = "meeting_manager.meeting_manager.api.public."
API_ROUTES = ("/api/method/", "/api/v1/method/", "/api/v2/method/")

SHORTLY = 2
"""Seconds after which the database may be less busy."""

OWN_MARK = b"/assets/meeting_manager/css/guest.css"
ERROR_PAGE = "meeting_manager/templates/guest/outage.html"

REVALIDATED = "private, no-cache"
"""Of files with an ETag: programs keep them, and ask each time whether they still hold."""

HEADERS = {
	"Cache-Control": "no-store",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
}
CONTENT_SECURITY_POLICY = (
	"default-src 'none'; script-src 'self'; style-src 'self'{brand}; img-src 'self' data:; "
	"connect-src 'self'; font-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)


def hide_traceback_from_guests():
	"""Keep tracebacks out of answers to guests, whatever System Settings allow."""
	if _page_of(frappe.request.path) or _is_guest_api(frappe.request.path):
		frappe.local.flags.disable_traceback = True


def set_headers(response=None, request=None):
	"""
	:param response: None when Frappe answers an HTTP error of its own.
	"""
	if response is None or request is None:
		return
	page = _page_of(request.path)
	if not page and not _is_guest_api(request.path):
		return
	headers = {**HEADERS, "Cache-Control": REVALIDATED} if _finish_file(response, request) else HEADERS
	response.headers.update(headers)
	# Frappe 16 writes these over the response's own, with the caching of its 404 page among them
	getattr(frappe.local, "response_headers", {}).update(headers)
	if page not in PAGES or page in PRIVATE_PAGES:
		response.headers["X-Robots-Tag"] = "noindex"
	wait = {429: frappe.local.flags.retry_after, 503: SHORTLY}.get(response.status_code)
	if wait:
		response.headers["Retry-After"] = str(wait)
	if page:
		response.headers["Content-Security-Policy"] = _content_security_policy()
		_replace_foreign_error_page(response)
	else:
		leave_only_what_may(response, request)


def _finish_file(response, request) -> bool:
	"""Send a guest function's file without a cookie; where it has an ETag, only to whom it is new. Whether it has one."""
	if not frappe.local.flags.guest_file or response.status_code != 200:
		return False
	frappe.local.cookie_manager.cookies.clear()
	versioned = frappe.local.flags.guest_file_version
	if versioned:
		response.set_etag(versioned["etag"])
		response.last_modified = versioned["last_modified"]
		response.make_conditional(request.environ)
	return bool(versioned)


def _page_of(path: str) -> str:
	"""Return the guest page that Frappe serves at this path, "" if none; it finds one at `/./book` and `//book/` too."""
	name = normpath(path.strip("/ ")).removesuffix(".html").split("/")[0]
	return name if name in PAGES else ""


def _is_guest_api(path: str) -> bool:
	called = frappe.local.form_dict.get("cmd") or next(
		(path.removeprefix(route) for route in API_ROUTES if path.startswith(route)), ""
	)
	return str(called).startswith(GUEST_API)


def _content_security_policy() -> str:
	brand = frappe.local.flags.guest_style_hash
	return CONTENT_SECURITY_POLICY.format(brand=f" 'sha256-{brand}'" if brand else "")


def _replace_foreign_error_page(response) -> None:
	"""Frappe's own error pages need what the policy forbids, and may show a traceback."""
	if response.status_code < 400 or OWN_MARK in response.get_data():
		return
	values = {
		"is_missing": response.status_code == 404,
		"number": frappe.local.flags.guest_error_number,
		"version": asset_version(),
	}
	response.set_data(frappe.get_template(ERROR_PAGE).render(values))
	response.mimetype = "text/html"
