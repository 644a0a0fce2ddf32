"""Apps on a site: install and uninstall, with the apps' hooks."""

import json
import os

import frappe
from frappe._local import NotOfferedError
from frappe.database.schema import create_internal_tables
from frappe.model.sync import doctype_files, sync_app
from frappe.modules.patch_handler import get_all_patches, remember_patch

HOOKS_NOT_OFFERED = ("fixtures", "override_doctype_class", "override_whitelisted_methods", "standard_queries")


def install_framework():
	"""Make the tables, DocTypes, roles and users that every site has."""
	frappe.flags.in_install = "frappe"
	create_internal_tables()
	sync_app("frappe")
	frappe.db.set_global("installed_apps", json.dumps(["frappe"]))
	for role in ("Administrator", "System Manager", "Guest", "All", "Desk User"):
		if not frappe.db.exists("Role", role):
			frappe.get_doc(
				{"doctype": "Role", "role_name": role, "desk_access": role not in ("Guest", "All")}
			).insert()
	for user, email in (("Administrator", "admin@example.com"), ("Guest", "guest@example.com")):
		if not frappe.db.exists("User", user):
			frappe.get_doc({"doctype": "User", "name": user, "email": email, "first_name": user}).insert()
	frappe.get_doc("System Settings").save()
	frappe.flags.in_install = False
	frappe.db.commit()


def install_app(name, verbose=False, set_as_patched=True, force=False):
	"""Install an app; one that is there already is left alone unless forced."""
	hooks = frappe.get_hooks(app_name=name)
	missing = [hook for hook in HOOKS_NOT_OFFERED if hook in hooks]
	if missing:
		raise NotOfferedError(f"the hooks {', '.join(missing)} of {name}")
	for required in hooks.required_apps or []:
		install_app(os.path.basename(required))
	if name in frappe.get_installed_apps() and not force:
		return
	frappe.flags.in_install = name
	try:
		for method in hooks.before_install or []:
			if frappe.get_attr(method)() is False:
				return
		sync_app(name)
		_set_installed_apps([*frappe.get_installed_apps(), name])
		for patch in get_all_patches(name) if set_as_patched else ():
			remember_patch(patch)
		for method in hooks.after_install or []:
			frappe.get_attr(method)()
	finally:
		frappe.flags.in_install = False
	frappe.db.commit()


def remove_app(app_name, dry_run=False, yes=False, no_backup=False, force=False):
	"""Uninstall an app: its DocTypes and all their data go."""
	hooks = frappe.get_hooks(app_name=app_name)
	if app_name not in frappe.get_installed_apps() and not force:
		return
	frappe.flags.in_uninstall = True
	try:
		for method in hooks.before_uninstall or []:
			frappe.get_attr(method)()
		for path in doctype_files(app_name) if not dry_run else ():
			_drop_doctype(frappe.get_file_json(path)["name"])
		if not dry_run:
			_set_installed_apps([app for app in frappe.get_installed_apps() if app != app_name])
		for method in hooks.after_uninstall or []:
			frappe.get_attr(method)()
	finally:
		frappe.flags.in_uninstall = False
	frappe.db.commit()


def _drop_doctype(name):
	frappe.db.delete("DocType", {"name": name})
	frappe.db.delete("Singles", {"doctype": name})
	frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `tab{name}`")
	frappe.clear_cache(doctype=name)


def _set_installed_apps(apps):
	frappe.db.set_global("installed_apps", json.dumps(list(dict.fromkeys(apps))))
	frappe.clear_cache()


def update_site_config(key, value, validate=True, site_config_path=None):
	path = site_config_path or frappe.get_site_path("site_config.json")
	config = frappe.get_file_json(path)
	if value is None:
		config.pop(key, None)
		frappe.local.conf.pop(key, None)
	else:
		config[key] = frappe.local.conf[key] = value
	with open(path, "w", encoding="utf-8") as file:
		json.dump(config, file, indent=1, sort_keys=True)
