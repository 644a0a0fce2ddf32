"""What a message is about, from its recipient's point of view."""

REQUESTED = "Requested"
"""Booked, and waiting for approval."""
CONFIRMED = "Confirmed"
DECLINED = "Declined"
"""A request that staff did not approve."""
EXPIRED = "Expired"
"""A request that nobody answered: the ledger has it as Declined, and only its words differ."""
RESCHEDULED = "Rescheduled"
CANCELLED = "Cancelled"
REASSIGNED = "Reassigned"
"""To the customer: other members, the same time."""
TIME_KEPT = "Time Kept"
"""To the customer: the time that was proposed does not work."""
ASSIGNED = "Assigned"
"""To the member who has the meeting now."""
HANDED_OVER = "Handed Over"
"""To the member who no longer has it."""
REMINDER = "Reminder"
COMPLETED = "Completed"
NO_SHOW = "No-Show"
FEE_WAIVED = "Fee Waived"
"""To the customer: the fee of a cancellation or a no-show, which an earlier mail said was due."""

OFF = (HANDED_OVER, CANCELLED, DECLINED)
"""The meeting is no longer in the recipient's calendar."""
OVER = (COMPLETED, NO_SHOW, FEE_WAIVED)
"""Nothing is left to put into a calendar."""

OCCASIONS = (
	REQUESTED,
	CONFIRMED,
	DECLINED,
	RESCHEDULED,
	CANCELLED,
	REASSIGNED,
	TIME_KEPT,
	ASSIGNED,
	HANDED_OVER,
	REMINDER,
	COMPLETED,
	NO_SHOW,
	FEE_WAIVED,
)
