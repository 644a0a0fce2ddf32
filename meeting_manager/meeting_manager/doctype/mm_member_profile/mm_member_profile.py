from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, to_timedelta

from meeting_manager.adapters.fields import LONGEST_BUFFER, validate_minutes
from meeting_manager.adapters.site_time import MINUTES_PER_DAY, require_zone, wall_interval
from meeting_manager.scheduling.zones import QUANTUM

STEP = timedelta(minutes=QUANTUM)


class MMMemberProfile(Document):
	def validate(self):
		require_zone(self.timezone, "Time Zone")
		self.validate_buffers()
		self.validate_weekly_hours()
		self.validate_date_overrides()
		self.validate_has_hours()

	def validate_buffers(self):
		for fieldname in ("buffer_before", "buffer_after"):
			validate_minutes(self, fieldname, 0, LONGEST_BUFFER)

	def validate_weekly_hours(self):
		by_weekday = defaultdict(list)
		for row in self.weekly_hours:
			by_weekday[row.weekday].append(self._interval(row))
		for weekday, intervals in by_weekday.items():
			self._refuse_overlap(intervals, _(weekday))

	def validate_date_overrides(self):
		by_date = defaultdict(list)
		days_off = set()
		for row in self.date_overrides:
			day = getdate(row.date)
			if row.is_day_off:
				row.start_time = row.end_time = None
				days_off.add(day)
			else:
				by_date[day].append(self._interval(row))
		for day, intervals in by_date.items():
			if day in days_off:
				frappe.throw(_("{0} has hours and is a day off. Remove one of the two").format(day))
			self._refuse_overlap(intervals, day)

	def validate_has_hours(self):
		if self.is_bookable and not (self.weekly_hours or self.date_overrides):
			frappe.throw(
				_("A member needs hours before it can be booked. Add weekly hours, or untick Can Be Booked")
			)

	def _interval(self, row):
		if row.start_time in (None, "") or row.end_time in (None, ""):
			frappe.throw(_("Row {0}: enter both From and To").format(row.idx))
		start, end = wall_interval(row.start_time, row.end_time)
		is_odd = any(to_timedelta(time) % STEP for time in (row.start_time, row.end_time))
		if is_odd or end > 2 * MINUTES_PER_DAY:
			frappe.throw(_("Row {0}: use times at multiples of {1} minutes").format(row.idx, QUANTUM))
		return start, end

	def _refuse_overlap(self, intervals, day):
		intervals.sort()
		for (_start, end), (next_start, _end) in pairwise(intervals):
			if next_start < end:
				frappe.throw(_("The hours of {0} overlap. Change or join them").format(day))
