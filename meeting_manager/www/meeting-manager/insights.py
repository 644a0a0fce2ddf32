"""The figures of bookings for staff, drawn without a Desk. Each sees those of the bookings that they may read."""

from __future__ import annotations

import frappe
from frappe import _

from meeting_manager.guest.page import begin_page, read_form
from meeting_manager.permissions import has_app_permission
from meeting_manager.presentation.desk_assets import address
from meeting_manager.staff import insights

no_cache = 1
PATH = "/meeting-manager/insights"
FOUND = 302


def get_context(context):
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = f"/login?redirect-to={PATH}"
		raise frappe.Redirect(FOUND)
	begin_page(context, _("Insights"), is_private=True)
	context.stylesheet = address("css/insights.css")
	if not has_app_permission():
		context.view, context.http_status_code = "not_permitted", 403
		return
	fill_page(context, insights.read_choice(read_form()))


def fill_page(context, asked) -> None:
	context.view, context.path = "insights", PATH
	context.panels = list(insights.panels(asked))
	context.departments = insights.departments_to_choose()
	context.department = asked.department
	context.weeks, context.choices_of_weeks = len(asked.periods), insights.WEEKS
