"""Bring a site up to its apps as they stand on the disk."""

import frappe
from frappe.database.schema import create_internal_tables
from frappe.model.sync import sync_app
from frappe.modules.patch_handler import POST_MODEL_SYNC, PRE_MODEL_SYNC, run_all


def migrate():
	"""Run patches, sync DocTypes and call the migrate hooks; return what was done, as sentences."""
	frappe.clear_cache()
	frappe.flags.in_migrate = True
	try:
		_call("before_migrate")
		create_internal_tables()
		done = [f"ran {patch}" for patch in run_all(PRE_MODEL_SYNC)]
		for app in frappe.get_installed_apps():
			done += sync_app(app)
		done += [f"ran {patch}" for patch in run_all(POST_MODEL_SYNC)]
		_call("after_migrate")
	finally:
		frappe.flags.in_migrate = False
	frappe.clear_cache()
	return done or ["nothing to change"]


def _call(hook):
	for method in frappe.get_hooks(hook):
		frappe.get_attr(method)()
	frappe.db.commit()
