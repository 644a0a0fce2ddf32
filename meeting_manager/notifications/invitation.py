"""A meeting as calendar programs read it: one VEVENT in an iTIP message (RFC 5545, RFC 5546).

Needs no site: plain values in, bytes out.
"""

from dataclasses import dataclass
from datetime import datetime, timezone

from icalendar import Calendar, Event, vCalAddress, vText

from meeting_manager.notifications.mail_text import CONTROL_CHARACTERS, one_line

CONFIRMED = "CONFIRMED"
TENTATIVE = "TENTATIVE"
CANCELLED = "CANCELLED"

REQUEST = "REQUEST"
CANCEL = "CANCEL"


@dataclass(frozen=True)
class Party:
	name: str
	email: str


@dataclass(frozen=True)
class Invitation:
	"""
	:param uid: the same in every message about the booking.
	:param sequence: higher with every change; calendars ignore what is older than what they have.
	:param start: aware; so are `end` and `stamp`.
	:param status: CONFIRMED, TENTATIVE, or CANCELLED, which takes the meeting out of the attendee's calendar.
	:param attendee: whoever the message goes to: calendars take only what names their own mailbox.
	"""

	uid: str
	sequence: int
	start: datetime
	end: datetime
	stamp: datetime
	status: str
	summary: str
	description: str
	location: str
	organizer: Party
	attendee: Party

	@property
	def method(self) -> str:
		return CANCEL if self.status == CANCELLED else REQUEST

	@property
	def content_type(self) -> str:
		"""The MIME type; its `method` has to equal the calendar's (RFC 6047, 2.4)."""
		return f"text/calendar; method={self.method}"

	def to_ical(self) -> bytes:
		calendar = Calendar()
		calendar.add("prodid", "-//Meeting Manager//Meeting Manager//EN")
		calendar.add("version", "2.0")
		calendar.add("calscale", "GREGORIAN")
		calendar.add("method", self.method)
		calendar.add_component(self._event())
		return calendar.to_ical()

	def _event(self) -> Event:
		event = Event()
		event.add("uid", _line(self.uid))
		event.add("sequence", self.sequence)
		event.add("dtstamp", _utc(self.stamp))
		event.add("dtstart", _utc(self.start))
		event.add("dtend", _utc(self.end))
		event.add("summary", _line(self.summary))
		event.add("description", _text(self.description))
		event.add("location", _line(self.location))
		event.add("status", self.status)
		event.add("organizer", _address(self.organizer))
		event.add("attendee", _attendee(self.attendee))
		return event


def _attendee(party: Party) -> vCalAddress:
	"""Who chose the time has accepted it, so calendars need not ask."""
	address = _address(party)
	address.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE")
	return address


def _address(party: Party) -> vCalAddress:
	address = vCalAddress(f"mailto:{_line(party.email)}")
	address.params["CN"] = vText(_line(party.name).replace('"', "'"))
	return address


def _utc(instant: datetime) -> datetime:
	return instant.astimezone(timezone.utc)


def _line(text: str) -> str:
	return one_line(_text(text))


def _text(text: str) -> str:
	"""Without the characters that RFC 5545 keeps out of text; some of them would end a content line."""
	return CONTROL_CHARACTERS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
