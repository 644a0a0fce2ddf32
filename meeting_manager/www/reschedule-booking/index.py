"""Moving a booking: the link from the mail opens it, the POST moves it."""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.guest.booking import RESCHEDULE, is_closed, show_booking, show_way_out, when
from meeting_manager.guest.month import read_day, read_month
from meeting_manager.guest.page import begin_page, is_post, refusals_shown
from meeting_manager.guest.picker import Picker
from meeting_manager.meeting_manager.api import public

no_cache = 1

PATH = "/reschedule-booking"


def get_context(context):
	form = frappe.form_dict
	begin_page(context, _("Move your meeting"), is_private=True)
	context.view = "dead_end"
	with refusals_shown(context):
		context.view = show_page(context, form)
	if context.view == "dead_end":
		show_way_out(context)


def show_page(context, form) -> str:
	"""Fill the context for the booking of the token; return the template to draw it with."""
	show_booking(context, form.token)
	if is_post():
		with refusals_shown(context):
			context.moved = move(context.booking, form)
			return "moved"
	if is_closed(context, RESCHEDULE):
		return "dead_end"
	context.picker = show_picker(context.booking, form)
	return "reschedule_form"


def move(booking: dict, form) -> dict:
	answer = public.reschedule_booking(token=form.token, new_date=form.new_date, new_time=form.new_time)
	return {
		**answer,
		"before": when(answer["old_datetime"], booking),
		"after": when(answer["new_datetime"], booking),
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
	picker = Picker(PATH, booking["department"], slug, booking["duration"], token=form.token)
	day = read_day(form.new_date or form.date)
	return picker.view(day, read_month(form.month), picker.read_wall_time(day, form.new_time))
