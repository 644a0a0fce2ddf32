"""How often customers did not come, by week or month, department, meeting type and member."""

from frappe import _

from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.bookings import load_bookings
from meeting_manager.figures.no_shows import count_no_shows, rate_of
from meeting_manager.figures.summary import by_period, total
from meeting_manager.meeting_manager.report.frame import (
	chart,
	column,
	department_column,
	figure,
	period_column,
	safe_rows,
	type_column,
)


def execute(filters: dict | None = None) -> tuple:
	asked = read_asked(filters)
	rows = count_no_shows(load_bookings(asked), asked.period)
	return get_columns(asked), safe_rows(rows), None, get_chart(asked, rows), get_summary(rows)


def get_columns(asked: Asked) -> list[dict]:
	return [
		period_column(asked),
		department_column(),
		type_column(),
		column("members", _("Members"), width=170),
		column("held", _("Meetings"), "Int", 100),
		column("no_shows", _("No-Shows"), "Int", 100),
		column("rate", _("Share of All"), "Percent", 100),
	]


def get_chart(asked: Asked, rows: list[dict]) -> dict:
	values = by_period(rows, asked.periods, ("no_shows",))["no_shows"]
	return chart(asked, asked.periods, {_("No-Shows"): values}, colors=("red",))


def get_summary(rows: list[dict]) -> list[dict]:
	held, missed = total(rows, "held"), total(rows, "no_shows")
	return [
		figure(_("No-Shows"), missed, indicator="Red" if missed else "Green"),
		figure(_("Meetings That Are Over"), held),
		figure(_("Share of All"), rate_of(missed, held), "Percent"),
	]
