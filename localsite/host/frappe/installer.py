"""Apps on a site: install and uninstall, with the apps' hooks."""

import json

import frappe
from frappe._local import NotOfferedError
from frappe.database.schema import create_internal_tables
from frappe.model.sync import doctype_files, sync_app
from frappe.modules.patch_handler import get_all_patches, remember_patch

HOOKS_NOT_OFFERED = """fixtures override_whitelisted_methods standard_queries required_apps home_page
	base_template update_website_context on_login on_session_creation on_logout"""


def install_framework():
	"""Make the tables, DocTypes, roles and users that every site has."""
	frappe.flags.in_install = "frappe"
	create_internal_tables()
	sync_app("frappe")
	_set_installed_apps(["frappe"])
	for role in ("Administrator", "System Manager", "Guest", "All", "Desk User"):
		if not frappe.db.exists("Role", role):
			desk_access = role not in ("Guest", "All")
			frappe.get_doc(doctype="Role", role_name=role, desk_access=desk_access).insert()
	for user, email in (("Administrator", "admin@example.com"), ("Guest", "guest@example.com")):
		frappe.get_doc(doctype="User", email=email, first_name=user).insert()
	frappe.get_doc("System Settings").save()
	frappe.flags.in_install = False
	frappe.db.commit()


def install_app(name):
	"""Install an app; one that is there already is left alone."""
	hooks = frappe.get_hooks(app_name=name)
	missing = [hook for hook in HOOKS_NOT_OFFERED.split() if hook in hooks]
	if missing:
		raise NotOfferedError(f"the hooks {', '.join(missing)} of {name}")
	if name in frappe.get_installed_apps():
		return
	frappe.flags.in_install = name
	try:
		_call(hooks.before_install)
		sync_app(name)
		_set_installed_apps([*frappe.get_installed_apps(), name])
		for patch in get_all_patches(name):
			remember_patch(patch)
		_call(hooks.after_install)
	finally:
		frappe.flags.in_install = False
	frappe.db.commit()


def remove_app(app_name, **_options):
	"""Uninstall an app: its DocTypes and all their data go."""
	hooks = frappe.get_hooks(app_name=app_name)
	frappe.flags.in_uninstall = True
	try:
		_call(hooks.before_uninstall)
		for path in doctype_files(app_name):
			name = frappe.get_file_json(path)["name"]
			frappe.db.delete("DocType", {"name": name})
			frappe.db.delete_single(name)
			frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `tab{name}`")
		_set_installed_apps([app for app in frappe.get_installed_apps() if app != app_name])
		_call(hooks.after_uninstall)
	finally:
		frappe.flags.in_uninstall = False
	frappe.db.commit()


def _call(methods):
	for method in methods or ():
		frappe.get_attr(method)()


def _set_installed_apps(apps):
	frappe.db.delete("DefaultValue", {"defkey": "installed_apps"})
	values = {"name": "installed_apps", "parent": "__global", "defkey": "installed_apps"}
	frappe.db.insert_row("DefaultValue", {**values, "defvalue": json.dumps(apps)})
	frappe.clear_cache()
