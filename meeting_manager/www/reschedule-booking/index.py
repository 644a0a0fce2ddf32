"""Rescheduling: the link from the mail opens the booking, the POST moves it."""

from __future__ import annotations

from frappe import _

from meeting_manager.adapters.offers import IN_PERSON
from meeting_manager.guest.booking import (
	RESCHEDULE,
	is_closed,
	own_time,
	read_span,
	show_booking,
	show_way_out,
)
from meeting_manager.guest.month import read_day, read_month
from meeting_manager.guest.page import DEAD_END, fill_page, first_sentence, is_post, refusals_shown
from meeting_manager.guest.picker import Picker
from meeting_manager.meeting_manager.api import public
from meeting_manager.presentation import words

no_cache = 1

PATH = "/reschedule-booking"


def get_context(context):
	fill_page(context, _("Reschedule your booking"), show_page, show_way_out, is_private=True)


def show_page(context, form) -> str:
	"""Fill the context for the booking of the token; return the template to draw it with."""
	show_booking(context, form.token, RESCHEDULE)
	if is_post():
		with refusals_shown(context):
			context.moved = move(context.booking, form)
			context.outcome = first_sentence(context.moved["message"])
			context.guest["title"] = context.outcome["headline"]
			return "moved"
	if is_closed(context, RESCHEDULE):
		return DEAD_END
	context.picker = show_picker(context.booking, form)
	return "reschedule_form"


def move(booking: dict, form) -> dict:
	answer = public.reschedule_booking(token=form.token, new_date=form.new_date, new_time=form.new_time)
	before, after = (read_span(answer[edge], booking) for edge in ("old_datetime", "new_datetime"))
	return {
		**answer,
		"before": words.when(*before),
		"after": words.when(*after),
		"own_time": own_time(booking, *after),
		"colleague": colleague(answer),
	}


def colleague(answer: dict) -> str:
	if not answer["member_changed"]:
		return ""
	return _("{0} will meet you instead of {1}, who is not free at the new time.").format(
		answer["new_assigned_to"], answer["old_assigned_to"]
	)


def show_picker(booking: dict, form) -> dict:
	slug = booking["meeting_type"]["meeting_slug"]
	is_zone_locked = booking["location_type"] == IN_PERSON
	picker = Picker(PATH, booking["department"], slug, booking["duration"], is_zone_locked, form.token)
	day = read_day(form.new_date or form.date)
	return picker.view(day, read_month(form.month), picker.read_wall_time(day, form.new_time))
