"""Queueing a mail as all mails of this app are: with Frappe's own extras off, and the parts that Frappe does not know."""

from __future__ import annotations

import threading

import frappe
from frappe import _

from meeting_manager.notifications.calendar_part import calendar_part
from meeting_manager.notifications.invitation import Invitation
from meeting_manager.notifications.outcomes import Failed
from meeting_manager.notifications.unsubscribe_headers import unsubscribe_headers

one_at_a_time = threading.Lock()
"""Frappe writes styles into mails with cssutils, which turns errors on and off for all threads of a process at once."""


def queue(
	address: str,
	template: str,
	mail: dict,
	attachments: list[dict],
	reference: tuple[str, str],
	invitation: Invitation | None = None,
) -> str:
	"""Write the Email Queue's row and return its name.

	:param reference: DocType and name of what the mail is about.
	:param invitation: to stand in the mail's body too.
	:raises Failed: there is nobody to send it to.
	"""
	unsubscribe = mail["unsubscribe"]["address"] if mail["unsubscribe"] else ""
	with one_at_a_time, calendar_part(invitation), unsubscribe_headers(unsubscribe):
		queued = frappe.sendmail(
			recipients=[address],
			subject=mail["subject"],
			template=template,
			args={"mail": mail},
			attachments=attachments or None,
			reply_to=mail["letterhead"]["email"] or None,
			reference_doctype=reference[0],
			reference_name=reference[1],
			add_unsubscribe_link=0,
		)
	if not queued:
		raise Failed(_("Nobody to send it to: the address is invalid, or has unsubscribed from all mails"))
	return queued.name
