"""The template environment: as in Frappe nothing is escaped and undefined names print as they stand."""

from functools import lru_cache
from inspect import getmembers, isfunction
from types import ModuleType, SimpleNamespace

import frappe
from frappe import _
from jinja2 import (
	ChoiceLoader,
	DebugUndefined,
	FileSystemLoader,
	PrefixLoader,
	TemplateError,
	TemplateNotFound,
)
from jinja2.sandbox import SandboxedEnvironment
from werkzeug.local import LocalProxy

TEMPLATE_ENDINGS = ("html", "css", "scss", "py", "md", "json", "js", "xml", "txt")


def get_jenv():
	apps = [app for app in reversed(frappe.get_installed_apps()) if app != "frappe"]
	return _environment(tuple((app, frappe.get_app_path(app)) for app in [*apps, "frappe"]))


@lru_cache(maxsize=4)
def _environment(apps):
	"""One environment for these (app, folder) pairs, so that templates are compiled once."""
	environment = SandboxedEnvironment(loader=_loader(apps), undefined=DebugUndefined)
	environment.filters.update(
		json=frappe.as_json, len=len, int=frappe.utils.cint, str=frappe.utils.cstr, flt=frappe.utils.flt
	)
	environment.globals.update(_safe_globals())
	environment.globals.update(_functions_of_hook("methods"))
	environment.filters.update(_functions_of_hook("filters"))
	return environment


def _loader(apps):
	"""Find "<app>/templates/…" in that app and "templates/…" in the app installed last."""
	loaders = {app: FileSystemLoader(folder) for app, folder in apps}
	return ChoiceLoader([PrefixLoader(loaders), *loaders.values()])


def _safe_globals():
	"""The part of `frappe` that templates may use; a name that is missing here prints as undefined."""
	names = ("as_json", "bold", "format_date", "get_all", "get_doc", "get_list", "render_template", "throw")
	offered = {name: getattr(frappe, name) for name in names if hasattr(frappe, name)}
	for name in ("session", "form_dict", "request", "lang"):
		offered[name] = LocalProxy(lambda name=name: getattr(frappe.local, name))
	offered |= {"_": _, "utils": frappe.utils, "get_url": frappe.utils.get_url}
	return {"_": _, "frappe": SimpleNamespace(**offered), "scrub": frappe.scrub, "_dict": frappe._dict}


def _functions_of_hook(kind):
	"""Functions named by the hook `jinja`: dotted paths of functions, or of modules taken whole."""
	functions = {}
	for path in (frappe.get_hooks("jinja") or {}).get(kind, []):
		try:
			found = frappe.get_module(path)
		except ModuleNotFoundError:
			found = frappe.get_attr(path)
		members = (
			getmembers(found, isfunction) if isinstance(found, ModuleType) else [(found.__name__, found)]
		)
		functions.update(members)
	return functions


def get_template(path):
	return get_jenv().get_template(path)


def render_template(template, context=None, is_path=None, safe_render=True):
	"""Render a template's path (one line with a file ending) or its text."""
	if not template:
		return ""
	if is_path or _looks_like_path(template):
		return get_template(template).render(context or {})
	if safe_render and ".__" in template:
		frappe.throw(_("Illegal template"))
	try:
		return get_jenv().from_string(template).render(context or {})
	except TemplateError:
		frappe.throw(
			title="Jinja Template Error", msg=f"<pre>{template}</pre><pre>{frappe.get_traceback()}</pre>"
		)


def _looks_like_path(template):
	return "\n" not in template and "." in template and template.rsplit(".")[-1] in TEMPLATE_ENDINGS


def get_email_from_template(name, args):
	"""Return the HTML and, where `templates/emails/<name>.txt` exists, the plain text."""
	html = get_template(f"templates/emails/{name}.html").render(args or {})
	try:
		return html, get_template(f"templates/emails/{name}.txt").render(args or {})
	except TemplateNotFound:
		return html, None
