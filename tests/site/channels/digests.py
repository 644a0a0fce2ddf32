"""The digests that wait for somebody, and what came of them."""

import frappe

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications.delivery import deliver
from meeting_manager.notifications.ledger import digests_due
from tests.site.messages.operations import ADA

DAILY = {"mails": "Once a day", "digest_hour": 7}
OF_ADA = {"user": ADA, "channel": "Email", "occasion": ["!=", "Reminder"]}


def due_of(user: str) -> int:
	waiting = {"user": user, "in_digest": 1, "state": "Due"}
	return max(frappe.get_all("MM Message", waiting, pluck="due_utc_minute", order_by="name asc"))


def deliver_digests(user: str) -> None:
	for names in bundles_of(user):
		deliver(*names)


def bundles_of(user: str) -> list[list[str]]:
	mine = set(frappe.get_all("MM Message", {"user": user}, pluck="name", order_by="name asc"))
	return [names for names in digests_due(current_minute()) if mine.issuperset(names)]
