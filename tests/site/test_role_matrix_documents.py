"""A right on a document that somebody should not have, by whichever way: every cell of the table, for every DocType."""

import json
from pathlib import Path

import frappe
import pytest

import meeting_manager
from tests.site.role_fixtures import matrix, undone  # noqa: F401 (fixtures)
from tests.site.role_table import LOGS, RIGHTS, ROLES, listed, may, read_table
from tests.site.role_ways import CREATE, DELETE, IS_OFFERED_HERE, LISTS, READ, WRITE, call, delete, offered

SINGLE = "MM Settings"
LOGS_OF_THE_APP = (
	"MM Time Claim",
	"MM Guest Count",
	"MM Notification Choice",
	"MM Calendar Feed",
	"MM History Seal",
	"MM History Check",
	"MM Booking Tombstone",
	"MM Operation",
)
ROWS = [name for name, rights in RIGHTS.items() if not set("".join(rights.values())) - set("-.r")]
COUNTS_FOR_REPORTS = ("MM Unmet Demand",)
"""Only read, and exported by whoever may read them."""
READ_ONLY = ("MM Message", "MM Calendar Reply")
"""Written by the app alone, read with a booking, and exported by managers."""
ROWS = [name for name in ROWS if name not in (*LOGS_OF_THE_APP, *READ_ONLY, *COUNTS_FOR_REPORTS)]
DOCUMENTS = [name for name in RIGHTS if name not in ROWS]
NOT_EXPORTED = {*LOGS_OF_THE_APP, *ROWS}
"""By nobody but System Managers, who may export whatever they may read."""
by_name = {"ids": lambda way: way if isinstance(way, str) else way.name}


def doctypes_of_the_app() -> set[str]:
	folder = Path(meeting_manager.__file__).parent
	definitions = (json.loads(path.read_text()) for path in folder.rglob("doctype/*/*.json"))
	return {definition["name"] for definition in definitions if definition.get("doctype") == "DocType"}


def test_every_doctype_of_the_app_has_a_row():
	assert doctypes_of_the_app() == set(RIGHTS)


def test_every_doctype_of_the_site_that_is_the_apps_has_a_row(site):
	assert set(frappe.get_all("DocType", {"module": "Meeting Manager"}, pluck="name")) == set(RIGHTS)


def outcomes(matrix, way, record):  # noqa: F811
	method, path, options = way.request(record)
	return {role: way.outcome(matrix.ask(role, method, path, **options), record) for role in ROLES}


def expected(way, doctype):
	return {role: "yes" if may(role, way.right, doctype) else way.refused for role in ROLES}


@pytest.mark.parametrize("way", offered(READ), **by_name)
@pytest.mark.parametrize("doctype", RIGHTS)
def test_one_record_is_read_by_whom_the_table_says(matrix, undone, doctype, way):  # noqa: F811
	assert outcomes(matrix, way, matrix.records[doctype]) == expected(way, doctype)


@pytest.mark.parametrize("way", offered(LISTS), **by_name)
@pytest.mark.parametrize("doctype", [name for name in RIGHTS if name != SINGLE])
def test_a_list_shows_what_the_table_says(matrix, undone, doctype, way):  # noqa: F811
	shown = {role: listed(role, doctype) for role in ROLES}
	if way.name == "export" and doctype in NOT_EXPORTED:
		shown = {**dict.fromkeys(ROLES, "403"), "system manager": "here there"}
	if way.name == "export" and doctype in READ_ONLY:
		shown = {**dict.fromkeys(ROLES, "403"), **dict.fromkeys(("manager", "system manager"), "here there")}
	if way.name == "link search" and doctype in ROWS:
		shown = dict.fromkeys(ROLES, "403")  # it asks for a row without saying whose
	if way.name == "client.get_value":
		shown = {role: text.replace(" there", "").replace("there", "nothing") for role, text in shown.items()}
	assert outcomes(matrix, way, matrix.records[doctype]) == shown


@pytest.mark.parametrize("way", offered(WRITE), **by_name)
@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_a_record_is_changed_by_whom_the_table_says(matrix, undone, doctype, way):  # noqa: F811
	assert outcomes(matrix, way, matrix.records[doctype]) == expected(way, doctype)


@pytest.mark.parametrize("way", offered(CREATE), **by_name)
@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_a_record_is_made_by_whom_the_table_says(matrix, undone, doctype, way):  # noqa: F811
	assert outcomes(matrix, way, matrix.records[doctype]) == expected(way, doctype)


@pytest.mark.parametrize("way", DELETE if IS_OFFERED_HERE else DELETE[:1])
@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_a_record_is_deleted_by_whom_the_table_says(matrix, undone, doctype, way):  # noqa: F811
	record, found = matrix.records[doctype], {}
	for role in ROLES:
		name = record.spare if may(role, "d", doctype) else record.here
		method, path, options = delete(way, name, record)
		answer = matrix.ask(role, method, path, **options)
		found[role] = "yes" if answer.status_code < 300 else str(answer.status_code)
	assert found == {role: "yes" if may(role, "d", doctype) else "403" for role in ROLES}


@pytest.mark.skipif(not IS_OFFERED_HERE, reason="localsite renames nothing")
@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_a_record_is_renamed_or_merged_by_nobody_but_departments(matrix, undone, doctype):  # noqa: F811
	"""Leaders rename the own department, managers also join it with another one."""
	record, found = matrix.records[doctype], {}
	for role in ROLES:
		request = call("frappe.client.rename_doc", doctype=doctype, old_name=record.here, new_name="Renamed")
		merge = call(
			"frappe.client.rename_doc", doctype=doctype, old_name=record.here, new_name=record.there, merge=1
		)
		asked = (matrix.ask(role, way, path, **options) for way, path, options in (request, merge))
		found[role] = [answer.status_code == 200 for answer in asked]
	is_department = doctype == "MM Department"
	managers = ("manager", "system manager")
	assert found == {
		role: [is_department and may(role, "w", doctype), is_department and role in managers]
		for role in ROLES
	}


@pytest.mark.parametrize("doctype", read_table(LOGS))
def test_frappes_logs_of_mails_and_changes_are_for_system_managers(matrix, undone, doctype):  # noqa: F811
	if not frappe.db.exists("DocType", doctype):
		pytest.skip(f"this host has no {doctype}")
	answers = {role: matrix.ask(role, "GET", f"/api/resource/{doctype}").status_code for role in ROLES}
	found = {role: "yes" if code == 200 else str(code) for role, code in answers.items()}
	assert found == read_table(LOGS)[doctype]
