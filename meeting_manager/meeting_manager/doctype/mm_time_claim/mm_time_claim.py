from frappe.model.document import Document


class MMTimeClaim(Document):
	"""One quantum of a member's time that a booking holds; adapters/claims.py writes and frees the rows."""
