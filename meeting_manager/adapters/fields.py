"""Checks of what people enter: numbers, times of the day, and the names in a booking page's address."""

import re
from collections.abc import Iterable
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import escape_html, to_timedelta, validate_email_address

from meeting_manager.scheduling.reminders import MOST, OffsetsError, read_offsets
from meeting_manager.scheduling.zones import QUANTUM

LONGEST_MEETING = 480
LONGEST_BUFFER = 240
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")
STEP = timedelta(minutes=QUANTUM)
ONE_DAY = timedelta(days=1)


def validate_minutes(doc, fieldname: str, lowest: int, highest: int) -> None:
	minutes = read_whole_number(doc, fieldname)
	if not lowest <= minutes <= highest or minutes % QUANTUM:
		frappe.throw(
			_("{0}: use {1} to {2} minutes, a multiple of {3}").format(
				_(doc.meta.get_label(fieldname), context=doc.doctype), lowest, highest, QUANTUM
			)
		)


def validate_count(doc, fieldname: str, lowest: int, highest: int) -> None:
	if not lowest <= read_whole_number(doc, fieldname) <= highest:
		frappe.throw(
			_("{0}: use a number from {1} to {2}").format(
				_(doc.meta.get_label(fieldname), context=doc.doctype), lowest, highest
			)
		)


def validate_not_negative(doc, fieldname: str) -> None:
	if read_whole_number(doc, fieldname) < 0:
		frappe.throw(
			_("{0}: use 0 or a positive number").format(_(doc.meta.get_label(fieldname), context=doc.doctype))
		)


def validate_reminders(doc) -> None:
	try:
		read_offsets(doc.reminders)
	except OffsetsError as error:
		if not error.part:
			frappe.throw(_("Reminders: name at most {0} times").format(MOST))
		frappe.throw(
			_("Reminders: {0} is not understood. Write times before the start as 24h, 1h or 2d, 30m").format(
				escape_html(error.part)
			)
		)


def read_whole_number(doc, fieldname: str) -> int:
	"""The number in a field, which a form sends as text; kept in the field as a number."""
	value = doc.get(fieldname) or 0
	try:
		number = int(value)
	except (TypeError, ValueError):
		frappe.throw(
			_("{0}: use a whole number").format(_(doc.meta.get_label(fieldname), context=doc.doctype))
		)
	doc.set(fieldname, number)
	return number


def require_time(value: timedelta | str, place: str) -> None:
	"""Refuse what is no time of the day at a multiple of five minutes.

	:param place: what the sentence begins with: a field's label or a row.
	"""
	time = _read_time(value)
	if time is None:
		frappe.throw(_("{0}: write times as 09:00, from 00:00 to 23:55").format(place))
	if time % STEP:
		frappe.throw(_("{0}: use times at multiples of {1} minutes").format(place, QUANTUM))


def _read_time(value: timedelta | str) -> timedelta | None:
	if isinstance(value, str) and not CLOCK_TIME.fullmatch(value):
		return None
	try:
		time = to_timedelta(value)
	except ValueError:
		return None
	return time if isinstance(time, timedelta) and timedelta() <= time < ONE_DAY else None


def first_repeated(values: Iterable[str]) -> str | None:
	seen = set()
	return next((value for value in values if value in seen or seen.add(value)), None)


def is_one_address(email: str) -> bool:
	"""Whether this is an email address alone: no second one behind a comma, no name before it."""
	return bool(email) and "," not in email and validate_email_address(email) == email


def make_slug(name: str) -> str:
	return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST_SLUG].strip("-")


def is_slug(value: str) -> bool:
	return len(value) <= LONGEST_SLUG and bool(SLUG.fullmatch(value))


def validate_slug(value: str, label: str) -> None:
	if not is_slug(value):
		frappe.throw(
			_(
				"{0}: use lower-case letters and digits, joined by single hyphens, at most {1} characters"
			).format(_(label), LONGEST_SLUG)
		)
