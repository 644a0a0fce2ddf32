"""Writing the mail of a message, with its invitation, into Frappe's Email Queue."""

from __future__ import annotations

from datetime import datetime, timezone
from urllib.parse import urlsplit

from frappe import _

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications import email_queue, invitation, mail_content
from meeting_manager.notifications.changes import read_change
from meeting_manager.notifications.invitation import Invitation, Party
from meeting_manager.notifications.ledger import CUSTOMER
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.occasions import OFF, OVER
from meeting_manager.notifications.recipients import Recipient, customer_of, member_of
from meeting_manager.presentation.languages import speaking
from meeting_manager.scheduling import status


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
	invite = invitation_of(booking, message.occasion, recipient, mail)
	return email_queue.queue(
		recipient.party.email,
		template_of(message),
		mail,
		attachments=[attachment(invite, "invite.ics")] if invite else [],
		invitation=invite,
		reference=(booking.doctype, booking.name),
	)


def attachment(invite: Invitation, file_name: str) -> dict:
	return {"fname": file_name, "fcontent": invite.to_ical(), "content_type": invite.content_type}


def invitation_of(booking, occasion: str, recipient: Recipient, mail: dict) -> Invitation | None:
	"""None where nothing is left to put into a calendar."""
	if not mail["has_invitation"]:
		return None
	return Invitation(
		uid=booking.calendar_uid,
		sequence=booking.calendar_sequence,
		start=mail["time"]["start"],
		end=mail["time"]["end"],
		stamp=datetime.now(timezone.utc),
		status=_calendar_status(booking, occasion),
		summary=mail["summary"],
		description=_calendar_text(mail),
		location=mail["place"],
		organizer=_organizer(mail["letterhead"]),
		attendee=recipient.party,
	)


def _calendar_status(booking, occasion: str) -> str:
	if occasion in OFF:
		return invitation.CANCELLED
	return invitation.TENTATIVE if booking.status == status.PENDING else invitation.CONFIRMED


def _calendar_text(mail: dict) -> str:
	facts = [_("{0}: {1}").format(fact["label"], fact["value"]) for fact in mail["facts"]]
	links = [_("{0}: {1}").format(link["label"], link["address"]) for link in mail["links"]]
	return "\n".join([*facts, *mail["notes"], *links])


def _organizer(letterhead: dict) -> Party:
	"""Calendars send answers there and want the same one for the life of a meeting."""
	return Party(letterhead["name"], letterhead["email"] or f"no-reply@{urlsplit(page_link('')).hostname}")
