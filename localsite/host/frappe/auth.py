"""Who asks: address, session, language and CSRF token of a request; login and logout."""

import datetime
from urllib.parse import quote, unquote

import frappe
from frappe import _, sessions
from frappe._local import NotOfferedError
from frappe._whitelist import whitelist
from frappe.rate_limiter import rate_limit
from frappe.translate import get_language, get_user_lang
from frappe.utils.password import check_password

SAFE_HTTP_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
UNSAFE_HTTP_METHODS = frozenset(("POST", "PUT", "DELETE", "PATCH"))
LOGINS_PER_MINUTE = 20
MAX_PASSWORD_SIZE = 512
USER_COOKIES = ("sid", "system_user", "full_name", "user_id", "user_image")


def start_request():
	"""Set the request's address, user, session and language; refuse a forged write of a signed-in user."""
	request, local = frappe.local.request, frappe.local
	forwarded = request.headers.get("X-Forwarded-For")
	local.request_ip = forwarded.split(",", 1)[0].strip() if forwarded else request.remote_addr or "127.0.0.1"
	local.cookie_manager = CookieManager()
	if request.path == "/api/method/login" or local.form_dict.get("cmd") == "login":
		login(local.form_dict.get("usr"), local.form_dict.get("pwd"))
		local.response.update(message=_login_message(), full_name=local.session.data.full_name, home_page="/")
	else:
		_resume_session()
	local.lang = get_language()
	_check_csrf_token()


def _resume_session():
	sid = frappe.form_dict.get("sid") or unquote(frappe.local.request.cookies.get("sid", "Guest"))
	if sid != "Guest" and sessions.resume(sid):
		frappe.local.lang = get_user_lang(frappe.session.user)
		frappe.local.cookie_manager.set_user_cookies()
		return
	sessions.start_as_guest()
	frappe.local.cookie_manager.set_user_cookies()
	if sid != "Guest":
		frappe.local.response.session_expired = 1
		frappe.local.cookie_manager.delete_cookie(USER_COOKIES)


def _check_csrf_token():
	saved = frappe.session.data.csrf_token
	if (
		not saved
		or frappe.local.request.method not in UNSAFE_HTTP_METHODS
		or frappe.local.conf.get("ignore_csrf")
	):
		return
	sent = frappe.local.request.headers.get("X-Frappe-CSRF-Token") or frappe.form_dict.pop("csrf_token", None)
	if sent != saved:
		frappe.local.flags.disable_traceback = True
		frappe.throw(_("Invalid Request"), frappe.CSRFTokenError)


def validate_auth():
	if frappe.local.request.headers.get("Authorization") and frappe.session.user == "Guest":
		raise NotOfferedError("signing in by the Authorization header (API keys, OAuth)")


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
	_run_hooks("on_login", "on_session_creation")


def _refuse_login(message):
	frappe.local.response.message = message
	raise frappe.AuthenticationError


def _login_message():
	return "No App" if frappe.session.data.user_type == "Website User" else "Logged In"


@whitelist(allow_guest=True)
def logout():
	_run_hooks("on_logout")
	sessions.delete_session(frappe.session.sid)
	sessions.start_as_guest()
	frappe.local.cookie_manager.delete_cookie(USER_COOKIES)


def _run_hooks(*events):
	for event in events:
		for method in frappe.get_hooks(event):
			frappe.call(method)


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
		self.set_cookie("user_image", "")

	def set_cookie(self, key, value, *, max_age=None, httponly=False, samesite="Lax"):
		secure = frappe.local.request.scheme == "https"
		options = {"max_age": max_age, "httponly": httponly, "samesite": samesite, "secure": secure}
		self.cookies[key] = (value, options)

	def delete_cookie(self, keys):
		self.to_delete.update([keys] if isinstance(keys, str) else keys)

	def flush_cookies(self, response):
		for key, (value, options) in self.cookies.items():
			if key not in self.to_delete:
				response.set_cookie(key, quote(value or ""), **options)
		yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
		for key in self.to_delete:
			response.set_cookie(key, "", expires=yesterday)
