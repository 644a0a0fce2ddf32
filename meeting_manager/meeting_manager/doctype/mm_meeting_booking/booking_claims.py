"""The claims on members' time, written and freed with the booking that holds it."""

from meeting_manager.adapters import claims
from meeting_manager.adapters.claims import Claim
from meeting_manager.adapters.occupancy import bookings_of_session
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_terms import meeting_type_of
from meeting_manager.scheduling import status


def update_claims(booking) -> None:
	"""
	:raises ClaimedTimeError: another booking holds a part of the time.
	"""
	before = booking.get_doc_before_save()
	held, wanted = claim_of(before) if before else None, claim_of(booking)
	if held == wanted:
		return
	if held:
		_release(held, booking.name)
	if wanted:
		claims.take(wanted, is_shared=meeting_type_of(booking).capacity > 1)


def release_claims(booking) -> None:
	"""Of a booking that is deleted."""
	held = claim_of(booking)
	if held:
		_release(held, booking.name)


def claim_of(booking) -> Claim | None:
	if booking.status not in status.OPEN:
		return None
	window = (booking.start_utc_minute, booking.end_utc_minute)
	return Claim(booking.meeting_type, tuple(sorted(booking.members)), window)


def _release(claim: Claim, booking: str) -> None:
	"""Unless others still sit in the session."""
	if not bookings_of_session(claim.meeting_type, claim.window[0], claim.members, booking):
		claims.release(claim)
