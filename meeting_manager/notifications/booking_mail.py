"""Writing the mail of a message into Frappe's Email Queue."""

from __future__ import annotations

import threading
from datetime import datetime, timezone

import frappe
from frappe import _

from meeting_manager.notifications import mail_content
from meeting_manager.notifications.answers_wanted import address_for_answers
from meeting_manager.notifications.booking_calendar import values_of
from meeting_manager.notifications.calendar_part import calendar_part
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.invitation import ACCEPTED, NEEDS_ACTION, Invitation
from meeting_manager.notifications.ledger import CUSTOMER
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.occasions import OFF, OVER
from meeting_manager.notifications.outcomes import Failed
from meeting_manager.notifications.recipients import Recipient, customer_of, member_of
from meeting_manager.presentation.languages import speaking

one_at_a_time = threading.Lock()
"""Frappe writes styles into mails with cssutils, which turns errors on and off for all threads of a process at once."""


def write_mail(message) -> tuple[str, str]:
	"""Queue the mail of a message; return the queued mail's name and the address that it goes to.

	:raises NotSent: there is nobody to send it to.
	"""
	booking, before = read_change(message)
	if message.recipient_kind == CUSTOMER:
		recipient, content = customer_of(booking), mail_content.for_customer
	else:
		recipient, content = member_of(message, booking), mail_content.for_member
	with speaking(recipient.language):
		mail = harmless(content(booking, message.occasion, before, recipient))
		return _queue(booking, message, recipient, mail), recipient.party.email


def template_of(message) -> str:
	if message.occasion in OFF:
		return "booking_cancellation"
	if message.occasion in OVER:
		return "booking_follow_up"
	return (
		"booking_confirmation_customer"
		if message.recipient_kind == CUSTOMER
		else "booking_notification_staff"
	)


def _queue(booking, message, recipient: Recipient, mail: dict) -> str:
	invite = _invite(booking, message, recipient, mail) if mail["has_invitation"] else None
	with one_at_a_time, calendar_part(invite):
		queued = frappe.sendmail(
			recipients=[recipient.party.email],
			subject=mail["subject"],
			template=template_of(message),
			args={"mail": mail},
			attachments=[_attachment(invite)] if invite else None,
			reply_to=mail["letterhead"]["email"] or None,
			reference_doctype=booking.doctype,
			reference_name=booking.name,
			add_unsubscribe_link=0,
		)
	if not queued:
		raise Failed(_("Nobody to send it to: the address is invalid, or has unsubscribed from all mails"))
	return queued.name


def _attachment(invite: Invitation) -> dict:
	return {"fname": "invite.ics", "fcontent": invite.to_ical(), "content_type": invite.content_type}


def _invite(booking, message, recipient: Recipient, mail: dict) -> Invitation:
	values = {**values_of(booking, message.occasion, mail), "stamp": datetime.now(timezone.utc)}
	asks = message.recipient_kind == CUSTOMER and address_for_answers()
	return Invitation(**values, attendee=recipient.party, answer=NEEDS_ACTION if asks else ACCEPTED)
