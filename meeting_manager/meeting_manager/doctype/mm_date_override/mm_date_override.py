from frappe.model.document import Document


class MMDateOverride(Document):
	pass
