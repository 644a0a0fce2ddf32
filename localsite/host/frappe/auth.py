"""Who asks: address, session, language and CSRF token of a request; login and logout."""

from urllib.parse import quote, unquote

import frappe
from frappe import _, sessions
from frappe._local import NotOfferedError
from frappe._whitelist import whitelist
from frappe.rate_limiter import rate_limit
from frappe.translate import get_language, get_user_lang
from frappe.utils.password import check_password

UNSAFE_HTTP_METHODS = frozenset(("POST", "PUT", "DELETE", "PATCH"))
LOGINS_PER_MINUTE = 20
MAX_PASSWORD_SIZE = 512
USER_COOKIES = ("sid", "system_user", "full_name", "user_id")


def start_request():
	"""Set the request's address, user, session and language; refuse a forged write of a signed-in user."""
	request, local = frappe.local.request, frappe.local
	forwarded = request.headers.get("X-Forwarded-For")
	local.request_ip = forwarded.split(",", 1)[0].strip() if forwarded else request.remote_addr or "127.0.0.1"
	local.cookie_manager = CookieManager()
	if request.path == "/api/method/login" or local.form_dict.get("cmd") == "login":
		login(local.form_dict.get("usr"), local.form_dict.get("pwd"))
		is_website_user = local.session.data.user_type == "Website User"
		local.response.message = "No App" if is_website_user else "Logged In"
		local.response.update(full_name=local.session.data.full_name, home_page="/")
	else:
		_resume_session()
	local.lang = get_language()
	_check_csrf_token()
	if request.headers.get("Authorization") and frappe.session.user == "Guest":
		raise NotOfferedError("signing in by the Authorization header (API keys, OAuth)")


def _resume_session():
	sid = unquote(frappe.local.request.cookies.get("sid", "Guest"))
	if sid != "Guest" and sessions.resume(sid):
		frappe.local.lang = get_user_lang(frappe.session.user)
	else:
		sessions.start_as_guest()
	frappe.local.cookie_manager.set_user_cookies()
	if sid != "Guest" and frappe.session.user == "Guest":
		frappe.local.response.session_expired = 1
		frappe.local.cookie_manager.delete_cookie(USER_COOKIES)


def _check_csrf_token():
	saved, request = frappe.session.data.csrf_token, frappe.local.request
	if not saved or request.method not in UNSAFE_HTTP_METHODS or frappe.local.conf.get("ignore_csrf"):
		return
	sent = request.headers.get("X-Frappe-CSRF-Token") or frappe.form_dict.pop("csrf_token", None)
	if sent != saved:
		frappe.local.flags.disable_traceback = True
		frappe.throw(_("Invalid Request"), frappe.CSRFTokenError)


@rate_limit(key="usr", limit=LOGINS_PER_MINUTE, seconds=60)
def login(user, password):
	"""Open a session, or raise the same AuthenticationError whether the user or the password is wrong."""
	sessions.start_as_guest()
	if not user or not password or len(password) > MAX_PASSWORD_SIZE:
		_refuse_login(_("Incomplete login details"))
	try:
		name = check_password(user, password)
	except frappe.AuthenticationError:
		_refuse_login("Invalid login credentials")
	if not frappe.db.get_value("User", name, "enabled"):
		_refuse_login("User disabled or missing")
	frappe.form_dict.pop("pwd", None)
	sessions.start(name)
	frappe.local.cookie_manager.set_user_cookies()


def _refuse_login(message):
	frappe.local.response.message = message
	raise frappe.AuthenticationError


@whitelist(allow_guest=True)
def logout():
	sessions.delete_session(frappe.session.sid)
	sessions.start_as_guest()
	frappe.local.cookie_manager.delete_cookie(USER_COOKIES)


@whitelist()
def get_logged_user():
	return frappe.session.user


class CookieManager:
	"""Collect the cookies of an answer."""

	def __init__(self):
		self.cookies = {}
		self.to_delete = set()

	def set_user_cookies(self):
		session = frappe.local.session
		is_system_user = session.data.user_type == "System User"
		self.set_cookie("sid", session.sid, max_age=sessions.EXPIRY_SECONDS, httponly=True)
		self.set_cookie("system_user", "yes" if is_system_user else "no")
		self.set_cookie("full_name", session.data.full_name or "Guest")
		self.set_cookie("user_id", session.user)

	def set_cookie(self, key, value, **options):
		secure = frappe.local.request.scheme == "https"
		self.cookies[key] = (value, {"samesite": "Lax", "secure": secure, **options})

	def delete_cookie(self, keys):
		self.to_delete.update([keys] if isinstance(keys, str) else keys)

	def flush_cookies(self, response):
		for key, (value, options) in self.cookies.items():
			if key not in self.to_delete:
				response.set_cookie(key, quote(value), **options)
		for key in self.to_delete:
			response.delete_cookie(key)
