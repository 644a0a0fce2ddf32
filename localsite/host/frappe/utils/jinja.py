"""The template environment: as in Frappe nothing is escaped and undefined names print as they stand."""

from functools import lru_cache
from types import SimpleNamespace

import frappe
from frappe import _
from jinja2 import (
	ChoiceLoader,
	DebugUndefined,
	FileSystemLoader,
	PrefixLoader,
	TemplateError,
	TemplateSyntaxError,
)
from jinja2.sandbox import SandboxedEnvironment
from werkzeug.local import LocalProxy

TEMPLATE_ENDINGS = ("html", "css", "js", "txt")


def get_jenv():
	apps = [app for app in reversed(frappe.get_installed_apps()) if app != "frappe"]
	return _environment(tuple((app, frappe.get_app_path(app)) for app in [*apps, "frappe"]))


@lru_cache(maxsize=4)
def _environment(apps):
	"""One environment for these (app, folder) pairs, so that templates are compiled once.

	"<app>/templates/…" is found in that app, "templates/…" in the app installed last.
	"""
	loaders = {app: FileSystemLoader(folder) for app, folder in apps}
	loader = ChoiceLoader([PrefixLoader(loaders), *loaders.values()])
	environment = SandboxedEnvironment(loader=loader, undefined=DebugUndefined)
	utils, hook = frappe.utils, frappe.get_hooks("jinja", {})
	environment.filters.update(json=frappe.as_json, len=len, int=utils.cint, str=utils.cstr, flt=utils.flt)
	environment.globals.update(_=_, frappe=_offered(), scrub=frappe.scrub, _dict=frappe._dict)
	environment.globals.update(
		{path.split(".")[-1]: frappe.get_attr(path) for path in hook.get("methods", ())}
	)
	environment.filters.update(
		{path.split(".")[-1]: frappe.get_attr(path) for path in hook.get("filters", ())}
	)
	return environment


def _offered():
	"""The part of `frappe` that templates may use; a name that is missing here prints as undefined."""
	names = ("as_json", "bold", "get_all", "get_doc", "get_list", "render_template", "throw", "_", "utils")
	offered = {name: getattr(frappe, name) for name in names}
	for name in ("session", "form_dict", "request", "lang"):
		offered[name] = LocalProxy(lambda name=name: getattr(frappe.local, name))
	return SimpleNamespace(**offered)


def get_template(path):
	return get_jenv().get_template(path)


def validate_template(html):
	if not html:
		return
	try:
		get_jenv().from_string(html)
	except TemplateSyntaxError as error:
		frappe.throw(f"Syntax error in template as line {error.lineno}: {error.message}")


def render_template(template, context=None, is_path=None, safe_render=True):
	"""Render a template's path (one line with a file ending) or its text."""
	is_path = is_path or ("\n" not in template and template.rsplit(".")[-1] in TEMPLATE_ENDINGS)
	if is_path:
		return get_template(template).render(context or {})
	if safe_render and ".__" in template:
		frappe.throw(_("Illegal template"))
	try:
		return get_jenv().from_string(template).render(context or {})
	except TemplateError:
		title, traceback = "Jinja Template Error", frappe.get_traceback()
		frappe.throw(f"<pre>{template}</pre><pre>{traceback}</pre>", title=title)
