from frappe.model.document import Document


class MMDepartmentHoliday(Document):
	pass
