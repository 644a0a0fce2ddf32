"""The mail of a message: first it is written, then put into Frappe's Email Queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone

import frappe
from frappe.email.email_body import get_formatted_html
from markupsafe import Markup

from meeting_manager.notifications import email_queue, mail_content, operator_mail
from meeting_manager.notifications.answers_wanted import address_for_answers
from meeting_manager.notifications.booking_calendar import values_of
from meeting_manager.notifications.changes import BOOKING, read_change
from meeting_manager.notifications.email_queue import Outgoing
from meeting_manager.notifications.invitation import ACCEPTED, NEEDS_ACTION, Invitation, Party
from meeting_manager.notifications.ledger import CUSTOMER
from meeting_manager.notifications.mail_text import harmless
from meeting_manager.notifications.occasions import OFF, OVER
from meeting_manager.notifications.recipients import Recipient, customer_of, member_of
from meeting_manager.presentation.languages import speaking


@dataclass(frozen=True)
class Mail:
	"""A mail as it will be sent, before Frappe puts a frame around it.

	:param reference: DocType and name of what it is about.
	:param reply_to: "" for the sender.
	:param invitation: to stand in the mail's body and beside it.
	:param unsubscribe: the address for one click, "" for a mail that nobody can unsubscribe from.
	:param files: besides the invitation.
	"""

	reference: tuple[str, str]
	recipient: Party
	subject: str
	html: Markup
	text: str
	reply_to: str
	invitation: Invitation | None = None
	unsubscribe: str = ""
	files: list[dict] = field(default_factory=list)


def write_mail(message) -> tuple[str, str]:
	"""Queue the mail of a message; return the queued mail's name and the address that it goes to.

	:raises NotSent: there is nobody to send it to.
	"""
	mail = render_mail(message)
	return queue(mail), mail.recipient.email


def render_mail(
	message, language: str | None = None, write_own: Callable = operator_mail.write_or_tell_operators
) -> Mail:
	"""Write the mail of a message without sending it.

	:param language: in place of the recipient's own.
	:param write_own: given an Email Template or None and what the mail says; returns None for the app's own mail.
	:raises Skipped: there is nobody to send it to.
	"""
	booking, before = read_change(message)
	recipient = recipient_of(message, booking)
	with speaking(language or recipient.language):
		told = tell(message, booking, before, recipient)
		own = write_own(operator_mail.template_for(message), told)
		subject, html, text = own or _as_shipped(message, told)
		invite = invitation_of(booking, message.occasion, recipient, told, asks_for_answer(message))
	unsubscribe = told["unsubscribe"]["address"] if told["unsubscribe"] else ""
	reply_to = told["letterhead"]["email"]
	return Mail((BOOKING, booking.name), recipient.party, subject, html, text, reply_to, invite, unsubscribe)


def recipient_of(message, booking) -> Recipient:
	"""
	:raises Skipped: there is nobody to send it to.
	"""
	return customer_of(booking) if message.recipient_kind == CUSTOMER else member_of(message, booking)


def tell(message, booking, before, recipient: Recipient) -> dict:
	"""What a template shows of the message, in the language spoken now."""
	is_to_customer = message.recipient_kind == CUSTOMER
	content = mail_content.for_customer if is_to_customer else mail_content.for_member
	return harmless(content(booking, message.occasion, before, recipient, message.minutes_before or 0))


def asks_for_answer(message) -> bool:
	return message.recipient_kind == CUSTOMER and bool(address_for_answers())


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


def in_frame(mail: Mail) -> str:
	"""The HTML as it arrives: with Frappe's frame, and styles where its inliner puts them."""
	with email_queue.one_at_a_time:
		return get_formatted_html(mail.subject, mail.html)


def _as_shipped(message, told: dict) -> tuple[str, Markup, str]:
	path, values = f"meeting_manager/templates/emails/{template_of(message)}", {"mail": told}
	html, text = (frappe.get_template(f"{path}.{kind}").render(values) for kind in ("html", "txt"))
	return told["subject"], Markup(html), text


def queue(mail: Mail) -> str:
	"""Write the Email Queue's row and return its name.

	:raises Failed: there is nobody to send it to.
	"""
	return email_queue.queue(
		Outgoing(
			mail.recipient.email,
			mail.subject,
			"booking_written",
			{"html": mail.html, "text": mail.text},
			reply_to=mail.reply_to,
			attachments=[
				*([attachment(mail.invitation, "invite.ics")] if mail.invitation else []),
				*mail.files,
			],
			reference=mail.reference,
			invitation=mail.invitation,
			unsubscribe=mail.unsubscribe,
		)
	)


def attachment(invite: Invitation, file_name: str) -> dict:
	return {"fname": file_name, "fcontent": invite.to_ical(), "content_type": invite.content_type}


def invitation_of(
	booking, occasion: str, recipient: Recipient, mail: dict, asks: bool = False
) -> Invitation | None:
	"""None where nothing is left to put into a calendar.

	:param asks: lets the recipient's calendar ask whether they come.
	"""
	if not mail["has_invitation"]:
		return None
	values = {**values_of(booking, occasion, mail), "stamp": datetime.now(timezone.utc)}
	return Invitation(**values, attendee=recipient.party, answer=NEEDS_ACTION if asks else ACCEPTED)
