"""The links that the customer of a booking has, each with a token for one purpose."""

from meeting_manager.adapters.links import page_link
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import (
	CALENDAR,
	CANCEL,
	RESCHEDULE,
	derive_token,
)

CALENDAR_FILE = "api/method/meeting_manager.meeting_manager.api.public.ics"


class CustomerLinks:
	"""Plain properties, which neither a form nor an answer holds."""

	@property
	def cancel_token(self) -> str:
		return derive_token(self.name, CANCEL, self.token_nonce)

	@property
	def reschedule_token(self) -> str:
		return derive_token(self.name, RESCHEDULE, self.token_nonce)

	@property
	def calendar_token(self) -> str:
		return derive_token(self.name, CALENDAR, self.token_nonce)

	@property
	def cancel_url(self) -> str:
		return page_link("cancel-booking", token=self.cancel_token)

	@property
	def reschedule_url(self) -> str:
		return page_link("reschedule-booking", token=self.reschedule_token)

	@property
	def calendar_url(self) -> str:
		return page_link(CALENDAR_FILE, token=self.calendar_token)
