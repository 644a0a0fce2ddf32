"""What is left of a booking that is deleted, in the transaction that deletes it."""

from datetime import datetime, timezone

import frappe

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.history_audit import TOMBSTONE
from meeting_manager.adapters.running_operation import operation_id
from meeting_manager.adapters.site_time import to_site_clock
from meeting_manager.scheduling.hash_chain import NOTHING

DIGITS = 10


def leave_tombstone(booking) -> None:
	number, previous = _lock_last()
	instant = datetime.now(timezone.utc)
	stone = frappe.get_doc(
		{
			"doctype": TOMBSTONE,
			"name": f"{number + 1:0{DIGITS}}",
			**_what_it_was(booking),
			"deleted_by": frappe.session.user,
			"deleted_as": acting_as(booking),
			"deleted_at": to_site_clock(instant),
			"deleted_utc": instant.isoformat(timespec="microseconds").replace("+00:00", "Z"),
			"reason": booking.flags.deletion_reason or "",
			"operation": operation_id(),
		}
	)
	stone.flags.previous = previous
	stone.insert(ignore_permissions=True)  # whoever may delete the booking leaves it, and nobody else may


def _lock_last() -> tuple[int, str]:
	"""Number and hash of the last tombstone as it is committed now; until the transaction ends nobody else adds one."""
	kind, stone = frappe.qb.DocType("DocType"), frappe.qb.DocType(TOMBSTONE)
	frappe.qb.from_(kind).select(kind.name).where(kind.name == TOMBSTONE).for_update().run()
	query = frappe.qb.from_(stone).select(stone.name, stone.tombstone_hash)
	last = query.orderby(stone.name, order=frappe.qb.desc).limit(1).for_update().run()
	return (int(last[0][0]), last[0][1]) if last else (0, NOTHING)


def _what_it_was(booking) -> dict:
	history = booking.history
	return {
		"booking": booking.name,
		"booking_reference": booking.booking_reference,
		"department": booking.department,
		"booking_status": booking.status,
		"start_datetime": booking.start_datetime,
		"start_utc_minute": booking.start_utc_minute,
		"history_rows": len(history),
		"history_head": history[-1].row_hash if history else NOTHING,
	}
