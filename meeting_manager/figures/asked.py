"""Which figures are asked for: a range of days, and of whose bookings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from meeting_manager.adapters.site_time import from_site_datetime
from meeting_manager.exceptions import InvalidInputError
from meeting_manager.figures.periods import ONE_DAY, PERIODS, WEEK, period_of, periods_between
from meeting_manager.scheduling.intervals import Interval

USUAL_WEEKS = 12
LONGEST_RANGE = 1100
"""Days: three years."""


@dataclass(frozen=True, slots=True)
class Asked:
	"""
	:param first: like `last` a day of the site's time zone, both included.
	:param member: a member profile; bookings that the member takes, alone or with others.
	:param period: one of PERIODS, by which trends are drawn.
	"""

	first: date
	last: date
	department: str = ""
	member: str = ""
	meeting_type: str = ""
	period: str = WEEK

	@property
	def periods(self) -> list[date]:
		return periods_between(self.first, self.last, self.period)

	@property
	def window(self) -> Interval:
		"""UTC minutes."""
		return from_site_datetime(_midnight(self.first)), from_site_datetime(_midnight(self.last + ONE_DAY))

	@property
	def moments(self) -> tuple[datetime, datetime]:
		"""The same as Datetime fields hold it; the second one is not included."""
		return _midnight(self.first), _midnight(self.last + ONE_DAY)


def read_asked(filters: Mapping | None) -> Asked:
	"""Read the filters of a report; without dates the week of today and the eleven before.

	:raises InvalidInputError: the range is turned round or longer than LONGEST_RANGE days.
	"""
	filters = filters or {}
	last = getdate(filters.get("to_date"))
	first = getdate(filters.get("from_date") or period_of(last, WEEK) - timedelta(weeks=USUAL_WEEKS - 1))
	if first > last:
		frappe.throw(_("The first day lies after the last one. Choose an earlier one"), InvalidInputError)
	if (last - first).days >= LONGEST_RANGE:
		frappe.throw(_("Choose a range of at most {0} days").format(LONGEST_RANGE), InvalidInputError)
	period = filters.get("period")
	names = {name: str(filters.get(name) or "") for name in ("department", "member", "meeting_type")}
	return Asked(first, last, period=period if period in PERIODS else WEEK, **names)


def _midnight(day: date) -> datetime:
	return datetime.combine(day, time())
