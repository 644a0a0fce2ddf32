"""What goes with the app; its tables are dropped by Frappe, the values of a single DocType are not."""

import frappe

from meeting_manager.install import ROLES


def before_uninstall() -> None:
	frappe.db.delete("Singles", {"doctype": "MM Settings"})
	for role in ROLES:
		frappe.db.delete("Has Role", {"role": role})
		if frappe.db.exists("Role", role):
			frappe.delete_doc("Role", role, ignore_permissions=True, force=True)
