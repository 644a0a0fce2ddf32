import frappe
from frappe.model.document import Document

from meeting_manager.adapters.site_time import from_site_datetime


class MMBusyTime(Document):
	"""Time in which a member cannot be booked for a reason that is no booking of ours."""

	def before_save(self):
		self.start_utc_minute = from_site_datetime(self.start_datetime)
		self.end_utc_minute = from_site_datetime(self.end_datetime)


def on_doctype_update():
	frappe.db.add_index("MM Busy Time", ["member", "start_utc_minute", "end_utc_minute"], "busy_time")
