from frappe.model.document import Document


class MMNotificationChoice(Document):
	"""What whoever reads one mailbox has switched off; named by a digest of its address. mail_choices.py writes the rows."""
