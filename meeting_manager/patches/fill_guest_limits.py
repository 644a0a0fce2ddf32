"""Limits that came with an update start with their defaults on sites that saved their settings before."""

import frappe

SETTINGS = "MM Settings"
FIELDS = ("bookings_per_address_per_day", "trusted_proxies")


def execute() -> None:
	saved = frappe.db.get_singles_dict(SETTINGS)
	for field in FIELDS:
		if field not in saved:
			default = frappe.get_meta(SETTINGS).get_field(field).default
			frappe.db.set_single_value(SETTINGS, field, default, update_modified=False)
