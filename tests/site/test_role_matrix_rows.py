"""A row that is read or written past its document: of a booking's history, of who holds the time, of hours."""

import frappe
import pytest

from tests.site.role_fixtures import matrix, undone  # noqa: F401 (fixtures)
from tests.site.role_people import BOOKING, ROW, email_of
from tests.site.role_table import RIGHTS, ROLES, may
from tests.site.role_ways import CREATE, DELETE, IS_OFFERED_HERE, WRITE, call, delete, offered

ROWS = (
	ROW,
	"MM Booking History",
	"MM Weekly Hours",
	"MM Date Override",
	"MM Department Member",
	"MM Department Holiday",
	"MM Meeting Type Member",
	"MM Mail Template",
)
HISTORY = "MM Booking History"
THROUGH_THE_DOCUMENT = ("client.set_value", "client.insert", "client.delete")
alone = [way for way in offered((*WRITE, *CREATE)) if way.name not in THROUGH_THE_DOCUMENT]
on_a_bench = pytest.mark.skipif(not IS_OFFERED_HERE, reason="localsite has no frappe.client")


def answers(matrix, request):  # noqa: F811
	method, path, options = request
	return {role: matrix.ask(role, method, path, **options).status_code for role in ROLES}


@pytest.mark.parametrize("way", alone, ids=lambda way: way.name)
@pytest.mark.parametrize("doctype", ROWS)
def test_a_row_alone_is_written_by_nobody(matrix, undone, doctype, way):  # noqa: F811
	assert answers(matrix, way.request(matrix.records[doctype])) == dict.fromkeys(ROLES, 403)


@pytest.mark.parametrize("way", DELETE[:2] if IS_OFFERED_HERE else DELETE[:1])
@pytest.mark.parametrize("doctype", ROWS)
def test_a_row_alone_is_deleted_by_nobody(matrix, undone, doctype, way):  # noqa: F811
	"""By `REST 2` Frappe takes the row out of its document and saves that."""
	record, parent = matrix.records[doctype], matrix.records[doctype].parent[0]
	found = answers(matrix, delete(way, record.here, record))
	if way == "REST, delete":
		assert found == dict.fromkeys(ROLES, 403)
	else:
		assert {role for role in ROLES if found[role] != 403} <= {
			role for role in ROLES if may(role, "w", parent)
		}


@on_a_bench
@pytest.mark.parametrize("doctype", ROWS)
def test_a_row_is_changed_with_its_document_by_whoever_may_write_that(matrix, undone, doctype):  # noqa: F811
	record = matrix.records[doctype]
	request = call("frappe.client.set_value", doctype=doctype, name=record.here, fieldname=record.edit)
	found = answers(matrix, request)
	assert {role for role in ROLES if found[role] == 200} == {
		role for role in ROLES if may(role, "w", record.parent[0])
	}
	assert {found[role] for role in ROLES if not may(role, "w", record.parent[0])} == {403}


@on_a_bench
@pytest.mark.parametrize("role", [role for role in ROLES if may(role, "w", BOOKING)])
def test_history_and_held_time_stay_as_the_app_wrote_them(matrix, undone, role):  # noqa: F811
	for doctype, table, field in ((HISTORY, "history", "notes"), (ROW, "assigned_users", "is_blocking")):
		record = matrix.records[doctype]
		before = frappe.db.get_value(doctype, record.here, field)
		request = call("frappe.client.set_value", doctype=doctype, name=record.here, fieldname=record.edit)
		answer = matrix.ask(role, request[0], request[1], **request[2])
		assert answer.json["message"][table][0].get(field) == before, doctype


@pytest.mark.parametrize("doctype", ROWS)
def test_rows_are_listed_under_no_other_document(matrix, undone, doctype):  # noqa: F811
	"""A parent that everybody may read opens no row of another DocType's tables."""
	own = matrix.records[doctype].parent[0]
	foreign = "MM Department" if own != "MM Department" else "MM Meeting Type"
	alike = "MM Settings" if own != "MM Settings" else "MM Meeting Booking"
	path = f"/api/resource/{doctype}"
	for parent in (foreign, alike, "User", None):
		query = {"fields": '["name", "parent"]', **({"parent": parent} if parent else {})}
		codes = {role: matrix.ask(role, "GET", path, query_string=query).status_code for role in ROLES}
		assert codes == dict.fromkeys(ROLES, 403), parent


def test_a_leader_who_is_booked_elsewhere_makes_no_booking_there(matrix, undone):  # noqa: F811
	"""The name of a booking that one is assigned to opens no other department to a new booking."""
	theirs = matrix.records[BOOKING]
	frappe.qb.update(frappe.qb.DocType(ROW)).set("user", email_of("other leader")).where(
		frappe.qb.DocType(ROW).parent == theirs.there
	).run()
	doc = frappe.get_doc({"doctype": BOOKING, **theirs.create, "name": theirs.there, "__islocal": 1})
	rights = frappe.get_doc(BOOKING, theirs.there).has_permission("write", user=email_of("other leader"))
	assert (rights, doc.has_permission("create", user=email_of("other leader"))) == (True, False)
	frappe.db.rollback()


def test_the_table_gives_nobody_more_than_reading_of_rows():
	assert {right for doctype in ROWS for right in RIGHTS[doctype].values()} == {"-", ".", "r"}
