"""By which ways people are told, as the site is set up and as far as they can be reached."""

from collections.abc import Iterable

import frappe

from meeting_manager.notifications.ledger import EMAIL, SMS
from meeting_manager.notifications.occasions import (
	ASSIGNED,
	CANCELLED,
	CONFIRMED,
	DECLINED,
	HANDED_OVER,
	REASSIGNED,
	REMINDER,
	REQUESTED,
	RESCHEDULED,
)

SMS_SETTINGS = {
	REQUESTED: "sms_when_requested",
	CONFIRMED: "sms_when_confirmed",
	ASSIGNED: "sms_when_confirmed",
	RESCHEDULED: "sms_when_rescheduled",
	REASSIGNED: "sms_when_rescheduled",
	CANCELLED: "sms_when_cancelled",
	DECLINED: "sms_when_cancelled",
	HANDED_OVER: "sms_when_cancelled",
	REMINDER: "sms_as_reminder",
}
"""The field of MM Settings that says whether an occasion goes by SMS; those without one never do."""


def of_customer(booking, occasion: str) -> tuple[str, ...]:
	return (EMAIL, SMS) if booking.customer_phone and goes_by_sms(occasion) else (EMAIL,)


def of_member(user: str, occasion: str, reached: set[str]) -> tuple[str, ...]:
	"""Besides the one on the Desk.

	:param reached: by SMS.
	"""
	return (EMAIL, SMS) if user in reached and goes_by_sms(occasion) else (EMAIL,)


def reached_by_sms(users: Iterable[str]) -> set[str]:
	"""Those with a mobile number; none where the site sends no SMS."""
	if not frappe.get_cached_doc("MM Settings").send_sms:
		return set()
	numbered = {"name": ["in", [*users, ""]], "mobile_no": ["is", "set"]}
	return set(frappe.get_all("User", numbered, pluck="name", order_by="name asc"))


def goes_by_sms(occasion: str) -> bool:
	settings = frappe.get_cached_doc("MM Settings")
	return bool(settings.send_sms and occasion in SMS_SETTINGS and settings.get(SMS_SETTINGS[occasion]))
