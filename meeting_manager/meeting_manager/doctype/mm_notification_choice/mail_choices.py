"""What customers have switched off, and the token by which they do so without a login.

A token is a letter for what its mail was about, and 18 bytes in 24 URL-safe characters: half a SHA-256 digest of the mail
address, half an HMAC-SHA-256 over it, keyed by the site. It is this short since its address has to fit into one line of
a mail's header. The table holds the digest alone, and only of those who have switched something off.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import frappe
from frappe.utils.password import get_encryption_key

CHOICE = "MM Notification Choice"
REMINDERS, THANKS = "reminders", "thanks"
LETTERS = {REMINDERS: "r", THANKS: "t"}
"""What can be switched off, and how a token says what its mail was about."""
FIELDS = {REMINDERS: "reminders_off", THANKS: "thanks_off"}
HALF = 9
TOKEN_SHAPE = re.compile(r"[rt][A-Za-z0-9_-]{24}", re.ASCII)


def derive_token(address: str, about: str) -> str:
	mailbox = _digest(address)
	return LETTERS[about] + base64.urlsafe_b64encode(mailbox + _sign(mailbox)).decode()


def open_token(token: object) -> tuple[str, str] | None:
	"""The mailbox's name in the table and what the mail was about, or None where the token is not one of this site's."""
	if not isinstance(token, str) or not TOKEN_SHAPE.fullmatch(token):
		return None
	secret = base64.urlsafe_b64decode(token[1:])
	mailbox, signature = secret[:HALF], secret[HALF:]
	if not hmac.compare_digest(_sign(mailbox), signature):
		return None
	return mailbox.hex(), next(about for about, letter in LETTERS.items() if letter == token[0])


def wants(address: str, about: str) -> bool:
	return not frappe.db.get_value(CHOICE, _digest(address).hex(), FIELDS[about])


def read_choices(mailbox: str) -> dict[str, bool]:
	"""Whether each kind is wanted."""
	row = frappe.db.get_value(CHOICE, mailbox, list(FIELDS.values()), as_dict=True) or {}
	return {about: not row.get(field) for about, field in FIELDS.items()}


def choose(mailbox: str, about: str, is_wanted: bool) -> None:
	is_off = int(not is_wanted)
	if frappe.db.get_value(CHOICE, mailbox, "name", for_update=True):
		frappe.db.set_value(CHOICE, mailbox, FIELDS[about], is_off)
	elif is_off:
		_insert(mailbox, about)


def _insert(mailbox: str, about: str) -> None:
	row = frappe.new_doc(CHOICE)
	row.update({"name": mailbox, FIELDS[about]: 1})
	try:
		row.insert(ignore_permissions=True)  # whoever holds the token reads that mailbox
	except frappe.DuplicateEntryError:  # the same was chosen twice at once
		frappe.clear_messages()
		frappe.db.set_value(CHOICE, mailbox, FIELDS[about], 1)


def _digest(address: str) -> bytes:
	return hashlib.sha256(address.strip().lower().encode()).digest()[:HALF]


def _sign(mailbox: bytes) -> bytes:
	message = b"meeting_manager:mail-choices:" + mailbox
	return hmac.digest(get_encryption_key().encode(), message, hashlib.sha256)[:HALF]
