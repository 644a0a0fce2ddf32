"""What is on offer to customers: active departments and their active, public meeting types."""

import frappe
from frappe import _

from meeting_manager.adapters.fields import is_slug
from meeting_manager.adapters.offers import Offer, find_public_offer
from meeting_manager.exceptions import NotOfferedError
from meeting_manager.meeting_manager.api.guest_input import refuse

DEPARTMENT_FIELDS = ["department_name", "department_slug", "description", "timezone"]
MEETING_TYPE_FIELDS = ["meeting_name", "meeting_slug", "description", "duration", "location_type"]


def list_departments() -> list[dict]:
	return frappe.get_all(
		"MM Department", filters={"is_active": 1}, fields=DEPARTMENT_FIELDS, order_by="department_name asc"
	)


def list_meeting_types(department: str) -> list[dict]:
	return frappe.get_all(
		"MM Meeting Type",
		filters={"department": department, "is_active": 1, "is_public": 1},
		fields=MEETING_TYPE_FIELDS,
		order_by="meeting_name asc",
	)


def describe_department(name: str) -> dict:
	department = frappe.get_cached_doc("MM Department", name)
	return {field: department.get(field) for field in DEPARTMENT_FIELDS}


def find_department(slug: str) -> str:
	"""
	:raises NotOfferedError: no active department has this slug.
	"""
	if not slug:
		refuse("department_slug", _("the address of a department, as get_departments lists them"))
	found = is_slug(slug) and frappe.db.get_value("MM Department", {"department_slug": slug, "is_active": 1})
	if not found:
		frappe.throw(_("Department not found"), NotOfferedError)
	return found


def find_offer(department_slug: str, meeting_type_slug: str) -> Offer:
	"""
	:raises NotOfferedError: no active department has this slug, or no active, public type of this slug.
	"""
	if is_slug(department_slug) and is_slug(meeting_type_slug):
		offer = find_public_offer(department_slug, meeting_type_slug)
		if offer:
			return offer
	find_department(department_slug)
	if not meeting_type_slug:
		refuse("meeting_type_slug", _("the address of a meeting type, as get_meeting_types lists them"))
	frappe.throw(_("Meeting type not found"), NotOfferedError)
