"""The secrets in a customer's links.

A token is HMAC-SHA-256 over booking, purpose and a nonce, keyed by the site: 32 bytes, 43 URL-safe characters.
The booking's row holds only its SHA-256 digest, to be found by. The mails that carry a token stand in Frappe's Email
Queue until its log settings clear them.
"""

import base64
import hashlib
import hmac
import re
import secrets

import frappe
from frappe.utils.password import get_encryption_key

CANCEL = "cancel"
RESCHEDULE = "reschedule"
PURPOSES = (RESCHEDULE, CANCEL)
"""Of the mailed links."""
CALENDAR = "calendar"
"""Reads the meeting as a calendar file, and opens nothing else."""

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def make_nonce() -> str:
	return secrets.token_urlsafe(32)


def derive_token(booking: str, purpose: str, nonce: str) -> str:
	message = f"meeting_manager:{purpose}:{booking}:{nonce}".encode()
	secret = hmac.digest(get_encryption_key().encode(), message, hashlib.sha256)
	return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def digest(token: str) -> str:
	return hashlib.sha256(token.encode()).hexdigest()


def find_booking(token: object, purpose: str) -> str | None:
	"""The name of the booking that a token of this purpose belongs to."""
	if not isinstance(token, str) or not TOKEN_SHAPE.fullmatch(token):
		return None
	fieldname = f"{purpose}_token_digest"
	found = frappe.db.get_value(
		"MM Meeting Booking", {fieldname: digest(token)}, ["name", fieldname], as_dict=True
	)
	return found.name if found and opens(token, found[fieldname]) else None


def opens(token: str, stored_digest: str) -> bool:
	return hmac.compare_digest(digest(token), stored_digest or "")
