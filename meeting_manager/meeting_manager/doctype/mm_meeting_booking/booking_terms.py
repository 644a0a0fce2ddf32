"""What a booking takes from the records above it, read from the database each time.

A document of Frappe's cache may be the one of before a change: a transaction that began earlier, the delivery of a mail for
example, puts there what it still sees. Names in a mail may be that late; seats, lengths and policies may not.
"""

import frappe
from frappe import _

TERMS = (
	"name",
	"meeting_name",
	"department",
	"duration",
	"capacity",
	"price",
	"cancellation_policy",
	"location_type",
	"location",
	"requires_approval",
)


def meeting_type_of(booking):
	"""Its TERMS, of today.

	:raises DoesNotExistError: nobody offers it.
	"""
	found = frappe.db.get_value("MM Meeting Type", booking.meeting_type, TERMS, as_dict=True)
	if not found:
		frappe.throw(
			_("This meeting type is no longer offered. Choose another one"), frappe.DoesNotExistError
		)
	return found


def policy_of_department(booking) -> str | None:
	return frappe.db.get_value("MM Department", booking.department, "cancellation_policy")
