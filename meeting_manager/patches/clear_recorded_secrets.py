"""Take the secrets of bookings out of the changes that Frappe has recorded so far."""

import frappe

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_secrets import (
	BOOKING,
	keep_out_of_version,
)


def execute():
	if not frappe.db.table_exists("Version"):
		return
	holding_some = {"ref_doctype": BOOKING, "data": ["like", "%token_nonce%"]}
	fields = ["name", "ref_doctype", "data"]
	for version in frappe.get_all("Version", holding_some, fields, order_by="name asc"):
		keep_out_of_version(version)
		frappe.db.set_value("Version", version.name, "data", version.data, update_modified=False)
