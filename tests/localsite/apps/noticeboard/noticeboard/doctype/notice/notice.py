import frappe
from frappe.model.document import Document


class Notice(Document):
	@frappe.whitelist()
	def repeat(self, times: int = 1):
		return " ".join([self.title] * times)

	@frappe.whitelist(methods=["POST"])
	def retitle(self, title: str):
		self.title = title
		self.save()

	def burn(self):
		raise AssertionError("a method that is not whitelisted was called")
