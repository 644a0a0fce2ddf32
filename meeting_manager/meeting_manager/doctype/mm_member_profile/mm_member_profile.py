from collections.abc import Iterable
from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from meeting_manager.adapters.fields import LONGEST_BUFFER, require_time, validate_count, validate_minutes
from meeting_manager.adapters.member_time import WEEKDAYS
from meeting_manager.adapters.site_time import MINUTES_PER_DAY, require_zone, wall_interval
from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import PROFILE, end_address
from meeting_manager.meeting_manager.doctype.mm_member_profile.left_outside import warn_of_new_hours

HIGHEST_CAP = 1000


class MMMemberProfile(Document):
	def validate(self):
		require_zone(self.timezone, "Time Zone")
		self.validate_pauses_and_caps()
		self.validate_weekly_hours()
		self.validate_date_overrides()
		self.validate_has_hours()

	def before_save(self):
		self.calendar_version = frappe.generate_hash(length=20)

	def on_update(self):
		warn_of_new_hours(self.get_doc_before_save(), self)

	def on_trash(self):
		end_address(PROFILE, self.name)

	def validate_pauses_and_caps(self):
		for fieldname in ("buffer_before", "buffer_after"):
			validate_minutes(self, fieldname, 0, LONGEST_BUFFER)
		for fieldname in ("max_meetings_per_day", "max_meetings_per_week"):
			validate_count(self, fieldname, 0, HIGHEST_CAP)

	def validate_weekly_hours(self):
		"""The week is a ring: Sunday's hours may run into Monday's."""
		rows = [row for row in self.weekly_hours if row.weekday in WEEKDAYS]
		hours = [
			_Hours(WEEKDAYS.index(row.weekday), _(row.weekday, context="MM Weekly Hours"), row)
			for row in rows
		]
		hours.sort(key=lambda one: one.start)
		if hours:
			_refuse_overlap([*hours, _Hours(hours[0].day + len(WEEKDAYS), hours[0].label, hours[0].row)])

	def validate_date_overrides(self):
		days_off, hours = set(), []
		for row in self.date_overrides:
			day = getdate(row.date)
			if row.is_day_off:
				row.start_time = row.end_time = None
				days_off.add(day)
			else:
				hours.append(_Hours(day.toordinal(), day, row))
		for one in hours:
			if one.label in days_off:
				frappe.throw(_("{0} has hours and is a day off. Remove one of the two").format(one.label))
		_refuse_overlap(sorted(hours, key=lambda one: one.start))

	def validate_has_hours(self):
		if self.is_bookable and not (self.weekly_hours or self.date_overrides):
			frappe.throw(
				_("A member needs hours before it can be booked. Add weekly hours, or untick Can Be Booked")
			)


class _Hours:
	"""A row of hours on a numbered day, in minutes since the day with the number 0 began."""

	def __init__(self, day: int, label, row):
		for time in (row.start_time, row.end_time):
			if time in (None, ""):
				frappe.throw(_("Row {0}: enter both From and To").format(row.idx))
			require_time(time, _("Row {0}").format(row.idx))
		start, end = wall_interval(row.start_time, row.end_time)
		self.day, self.label, self.row = day, label, row
		self.start, self.end = day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end


def _refuse_overlap(hours: Iterable[_Hours]):
	"""
	:param hours: sorted by their start.
	"""
	for earlier, later in pairwise(hours):
		if later.start >= earlier.end:
			continue
		if earlier.day == later.day:
			frappe.throw(_("The hours of {0} overlap. Change or join them").format(later.label))
		frappe.throw(
			_("The hours of {0} run over midnight into those of {1}. Change or join them").format(
				earlier.label, later.label
			)
		)
