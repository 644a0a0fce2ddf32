"""A meeting as calendar programs read it: one VEVENT in an iTIP message (RFC 5545, RFC 5546).

Needs no site: plain values in, bytes out.
"""

from dataclasses import dataclass

from icalendar import vCalAddress

from meeting_manager.notifications.calendar_event import (
	CANCELLED,
	CONFIRMED,
	TENTATIVE,
	CalendarEvent,
	Party,
	address,
	event_component,
	new_calendar,
)

__all__ = ["ACCEPTED", "CANCELLED", "CONFIRMED", "NEEDS_ACTION", "TENTATIVE", "Invitation", "Party"]

REQUEST = "REQUEST"
CANCEL = "CANCEL"

ACCEPTED = "ACCEPTED"
NEEDS_ACTION = "NEEDS-ACTION"


@dataclass(frozen=True, kw_only=True)
class Invitation(CalendarEvent):
	"""
	:param status: CANCELLED takes the meeting out of the attendee's calendar.
	:param attendee: whoever the message goes to: calendars take only what names their own mailbox.
	:param answer: ACCEPTED from whoever chose the time, so that calendars need not ask; NEEDS_ACTION lets them ask.
	"""

	attendee: Party
	answer: str = ACCEPTED

	@property
	def method(self) -> str:
		return CANCEL if self.status == CANCELLED else REQUEST

	@property
	def content_type(self) -> str:
		"""The MIME type; its `method` has to equal the calendar's (RFC 6047, 2.4)."""
		return f"text/calendar; method={self.method}"

	def to_ical(self) -> bytes:
		calendar = new_calendar(self.method)
		event = event_component(self)
		event["ATTENDEE"] = self._attendee()
		calendar.add_component(event)
		return calendar.to_ical()

	def _attendee(self) -> vCalAddress:
		asked = self.answer == NEEDS_ACTION and self.method == REQUEST
		attendee = address(self.attendee)
		attendee.params.update(
			CUTYPE="INDIVIDUAL",
			ROLE="REQ-PARTICIPANT",
			PARTSTAT=self.answer,
			RSVP="TRUE" if asked else "FALSE",
		)
		return attendee
