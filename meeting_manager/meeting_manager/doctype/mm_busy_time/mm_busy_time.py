from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime

from meeting_manager.adapters.occupancy import mark_changed
from meeting_manager.adapters.site_time import from_site_datetime

YEARS = range(1970, 2200)
LONGEST = timedelta(days=366)
ALMOST_ONE_MINUTE = timedelta(seconds=59, microseconds=999999)


class MMBusyTime(Document):
	"""Time in which a member cannot be booked for a reason that is no booking of ours."""

	def validate(self):
		start, end = self._read("start_datetime"), self._read("end_datetime")
		if end - start > LONGEST:
			frappe.throw(_("A busy time lasts {0} days at most. Enter it in parts").format(LONGEST.days))
		self.start_utc_minute = from_site_datetime(start)
		self.end_utc_minute = from_site_datetime(end + ALMOST_ONE_MINUTE)
		if end <= start or self.end_utc_minute <= self.start_utc_minute:
			frappe.throw(_("The busy time ends before it begins, or is empty. Enter an end after its start"))

	def on_update(self):
		mark_changed([self.member])

	def on_trash(self):
		mark_changed([self.member])

	def _read(self, fieldname: str) -> datetime:
		"""Site time, as the Desk shows it."""
		try:
			moment = get_datetime(self.get(fieldname) or "")
		except ValueError:
			moment = None
		if not moment or moment.tzinfo:
			frappe.throw(
				_("{0}: enter date and time, as 2027-03-01 10:00").format(
					_(self.meta.get_label(fieldname), context=self.doctype)
				)
			)
		if moment.year not in YEARS:
			frappe.throw(
				_("{0}: enter a date from {1} to {2}").format(
					_(self.meta.get_label(fieldname), context=self.doctype), YEARS.start, YEARS.stop - 1
				)
			)
		return moment


def on_doctype_update():
	frappe.db.add_index("MM Busy Time", ["member", "start_utc_minute", "end_utc_minute"], "busy_time")
