"""What goes with the app; its tables are dropped by Frappe."""

import frappe

from meeting_manager.install import ROLES


def before_uninstall() -> None:
	for role in ROLES:
		frappe.db.delete("Has Role", {"role": role})
		if frappe.db.exists("Role", role):
			frappe.delete_doc("Role", role, ignore_permissions=True, force=True)
