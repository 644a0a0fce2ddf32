"""A calendar in a mail (RFC 6047), laid out as Gmail and Outlook take it: an alternative part, and the same as invite.ics."""

from email.message import EmailMessage, Message
from email.utils import getaddresses
from urllib.parse import unquote

from tests.calendar_linter.findings import Report

ENCODINGS = ("7bit", "8bit", "quoted-printable", "base64")


def calendar_parts(mail: EmailMessage) -> list[Message]:
	return [
		part
		for part in mail.walk()
		if part.get_content_type() == "text/calendar" or str(part.get_filename()).endswith(".ics")
	]


def lint_layout(mail: EmailMessage, report: Report) -> None:
	parts = calendar_parts(mail)
	if not parts:
		report.add("mail-without-calendar")
		return
	_lint_alternative(mail, parts, report)
	_lint_attachment(parts, report)
	if len({part.get_payload(decode=True) for part in parts}) > 1:
		report.add("mail-copies-differ")


def lint_layout_of_many(mail: EmailMessage, report: Report) -> None:
	"""Several invitations in a mail: each an attachment of its own name, and none for programs to take for the whole mail."""
	parts = calendar_parts(mail)
	if not parts:
		report.add("mail-without-calendar")
	names = [part.get_filename() for part in parts if part.get_content_disposition() == "attachment"]
	if len(names) < len(parts):
		report.add("mail-alternative", "text/calendar")
	if len(set(names)) < len(names) or not all(name and name.endswith(".ics") for name in names):
		report.add("mail-attachment", "filename")


def _lint_alternative(mail: EmailMessage, parts: list[Message], report: Report) -> None:
	"""Beside the plain and the HTML text, as the last: programs take the last that they understand."""
	for container in mail.walk():
		kinds = (
			[part.get_content_type() for part in container.iter_parts()] if container.is_multipart() else []
		)
		is_alternative = container.get_content_type() == "multipart/alternative"
		if is_alternative and kinds[-1:] == ["text/calendar"] and kinds.count("text/calendar") == 1:
			if kinds[:1] != ["text/plain"]:
				report.add("mail-alternative", "text/plain")
			return
	report.add("mail-alternative", "text/calendar")


def _lint_attachment(parts: list[Message], report: Report) -> None:
	attached = [part for part in parts if part.get_content_disposition() == "attachment"]
	if [part.get_filename() for part in attached] != ["invite.ics"]:
		report.add("mail-attachment", "invite.ics")


def lint_part(part: Message, method: str, report: Report) -> None:
	if (part.get_param("method") or "").upper() != method.upper():
		report.add("mail-method", "method")
	if (part.get_param("charset") or "").lower() != "utf-8":
		report.add("mail-charset", "charset")
	if (part.get_param("component") or "vevent").lower() != "vevent":
		report.add("mail-component", "component")
	if str(part.get("Content-Transfer-Encoding", "7bit")).lower() not in ENCODINGS or part.defects:
		report.add("mail-encoding", "Content-Transfer-Encoding")


def lint_recipient(mail: EmailMessage, attendees: list[str], report: Report) -> None:
	"""Who the event names has to be who the mail goes to."""
	mailboxes = {address.lower() for _name, address in getaddresses(mail.get_all("To", []))}
	named = {unquote(attendee[len("mailto:") :]).lower() for attendee in attendees}
	if mailboxes != named:
		report.add("mail-attendee", "To")
