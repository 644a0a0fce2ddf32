from frappe.model.document import Document


class MMBookingHistory(Document):
	pass
