"""Which messages a change makes: one for each recipient and channel, due at once or with the day's digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import frappe

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_notification_preference.preferences_of_users import (
	ONCE_A_DAY,
	Preference,
	next_digest_of,
	preferences_of,
)
from meeting_manager.notifications import channels_in_use
from meeting_manager.notifications.ledger import CUSTOMER, EMAIL, IN_APP, MEMBER, Entry
from meeting_manager.notifications.occasions import OVER

SOON = 60
"""Minutes between a digest and the start of a meeting; one that begins earlier is told of at once."""


def for_customer(booking, occasion: str) -> Iterator[Entry]:
	for channel in channels_in_use.of_customer(booking, occasion):
		yield Entry(occasion, CUSTOMER, channel)


def for_members(booking, before, told: Iterable[tuple]) -> Iterator[Entry]:
	"""By mail and SMS what changes a member's calendar; on the Desk everything that somebody else did.

	:param told: rows of assigned members, each with the occasion from that member's point of view.
	"""
	told = list(told)
	users = {row.user for row, _occasion in told}
	preferences, reached = preferences_of(users), channels_in_use.reached_by_sms(users)
	begins = min(version.start_utc_minute for version in (booking, before) if version)
	for row, occasion in told:
		for channel in channels_in_use.of_member(row.user, occasion, reached) if occasion not in OVER else ():
			digest = _digest_for(row.user, preferences[row.user], begins) if channel == EMAIL else None
			yield Entry(occasion, MEMBER, channel, row.member, row.user, digest, in_digest=digest is not None)
		if row.user != frappe.session.user:
			yield Entry(occasion, MEMBER, IN_APP, row.member, row.user)


def required_of_members(told: Iterable[tuple], user: str) -> Iterator[tuple[str, str, str]]:
	"""Member, occasion and channel of each message that a change has to have, whatever anybody has chosen.

	:param told: as above.
	:param user: whose change it is.
	"""
	for row, occasion in told:
		if occasion not in OVER:
			yield row.member, occasion, EMAIL
		if row.user != user:
			yield row.member, occasion, IN_APP


def _digest_for(user: str, preference: Preference, begins: int) -> int | None:
	"""UTC minute of the digest that tells of the change; None where it is told at once."""
	if preference.mails != ONCE_A_DAY:
		return None
	digest = next_digest_of(user, preference.digest_hour, current_minute())
	return digest if begins - digest >= SOON else None
