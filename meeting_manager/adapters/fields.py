"""Checks of what people enter: minutes, and the names in a booking page's address."""

import re

import frappe
from frappe import _
from frappe.utils import validate_email_address

from meeting_manager.scheduling.zones import QUANTUM

LONGEST_MEETING = 480
LONGEST_BUFFER = 240
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60


def validate_minutes(doc, fieldname: str, lowest: int, highest: int) -> None:
	minutes = doc.get(fieldname) or 0
	if not lowest <= minutes <= highest or minutes % QUANTUM:
		frappe.throw(
			_("{0}: use {1} to {2} minutes, a multiple of {3}").format(
				_(doc.meta.get_label(fieldname)), lowest, highest, QUANTUM
			)
		)


def validate_not_negative(doc, fieldname: str) -> None:
	if (doc.get(fieldname) or 0) < 0:
		frappe.throw(_("{0}: use 0 or a positive number").format(_(doc.meta.get_label(fieldname))))


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
