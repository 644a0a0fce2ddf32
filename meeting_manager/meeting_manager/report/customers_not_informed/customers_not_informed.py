"""The bookings whose newest change their customers have not been told of by mail, and why."""

from frappe import _

from meeting_manager.notifications.not_informed import find_not_informed

ASKED = ("department", "from_date", "to_date")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	asked = {field: value for field, value in (filters or {}).items() if field in ASKED and value}
	return get_columns(), find_not_informed(**asked)


def get_columns() -> list[dict]:
	return [
		_column("message", _("Send Again"), "Link", 110, options="MM Message"),
		_column("customer_name", _("Customer"), "Data", 150),
		_column("customer_email", _("Email", context="Meeting Manager"), "Data", 200),
		_column("occasion", _("Not Told"), "Data", 110),
		_column("state", _("State", context="Meeting Manager"), "Data", 100),
		_column("reason", _("Reason", context="Meeting Manager"), "Data", 320),
		_column("since", _("Since"), "Datetime", 160),
		_column("tries", _("Tries"), "Int", 70),
		_column("start_datetime", _("Meeting", context="Meeting Manager"), "Datetime", 160),
		_column(
			"department", _("Department", context="Meeting Manager"), "Link", 150, options="MM Department"
		),
		_column("booking", _("Booking"), "Link", 130, options="MM Meeting Booking"),
	]


def _column(fieldname: str, label: str, fieldtype: str, width: int, **more) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}
