"""Noting the answers in a mail, in the transaction that receives it. What they are worth is judged afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses

import frappe
from frappe import _

from meeting_manager.meeting_manager.doctype.mm_calendar_reply.mm_calendar_reply import (
	IGNORED,
	RECEIVED,
	REPLY,
)
from meeting_manager.replies.reading import LARGEST, LONGEST_NAME, Reply, is_answer, read_reply

TAKE_IN = "meeting_manager.replies.taking_in.take_in_due"
MOST_PARTS = 5


def note_replies(mail: Message, communication: str) -> None:
	"""Never raises: a mail is received whatever it holds."""
	try:
		_note(mail, communication)
	except Exception:
		frappe.log_error(title="A calendar's answer was not noted", message=frappe.get_traceback())


def _note(mail: Message, communication: str) -> None:
	parts = [data for data in _calendar_parts(mail) if is_answer(data)][:MOST_PARTS]
	sender, found = sender_of(mail), {read_reply(data) for data in parts}
	for reply in found:
		_insert(reply, sender, communication)
	if any(found):
		frappe.db.after_commit.add(_enqueue)


def sender_of(mail: Message) -> str:
	"""The From address, which mail servers check, unlike Reply-To and X-Original-From; "" where there is not one."""
	written = [str(header) for header in mail.get_all("From", [])]
	addresses = [address for _name, address in getaddresses(written)]
	return addresses[0].strip().lower()[:LONGEST_NAME] if len(written) == len(addresses) == 1 else ""


def _calendar_parts(mail: Message) -> Iterator[bytes]:
	for part in mail.walk():
		is_named = str(part.get_filename() or "").lower().endswith(".ics")
		if is_named or part.get_content_type() in ("text/calendar", "application/ics"):
			data = part.get_payload(decode=True)
			if data and len(data) <= LARGEST:
				yield data


def _insert(reply: Reply | None, sender: str, communication: str) -> None:
	row = frappe.new_doc(REPLY)
	row.update({"state": RECEIVED, "sender": sender, "communication": communication})
	if reply is None:
		row.update({"state": IGNORED, "reason": _("It cannot be read as one answer to one meeting")})
	else:
		row.update({name: getattr(reply, name) for name in ("method", "uid", "attendee", "answer")})
		row.update({name: getattr(reply, name) for name in ("sequence", "stamp", "comment")})
		row.proposed_utc_minute = reply.start or 0
	row.insert(ignore_permissions=True)  # whoever sent the mail has no role


def _enqueue() -> None:
	"""At once where a worker is; or else the scheduler does within a minute."""
	try:
		frappe.enqueue(TAKE_IN, queue="short")
	except Exception:  # whatever the queue's client raises: the mail is received
		frappe.log_error(title="Answers wait for the scheduler", message=frappe.get_traceback())
		frappe.db.commit()
