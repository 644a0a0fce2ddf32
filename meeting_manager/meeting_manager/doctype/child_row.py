import frappe
from frappe import _
from frappe.model.document import Document


class ChildRow(Document):
	"""A row that is read, saved and deleted with its document only, whose rights and rules hold for it."""

	def load_from_db(self):
		"""Know the document: a Frappe that does not asks whether any such document may be read."""
		super().load_from_db()
		self.parent_doc = frappe.get_doc(self.parenttype, self.parent)
		return self

	def validate(self):
		self.refuse_alone()

	def on_trash(self):
		self.refuse_alone()

	def refuse_alone(self):
		"""Frappe calls this for a row that is written by itself, which whoever may write the document could."""
		frappe.throw(
			_("{0}: change the row in {1}").format(_(self.doctype), self.parent), frappe.PermissionError
		)
