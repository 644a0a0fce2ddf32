"""Answers of guest functions that are files."""

import frappe

CALENDAR = "text/calendar"


def answer_feed(filename: str, feed) -> None:
	"""Let guest_pages answer "not modified" to whoever has it as it is."""
	answer_calendar(filename, feed.contents)
	frappe.local.flags.guest_file_version = {"etag": feed.etag, "last_modified": feed.last_modified}


def answer_calendar(filename: str, contents: bytes) -> None:
	"""Let Frappe answer the file, and no cookie: calendar programs have no session with the site."""
	frappe.local.response.update(
		type="download",
		filename=filename,
		filecontent=contents,
		content_type=CALENDAR,
	)
	frappe.local.flags.guest_file = True
