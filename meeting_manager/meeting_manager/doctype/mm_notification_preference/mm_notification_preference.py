import frappe
from frappe.model.document import Document

from meeting_manager.adapters.fields import validate_count
from meeting_manager.adapters.site_time import current_minute, to_site_datetime
from meeting_manager.meeting_manager.doctype.mm_notification_preference.preferences_of_users import (
	ONCE_A_DAY,
	next_digest_of,
)
from meeting_manager.meeting_manager.doctype.mm_operation.operations import held_back

MESSAGE = "MM Message"


class MMNotificationPreference(Document):
	"""How one user is told of meetings; without one, by all ways and at once."""

	def validate(self):
		validate_count(self, "digest_hour", 0, 23)

	def on_update(self):
		now = current_minute()
		is_daily = self.mails == ONCE_A_DAY
		move_digest(self.user, next_digest_of(self.user, self.digest_hour, now) if is_daily else now)

	def on_trash(self):
		move_digest(self.user, current_minute())


def move_digest(user: str, due: int) -> None:
	"""Let what waits for the user's digest go at another time, still in one mail but for what may yet be undone."""
	still_to_come = [">", current_minute()]
	waiting = {"user": user, "in_digest": 1, "state": "Due", "due_utc_minute": still_to_come}
	operations = frappe.get_all(
		MESSAGE, {**waiting, "operation": ["is", "set"]}, pluck="operation", order_by="name asc"
	)
	_set_due(waiting, due)
	for operation, earliest in held_back(sorted(set(operations))).items():
		early = {**waiting, "operation": operation, "due_utc_minute": ["<", earliest]}
		_set_due(early, earliest)


def _set_due(messages: dict, due: int) -> None:
	frappe.db.set_value(MESSAGE, messages, {"due_utc_minute": due, "due": to_site_datetime(due)})
