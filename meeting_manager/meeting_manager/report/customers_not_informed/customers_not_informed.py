"""The bookings whose newest change their customers have not been told of by mail, and why."""

from frappe import _

from meeting_manager.meeting_manager.report.frame import column, safe_rows
from meeting_manager.notifications.not_informed import find_not_informed

ASKED = ("department", "from_date", "to_date")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	asked = {field: value for field, value in (filters or {}).items() if field in ASKED and value}
	return get_columns(), safe_rows(find_not_informed(**asked))


def get_columns() -> list[dict]:
	return [
		column("message", _("Send Again"), "Link", 110, options="MM Message"),
		column("customer_name", _("Customer"), "Data", 150),
		column("customer_email", _("Email", context="Meeting Manager"), "Data", 200),
		column("occasion", _("Not Told"), "Data", 110),
		column("state", _("State", context="Meeting Manager"), "Data", 100),
		column("reason", _("Reason", context="Meeting Manager"), "Data", 320),
		column("since", _("Since"), "Datetime", 160),
		column("tries", _("Tries"), "Int", 70),
		column("start_datetime", _("Meeting", context="Meeting Manager"), "Datetime", 160),
		column(
			"department", _("Department", context="Meeting Manager"), "Link", 150, options="MM Department"
		),
		column("booking", _("Booking"), "Link", 130, options="MM Meeting Booking"),
	]
