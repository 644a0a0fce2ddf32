from frappe.model.document import Document


class MMMeetingTypeMember(Document):
	pass
