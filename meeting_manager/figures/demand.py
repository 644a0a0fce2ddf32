"""For what people looked and found nothing free; counted without any word on who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from meeting_manager.adapters.unmet_demand import DEMAND
from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import names_of_types
from meeting_manager.figures.periods import period_of


def may_see_demand() -> bool:
	return bool(frappe.has_permission(DEMAND, "read"))


def load_demand(asked: Asked) -> list[frappe._dict]:
	"""The counts of the hours in the range; a search belongs to no member."""
	first, last = asked.moments
	filters = [["counted_hour", ">=", first], ["counted_hour", "<", last]]
	chosen = {"department": asked.department, "meeting_type": asked.meeting_type}
	filters += [[field, "=", value] for field, value in chosen.items() if value]
	return frappe.get_list(
		DEMAND,
		filters=filters,
		fields=["department", "meeting_type", "searched_from", "searched_to", "counted_hour", "searches"],
		order_by="counted_hour asc, name asc",
		limit_page_length=0,
	)


def count_demand(rows: Iterable, period: str) -> list[dict]:
	"""Rows by period, department, meeting type and the days that were looked at: `searches`."""
	rows = list(rows)
	titles = names_of_types(row.meeting_type for row in rows)
	searches = defaultdict(int)
	for row in rows:
		days = getdate(row.searched_from), getdate(row.searched_to)
		start = period_of(getdate(row.counted_hour), period)
		searches[(start, row.department, titles.get(row.meeting_type, ""), *days)] += row.searches
	fields = ("period", "department", "meeting_name", "searched_from", "searched_to")
	return [{**dict(zip(fields, key, strict=True)), "searches": searches[key]} for key in sorted(searches)]
