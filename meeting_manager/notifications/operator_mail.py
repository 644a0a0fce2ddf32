"""Mails in the operators' own words: an Email Template that MM Settings name for an occasion."""

from __future__ import annotations

import re

import frappe
from frappe import _
from markupsafe import Markup

from meeting_manager.notifications.mail_text import harmless, subject_line
from meeting_manager.notifications.plain_text import plain_text
from meeting_manager.presentation.operator_templates import WrongTemplateError, render

LAYOUT = "meeting_manager/templates/emails/booking_own_words.html"
EMBED_ATTRIBUTE = re.compile(r"embed(?=\s*=)", re.IGNORECASE)
"""Frappe attaches the server's file that such an attribute names, and its inliner takes the space out before the sign."""
NO_LINKS = {"reschedule_url": "", "cancel_url": "", "book_again_url": "", "booking_url": ""}


def template_for(message) -> str | None:
	"""The Email Template for what the message says, to whom, in the language spoken now."""
	rows = [
		row
		for row in frappe.get_cached_doc("MM Settings").get("mail_templates") or []
		if (row.occasion, row.recipient_kind) == (message.occasion, message.recipient_kind)
	]
	by_language = {row.language or "": row.email_template for row in rows}
	return by_language.get(frappe.local.lang) or by_language.get("")


def write(template: str, mail: dict) -> tuple[str, Markup, str]:
	"""Return subject, HTML and text.

	:raises WrongTemplateError: the template is not there, or has a fault.
	"""
	own, values = _load(template), values_of(mail)
	subject = subject_line(render(own.subject or "", values, is_html=False))
	body = render((own.response_html if own.use_html else own.response) or "", values, is_html=True)
	if not subject or not plain_text(body):
		raise WrongTemplateError(_("The subject or the text is empty"))
	if not own.use_html:
		body = frappe.get_template(LAYOUT).render({"mail": {**mail, "own_words": Markup(body)}})
	html = EMBED_ATTRIBUTE.sub("embedded", harmless(str(body)))
	return subject, Markup(html), plain_text(html)


def words_if_any(template: str | None, mail: dict) -> tuple[Markup, str] | None:
	"""The operators' words for one booking among several in a mail, as HTML and as text; None for the app's own.

	HTML of their own makes a whole mail and has no place in another one.
	"""
	try:
		own = _load(template) if template else None
		if not own or own.use_html:
			return None
		body = render(own.response or "", values_of(mail), is_html=True)
	except WrongTemplateError as error:
		_log_once(template, error)
		return None
	html = EMBED_ATTRIBUTE.sub("embedded", harmless(str(body)))
	return (Markup(html), plain_text(html)) if plain_text(html) else None


def write_if_any(template: str | None, mail: dict) -> tuple[str, Markup, str] | None:
	"""
	:raises WrongTemplateError: see above.
	"""
	return write(template, mail) if template else None


def write_or_tell_operators(template: str | None, mail: dict) -> tuple[str, Markup, str] | None:
	"""Return None where nothing of the operators' own can be sent; what is wrong with it stands in the Error Log."""
	try:
		return write_if_any(template, mail)
	except WrongTemplateError as error:
		_log_once(template, error)
		return None


def values_of(mail: dict) -> dict:
	time, letterhead = mail["time"], mail["letterhead"]
	links = {link["name"]: link["address"] for link in mail["links"]}
	named = ("recipient_name", "customer_name", "members", "meeting", "department", "place", "reference")
	said = ("headline", "lead", "facts", "links", "notes", "terms", "starts_in")
	return {
		**NO_LINKS,
		**links,
		**{name: mail[name] for name in (*named, *said)},
		**{name: time[name] for name in ("date", "hours", "begins", "zone")},
		"when": time["line"],
		"before": mail["was"]["line"] if mail["was"] else "",
		"company": letterhead["name"],
		"support_email": letterhead["email"],
		"support_phone": letterhead["phone"],
	}


def _load(template: str):
	if not frappe.db.exists("Email Template", template):
		raise WrongTemplateError(_("There is no such Email Template"))
	return frappe.get_cached_doc("Email Template", template)


def _log_once(template: str, error: WrongTemplateError) -> None:
	"""Until the template is changed."""
	title = f"Email Template {template}"[:140]
	changed = frappe.db.get_value("Email Template", template, "modified")
	since = {"creation": [">=", changed]} if changed else {}
	if not frappe.db.exists("Error Log", {"method": title, **since}):
		told = _("{0}: the app's own mail is sent in its place, until this is mended: {1}")
		frappe.log_error(title=title, message=told.format(template, error))
