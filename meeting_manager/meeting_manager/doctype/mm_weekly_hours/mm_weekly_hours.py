from frappe.model.document import Document


class MMWeeklyHours(Document):
	pass
