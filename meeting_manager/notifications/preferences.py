"""What recipients have switched off. What changes their calendar they are always told by mail."""

import frappe

from meeting_manager.meeting_manager.doctype.mm_notification_choice import mail_choices
from meeting_manager.meeting_manager.doctype.mm_notification_preference.preferences_of_users import (
	Preference,
	preferences_of,
)
from meeting_manager.notifications.changes import BOOKING
from meeting_manager.notifications.ledger import CUSTOMER, IN_APP, SMS
from meeting_manager.notifications.occasions import COMPLETED, REMINDER

OPTIONAL = {REMINDER: mail_choices.REMINDERS, COMPLETED: mail_choices.THANKS}
"""What customers can switch off, by occasion."""


def wants(message) -> bool:
	if message.recipient_kind == CUSTOMER:
		return _customer_wants(message)
	return _member_wants(message, preferences_of([message.user])[message.user])


def _customer_wants(message) -> bool:
	about = OPTIONAL.get(message.occasion)
	if not about:
		return True
	return mail_choices.wants(frappe.db.get_value(BOOKING, message.booking, "customer_email"), about)


def _member_wants(message, preference: Preference) -> bool:
	if message.occasion == REMINDER and not preference.reminders:
		return False
	switches = {IN_APP: preference.in_app, SMS: preference.sms}
	return bool(switches.get(message.channel, True))
