"""Answers of guest functions that are files."""

import frappe

CALENDAR = "text/calendar"


def answer_calendar(filename: str, contents: bytes) -> None:
	"""Let Frappe answer the file, and no cookie: calendar programs have no session with the site."""
	frappe.local.response.update(
		type="download",
		filename=filename,
		filecontent=contents,
		content_type=CALENDAR,
	)
	frappe.local.flags.guest_file = True
