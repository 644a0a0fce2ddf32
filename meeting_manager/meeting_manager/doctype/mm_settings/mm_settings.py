import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.fields import validate_not_negative
from meeting_manager.presentation.colors import HEX_COLOR


class MMSettings(Document):
	def validate(self):
		self.validate_brand_color()
		self.validate_numbers()

	def validate_brand_color(self):
		if self.brand_color and not HEX_COLOR.fullmatch(self.brand_color):
			frappe.throw(_("Brand Color: write a colour as #0f5f66"))

	def validate_numbers(self):
		for field in self.meta.get("fields", {"fieldtype": "Int"}):
			validate_not_negative(self, field.fieldname)
