"""What the reports share: columns, charts, and cells that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from frappe import _

from meeting_manager.figures.asked import Asked
from meeting_manager.figures.periods import MONTH
from meeting_manager.presentation.periods import period_in_words

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""With which a spreadsheet takes a text for a formula, once the report is exported."""


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 120, **more) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def period_column(asked: Asked) -> dict:
	return column("period", _("Month From") if asked.period == MONTH else _("Week From"), "Date", 110)


def department_column() -> dict:
	return column(
		"department", _("Department", context="Meeting Manager"), "Link", 150, options="MM Department"
	)


def type_column() -> dict:
	return column("meeting_name", _("Meeting Type"), width=170)


def safe_rows(rows: Iterable[Mapping]) -> list[dict]:
	"""The rows with an apostrophe before each text that a spreadsheet would run."""
	return [{name: safe_cell(value) for name, value in row.items()} for row in rows]


def safe_cell(value):
	return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def chart(
	asked: Asked,
	periods: Sequence[date],
	series: Mapping[str, Sequence[float]],
	kind: str = "bar",
	colors: Sequence[str] = (),
) -> dict:
	"""
	:param series: by their names in words, a value for each period; bars of several stand on one another.
	"""
	is_month = asked.period == MONTH
	return {
		"data": {
			"labels": [period_in_words(start, is_month) for start in periods],
			"datasets": [{"name": name, "values": list(values)} for name, values in series.items()],
		},
		"type": kind,
		"barOptions": {"stacked": 1},
		"axisOptions": {"shortenYAxisNumbers": 1, "xIsSeries": 1},
		"colors": list(colors),
	}


def figure(label: str, value: float | str, datatype: str = "Int", indicator: str = "") -> dict:
	"""One of the numbers above a report."""
	return {"label": label, "value": value, "datatype": datatype, "indicator": indicator}
