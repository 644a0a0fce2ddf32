"""What of a booking leaves the database to nobody.

`permlevel` keeps these fields from lists and forms; what a save or a method answers, and Frappe's record of changes,
would still hold them.
"""

import json

BOOKING = "MM Meeting Booking"
SECRETS = (
	"token_nonce",
	"cancel_token_digest",
	"reschedule_token_digest",
	"calendar_token_digest",
	"idempotency_digest",
	"request_digest",
)


def without_secrets(values: dict) -> dict:
	for fieldname in SECRETS:
		values.pop(fieldname, None)
	return values


def keep_out_of_version(version, _event: str | None = None) -> None:
	"""Before a Version is written: its changes are (fieldname, old, new)."""
	if version.ref_doctype != BOOKING:
		return
	changes = json.loads(version.data)
	changes["changed"] = [row for row in changes.get("changed") or [] if row[0] not in SECRETS]
	version.data = json.dumps(changes, separators=(",", ":"))
