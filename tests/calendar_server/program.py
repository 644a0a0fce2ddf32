"""What a calendar program does with the scheduling messages that arrive for its owner (RFC 5546)."""

import xml.etree.ElementTree as ElementTree
from urllib.parse import quote

import requests
from icalendar import Calendar, Event

CALENDAR_QUERY = """\
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter>
</c:calendar-query>"""
CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"


class CalendarProgram:
	"""
	:param address: of the calendar, a CalDAV collection of its owner's.
	"""

	def __init__(self, address: str):
		self.address = address
		self.session = requests.Session()
		self.session.auth = ("alex", "")
		self.versions = {}
		self.stored = set()
		self._ask("MKCALENDAR", "", expected=201)

	def deliver(self, message: bytes) -> bool:
		"""Whether the message changed anything."""
		calendar = Calendar.from_ical(message)
		(event,) = calendar.walk("VEVENT")
		uid = str(event["UID"])
		if not self._obsoletes(uid, event):
			return False
		if calendar["METHOD"] == "CANCEL":
			self._remove(uid)
		else:
			self._store(uid, message)
		return True

	def events(self) -> list[Event]:
		answer = self._ask("REPORT", "", CALENDAR_QUERY.encode(), expected=207, headers={"Depth": "1"})
		texts = [data.text for data in ElementTree.fromstring(answer.content).iter(CALENDAR_DATA)]
		return [event for text in texts for event in Calendar.from_ical(text).walk("VEVENT")]

	def _obsoletes(self, uid: str, event: Event) -> bool:
		"""RFC 5546, 2.1.5: the higher SEQUENCE, and of the same the later DTSTAMP; also of what was cancelled."""
		version = (int(event.get("SEQUENCE", 0)), event["DTSTAMP"].dt)
		known = self.versions.get(uid)
		if known and version <= known:
			return False
		self.versions[uid] = version
		return True

	def _store(self, uid: str, message: bytes) -> None:
		"""As it came, but for METHOD, which stored calendars must not have (RFC 4791, 4.1)."""
		stored = message.replace(b"METHOD:REQUEST\r\n", b"")
		assert stored != message
		headers = {"Content-Type": "text/calendar; charset=utf-8"}
		expected = 204 if uid in self.stored else 201
		self._ask("PUT", _resource(uid), stored, expected=expected, headers=headers)
		self.stored.add(uid)

	def _remove(self, uid: str) -> None:
		"""What was cancelled before it arrived is not there to be removed."""
		if uid in self.stored:
			self._ask("DELETE", _resource(uid), expected=200)
			self.stored.remove(uid)

	def _ask(self, method: str, path: str, data: bytes = b"", expected: int = 200, headers=None):
		answer = self.session.request(
			method, f"{self.address}/{path}", data=data, headers=headers, timeout=20
		)
		assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
		return answer


def _resource(uid: str) -> str:
	return quote(uid, safe="") + ".ics"
