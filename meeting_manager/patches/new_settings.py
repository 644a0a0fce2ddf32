"""Settings that came with an update, on sites that saved their settings before."""

import frappe

SETTINGS = "MM Settings"


def start_with_defaults(fields: tuple[str, ...]) -> None:
	saved = frappe.db.get_singles_dict(SETTINGS)
	for field in fields:
		if field not in saved:
			default = frappe.get_meta(SETTINGS).get_field(field).default
			frappe.db.set_single_value(SETTINGS, field, default, update_modified=False)
