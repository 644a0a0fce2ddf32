"""A report that somebody without the right gets, a cell that a spreadsheet would run, a range that makes no sense."""

import frappe
import pytest

from tests.site.figures.made_up import FIRST, LAST, WHO
from tests.site.hosts import BENCH_SITE

EVERY_REPORT = (
	"Booking Fees",
	"Booking Summary",
	"Cancellations and Reschedules",
	"Member Utilisation",
	"No-Shows",
	"Reschedule Patterns",
	"Unmet Demand",
)


@pytest.mark.parametrize("report", EVERY_REPORT)
def test_whoever_has_no_role_gets_no_report(run, report):
	with pytest.raises(frappe.PermissionError):
		run("stranger", report)


@pytest.mark.parametrize("report", ["Reschedule Patterns", "Unmet Demand"])
def test_members_do_not_compare_customers_nor_see_demand(run, report):
	with pytest.raises(frappe.PermissionError):
		run("member", report)


def test_no_text_of_any_report_begins_as_a_formula(run, season):
	found = set()
	for report in EVERY_REPORT[:6]:
		for row in run("leader", report).rows:
			texts = [value for value in row.values() if isinstance(value, str)]
			assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
			found |= {text for text in texts if text.startswith("'")}
	assert {"'+Review lea", "'=HYPERLINK(1)", "'=cmd@example.com", "'=SUM(A1)"} <= found


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_each_sign_of_a_formula_is_neutralised(site, sign):
	from meeting_manager.meeting_manager.report.frame import safe_rows

	cell = f"{sign}1+1"
	assert safe_rows([{"a": cell, "b": "1+1", "c": -5, "d": None}]) == [
		{"a": f"'{cell}", "b": "1+1", "c": -5, "d": None}
	]


@pytest.mark.skipif(not BENCH_SITE, reason="localsite exports no reports")
@pytest.mark.parametrize("format_type", ["CSV", "Excel"])
def test_an_export_holds_no_formula(site, season, format_type):
	from io import BytesIO

	from frappe.desk.query_report import export_query
	from openpyxl import load_workbook

	filters = frappe.as_json({"from_date": str(FIRST), "to_date": str(LAST)})
	form = {
		"report_name": "Cancellations and Reschedules",
		"file_format_type": format_type,
		"filters": filters,
	}
	site.local.form_dict = frappe._dict({**form, "visible_idx": "[]"})
	site.set_user(WHO["manager"])
	site.local.form_dict = frappe._dict({**form, "visible_idx": "[]"})
	export_query()
	content = site.response["filecontent"]
	if format_type == "CSV":
		assert b'"\'=HYPERLINK(1)"' in content and b'"=HYPERLINK' not in content
	else:
		sheet = load_workbook(BytesIO(content)).active
		cells = [cell for row in sheet.iter_rows() for cell in row]
		assert not [cell.value for cell in cells if cell.data_type == "f"]
		assert "'=HYPERLINK(1)" in {cell.value for cell in cells}


@pytest.mark.parametrize(
	("filters", "sentence"),
	[
		({"from_date": "2025-05-02", "to_date": "2025-05-01"}, "The first day lies after the last one"),
		({"from_date": "2020-01-01", "to_date": "2025-01-01"}, "Choose a range of at most 1100 days"),
	],
)
def test_a_range_that_makes_no_sense_is_refused(run, filters, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		run("manager", "Booking Summary", **filters)
