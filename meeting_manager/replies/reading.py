"""An answer as a calendar program sends it (RFC 5546, 3.2.3 and 3.2.7). Needs no site: octets in, a plain value out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from icalendar import Calendar

from meeting_manager.notifications.mail_text import harmless, one_line

REPLY, COUNTER = "REPLY", "COUNTER"
METHODS = (REPLY, COUNTER)
LARGEST = 200_000
"""Octets: an answer holds what the invitation did."""
LONGEST_COMMENT = 500
LONGEST_NAME = 140
"""Of a UID or an address: what a database keeps of it. None that the app wrote is longer."""


@dataclass(frozen=True, slots=True)
class Reply:
	"""
	:param answer: PARTSTAT, as ACCEPTED or DECLINED.
	:param sequence: of the invitation that is answered.
	:param stamp: seconds since 1970 when it was answered: the latest counts.
	:param start: UTC minute that a COUNTER proposes.
	"""

	method: str
	uid: str
	attendee: str
	answer: str
	sequence: int
	stamp: int
	start: int | None
	comment: str


def is_answer(data: bytes) -> bool:
	"""Whether it calls itself one, readable or not."""
	head = data[:LARGEST].upper()
	return any(f"METHOD:{method}".encode() in head for method in METHODS)


def read_reply(data: bytes) -> Reply | None:
	"""The one answer to one meeting; None for everything else."""
	if len(data) > LARGEST:
		return None
	try:
		return _read(Calendar.from_ical(data))
	except Exception:  # whatever the parser makes of octets that anybody may send
		return None


def _read(calendar: Calendar) -> Reply | None:
	method = str(calendar["METHOD"]).upper()
	(event,) = calendar.walk("VEVENT")
	attendee = event["ATTENDEE"]
	if method not in METHODS or isinstance(attendee, list) or "RECURRENCE-ID" in event:
		return None
	uid, address = str(event["UID"]), _address(str(attendee))
	if max(len(uid), len(address)) > LONGEST_NAME:
		return None
	return Reply(
		method=method,
		uid=uid,
		attendee=address,
		answer=str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).upper()[:LONGEST_NAME],
		sequence=_sequence(event),
		stamp=int(_instant(event["DTSTAMP"].dt).timestamp()),
		start=_minute(event["DTSTART"].dt) if method == COUNTER else None,
		comment=_comment(event),
	)


def _sequence(event) -> int:
	sequence = int(event.get("SEQUENCE", 0))
	if not 0 <= sequence < 2**31:
		raise ValueError("SEQUENCE")
	return sequence


def _address(written: str) -> str:
	scheme, _colon, address = written.partition(":")
	if scheme.lower() != "mailto" or not address:
		raise ValueError("ATTENDEE")
	return unquote(address).strip().lower()


def _minute(start) -> int:
	seconds = int(_instant(start).timestamp())
	if seconds % 60:
		raise ValueError("DTSTART")
	return seconds // 60


def _instant(value) -> datetime:
	"""A floating time, or a day, is no instant."""
	if not isinstance(value, datetime) or value.tzinfo is None:
		raise ValueError("no instant")
	return value


def _comment(event) -> str:
	comments = event.get("COMMENT", "")
	first = comments[0] if isinstance(comments, list) else comments
	return one_line(harmless(str(first)))[:LONGEST_COMMENT]
