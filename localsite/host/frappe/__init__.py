"""localsite's `frappe`: the life of a site, its hooks and the names that apps reach through `frappe`.

The parts stand in the modules that Frappe keeps them in; this file opens and closes a site and hands them on.
"""

import copy
import functools
import importlib
import inspect
import json
import os
import secrets
from types import FunctionType, ModuleType

from werkzeug.local import release_local

from ._local import NotOfferedError, _dict, local
from .exceptions import *  # noqa: F403
from .utils.redis_wrapper import RedisWrapper

__version__ = "15.56.1"
STANDARD_USERS = ("Guest", "Administrator")

cache = RedisWrapper()
db, qb, conf, form_dict = local("db"), local("qb"), local("conf"), local("form_dict")
request, response, session, flags = local("request"), local("response"), local("session"), local("flags")
message_log, lang = local("message_log"), local("lang")

# Where the names live that Frappe offers here: imported when first asked for, so that no part needs another to load.
_HOMES = {
	"frappe._messages": "msgprint throw clear_messages clear_last_message get_message_log log_error",
	"frappe._documents": """get_doc new_doc get_cached_doc get_cached_value copy_doc clear_document_cache
		get_system_settings""",
	"frappe.model.db_query": "get_all get_list",
	"frappe.model.delete_doc": "delete_doc",
	"frappe.model.meta": "get_meta",
	"frappe.permissions": "get_roles has_permission",
	"frappe._whitelist": "whitelist",
	"frappe.translate": "_",
	"frappe.utils": "cint cstr flt parse_json bold get_traceback",
	"frappe.utils.jinja": "get_template render_template",
	"frappe.utils.background_jobs": "enqueue",
	"frappe.email": "sendmail",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name):
	if name in _HOME_OF:
		value = globals()[name] = getattr(importlib.import_module(_HOME_OF[name]), name)
		return value
	if not name.startswith("_"):
		try:
			return importlib.import_module(f"frappe.{name}")
		except ModuleNotFoundError as error:
			if error.name != f"frappe.{name}":
				raise
	raise NotOfferedError(f"frappe.{name}")


def init(site, sites_path=".", force=False):
	"""Begin a context for the site: a folder named `site` in `sites_path`."""
	if getattr(local, "initialised", None) and not force:
		return
	destroy()
	local.site, local.sites_path = site, str(sites_path)
	local.site_path = os.path.join(local.sites_path, site)
	local.flags = _dict(currently_saving=[], in_test=False)
	local.message_log, local.response = [], _dict(docs=[])
	local.form_dict, local.session, local.request_ip = _dict(), _dict(), None
	local.role_permissions, local.document_cache = {}, {}
	local.installed_apps = local.doc_events_hooks = None
	local.conf = get_site_config()
	local.lang = local.conf.lang or "en"
	from frappe.query_builder import SQLite

	local.qb = SQLite
	local.initialised = True


def connect(set_admin_as_user=True):
	from frappe.database.database import Database

	local.db = Database()
	if set_admin_as_user:
		set_user("Administrator")


def destroy():
	"""End the context; what was not committed is rolled back."""
	if getattr(local, "db", None):
		local.db.close()
	release_local(local)


def get_site_config():
	path = get_site_path("site_config.json")
	if not os.path.exists(path):
		raise IncorrectSitePath(f"{local.site_path} is no site: it has no site_config.json")  # noqa: F405
	return _dict(get_file_json(path))


def set_user(username):
	local.session.user = local.session.sid = username
	local.session.data, local.form_dict, local.role_permissions = _dict(), _dict(), {}


def get_installed_apps():
	"""Return the names of the installed apps, "frappe" first."""
	if not local.installed_apps:
		is_new = not db.table_exists("DefaultValue")
		stored = None if is_new else db.get_value("DefaultValue", {"defkey": "installed_apps"}, "defvalue")
		local.installed_apps = json.loads(stored or "[]")
	return list(local.installed_apps)


