"""Requests that nobody has answered in time: the app cancels them, one by one, under the locks of whoever books."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import cint

from meeting_manager.adapters.conflicts import is_database_conflict
from meeting_manager.adapters.history_chain import BOOKING, HISTORY
from meeting_manager.adapters.occupancy import ASSIGNED, begin_locked
from meeting_manager.adapters.site_time import current_minute, from_site_datetime
from meeting_manager.exceptions import BusyError
from meeting_manager.scheduling.actors import SYSTEM
from meeting_manager.scheduling.approval import expires_at, has_expired
from meeting_manager.scheduling.status import PENDING
from meeting_manager.scheduling.zones import to_minute

NOT_ANSWERED = "Not Answered in Time"
"""The reason of the cancellation; it is stored, and translated where it is shown."""
ASKED = ("Booked", "Rescheduled")
"""Actions of history rows with which a request begins to wait."""


def expire_due() -> None:
	"""Every minute: whatever has waited too long. Commits."""
	frappe.db.commit()
	for name in names_expired(current_minute()):
		expire(name)


def waits_until(booking) -> int | None:
	"""UTC minute at which a request expires unless somebody answers it; None where it is none, or may wait for ever."""
	if booking.status != PENDING:
		return None
	hours, since = _limits()
	asked = max(
		(row.action_utc for row in booking.history if row.action in ASKED and row.action_utc), default=""
	)
	row = frappe._dict(asked=asked, creation=booking.creation)
	return expires_at(max(_asked(row), since), booking.start_utc_minute, hours)


def names_expired(now: int, booking: str | None = None) -> list[str]:
	"""Of requests, those that begin first first.

	:param now: UTC minute.
	:param booking: look at this one alone.
	"""
	hours, since = _limits()
	if not hours:
		return []
	return [
		row.name
		for row in _waiting(booking)
		if has_expired(max(_asked(row), since), row.start_utc_minute, hours, now)
	]


def _limits() -> tuple[int, int]:
	"""Hours that a request may wait, 0 for ever, and the UTC minute from which they count at the earliest."""
	settings = frappe.get_cached_doc("MM Settings")
	return cint(settings.request_expiry_hours), cint(settings.requests_expire_since_utc_minute)


def expire(name: str) -> None:
	"""Cancel the request if it still is one then: whoever confirms or moves it at the same moment is waited for."""
	department = frappe.db.get_value(BOOKING, name, "department")
	members = frappe.get_all(ASSIGNED, {"parent": name}, pluck="member", order_by="member asc")
	try:
		begin_locked(department, members)
		if names_expired(current_minute(), name):
			_cancel(frappe.get_doc(BOOKING, name, for_update=True))
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		if not _comes_again(error):
			frappe.log_error(title="A request could not expire", message=frappe.get_traceback())
			frappe.db.commit()


def _cancel(booking) -> None:
	booking.flags.ignore_permissions = True  # the time that has passed is the permission
	booking.flags.actor = SYSTEM
	booking.cancel_meeting(NOT_ANSWERED)


def _comes_again(error: Exception) -> bool:
	"""Whether somebody else was at the booking just now: the next minute will do."""
	return is_database_conflict(error) or isinstance(error, BusyError | frappe.TimestampMismatchError)


def _waiting(name: str | None) -> list[frappe._dict]:
	booking, history = frappe.qb.DocType(BOOKING), frappe.qb.DocType(HISTORY)
	query = (
		frappe.qb.from_(booking)
		.left_join(history)
		.on((history.parent == booking.name) & history.action.isin(ASKED))
		.select(booking.name, booking.start_utc_minute, booking.creation)
		.select(Max(history.action_utc).as_("asked"))
		.where(booking.status == PENDING)
		.groupby(booking.name, booking.start_utc_minute, booking.creation)
		.orderby(booking.start_utc_minute, booking.name)
	)
	if name:
		query = query.where(booking.name == name)
	return query.run(as_dict=True)


def _asked(row: frappe._dict) -> int:
	"""UTC minute; of a booking from before histories told the instant, when it was made."""
	if row.asked:
		return to_minute(datetime.fromisoformat(row.asked.replace("Z", "+00:00")))
	return from_site_datetime(row.creation)
