"""What other programs' libraries read out of a calendar with one event, all in one shape."""

import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which

import icalendar
import vobject

HERE = Path(__file__).parent
HEX_ESCAPE = re.compile(r"\^([n^'])")
CIRCUMFLEX = {"n": "\n", "^": "^", "'": '"'}


def read_with_icalendar(data: bytes) -> dict:
	calendar = icalendar.Calendar.from_ical(data)
	(event,) = calendar.walk("VEVENT")
	attendees = event.get("ATTENDEE", [])
	return {
		"method": str(calendar["METHOD"]),
		"uid": str(event["UID"]),
		"sequence": int(event["SEQUENCE"]),
		"start": event["DTSTART"].dt.isoformat(),
		"end": event["DTEND"].dt.isoformat(),
		"summary": str(event["SUMMARY"]),
		"description": str(event["DESCRIPTION"]),
		"location": str(event.get("LOCATION", "")),
		"organizer": _icalendar_person(event["ORGANIZER"]),
		"attendees": [
			_icalendar_person(one) for one in (attendees if isinstance(attendees, list) else [attendees])
		],
		"alarms": [_minutes(alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")],
	}


def _icalendar_person(address) -> dict:
	return {"address": str(address), "name": str(address.params.get("CN", ""))}


def read_with_vobject(data: bytes) -> dict:
	calendar = vobject.readOne(data.decode())
	(event,) = calendar.vevent_list
	return {
		"method": calendar.method.value,
		"uid": event.uid.value,
		"sequence": int(event.sequence.value),
		"start": event.dtstart.value.isoformat(),
		"end": event.dtend.value.isoformat(),
		"summary": event.summary.value,
		"description": event.description.value,
		"location": event.location.value if "location" in event.contents else "",
		"organizer": _vobject_person(event.organizer),
		"attendees": [_vobject_person(one) for one in event.contents.get("attendee", [])],
		"alarms": [_minutes(alarm.trigger.value) for alarm in event.contents.get("valarm", [])],
	}


def _vobject_person(line) -> dict:
	"""vobject leaves the circumflexes of RFC 6868 to whoever reads."""
	name = line.params.get("CN", [""])[0]
	return {"address": line.value, "name": HEX_ESCAPE.sub(lambda found: CIRCUMFLEX[found[1]], name)}


def _minutes(before: timedelta) -> int:
	return int(-before.total_seconds() // 60)


class IcalJs:
	"""One Node.js process that reads one calendar after the other."""

	def __init__(self):
		self.process = subprocess.Popen(
			[which("node"), HERE / "read_calendars.mjs"],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	@staticmethod
	def missing() -> str:
		"""What is not there, and how to get it; nothing where all is."""
		if not which("node"):
			return "Node.js is not installed"
		if not (HERE / "node_modules" / "ical.js").is_dir():
			return "ical.js is not installed: npm ci --prefix tests/calendar_linter"
		return ""

	def read(self, data: bytes) -> dict:
		self.process.stdin.write(json.dumps(data.decode()) + "\n")
		self.process.stdin.flush()
		return json.loads(self.process.stdout.readline())

	def close(self) -> None:
		self.process.stdin.close()
		self.process.stdout.close()
		self.process.wait(timeout=10)
