"""Queueing a mail as all mails of this app are: with Frappe's own extras off, and the parts that Frappe does not know."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import frappe
from frappe import _

from meeting_manager.notifications.calendar_part import calendar_part
from meeting_manager.notifications.invitation import Invitation
from meeting_manager.notifications.outcomes import Failed
from meeting_manager.notifications.unsubscribe_headers import unsubscribe_headers

one_at_a_time = threading.Lock()
"""Frappe writes styles into mails with cssutils, which turns errors on and off for all threads of a process at once."""


@dataclass(frozen=True)
class Outgoing:
	"""A mail to be queued.

	:param arguments: of the template.
	:param reply_to: "" for the sender.
	:param reference: DocType and name of what the mail is about.
	:param invitation: to stand in the mail's body too.
	:param unsubscribe: the address for one click, "" for a mail that nobody can unsubscribe from.
	"""

	address: str
	subject: str
	template: str
	arguments: dict
	reply_to: str
	attachments: list[dict]
	reference: tuple[str, str]
	invitation: Invitation | None = None
	unsubscribe: str = ""


def queue(mail: Outgoing) -> str:
	"""Write the Email Queue's row and return its name.

	:raises Failed: there is nobody to send it to.
	"""
	with one_at_a_time, calendar_part(mail.invitation), unsubscribe_headers(mail.unsubscribe):
		queued = frappe.sendmail(
			recipients=[mail.address],
			subject=mail.subject,
			template=mail.template,
			args=mail.arguments,
			attachments=mail.attachments or None,
			reply_to=mail.reply_to or None,
			reference_doctype=mail.reference[0],
			reference_name=mail.reference[1],
			add_unsubscribe_link=0,
		)
	if not queued:
		raise Failed(_("Nobody to send it to: the address is invalid, or has unsubscribed from all mails"))
	return queued.name
