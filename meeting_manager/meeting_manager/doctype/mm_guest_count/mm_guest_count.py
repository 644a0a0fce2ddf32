from frappe.model.document import Document


class MMGuestCount(Document):
	"""When one subject did something of late; adapters/guest_counts.py writes and forgets the rows."""
