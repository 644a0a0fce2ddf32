import frappe

from meeting_manager.adapters.site_time import current_minute


def execute() -> None:
	"""Changes from before this moment were told without a row in the ledger. A new site has none."""
	settings = frappe.get_doc("MM Settings")
	if not settings.ledger_since_utc_minute and frappe.db.count("MM Meeting Booking"):
		minute = current_minute()
		frappe.db.set_single_value("MM Settings", "ledger_since_utc_minute", minute, update_modified=False)
