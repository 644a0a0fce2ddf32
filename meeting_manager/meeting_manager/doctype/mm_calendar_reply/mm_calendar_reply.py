import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from meeting_manager.adapters.occupancy import begin_all_locked
from meeting_manager.adapters.offers import load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_closings, staff_moves
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_closings import StaffCancellation
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.staff_refusals import require_move

REPLY, BOOKING = "MM Calendar Reply", "MM Meeting Booking"
RECEIVED, NOTED, OPEN = "Received", "Noted", "Open"
DONE, DISMISSED, OVERTAKEN = "Done", "Dismissed", "Overtaken"
IGNORED, FAILED = "Ignored", "Failed"
COUNTED = (NOTED, OPEN, DONE, DISMISSED, OVERTAKEN)
"""Taken in, whatever came of it since."""
CUSTOMER, MEMBER = "Customer", "Member"
CUSTOMER_DECLINED, MEMBER_DECLINED = "Customer Declined", "Member Declined"
TIME_PROPOSED = "Other Time Proposed"


class MMCalendarReply(Document):
	"""What a calendar program answered to an invitation; replies/ writes the rows and judges them.

	Received → Noted, or Open until staff have accepted (Done) or dismissed it, or the booking has changed (Overtaken).
	What does not count is Ignored, with the reason.
	"""

	@frappe.whitelist(methods=["POST"])
	def accept(
		self, override_reason: str | None = None, category: str = "", waive_fee: bool | int | str = 0
	) -> None:
		"""Do what the customer wants: cancel the booking, or move it to the time proposed, as the customer's own change.

		:param override_reason: why the rules in the way do not hold, for whoever may override.
		:param category: of a cancellation, one of the reasons that the booking's policy names.
		:raises NoMemberAvailableError: that time is not free.
		:raises PolicyError: the booking's policy forbids it.
		"""
		booking, because = self.open_for_staff(), (override_reason or "").strip()
		if self.attention == TIME_PROPOSED:
			self.move(booking, because)
		elif self.attention == CUSTOMER_DECLINED:
			self.cancel(booking, category, bool(cint(waive_fee)), because)
		else:
			frappe.throw(_("Give the meeting to another member on the booking itself, or cancel it there"))
		self.db_set("state", DONE)

	@frappe.whitelist(methods=["POST"])
	def dismiss(self) -> None:
		"""Let the meeting stay as it is; whoever proposed another time is told so."""
		booking = self.open_for_staff()
		self.db_set("state", DISMISSED)
		if self.attention == TIME_PROPOSED and self.who == CUSTOMER:
			booking.keep_time()
		else:
			booking.leave_answer(attention_of(booking.name))

	def move(self, booking, override_reason: str) -> None:
		if self.proposed_utc_minute <= current_minute():
			frappe.throw(_("The proposed time has passed. Dismiss the proposal"))
		move = staff_moves.judge(booking, self.proposed_utc_minute)
		waiver = require_move(move, override_reason)
		booking.flags.history_note = _("Time proposed by email, accepted by staff")
		staff_moves.carry_out(move, "", waiver)

	def cancel(self, booking, category: str, waives_fee: bool, override_reason: str) -> None:
		text = self.comment or _("Declined in the customer's calendar")
		staff_closings.cancel(StaffCancellation(booking, category, text, True, waives_fee, override_reason))

	def open_for_staff(self):
		"""The booking, if the asker may change it and it is as it was when this was answered, and everybody's time held."""
		frappe.has_permission(BOOKING, "write", doc=self.booking, throw=True)
		booking = frappe.get_doc(BOOKING, self.booking)
		members = {*load_offer(booking.meeting_type).members, *booking.members}
		begin_all_locked([booking.department], sorted(members))
		state = frappe.db.get_value(REPLY, self.name, "state", for_update=True)
		booking = frappe.get_doc(BOOKING, self.booking)
		if state != OPEN or booking.calendar_sequence != self.booking_sequence:
			frappe.throw(_("This answer has been dealt with, or the booking has changed since"))
		return booking


def attention_of(booking: str) -> str:
	"""What staff have to deal with first: the newest answer that is open."""
	found = frappe.get_all(
		REPLY,
		{"booking": booking, "state": OPEN},
		pluck="attention",
		order_by="creation desc, name desc",
		limit=1,
	)
	return found[0] if found else ""


def close_open_replies(booking: str) -> None:
	"""The booking has changed: nobody can accept what was said of it before."""
	for name in frappe.get_all(REPLY, {"booking": booking, "state": OPEN}, pluck="name", order_by="name asc"):
		frappe.db.set_value(REPLY, name, "state", OVERTAKEN)
