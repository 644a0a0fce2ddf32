"""A workspace that names what is not there, a card of a column that a report has not, figures shown to whoever may not see them."""

import importlib
import json
from pathlib import Path

import frappe
import pytest

import meeting_manager
from tests.site.hosts import BENCH_SITE
from tests.site.people import LEADER, MANAGER, STRANGER, make_people, sign_in

MODULE = Path(meeting_manager.__file__).parent / "meeting_manager"
ADA = "ada.test@example.com"
ONLY_LEADERS = {"Reschedule Patterns", "Unmet Demand"}
needs_bench = pytest.mark.skipif(not BENCH_SITE, reason="localsite has no Desk")


def records(folder: str) -> dict[str, dict]:
	found = (json.loads(path.read_text()) for path in sorted((MODULE / folder).glob("*/*.json")))
	return {record["name"]: record for record in found}


WORKSPACE = records("workspace")["Meeting Manager"]
CHARTS, CARDS, REPORTS = (records(folder) for folder in ("dashboard_chart", "number_card", "report"))
STEPS, TOURS = records("onboarding_step"), records("form_tour")
DOCTYPES = records("doctype")


def blocks(kind: str, key: str) -> set[str]:
	return {block["data"][key] for block in json.loads(WORKSPACE["content"]) if block["type"] == kind}


def fields_of(doctype: str) -> set[str]:
	return {field["fieldname"] for field in DOCTYPES[doctype]["fields"]}


def test_workspace_shows_everything_that_it_holds_and_nothing_else():
	assert blocks("chart", "chart_name") == {row["chart_name"] for row in WORKSPACE["charts"]} == set(CHARTS)
	cards = {row["number_card_name"] for row in WORKSPACE["number_cards"]}
	assert blocks("number_card", "number_card_name") == cards <= set(CARDS)
	assert blocks("shortcut", "shortcut_name") == {row["label"] for row in WORKSPACE["shortcuts"]}
	titles = {row["label"] for row in WORKSPACE["links"] if row["type"] == "Card Break"}
	assert blocks("card", "card_name") == titles
	assert blocks("onboarding", "onboarding_name") == set(records("module_onboarding"))


def test_links_lead_to_what_the_app_has():
	links = [row for row in WORKSPACE["links"] if row["type"] == "Link"]
	assert {row["link_to"] for row in links if row["link_type"] == "Report"} <= set(REPORTS)
	assert {row["link_to"] for row in links if row["link_type"] == "DocType"} <= set(DOCTYPES)


@pytest.mark.parametrize("name", [name for name in CARDS if CARDS[name]["type"] == "Report"])
def test_card_adds_up_a_column_of_its_report(site, name):
	card = CARDS[name]
	folder = card["report_name"].lower().replace(" ", "_").replace("-", "_")
	module = importlib.import_module(f"meeting_manager.meeting_manager.report.{folder}.{folder}")
	assert card["report_field"] in {column["fieldname"] for column in module.execute({})[0]}


@pytest.mark.parametrize("name", CHARTS)
def test_chart_draws_what_its_report_draws_with_a_colour_for_each_series(site, name):
	chart = CHARTS[name]
	folder = chart["report_name"].lower().replace(" ", "_").replace("-", "_")
	module = importlib.import_module(f"meeting_manager.meeting_manager.report.{folder}.{folder}")
	drawn = module.execute({})[3]
	assert len(json.loads(chart["custom_options"])["colors"]) == len(drawn["data"]["datasets"])
	assert len(drawn["data"]["labels"]) == 12


def test_onboarding_leads_through_steps_and_tours_that_are_there():
	(onboarding,) = records("module_onboarding").values()
	assert {row["step"] for row in onboarding["steps"]} == set(STEPS)
	for step in STEPS.values():
		assert step.get("reference_document", "MM Settings") in DOCTYPES
		assert step.get("reference_report", "Booking Summary") in REPORTS
		assert step.get("form_tour", next(iter(TOURS))) in TOURS
	for tour in TOURS.values():
		assert {step["fieldname"] for step in tour["steps"]} <= fields_of(tour["reference_doctype"])


@needs_bench
@pytest.mark.parametrize(
	"kind", ["Workspace", "Dashboard Chart", "Number Card", "Report", "Onboarding Step", "Form Tour"]
)
def test_a_migration_brings_every_record(site, kind):
	wanted = set(records(frappe.scrub(kind)))
	assert wanted <= set(frappe.get_all(kind, {"name": ["in", list(wanted)]}, pluck="name")) != set()


def desktop_page(http, user: str):
	frappe.clear_cache(user=user)
	page = frappe.as_json({"name": "Meeting Manager", "title": "Meeting Manager", "public": 1})
	path = "/api/method/frappe.desk.desktop.get_desktop_page"
	return http.get(path, headers=sign_in(http, user), query_string={"page": page})


@needs_bench
@pytest.mark.parametrize(
	("user", "reports"),
	[(MANAGER, set()), (LEADER, set()), (ADA, ONLY_LEADERS)],
	ids=["manager", "leader", "member"],
)
def test_workspace_leaves_out_what_a_role_may_not_see(http, consulting, user, reports):
	"""
	:param reports: hidden, with their charts and cards.
	"""
	make_people()
	shown = desktop_page(http, user).json["message"]
	charts = {row["chart_name"] for row in shown["charts"]["items"]}
	assert charts == {name for name, chart in CHARTS.items() if chart["report_name"] not in reports}
	cards = {row["number_card_name"] for row in shown["number_cards"]["items"]}
	hidden = {name for name, card in CARDS.items() if card.get("report_name") in reports}
	assert cards == {row["number_card_name"] for row in WORKSPACE["number_cards"]} - hidden
	links = {link["link_to"] for card in shown["cards"]["items"] for link in card["links"]}
	assert links & set(REPORTS) == set(REPORTS) & {row.get("link_to") for row in WORKSPACE["links"]} - reports


@needs_bench
def test_workspace_is_refused_without_a_role(http, consulting):
	make_people()
	assert desktop_page(http, STRANGER).status_code == 403


@pytest.mark.parametrize(
	("user", "expected"), [(MANAGER, True), (LEADER, True), (ADA, True), (STRANGER, False), ("Guest", False)]
)
def test_app_is_shown_to_whoever_has_a_role_in_it(site, consulting, user, expected):
	from meeting_manager import hooks

	make_people()
	frappe.set_user(user)
	(entry,) = hooks.add_to_apps_screen
	allowed = frappe.get_attr(entry["has_permission"])()
	frappe.set_user("Administrator")
	assert allowed is expected
	assert (MODULE.parent / "public" / entry["logo"].split("/assets/meeting_manager/")[1]).is_file()
