from __future__ import annotations

import frappe


@frappe.whitelist(allow_guest=True)
def unchecked(number: int = 0):
	return repr(number)
