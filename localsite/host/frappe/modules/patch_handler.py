"""patches.txt: each line runs once on a site, before or after the DocTypes are synced."""

import os

import frappe

PRE_MODEL_SYNC, POST_MODEL_SYNC = "[pre_model_sync]", "[post_model_sync]"


def get_patches(app, section):
	"""Return the lines of a section; those before any section belong to the first."""
	current, patches = PRE_MODEL_SYNC, []
	for line in frappe.get_file_items(os.path.join(frappe.get_app_path(app), "patches.txt")):
		if line in (PRE_MODEL_SYNC, POST_MODEL_SYNC):
			current = line
		elif current == section:
			patches.append(line)
	return patches


def get_all_patches(app):
	return get_patches(app, PRE_MODEL_SYNC) + get_patches(app, POST_MODEL_SYNC)


def run_all(section):
	"""Run what has not run yet, each patch in a transaction of its own; return the patches run."""
	executed = []
	for app in frappe.get_installed_apps():
		for patch in get_patches(app, section):
			if not frappe.db.exists("Patch Log", {"patch": patch}):
				_run(patch)
				executed.append(patch)
	return executed


def _run(patch):
	frappe.flags.in_patch = True
	try:
		if patch.startswith("execute:"):
			exec(patch.removeprefix("execute:"), {"frappe": frappe})
		else:
			frappe.get_attr(f"{patch.split()[0]}.execute")()
		remember_patch(patch)
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		raise
	finally:
		frappe.flags.in_patch = False


def remember_patch(patch):
	frappe.get_doc({"doctype": "Patch Log", "patch": patch}).insert(ignore_permissions=True)
