import importlib
from types import SimpleNamespace

import pytest

from tests.site.figures.made_up import FIRST, LAST, WHO, forget_season, make_season
from tests.site.hosts import BENCH_SITE

SEEDS = (1, 2)
REPORTS = "meeting_manager.meeting_manager.report"


@pytest.fixture(scope="module", params=SEEDS)
def season(request, opened_site):
	import frappe

	frappe.set_user("Administrator")
	made = make_season(request.param)
	yield made
	forget_season(made)


@pytest.fixture
def run(site, season):
	"""Run a report as somebody, on a bench through the Desk's own function: `run("leader", "No-Shows", period="Month")`."""

	def run_report(who: str, report: str, **filters) -> SimpleNamespace:
		site.set_user(WHO.get(who, who))
		filters = {"from_date": str(FIRST), "to_date": str(LAST), **filters}
		try:
			return by_desk(report, filters) if BENCH_SITE else by_module(report, filters)
		finally:
			site.set_user("Administrator")

	return run_report


def by_desk(report: str, filters: dict) -> SimpleNamespace:
	from frappe.desk.query_report import run as run_query_report

	answer = run_query_report(report, filters)
	return SimpleNamespace(
		columns=answer["columns"],
		rows=answer["result"],
		chart=answer["chart"],
		summary={one["label"]: one["value"] for one in answer["report_summary"]},
	)


def by_module(report: str, filters: dict) -> SimpleNamespace:
	name = report.lower().replace(" ", "_").replace("-", "_")
	module = importlib.import_module(f"{REPORTS}.{name}.{name}")
	columns, rows, _message, chart, summary = module.execute(filters)
	labelled = {one["label"]: one["value"] for one in summary}
	return SimpleNamespace(columns=columns, rows=rows, chart=chart, summary=labelled)
