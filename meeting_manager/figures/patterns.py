"""How often and how late each customer changes what was booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

import frappe
from frappe import _

from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import load_bookings, load_history
from meeting_manager.figures.changes import CANCELLED, RESCHEDULED, Change, changes_of
from meeting_manager.permissions import sees_everything
from meeting_manager.scheduling import status

LEADERS = "MM Department Leader"


def require_leader() -> None:
	"""Customers are compared with each other by those only who answer for a department.

	:raises frappe.PermissionError
	"""
	user = frappe.session.user
	if not sees_everything(user) and LEADERS not in frappe.get_roles(user):
		frappe.throw(_("Only leaders and managers may compare customers"), frappe.PermissionError)


def load_patterns(asked: Asked) -> list[dict]:
	"""Rows by customer, those who moved most first, of the bookings that start in the range."""
	require_leader()
	bookings = {booking.name: booking for booking in load_bookings(asked)}
	changes = changes_of(bookings, load_history(bookings, (CANCELLED, RESCHEDULED)))
	return describe_customers(bookings.values(), changes)


def describe_customers(bookings: Iterable, changes: Iterable[Change]) -> list[dict]:
	booked, changed = defaultdict(list), defaultdict(list)
	for booking in bookings:
		booked[_customer(booking)].append(booking)
	for change in changes:
		changed[_customer(change.booking)].append(change)
	rows = [_describe(customer, booked[customer], changed[customer]) for customer in booked]
	return sorted(rows, key=lambda row: (-row["moves"], -row["bookings"], row["customer_email"]))


def _describe(customer: str, bookings: Sequence, changes: Sequence[Change]) -> dict:
	moves = [change for change in changes if change.kind == RESCHEDULED]
	leads = [change.lead for change in moves if change.lead is not None]
	return {
		"customer_name": bookings[-1].customer_name,
		"customer_email": customer,
		"bookings": len(bookings),
		"moved_bookings": len({change.booking.name for change in moves}),
		"moves": len(moves),
		"moves_per_booking": round(len(moves) / len(bookings), 2),
		"late_moves": sum(change.is_late for change in moves),
		"median_lead": round(median(leads) / 60, 1) if leads else None,
		"shortest_lead": round(min(leads) / 60, 1) if leads else None,
		"cancellations": sum(change.kind == CANCELLED for change in changes),
		"no_shows": sum(booking.status == status.NO_SHOW for booking in bookings),
	}


def _customer(booking) -> str:
	return booking.customer_email.lower()
