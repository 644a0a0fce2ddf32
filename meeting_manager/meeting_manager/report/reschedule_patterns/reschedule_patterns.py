"""How often and how late each customer moves what was booked; for leaders and managers."""

from frappe import _

from meeting_manager.figures.asked import read_asked
from meeting_manager.figures.patterns import load_patterns
from meeting_manager.figures.summary import total
from meeting_manager.meeting_manager.report.frame import column, figure, safe_rows

MANY_MOVES = 5
"""And more are one column of the chart."""


def execute(filters: dict | None = None) -> tuple:
	rows = safe_rows(load_patterns(read_asked(filters)))
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict]:
	return [
		column("customer_name", _("Customer"), width=160),
		column("customer_email", _("Email", context="Meeting Manager"), width=210),
		column("bookings", _("Bookings"), "Int", 95),
		column("moved_bookings", _("Moved Bookings"), "Int", 130),
		column("moves", _("Moves"), "Int", 80),
		column("moves_per_booking", _("Moves per Booking"), "Float", 145, precision=2),
		column("late_moves", _("In the Last 24 Hours"), "Int", 150),
		column("median_lead", _("Half Earlier Than (Hours)"), "Float", 180, precision=1),
		column("shortest_lead", _("Latest (Hours Before)"), "Float", 165, precision=1),
		column("cancellations", _("Cancellations"), "Int", 115),
		column("no_shows", _("No-Shows"), "Int", 95),
	]


def get_chart(rows: list[dict]) -> dict:
	"""How many customers moved how often: no names, which the Desk's charts would show as markup."""
	moves = [min(row["moves"], MANY_MOVES) for row in rows]
	labels = [str(number) for number in range(MANY_MOVES)] + [_("{0} or more").format(MANY_MOVES)]
	values = [moves.count(number) for number in range(MANY_MOVES + 1)]
	data = {"labels": labels, "datasets": [{"name": _("Customers"), "values": values}]}
	return {"data": data, "type": "bar", "colors": ["#8a63d2"]}


def get_summary(rows: list[dict]) -> list[dict]:
	late = total(rows, "late_moves")
	return [
		figure(_("Customers"), len(rows)),
		figure(_("Customers Who Moved"), sum(row["moves"] > 0 for row in rows), indicator="Purple"),
		figure(_("Moves"), total(rows, "moves")),
		figure(_("In the Last 24 Hours"), late, indicator="Red" if late else ""),
	]
