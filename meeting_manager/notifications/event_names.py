"""What can happen to a booking that somebody is told of."""

BOOKED = "booked"
CONFIRMED = "confirmed"
MOVED = "moved"
REASSIGNED = "reassigned"
HANDED_OVER = "handed over"
"""To another member; only the one who no longer has it is told so."""
CANCELLED = "cancelled"

OFF = (HANDED_OVER, CANCELLED)
"""The meeting is no longer in the recipient's calendar."""
