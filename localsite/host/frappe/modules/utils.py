"""Where modules and their DocTypes are found: modules.txt names the modules of an app."""

import functools
import importlib
import os

import frappe


def get_module_app(module):
	for app in _apps_to_search():
		if frappe.scrub(module) in map(frappe.scrub, get_module_list(app)):
			return app
	frappe.throw(frappe._("Module {} not found").format(module), frappe.DoesNotExistError)


def _apps_to_search():
	being_installed = [frappe.flags.in_install] if isinstance(frappe.flags.in_install, str) else []
	return dict.fromkeys(["frappe", *being_installed, *frappe.get_installed_apps()])


@functools.lru_cache
def get_module_list(app_name):
	return frappe.get_file_items(os.path.join(frappe.get_app_path(app_name), "modules.txt"))


def load_doctype_module(doctype, module=None):
	"""Import a DocType's controller; one of localsite's own may have none."""
	module = module or frappe.get_meta(doctype).module
	app, name = get_module_app(module), frappe.scrub(doctype)
	path = f"{app}.{frappe.scrub(module)}.doctype.{name}.{name}"
	if app == "frappe" and not os.path.exists(
		frappe.get_app_path("frappe", "core", "doctype", name, f"{name}.py")
	):
		return None
	return importlib.import_module(path)
