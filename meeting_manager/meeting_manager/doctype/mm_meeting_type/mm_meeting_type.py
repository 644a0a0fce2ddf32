import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import to_timedelta

from meeting_manager.adapters.fields import (
	LONGEST_BUFFER,
	LONGEST_MEETING,
	make_slug,
	validate_minutes,
	validate_not_negative,
	validate_slug,
)

SHORTEST_MEETING = 15


class MMMeetingType(Document):
	def before_validate(self):
		self.meeting_slug = self.meeting_slug or make_slug(self.meeting_name or "")
		if self.is_new():
			self.drop_times_nobody_entered()

	def drop_times_nobody_entered(self):
		"""Frappe fills every empty Time field of a new document with the present time, to the microsecond."""
		for fieldname in ("earliest_start", "latest_start"):
			if to_timedelta(self.get(fieldname) or "00:00:00").microseconds:
				self.set(fieldname, None)

	def validate(self):
		validate_slug(self.meeting_slug, "Address on the Booking Page")
		self.validate_slug_is_free()
		self.validate_times()

	def validate_slug_is_free(self):
		taken = {
			"department": self.department,
			"meeting_slug": self.meeting_slug,
			"name": ["!=", self.name or ""],
		}
		if frappe.db.exists("MM Meeting Type", taken):
			frappe.throw(
				_("{0} already has a meeting type at the address {1}. Choose another one").format(
					self.department, self.meeting_slug
				),
				frappe.DuplicateEntryError,
			)

	def validate_times(self):
		validate_minutes(self, "duration", SHORTEST_MEETING, LONGEST_MEETING)
		validate_minutes(self, "slot_interval", 0, LONGEST_MEETING)
		validate_minutes(self, "buffer_before", 0, LONGEST_BUFFER)
		validate_minutes(self, "buffer_after", 0, LONGEST_BUFFER)
		validate_not_negative(self, "minimum_notice")
		validate_not_negative(self, "booking_horizon")


def on_doctype_update():
	frappe.db.add_unique("MM Meeting Type", ["department", "meeting_slug"], "department_and_slug")
