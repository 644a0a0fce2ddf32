import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.fields import (
	LONGEST_BUFFER,
	LONGEST_MEETING,
	first_repeated,
	make_slug,
	require_time,
	validate_count,
	validate_minutes,
	validate_reminders,
	validate_slug,
)
from meeting_manager.adapters.site_time import minute_of_day

SHORTEST_MEETING = 15
LONGEST_NOTICE = 10 * 366 * 24 * 60
LONGEST_HORIZON = 10 * 366
MOST_SEATS = 500
HIGHEST_CAP = 1000
TIMES_OF_DAY = ("earliest_start", "latest_start")
COLLECTIVE = "All Named Members"


class MMMeetingType(Document):
	def before_validate(self):
		self.meeting_slug = self.meeting_slug or make_slug(self.meeting_name or "")
		if self.is_new():
			self.drop_times_nobody_entered()

	def drop_times_nobody_entered(self):
		"""Frappe fills every empty Time field of a new document with the present time, to the microsecond."""
		for fieldname in TIMES_OF_DAY:
			if "." in str(self.get(fieldname)):
				self.set(fieldname, None)

	def validate(self):
		validate_slug(self.meeting_slug, "Address on the Booking Page")
		self.validate_slug_is_free()
		self.validate_minutes()
		self.validate_counts()
		self.validate_time_of_day()
		self.validate_named_members()
		validate_reminders(self)

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

	def validate_minutes(self):
		validate_minutes(self, "duration", SHORTEST_MEETING, LONGEST_MEETING)
		validate_minutes(self, "slot_interval", 0, LONGEST_MEETING)
		validate_minutes(self, "buffer_before", 0, LONGEST_BUFFER)
		validate_minutes(self, "buffer_after", 0, LONGEST_BUFFER)

	def validate_counts(self):
		validate_count(self, "minimum_notice", 0, LONGEST_NOTICE)
		validate_count(self, "booking_horizon", 0, LONGEST_HORIZON)
		validate_count(self, "capacity", 1, MOST_SEATS)
		validate_count(self, "max_meetings_per_day", 0, HIGHEST_CAP)

	def validate_time_of_day(self):
		earliest, latest = (self._start_limit(fieldname) for fieldname in TIMES_OF_DAY)
		if None not in (earliest, latest) and earliest > latest:
			frappe.throw(
				_("The earliest start is after the latest one. Change one of them, or leave one empty")
			)

	def _start_limit(self, fieldname: str) -> int | None:
		time = self.get(fieldname)
		if time in (None, ""):
			return None
		require_time(time, _(self.meta.get_label(fieldname), context=self.doctype))
		return minute_of_day(time)

	def validate_named_members(self):
		named = [row.member for row in self.named_members]
		repeated = first_repeated(named)
		if repeated:
			frappe.throw(_("{0} is named twice. Remove one of the rows").format(repeated))
		if self.member_mode == COLLECTIVE and len(named) < 2:
			frappe.throw(
				_(
					"A meeting that all named members take needs at least two. Name them, or choose {0}"
				).format(_("Any Member"))
			)
		self._refuse_strangers(named)

	def _refuse_strangers(self, named: list[str]):
		active = {"parenttype": "MM Department", "parent": self.department, "is_active": 1}
		members = set(frappe.get_all("MM Department Member", active, pluck="member")) if named else set()
		strangers = [member for member in named if member not in members]
		if strangers:
			frappe.throw(
				_(
					"Not an active member of {0}: {1}. Remove them here, or have them added to the department"
				).format(self.department, ", ".join(strangers))
			)


def on_doctype_update():
	frappe.db.add_unique("MM Meeting Type", ["department", "meeting_slug"], "department_and_slug")
