"""The secret addresses of calendars, as they are shown on the Desk to whoever may have them."""

import frappe
from frappe import _

from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import (
	DEPARTMENT,
	PROFILE,
	end_address,
	feed_of,
)


@frappe.whitelist(methods=["POST"])
def show(doctype: str = "", name: str = "") -> str:
	"""The address of a member's or a department's calendar.

	A member's is for the member alone, since it tells of customers; a department's is for whoever may change the department.
	"""
	if not _may_have(doctype, name):
		_refuse()
	return feed_of(doctype, name).address


@frappe.whitelist(methods=["POST"])
def renew(doctype: str = "", name: str = "") -> str:
	"""End the address in use; the new one, where the asker may have it. Whoever may change the profile may end it."""
	if not _may_have(doctype, name) and not _may_change(doctype, name):
		_refuse()
	end_address(doctype, name)
	return feed_of(doctype, name).address if _may_have(doctype, name) else ""


def _may_have(doctype: str, name: str) -> bool:
	if doctype == PROFILE:
		return frappe.db.get_value(PROFILE, name, "user") == frappe.session.user
	return doctype == DEPARTMENT and _may_change(doctype, name)


def _may_change(doctype: str, name: str) -> bool:
	if doctype not in (PROFILE, DEPARTMENT) or not frappe.db.exists(doctype, name):
		return False
	return bool(frappe.has_permission(doctype, "write", doc=name))


def _refuse() -> None:
	frappe.throw(
		_("This calendar address is not for you. Ask whose calendar it is, or an MM Manager"),
		frappe.PermissionError,
	)
