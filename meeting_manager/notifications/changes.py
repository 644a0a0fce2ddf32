"""A change as its messages tell it, whatever has happened to the booking by the time they are written."""

import json
from types import SimpleNamespace

import frappe

BOOKING = "MM Meeting Booking"
TOLD = ("status", "start_utc_minute", "end_utc_minute", "location_type", "location")
ROW = ("member", "user", "member_name")
OF_CANCELLATION = ("cancellation_reason", "cancellation_note", "cancellation_message")
OF_FEE = ("fee_kind", "fee_amount", "fee_currency", "fee_waived")


def describe_change(booking, before) -> str:
	"""JSON of the booking as it is now and as it was before, as far as messages tell of it."""
	now = {**_state(booking), **{field: booking.get(field) for field in (*OF_CANCELLATION, *OF_FEE)}}
	return json.dumps({"now": now, "before": _state(before) if before else None})


def read_change(message) -> tuple:
	"""The booking as it was after the change, and before it or None; neither is to be saved."""
	told = json.loads(message.change or "{}")
	now = _as_told(message.booking, told.get("now"))
	now.calendar_sequence = message.calendar_sequence
	return now, _as_told(message.booking, told["before"]) if told.get("before") else None


def read_states(change: str) -> tuple[SimpleNamespace, SimpleNamespace | None]:
	"""Status and members after a change, and before it or None, without a query."""
	told = json.loads(change)
	return _read_state(told["now"]), _read_state(told["before"]) if told["before"] else None


def _read_state(state: dict) -> SimpleNamespace:
	rows = [SimpleNamespace(**row) for row in state["assigned_users"]]
	return SimpleNamespace(status=state["status"], assigned_users=rows, members=[row.member for row in rows])


def _state(booking) -> dict:
	rows = [{field: row.get(field) for field in ROW} for row in booking.assigned_users]
	return {**{field: booking.get(field) for field in TOLD}, "assigned_users": rows}


def _as_told(name: str, state: dict | None):
	booking = frappe.get_doc(BOOKING, name)
	if state:
		booking.update({field: value for field, value in state.items() if field != "assigned_users"})
		booking.set("assigned_users", state["assigned_users"])
	return booking
