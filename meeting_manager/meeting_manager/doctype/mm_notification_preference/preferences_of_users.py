"""How users want to be told of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone

from meeting_manager.scheduling.digests import next_digest
from meeting_manager.scheduling.zones import find_zone

PREFERENCE = "MM Notification Preference"
AT_ONCE, ONCE_A_DAY = "At once", "Once a day"


@dataclass(frozen=True, slots=True)
class Preference:
	"""By default that of a user who has saved none."""

	mails: str = AT_ONCE
	digest_hour: int = 7
	reminders: bool = True
	in_app: bool = True
	sms: bool = True


FIELDS = tuple(Preference.__dataclass_fields__)


def preferences_of(users: Iterable[str]) -> dict[str, Preference]:
	"""One for each user, in one query."""
	users = list(users)
	rows = frappe.get_all(PREFERENCE, {"user": ["in", users or [""]]}, ["user", *FIELDS], order_by="user asc")
	saved = {row.user: Preference(**{field: row[field] for field in FIELDS}) for row in rows}
	return {user: saved.get(user, Preference()) for user in users}


def next_digest_of(user: str, hour: int, now: int) -> int:
	"""UTC minute, by the clocks of the member's zone, the user's, or the site's."""
	names = (
		frappe.get_cached_value("MM Member Profile", user, "timezone"),
		frappe.get_cached_value("User", user, "time_zone"),
	)
	zone = next(filter(None, (find_zone(name) for name in names if name)), ZoneInfo(get_system_timezone()))
	return next_digest(now, zone, hour)