def get_hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
	"""Return what the apps' hooks.py say: each value listed app by app, dicts merged key by key."""
	hooks = _dict(_load_hooks((app_name,) if app_name else tuple(get_installed_apps())))
	if not hook:
		return hooks
	return hooks.get(hook, [] if default == "_KEEP_DEFAULT_LIST" else default)


@functools.lru_cache(maxsize=64)
def _load_hooks(apps):
	hooks = {}
	for app in apps:
		for key, value in vars(get_module(f"{app}.hooks")).items():
			if not key.startswith("_") and not isinstance(value, ModuleType | FunctionType | type):
				append_hook(hooks, key, copy.deepcopy(value))
	return hooks


def append_hook(target, key, value):
	if isinstance(value, dict):
		for inner_key, inner_value in value.items():
			append_hook(target.setdefault(key, {}), inner_key, inner_value)
	else:
		target.setdefault(key, []).extend(value if isinstance(value, list) else [value])


def get_doc_hooks():
	"""Return handlers as {doctype: {event: [dotted path]}}; a tuple of DocTypes as key is spread out."""
	if not local.doc_events_hooks:
		local.doc_events_hooks = {}
		for key, events in get_hooks("doc_events", {}).items():
			for doctype in key if isinstance(key, tuple) else (key,):
				append_hook(local.doc_events_hooks, doctype, events)
	return local.doc_events_hooks


def clear_cache(user=None, doctype=None):
	"""Forget what was derived from the database: everything, or what belongs to one user or DocType."""
	from frappe.model.meta import clear_meta_cache

	local.role_permissions, local.document_cache = {}, {}
	if not user:
		clear_meta_cache(doctype)
	if not user and not doctype:
		_load_hooks.cache_clear()
		local.installed_apps = local.doc_events_hooks = None
		cache.delete_keys("")


def get_attr(method_string):
	"""Return the function that a dotted path of an installed app names."""
	app = method_string.split(".", 1)[0]
	if not (flags.in_install or flags.in_uninstall) and app not in get_installed_apps():
		throw(_("App {0} is not installed").format(app), AppNotInstalledError)  # noqa: F405
	module, name = method_string.rsplit(".", 1)
	return getattr(get_module(module), name)


def call(fn, *args, **kwargs):
	"""Call a function with those of the keyword arguments that it takes."""
	fn = get_attr(fn) if isinstance(fn, str) else fn
	parameters = inspect.signature(fn).parameters
	takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
	accepted = {key: value for key, value in kwargs.items() if takes_all or key in parameters}
	for key in ("ignore_permissions", "flags"):
		accepted.pop(key, None)
	return fn(*args, **accepted)


def setup_module_map(include_all_apps=True):
	"""Read the apps' modules.txt anew."""
	from frappe.modules.utils import get_module_list

	get_module_list.cache_clear()


def get_module(modulename):
	return importlib.import_module(modulename)


def get_app_path(app_name, *joins):
	folder = os.path.dirname(get_module(app_name).__file__)
	return os.path.join(folder, *(joins if "public" in joins else map(scrub, joins)))


def get_site_path(*joins):
	return os.path.join(local.site_path, *joins)


def get_file_items(path):
	if not os.path.exists(path):
		return []
	with open(path, encoding="utf-8") as file:
		lines = [line.strip() for line in file]
	return [line for line in lines if line and not line.startswith("#")]


def get_file_json(path):
	with open(path, encoding="utf-8") as file:
		return json.load(file)


def scrub(txt):
	return str(txt).replace(" ", "_").replace("-", "_").lower()


def generate_hash(txt=None, length=56):
	return secrets.token_hex(length)[:length]


def as_json(obj, indent=1):
	from frappe.utils.response import json_handler

	return json.dumps(obj, sort_keys=True, default=json_handler, indent=indent, separators=(",", ": "))


def as_unicode(text, encoding="utf-8"):
	if isinstance(text, bytes):
		return text.decode(encoding)
	return "" if text is None else str(text)
