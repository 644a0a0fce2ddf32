from frappe.model.document import Document


class MMDepartmentMember(Document):
	pass
