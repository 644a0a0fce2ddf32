"""A meeting as one VEVENT (RFC 5545), for messages and feeds alike.

Needs no site: plain values in, a component out.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vText
from icalendar.prop import vUri

from meeting_manager.notifications.mail_text import CONTROL_CHARACTERS, one_line

CONFIRMED = "CONFIRMED"
TENTATIVE = "TENTATIVE"
CANCELLED = "CANCELLED"

NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""CalDAV servers hand calendars out inside XML, which cannot carry these two."""
LINK = re.compile(
	r"https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?"
	r"([/?]([a-z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?"
	r"(#([a-z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?",
	re.IGNORECASE,
)
IN_MAIL_ADDRESSES = "@!$'*+"
"""What a mailto address may hold as it is, beside letters, digits and `-._~` (RFC 6068, 2)."""

IN_NAMES = str.maketrans({'"': "'", "\\": "/"})
"""A parameter cannot hold the first (RFC 5545, 3.2), and several programs read escapes where the second stands."""


@dataclass(frozen=True)
class Party:
	name: str
	email: str


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
	"""
	:param uid: the same for the life of the booking.
	:param sequence: higher with every change; calendars ignore what is older than what they have.
	:param start: aware; so are `end` and `stamp`.
	:param status: CONFIRMED, TENTATIVE or CANCELLED.
	:param location: an address, or a https link to the conference.
	:param alarms: minutes before the start at which the calendar reminds.
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
	alarms: tuple[int, ...] = ()


class ExactText(vText):
	r"""Text that keeps a written `\N`: icalendar takes it for a line end (RFC 5545, 3.3.11)."""

	def to_ical(self) -> bytes:
		escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
		return escaped.encode()


def new_calendar(method: str | None) -> Calendar:
	calendar = Calendar()
	calendar.add("prodid", "-//Meeting Manager//Meeting Manager//EN")
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	if method:
		calendar.add("method", method)
	return calendar


def event_component(event: CalendarEvent) -> Event:
	component = Event()
	component["UID"] = line(event.uid)
	component.add("sequence", event.sequence)
	component.add("dtstamp", _utc(event.stamp))
	component.add("dtstart", _utc(event.start))
	component.add("dtend", _utc(event.end))
	component.add("status", event.status)
	component["SUMMARY"] = line(event.summary)
	component["DESCRIPTION"] = _text(event.description)
	component["ORGANIZER"] = address(event.organizer)
	_add_location(component, line(event.location))
	if event.status != CANCELLED:
		_add_alarms(component, event.alarms)
	return component


def address(party: Party) -> vCalAddress:
	written = vCalAddress("mailto:" + quote(line(party.email), safe=IN_MAIL_ADDRESSES))
	name = line(party.name).translate(IN_NAMES)
	if name:
		written.params["CN"] = vText(name)
	return written


def line(text: str) -> ExactText:
	return ExactText(one_line(_text(text)))


def _add_location(component: Event, location: ExactText) -> None:
	"""A link goes into LOCATION too: calendars show that one, and few know CONFERENCE (RFC 7986, 5.11)."""
	if location:
		component["LOCATION"] = location
	if LINK.fullmatch(location):
		component["URL"] = vUri(location)
		component["CONFERENCE"] = conference = vUri(location)
		conference.params["VALUE"] = "URI"


def _add_alarms(component: Event, alarms: tuple[int, ...]) -> None:
	for minutes in alarms:
		alarm = Alarm()
		alarm.add("action", "DISPLAY")
		alarm["DESCRIPTION"] = component["SUMMARY"]
		alarm.add("trigger", -timedelta(minutes=minutes))
		component.add_component(alarm)


def _utc(instant: datetime) -> datetime:
	return instant.astimezone(timezone.utc)


def _text(text: str) -> ExactText:
	"""Without the characters that RFC 5545 keeps out of text; some of them would end a content line."""
	lines = text.replace("\r\n", "\n").replace("\r", "\n")
	return ExactText(NOT_IN_XML.sub(" ", CONTROL_CHARACTERS.sub(" ", lines)))
