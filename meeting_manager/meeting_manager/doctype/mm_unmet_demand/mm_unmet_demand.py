from frappe.model.document import Document


class MMUnmetDemand(Document):
	pass
