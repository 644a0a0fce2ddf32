"""Reading what guests send: each function returns the value in its form or refuses it by the field's name."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from meeting_manager.adapters.fields import is_one_address
from meeting_manager.adapters.signs import CONTROL, DIRECTIONS, OVERRIDES, has_hidden_signs
from meeting_manager.exceptions import InvalidInputError, PastDateError
from meeting_manager.scheduling.zones import (
	QUANTUM,
	find_zone,
	is_skipped,
	local_day,
	to_instant,
	to_minute,
	wall_to_minute,
)

LONGEST_TEXT = 140
LONGEST_NAME = 80
LONGEST_NOTE = 2000
EARLIEST, LATEST = date(1970, 1, 2), date(2199, 12, 31)

DATE_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME_SHAPE = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?:([+-])([01]\d|2[0-3]):([0-5]\d))?", re.ASCII)
EMAIL_SHAPE = re.compile(
	r"[A-Za-z0-9.!#$&*+/?^_~-]{1,64}@([A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
"""What mail servers deliver to (RFC 5321, 4.5.3.1), without the signs that a mail template could trip over."""
PHONE_SHAPE = re.compile(r"\+?[0-9][0-9 ().-]{2,18}", re.ASCII)
"""No more than Frappe's Phone fields take."""
NO_NAME = re.compile(r"[<>/\\:@]|www\.", re.IGNORECASE)
FULL_WIDTH_BRACKETS = {ord("<"): "＜", ord(">"): "＞"}


def read_text(value: str, field: str, longest: int = LONGEST_TEXT) -> str:
	"""One line, or an empty one."""
	text = read_note(value, field, longest)
	if "\n" in text or "\t" in text:
		refuse(field, _("one line of text"))
	return text


def read_note(value: str, field: str, longest: int = LONGEST_NOTE) -> str:
	"""Any number of lines.

	Angle brackets become full-width ones: the Desk shows text as HTML, so Frappe would store their lines as entities.
	"""
	text = value.replace("\r\n", "\n").replace("\r", "\n").translate(FULL_WIDTH_BRACKETS).strip()
	if len(text) > longest:
		refuse(field, _("at most {0} characters").format(longest))
	refuse_unreadable_signs(text, field)
	if OVERRIDES.search(text):
		refuse(field, _("text without signs that turn its direction round"))
	return text


def read_name(value: str, field: str) -> str:
	"""A name to be greeted by in a mail, so nothing that a mail program would turn into a link."""
	name = read_text(value, field, LONGEST_NAME)
	if not name or NO_NAME.search(value):
		refuse(field, _("a name, without < > / : @"))
	_refuse_hidden_signs(name, field)
	return name


def read_email(value: str, field: str) -> str:
	email = read_text(value, field)
	_refuse_hidden_signs(email, field)
	if not EMAIL_SHAPE.fullmatch(email) or not is_one_address(email):
		refuse(field, _("one address such as name@example.com"))
	return email


def read_phone(value: str, field: str) -> str:
	phone = read_text(DIRECTIONS.sub("", value), field)
	if phone and not PHONE_SHAPE.fullmatch(phone):
		refuse(field, _("a phone number such as +49 30 1234567"))
	return phone


def read_zone(value: str, field: str) -> ZoneInfo:
	zone = find_zone(read_text(value, field))
	if zone is None:
		refuse(field, _("an IANA time zone such as Europe/Berlin"))
	return zone


def read_date(value: str, field: str) -> date:
	try:
		day = date.fromisoformat(value if DATE_SHAPE.fullmatch(value) else "")
	except ValueError:
		day = None
	if day is None or not EARLIEST <= day <= LATEST:
		refuse(field, _("a date as YYYY-MM-DD"))
	return day


def read_start(date_and_time: tuple[str, str], fields: tuple[str, str], zone: ZoneInfo) -> int | None:
	"""UTC minute of a date and a time of the zone; None where its clocks jump over it.

	Of a time that occurs twice the offset tells which; without it the first is meant.
	"""
	day = read_date(date_and_time[0], fields[0])
	minute_of_day, offset = read_time(date_and_time[1], fields[1])
	if is_skipped(zone, day, minute_of_day):
		return None
	first = to_instant(wall_to_minute(zone, day, minute_of_day), zone)
	if offset is None:
		return to_minute(first)
	occurrences = {occurrence.utcoffset(): occurrence for occurrence in (first.replace(fold=1), first)}
	if offset not in occurrences:
		shown = sorted(occurrence.isoformat(timespec="minutes")[11:] for occurrence in occurrences.values())
		refuse(fields[1], _("the offset of {0} on that day: {1}").format(zone.key, " / ".join(shown)))
	return to_minute(occurrences[offset])


def read_time(value: str, field: str) -> tuple[int, timedelta | None]:
	"""Minutes since midnight, and the offset from UTC where it is given."""
	shape = TIME_SHAPE.fullmatch(value)
	if not shape:
		refuse(field, _("a time as HH:MM, or as HH:MM+HH:MM with its offset from UTC"))
	hour, minute, sign, offset_hours, offset_minutes = shape.groups()
	minute_of_day = int(hour) * 60 + int(minute)
	if minute_of_day % QUANTUM:
		refuse(field, _("a time at a multiple of {0} minutes").format(QUANTUM))
	if not sign:
		return minute_of_day, None
	offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes))
	return minute_of_day, -offset if sign == "-" else offset


def read_instant(value: str, field: str) -> int:
	"""UTC minute of an ISO 8601 instant with its offset."""
	try:
		instant = datetime.fromisoformat(value.replace("Z", "+00:00"))
		minute = to_minute(instant) if instant.tzinfo else None
	except (ValueError, OverflowError):
		minute = None
	if minute is None or not EARLIEST <= instant.date() <= LATEST:
		refuse(field, _("an instant with its offset, as 2027-03-01T10:00+01:00"))
	if minute % QUANTUM or instant.second or instant.microsecond:
		refuse(field, _("a time at a multiple of {0} minutes").format(QUANTUM))
	return minute


def read_window(start: str, end: str, zone: ZoneInfo, now: int, longest: int) -> tuple[date, date]:
	"""First and last date of a search: by default from today, half the longest window long."""
	first = read_date(start, "start_date") if start else local_day(zone, now)
	last = read_date(end, "end_date") if end else first + timedelta(days=longest // 2)
	if not first <= last <= first + timedelta(days=longest):
		refuse("end_date", _("a date at most {0} days after start_date").format(longest))
	return first, last


def refuse_unreadable_signs(text: str, field: str) -> None:
	"""What no field may hold, whatever it is for."""
	if CONTROL.search(text):
		refuse(field, _("text without control characters"))


def _refuse_hidden_signs(text: str, field: str) -> None:
	if has_hidden_signs(text):
		refuse(field, _("text without invisible signs; please type it instead of copying it"))


def refuse(field: str, expected: str) -> None:
	try:
		frappe.throw(_("{0}: expected {1}").format(field, expected), InvalidInputError)
	except InvalidInputError as refusal:
		refusal.field, refusal.expected = field, expected
		raise


def refuse_past(start: int, now: int, sentence: str) -> None:
	if start < now:
		frappe.throw(sentence, PastDateError)
