"""How much of the time that each member offered in a week was booked."""

from frappe import _

from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.no_shows import rate_of
from meeting_manager.figures.periods import WEEK, periods_between
from meeting_manager.figures.summary import by_period, total
from meeting_manager.figures.utilisation import load_utilisation
from meeting_manager.meeting_manager.report.frame import chart, column, figure, period_column, safe_rows


def execute(filters: dict | None = None) -> tuple:
	asked = read_asked({**(filters or {}), "period": WEEK})
	rows = load_utilisation(asked)
	return get_columns(asked), safe_rows(map(_row, rows)), None, get_chart(asked, rows), get_summary(rows)


def get_columns(asked: Asked) -> list[dict]:
	return [
		column("member", _("Member"), "Link", 200, options="MM Member Profile"),
		column("member_name", _("Name", context="Meeting Manager"), width=160),
		period_column(asked),
		column("offered_hours", _("Offered Hours"), "Float", 125, precision=2),
		column("booked_hours", _("Booked Hours"), "Float", 125, precision=2),
		column("utilisation", _("Utilisation"), "Percent", 120),
	]


def get_chart(asked: Asked, rows: list[dict]) -> dict:
	weeks = periods_between(asked.first, asked.last, WEEK)
	sums = by_period(rows, weeks, ("booked", "offered"))
	values = [rate_of(*pair) for pair in zip(sums["booked"], sums["offered"], strict=True)]
	return chart(asked, weeks, {_("Utilisation in %"): values}, kind="line", colors=("blue",))


def get_summary(rows: list[dict]) -> list[dict]:
	booked, offered = total(rows, "booked"), total(rows, "offered")
	return [
		figure(_("Utilisation"), rate_of(booked, offered), "Percent", "Blue"),
		figure(_("Booked Hours"), round(booked / 60)),
		figure(_("Offered Hours"), round(offered / 60)),
	]


def _row(row: dict) -> dict:
	hours = {f"{name}_hours": round(row[name] / 60, 2) for name in ("offered", "booked")}
	return {name: value for name, value in row.items() if name not in ("offered", "booked")} | hours
