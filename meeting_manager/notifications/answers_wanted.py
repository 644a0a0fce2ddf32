"""Where answers to invitations are read, if they are."""

import frappe


def address_for_answers() -> str:
	"""The address of an Email Account that receives mail: the one of MM Settings, or the contact's; "" where neither does."""
	settings = frappe.get_cached_doc("MM Settings")
	if settings.replies_to:
		wanted = {"name": settings.replies_to}
	elif settings.support_email:
		wanted = {"email_id": settings.support_email}
	else:
		return ""
	return frappe.db.get_value("Email Account", {**wanted, "enable_incoming": 1}, "email_id") or ""
