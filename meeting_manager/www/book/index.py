"""Booking: departments, their meetings, then day, time and details."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import frappe
from frappe import _

from meeting_manager.adapters.offers import IN_PERSON
from meeting_manager.exceptions import NotOfferedError
from meeting_manager.guest.booking import own_time
from meeting_manager.guest.month import read_day, read_month
from meeting_manager.guest.page import (
	advice,
	field_labels,
	fill_page,
	first_sentence,
	is_post,
	refusals_shown,
)
from meeting_manager.guest.picker import Picker
from meeting_manager.meeting_manager.api import public
from meeting_manager.meeting_manager.api.guest_input import EARLIEST, LATEST
from meeting_manager.presentation import words
from meeting_manager.scheduling.zones import find_zone

no_cache = 1

ENTERED = (
	"customer_name",
	"customer_email",
	"customer_phone",
	"customer_timezone",
	"notes",
	"idempotency_key",
)
FIELDS = (
	("customer_name", "text", "name", 80),
	("customer_email", "email", "email", 140),
	("customer_phone", "tel", "tel", 30),
	("notes", "textarea", "", 2000),
)
USED_UP = frozenset({"RepeatedKeyError", "BookingClosedError"})
"""Refusals of a form that has been sent before: with a new key it may be sent for another meeting."""
REQUIRED = frozenset({"customer_name", "customer_email"})


def get_context(context):
	fill_page(context, _("Book a meeting"), show_page, show_way_out)


def show_page(context, form) -> str:
	"""Fill the context for what the address names; return the template to draw it with."""
	if not form.department:
		context.departments = public.get_departments()["departments"]
		return "departments"
	answer = public.get_meeting_types(department_slug=form.department)
	context.department, context.meeting_types = answer["department"], answer["meeting_types"]
	if form.meeting_type:
		return show_meeting_type(context, form)
	context.guest["title"] = context.department["department_name"]
	return "meeting_types"


def show_meeting_type(context, form) -> str:
	context.type = find_meeting_type(context.meeting_types, form.meeting_type)
	context.guest["title"] = context.type["meeting_name"]
	context.entered = {name: form.get(name) or "" for name in ENTERED}
	context.entered["idempotency_key"] = context.entered["idempotency_key"] or frappe.generate_hash(length=32)
	if is_post():
		with refusals_shown(context):
			context.booked = book(context, form)
			context.outcome = first_sentence(context.booked["message"])
			context.guest["title"] = context.outcome["headline"]
			return "booked"
		if context.problem["kind"] in USED_UP:
			context.entered["idempotency_key"] = frappe.generate_hash(length=32)
	context.picker = show_picker(context, form)
	context.fields = list(details(context.entered, context.problem))
	return "booking_form"


def find_meeting_type(offered: list[dict], meeting_slug: str) -> dict:
	for meeting_type in offered:
		if meeting_type["meeting_slug"] == meeting_slug:
			return meeting_type
	frappe.throw(_("Meeting type not found"), NotOfferedError)


def book(context, form) -> dict:
	answer = public.create_booking(
		department_slug=context.department["department_slug"],
		meeting_type_slug=context.type["meeting_slug"],
		date=form.date,
		time=form.time,
		start=form.start,
		**context.entered,
	)
	zone = find_zone(answer["timezone"])
	start, end = (datetime.fromisoformat(answer[edge]).astimezone(zone) for edge in ("start", "end"))
	return {
		**answer,
		"is_pending": answer["status"] == "Pending",
		"when": words.when(start, end),
		"own_time": own_time({**context.type, **context.entered}, start, end),
	}


def show_picker(context, form) -> dict:
	department = context.department
	slug = context.type["meeting_slug"]
	path = f"/book/{department['department_slug']}/{slug}"
	is_zone_locked = context.type["location_type"] == IN_PERSON
	picker = Picker(path, department, slug, context.type["duration"], is_zone_locked)
	start = read_instant(form.start)
	day = start.astimezone(picker.zone).date() if start else read_day(form.date)
	return picker.view(day, read_month(form.month), start)


def details(entered: dict, problem: dict | None) -> Iterator[dict]:
	"""Yield the fields of the form, the refused one with what was expected there."""
	labels = field_labels()
	for name, kind, autocomplete, longest in FIELDS:
		is_wrong = problem and problem.get("field") == name
		yield {
			"name": name,
			"type": kind,
			"autocomplete": autocomplete,
			"longest": longest,
			"label": labels[name],
			"value": entered[name],
			"is_required": name in REQUIRED,
			"wrong": problem["wrong"] if is_wrong else "",
		}


def read_instant(text: str | None) -> datetime | None:
	"""Return the aware datetime that the page itself wrote into a time's radio button, of a year that every zone can show."""
	try:
		instant = datetime.fromisoformat(text or "")
	except ValueError:
		return None
	return instant if instant.tzinfo and EARLIEST <= instant.date() <= LATEST else None


def show_way_out(context, _form) -> None:
	"""Say where to go on when there is nothing to choose from."""
	department = context.department
	context.dead_end = {
		"advice": list(advice(context.problem["kind"])),
		"link": f"/book/{department['department_slug']}" if department else "/book",
		"link_text": _("See what can be booked"),
	}
