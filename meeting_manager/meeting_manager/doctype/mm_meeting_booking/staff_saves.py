"""What staff save of a booking without its dialogs, by REST, lists or forms: judged as the dialogs do it.

Customers are judged where their token is, and imports, operators and the app's own jobs go by the table of moves alone.
"""

from __future__ import annotations

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_closings, staff_moves
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import has_readable_policy
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_closings import StaffCancellation
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import require_move
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import CUSTOMER_ACCOUNT, STAFF

ASKED = (STAFF, CUSTOMER_ACCOUNT)
"""A login that is no member of the staff saves a booking only where somebody has shared it."""
OVERRIDE_REASON = "override_reason"
"""No field: what a request brings beside the fields, to set aside rules that the user may override."""


def require_allowed(booking) -> None:
	"""Note what is set aside.

	:raises: as `staff_refusals` and `staff_closings.require` do.
	"""
	is_judged, before = booking.flags.pop("is_judged", False), booking.get_doc_before_save()
	if is_judged or before is None or booking.flags.undoes or acting_as(booking) not in ASKED:
		return
	if not has_readable_policy(before):
		return
	because = str(booking.get(OVERRIDE_REASON) or "").strip()
	if before.start_utc_minute != booking.start_utc_minute:
		move = staff_moves.judge_with(before, booking.start_utc_minute, booking.members)
		booking.flags.waiver = require_move(move, because)
	elif booking.status == status.CANCELLED and before.status not in (status.CANCELLED, status.PENDING):
		booking.flags.waiver = staff_closings.require(_as_cancellation(booking, before, because))


def _as_cancellation(booking, before, because: str) -> StaffCancellation:
	"""A request is declined instead, which no policy limits."""
	category, text = split_reason(
		before, f"{booking.cancellation_reason or ''}\n{booking.cancellation_note or ''}"
	)
	is_for_customer = booking.cancellation_reason == BY_CUSTOMER
	return StaffCancellation(before, category, text, is_for_customer, override_reason=because)


def split_reason(booking, said: str) -> tuple[str, str]:
	"""The category of the booking's policy that is named in a line of its own, and the other lines."""
	lines = [line.strip() for line in said.split("\n") if line.strip() not in ("", BY_CUSTOMER)]
	known = staff_closings.reasons_of(booking)
	category = next((line for line in lines if line in known), "")
	return category, "\n".join(line for line in lines if line != category)
