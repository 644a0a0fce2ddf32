"""Putting mails about a booking into the Email Queue, in the booking's own transaction."""

import threading
from datetime import datetime, timezone
from urllib.parse import urlsplit

import frappe
from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import invitation, mail_content
from meeting_manager.notifications.event_names import CANCELLED, OFF
from meeting_manager.notifications.invitation import Invitation, Party
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.recipients import Recipient, customer_of, find_member
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status

one_at_a_time = threading.Lock()
"""Frappe writes styles into mails with cssutils, which turns errors on and off for all threads of a process at once."""


def mail_customer(booking, event: str, before=None) -> None:
	recipient = customer_of(booking)
	template = "booking_cancellation" if event == CANCELLED else "booking_confirmation_customer"
	with speaking(recipient.language):
		mail = mail_content.for_customer(booking, event, before, recipient)
		_send(booking, event, recipient, template, mail)


def mail_member(row, booking, event: str, before=None) -> None:
	"""
	:param row: of the assigned member; nobody is mailed where the user is disabled or has no address.
	"""
	recipient = find_member(row, booking)
	if not recipient:
		return
	template = "booking_cancellation" if event == CANCELLED else "booking_notification_staff"
	with speaking(recipient.language):
		mail = mail_content.for_member(booking, event, before, recipient)
		_send(booking, event, recipient, template, mail)


def _send(booking, event: str, recipient: Recipient, template: str, mail: dict) -> None:
	mail = harmless(mail)
	invite = _invite(booking, event, recipient, mail)
	attachment = {"fname": "invite.ics", "fcontent": invite.to_ical(), "content_type": invite.content_type}
	with one_at_a_time:
		frappe.sendmail(
			recipients=[recipient.party.email],
			subject=mail["subject"],
			template=template,
			args={"mail": mail},
			attachments=[attachment],
			reply_to=mail["letterhead"]["email"] or None,
			reference_doctype=booking.doctype,
			reference_name=booking.name,
			add_unsubscribe_link=0,
		)


def _invite(booking, event: str, recipient: Recipient, mail: dict) -> Invitation:
	return Invitation(
		uid=booking.calendar_uid,
		sequence=booking.calendar_sequence,
		start=mail["time"]["start"],
		end=mail["time"]["end"],
		stamp=datetime.now(timezone.utc),
		status=_calendar_status(booking, event),
		summary=mail["summary"],
		description=_calendar_text(mail),
		location=mail["place"],
		organizer=_organizer(mail["letterhead"]),
		attendee=recipient.party,
	)


def _calendar_status(booking, event: str) -> str:
	if event in OFF:
		return invitation.CANCELLED
	return invitation.TENTATIVE if booking.status == status.PENDING else invitation.CONFIRMED


def _calendar_text(mail: dict) -> str:
	facts = [_("{0}: {1}").format(fact["label"], fact["value"]) for fact in mail["facts"]]
	links = [_("{0}: {1}").format(link["label"], link["address"]) for link in mail["links"]]
	return "\n".join([*facts, *mail["notes"], *links])


def _organizer(letterhead: dict) -> Party:
	"""Calendars send answers there and want the same one for the life of a meeting."""
	return Party(letterhead["name"], letterhead["email"] or f"no-reply@{urlsplit(page_link('')).hostname}")
