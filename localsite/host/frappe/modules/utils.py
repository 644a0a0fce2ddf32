"""Where modules and their DocTypes are found: modules.txt names the modules of an app."""

import functools
import importlib
import os

import frappe


def get_module_app(module):
	being_installed = [frappe.flags.in_install] if frappe.flags.in_install else []
	for app in dict.fromkeys(["frappe", *being_installed, *frappe.get_installed_apps()]):
		if module in get_module_list(app):
			return app
	frappe.throw(frappe._("Module {0} not found").format(module), frappe.DoesNotExistError)


@functools.lru_cache
def get_module_list(app_name):
	return frappe.get_file_items(frappe.get_app_path(app_name, "modules.txt"))


def load_doctype_module(doctype, module=None):
	"""Import a DocType's controller; one of localsite's own may have none."""
	module = module or frappe.get_meta(doctype).module
	app, name = get_module_app(module), frappe.scrub(doctype)
	folder = frappe.get_app_path(app, module, "doctype", name)
	if app == "frappe" and not os.path.exists(os.path.join(folder, f"{name}.py")):
		return None
	return importlib.import_module(f"{app}.{frappe.scrub(module)}.doctype.{name}.{name}")
