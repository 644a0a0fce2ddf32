"""Who gets a message: name, address, and the zone and language that it speaks."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.translate import get_user_lang

from meeting_manager.notifications.invitation import Party
from meeting_manager.notifications.outcomes import Skipped

FIELDS_OF_USER = ["email", "enabled", "full_name", "mobile_no"]


@dataclass(frozen=True)
class Recipient:
	party: Party
	zone: ZoneInfo
	language: str
	phone: str = ""


def customer_of(booking) -> Recipient:
	party = Party(booking.customer_name, booking.customer_email)
	language = booking.customer_language or get_user_lang("Guest")
	return Recipient(party, booking.zone_for_customer, language, booking.customer_phone or "")


def member_of(message, booking) -> Recipient:
	"""
	:raises Skipped: the user is disabled or has no address.
	"""
	user = frappe.db.get_value("User", message.user, FIELDS_OF_USER, as_dict=True)
	if not user or not user.enabled or not user.email:
		raise Skipped(_("The user is disabled or has no email address"))
	party = Party(user.full_name or message.user, user.email)
	zone, language = booking.zone_for_member(message.member), get_user_lang(message.user)
	return Recipient(party, zone, language, user.mobile_no or "")
