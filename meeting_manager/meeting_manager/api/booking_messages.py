"""What staff ask about the messages of bookings: who was told what, and which customers were not."""

import frappe
from frappe.utils import add_to_date, nowdate

from meeting_manager.notifications.ledger import MESSAGE
from meeting_manager.notifications.not_informed import find_not_informed
from meeting_manager.notifications.occasions import REMINDER

BOOKING = "MM Meeting Booking"
REPORT = "Customers Not Informed"
DAYS_BACK = 30
"""Of meetings that the number card counts, as the report does that it opens."""
FIELDS = (
	"name",
	"occasion",
	"minutes_before",
	"channel",
	"recipient_kind",
	"recipient",
	"member",
	"state",
	"reason",
	"due",
	"sent_at",
	"tries",
	"times_sent",
	"calendar_sequence",
)


@frappe.whitelist(methods=["GET", "POST"])
def get_messages(booking: str = "") -> dict:
	"""The messages about a booking, the newest change first.

	Each with `is_superseded`: the same recipient has a message about a newer change.
	"""
	frappe.has_permission(BOOKING, "read", throw=True)
	doc = frappe.get_doc(BOOKING, booking)
	doc.check_permission("read")
	rows = frappe.get_all(
		MESSAGE,
		{"booking": doc.name},
		list(FIELDS),
		order_by="calendar_sequence desc, creation asc, name asc",
	)
	_mark_superseded(rows)
	return {"messages": rows, "may_resend": bool(frappe.has_permission(BOOKING, "write", doc=doc))}


@frappe.whitelist(methods=["GET", "POST"])
def count_customers_not_informed() -> dict:
	"""What the number card shows, and the report that it opens."""
	frappe.has_permission(BOOKING, "read", throw=True)
	since = add_to_date(nowdate(), days=-DAYS_BACK)
	return {
		"value": len(find_not_informed(from_date=since)),
		"fieldtype": "Int",
		"route": ["query-report", REPORT],
		"route_options": {"from_date": since},
	}


def _mark_superseded(rows: list) -> None:
	newest = {}
	for row in rows:
		if row.occasion != REMINDER:
			newest[_whom(row)] = max(row.calendar_sequence, newest.get(_whom(row), 0))
	for row in rows:
		row.is_superseded = row.occasion != REMINDER and row.calendar_sequence < newest[_whom(row)]


def _whom(row) -> tuple[str, str, str]:
	return row.recipient_kind, row.member or "", row.channel
