from frappe.email import queue
from frappe.model.document import Document


class EmailQueue(Document):
	def send(self):
		"""Deliver at once, whatever `send_after` says, unless it was sent or is being sent; raise what goes wrong."""
		queue.send(self.name)
