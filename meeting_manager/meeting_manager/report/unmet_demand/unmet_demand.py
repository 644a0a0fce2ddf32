"""What customers looked for when nothing was free; for leaders and managers."""

from frappe import _

from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.demand import count_demand, load_demand
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
	rows = count_demand(load_demand(asked), asked.period)
	return get_columns(asked), safe_rows(rows), None, get_chart(asked, rows), get_summary(rows)


def get_columns(asked: Asked) -> list[dict]:
	return [
		period_column(asked),
		department_column(),
		type_column(),
		column("searched_from", _("Looked From"), "Date", 120),
		column("searched_to", _("Looked To"), "Date", 120),
		column("searches", _("Searches"), "Int", 100),
	]


def get_chart(asked: Asked, rows: list[dict]) -> dict:
	values = by_period(rows, asked.periods, ("searches",))["searches"]
	return chart(asked, asked.periods, {_("Searches That Found Nothing"): values}, colors=("orange",))


def get_summary(rows: list[dict]) -> list[dict]:
	searches = total(rows, "searches")
	return [figure(_("Searches That Found Nothing"), searches, indicator="Orange" if searches else "Green")]
