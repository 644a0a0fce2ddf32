"""How many bookings start in each week or month, by department and meeting type, and what became of them."""

from frappe import _

from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.bookings import load_bookings
from meeting_manager.figures.summary import OUTCOMES, by_period, summarise, total
from meeting_manager.meeting_manager.report.frame import (
	chart,
	column,
	department_column,
	figure,
	period_column,
	safe_rows,
	type_column,
)

COLORS = ("orange", "blue", "green", "grey", "red")


def execute(filters: dict | None = None) -> tuple:
	asked = read_asked(filters)
	rows = summarise(load_bookings(asked), asked.period)
	return get_columns(asked), safe_rows(rows), None, get_chart(asked, rows), get_summary(rows)


def get_columns(asked: Asked) -> list[dict]:
	return [
		period_column(asked),
		department_column(),
		type_column(),
		column("bookings", _("Bookings"), "Int", 95),
		*(column(outcome, label, "Int", 100) for outcome, label in outcome_labels().items()),
		column("minutes", _("Minutes Held"), "Int", 115),
	]


def get_chart(asked: Asked, rows: list[dict]) -> dict:
	sums, labels = by_period(rows, asked.periods, OUTCOMES), outcome_labels()
	return chart(
		asked, asked.periods, {labels[outcome]: sums[outcome] for outcome in OUTCOMES}, colors=COLORS
	)


def get_summary(rows: list[dict]) -> list[dict]:
	labels = outcome_labels()
	return [
		figure(_("Bookings"), total(rows, "bookings"), indicator="Blue"),
		figure(labels["completed"], total(rows, "completed"), indicator="Green"),
		figure(labels["cancelled"], total(rows, "cancelled"), indicator="Grey"),
		figure(labels["no_show"], total(rows, "no_show"), indicator="Red"),
	]


def outcome_labels() -> dict[str, str]:
	return {
		"pending": _("Pending", context="MM Meeting Booking"),
		"confirmed": _("Confirmed", context="MM Meeting Booking"),
		"completed": _("Completed", context="MM Meeting Booking"),
		"cancelled": _("Cancelled", context="MM Meeting Booking"),
		"no_show": _("No-Show"),
	}
