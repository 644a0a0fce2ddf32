"""The headers by which mail programs offer to unsubscribe with one click (RFC 2369, RFC 8058)."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

FLAG = "meeting_manager_unsubscribe"
LONGEST = 75
"""Characters of an address that fits between angle brackets into one line of a header (RFC 5322, 2.1.1).

When a mail is sent, Frappe reads it and writes it anew. Python then encodes what does not fit, and no program finds
an address in that.
"""


@contextmanager
def unsubscribe_headers(address: str) -> Iterator[None]:
	"""Give the mail that is queued inside the headers.

	:param address: "" for a mail that nobody can unsubscribe from. One that is too long stands in the mail's text only.
	"""
	if not address or len(address) > LONGEST:
		yield
		return
	frappe.flags[FLAG] = address
	try:
		yield
	finally:
		frappe.flags[FLAG] = None


def add_unsubscribe_headers(mail) -> None:
	"""The hook `make_email_body_message`: called for every mail of the site."""
	address = frappe.flags.get(FLAG)
	if address:
		mail.set_header("List-Unsubscribe", f"<{address}>")
	if address and address.startswith("https://"):  # RFC 8058, 3.1
		mail.set_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
