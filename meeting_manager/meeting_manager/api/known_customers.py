"""Customers of earlier bookings, as far as the user may read them."""

from __future__ import annotations

import frappe

BOOKING = "MM Meeting Booking"
SHORTEST = 2
"""Characters before anybody is searched for."""
MOST = 8
LOOKED_AT = 60
"""Bookings, of which one customer may have several."""
FIELDS = ["customer_name", "customer_email", "customer_phone", "customer_timezone", "customer_language"]


def find(text: str) -> list[dict]:
	"""By a part of the name or address, the last booked first; each address once, as it was given last."""
	wanted = text.strip()
	if len(wanted) < SHORTEST:
		return []
	pattern = f"%{wanted}%"
	rows = frappe.get_list(
		BOOKING,
		fields=FIELDS,
		or_filters={"customer_name": ["like", pattern], "customer_email": ["like", pattern]},
		order_by="creation desc, name asc",
		limit=LOOKED_AT,
	)
	customers = {}
	for row in filter(lambda row: _has(row, wanted), rows):
		customers.setdefault(row.customer_email.lower(), {field: row[field] or "" for field in FIELDS})
	return list(customers.values())[:MOST]


def _has(row: frappe._dict, wanted: str) -> bool:
	"""In LIKE two signs stand for others; what else the database takes for the same, as accents, is left to it."""
	if not set(wanted) & set("%_"):
		return True
	return any(wanted.lower() in (row[field] or "").lower() for field in ("customer_name", "customer_email"))
