import frappe

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.patches.new_settings import SETTINGS, start_with_defaults

FIELD, SINCE = "request_expiry_hours", "requests_expire_since_utc_minute"


def execute() -> None:
	"""Requests that wait when the update comes get their time from then on: nobody's is cancelled by the update itself."""
	if FIELD not in frappe.db.get_singles_dict(SETTINGS):
		frappe.db.set_single_value(SETTINGS, SINCE, current_minute(), update_modified=False)
	start_with_defaults((FIELD,))
