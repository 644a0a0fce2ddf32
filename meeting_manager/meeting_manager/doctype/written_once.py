import frappe
from frappe import _
from frappe.model.document import Document


class WrittenOnce(Document):
	"""A record of the app, which no save changes."""

	def validate(self):
		if not self.is_new():
			frappe.throw(
				_("{0} is written by the app and stays as it is").format(_(self.doctype)),
				frappe.PermissionError,
			)
