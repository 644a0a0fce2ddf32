"""Who would be told of a change that has not been made yet, and how."""

from __future__ import annotations

from types import SimpleNamespace

import frappe

from meeting_manager.notifications import entries
from meeting_manager.notifications.booking_events import members_to_tell
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, Entry
from meeting_manager.notifications.preferences import wants


def who_is_told(booking, before, occasion: str) -> list[dict]:
	"""A row for each message, without those that their recipients have switched off.

	:param booking: as it would be.
	:param before: as it is.
	:param occasion: from the customer's point of view.
	"""
	members = members_to_tell(before, booking, occasion)
	told = [*entries.for_customer(booking, occasion), *entries.for_members(booking, before, members)]
	names = {row.member: row.member_name or row.user for row, _occasion in members}
	return [
		{
			"kind": entry.recipient_kind,
			"name": names.get(entry.member, booking.customer_name),
			"address": _address(entry, booking),
			"channel": entry.channel,
			"occasion": entry.occasion,
			"in_digest": entry.in_digest,
		}
		for entry in told
		if _is_wanted(entry, booking)
	]


def _is_wanted(entry: Entry, booking) -> bool:
	return wants(SimpleNamespace(**{name: getattr(entry, name) for name in KNOWN}, booking=booking.name))


KNOWN = ("recipient_kind", "channel", "occasion", "user")
"""Of an entry, what decides whether its recipient wants it."""


def _address(entry: Entry, booking) -> str:
	if entry.recipient_kind == CUSTOMER:
		return booking.customer_email if entry.channel == EMAIL else booking.customer_phone
	return (
		frappe.get_cached_value("User", entry.user, "email" if entry.channel == EMAIL else "mobile_no") or ""
	)
