"""Who gets a mail: name, address, and the zone and language that it speaks."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import frappe
from frappe.translate import get_user_lang

from meeting_manager.notifications.invitation import Party


@dataclass(frozen=True)
class Recipient:
	party: Party
	zone: ZoneInfo
	language: str


def customer_of(booking) -> Recipient:
	party = Party(booking.customer_name, booking.customer_email)
	return Recipient(party, booking.zone_for_customer, _language_of_customer())


def find_member(row, booking) -> Recipient | None:
	"""The member of an assigned user's row; None for a disabled user or one without an address.

	:param row: of MM Meeting Booking Assigned User.
	"""
	user = frappe.db.get_value("User", row.user, ["email", "enabled"], as_dict=True)
	if not user or not user.enabled or not user.email:
		return None
	party = Party(row.member_name or row.user, user.email)
	return Recipient(party, booking.zone_for_member(row.member), get_user_lang(row.user))


def _language_of_customer() -> str:
	"""A guest's request speaks the guest's language; what staff does says nothing about it."""
	return frappe.local.lang if frappe.session.user == "Guest" else get_user_lang("Guest")
