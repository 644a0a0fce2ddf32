"""A booking's nonce, digests or working links in an answer to staff: by every way to read or write, for every role."""

import json

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_secrets import SECRETS
from meeting_manager.patches import clear_recorded_secrets
from tests.site.answers import API
from tests.site.factories import next_monday
from tests.site.role_fixtures import matrix, undone  # noqa: F401 (fixtures)
from tests.site.role_people import BOOKING, email_of
from tests.site.role_records import Record
from tests.site.role_table import RIGHTS, ROLES
from tests.site.role_ways import IS_OFFERED_HERE, LISTS, READ, WRITE, call, offered

STAFF = [role for role in ROLES if RIGHTS[BOOKING][role] != "-"]
on_a_bench = pytest.mark.skipif(not IS_OFFERED_HERE, reason="localsite has no Desk")


@pytest.fixture(scope="module")
def booked(matrix):  # noqa: F811
	"""The record of a booking that a guest made with an idempotency key and moved since; and all its secrets."""
	here, day = matrix.here, next_monday().isoformat()
	offer = {"department_slug": here.department.department_slug, "meeting_type_slug": here.type.meeting_slug}
	customer = {"customer_name": "Kim Role", "customer_email": email_of("customer")}
	place = {"date": day, "time": "13:00", "idempotency_key": "k" * 32}
	answer = matrix.ask("guest", "POST", f"{API}create_booking", json={**offer, **customer, **place})
	name = answer.json["message"]["booking_id"]
	first = frappe.get_doc(BOOKING, name)
	moved = {"token": first.reschedule_token, "new_date": day, "new_time": "13:30"}
	assert matrix.ask("guest", "POST", f"{API}reschedule_booking", json=moved).status_code == 200
	frappe.db.rollback()
	booking = frappe.get_doc(BOOKING, name)
	booking.set("assigned_users", [{"member": here.member}])
	booking.save()
	frappe.db.commit()
	tokens = {
		getattr(version, f"{purpose}_token")
		for version in (first, booking)
		for purpose in ("cancel", "reschedule", "calendar")
	}
	stored = [doc.get(field) for doc in (first, booking) for field in SECRETS]
	record = Record(BOOKING, name, None, {"customer_notes": "Seen"}, {})
	return record, {*tokens, *filter(None, stored)}


def assert_kept(answer, secrets):
	text = answer.get_data(as_text=True)
	assert not [secret for secret in secrets if secret in text]
	assert not [field for field in SECRETS if f'"{field}":' in text.replace(" ", "")]


def test_the_booking_has_all_of_its_secrets(booked):
	record, secrets = booked
	assert len(secrets) == 6 + 2 * 4 + 2
	assert all(frappe.db.get_value(BOOKING, record.here, field) for field in SECRETS)


@pytest.mark.parametrize("way", offered((*READ, *LISTS, *WRITE)), ids=lambda way: way.name)
def test_no_way_shows_them(matrix, undone, booked, way):  # noqa: F811
	record, secrets = booked
	method, path, options = way.request(record)
	answers = {role: matrix.ask(role, method, path, **options) for role in ROLES}
	assert answers["manager"].status_code == 200
	for answer in answers.values():
		assert_kept(answer, secrets)


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("field", SECRETS)
def test_asking_for_one_by_name_gives_none(matrix, undone, booked, role, field):  # noqa: F811
	record, secrets = booked
	query = {"fields": f'["name", "{field}"]', "filters": f'{{"name": "{record.here}"}}'}
	assert_kept(matrix.ask(role, "GET", f"/api/resource/{BOOKING}", query_string=query), secrets)
	if IS_OFFERED_HERE:
		values = {"doctype": BOOKING, "fieldname": field, "filters": {"name": record.here}}
		for function in ("frappe.client.get_value", "frappe.client.validate_link"):
			values = {**values, "docname": record.here, "fields": f'["{field}"]'}
			request = call(function, **values)
			assert_kept(matrix.ask(role, request[0], request[1], **request[2]), secrets)


@pytest.mark.parametrize("method", ["confirm", "save", "cancel_token"])
@pytest.mark.parametrize("role", STAFF)
def test_calling_a_method_shows_none(matrix, undone, booked, role, method):  # noqa: F811
	record, secrets = booked
	form = {"dt": BOOKING, "dn": record.here, "method": method}
	assert_kept(matrix.ask(role, "POST", "/api/method/run_doc_method", json=form), secrets)


@on_a_bench
def test_frappes_record_of_changes_has_none(booked):
	record, secrets = booked
	versions = frappe.get_all("Version", {"ref_doctype": BOOKING, "docname": record.here}, pluck="data")
	assert versions and any("start_utc_minute" in data for data in versions)
	assert not [secret for secret in secrets for data in versions if secret in data]


@on_a_bench
def test_an_update_clears_what_was_recorded_before(booked, site):
	record, secrets = booked
	name = frappe.get_all("Version", {"docname": record.here}, pluck="name", order_by="creation asc")[0]
	leaked = [["token_nonce", None, sorted(secrets)[0]], ["customer_notes", None, "Seen"]]
	frappe.db.set_value("Version", name, "data", json.dumps({"changed": leaked, "added": [["history", {}]]}))
	clear_recorded_secrets.execute()
	kept = {"changed": [["customer_notes", None, "Seen"]], "added": [["history", {}]]}
	assert json.loads(frappe.db.get_value("Version", name, "data")) == kept


@pytest.mark.parametrize("role", ["member", "leader", "manager", "system manager"])
def test_nobody_writes_one_by_rest(matrix, booked, role):  # noqa: F811
	record, _secrets = booked
	before = frappe.db.get_value(BOOKING, record.here, SECRETS)
	sent = dict.fromkeys(SECRETS, "x" * 43)
	answer = matrix.ask(role, "PUT", f"/api/resource/{BOOKING}/{record.here}", json=sent)
	assert (answer.status_code, frappe.db.get_value(BOOKING, record.here, SECRETS)) == (200, before)


@pytest.mark.parametrize("field", SECRETS)
def test_not_even_administrator_writes_one(booked, site, field):
	record, _secrets = booked
	booking = frappe.get_doc(BOOKING, record.here)
	before = booking.get(field)
	booking.set(field, "x" * 43)
	booking.save()
	assert frappe.db.get_value(BOOKING, record.here, field) == before
	frappe.db.rollback()


def test_saving_a_form_as_administrator_keeps_the_links(matrix, undone, booked):  # noqa: F811
	record, _secrets = booked
	before = frappe.get_doc(BOOKING, record.here)
	frappe.get_doc(before.as_dict()).save()
	after = frappe.get_doc(BOOKING, record.here)
	assert (after.cancel_token, after.reschedule_token) == (before.cancel_token, before.reschedule_token)
	assert [after.get(field) for field in SECRETS] == [before.get(field) for field in SECRETS]
	frappe.db.rollback()


@on_a_bench
@pytest.mark.parametrize("role", ["guest", "customer"])
def test_who_may_not_read_cannot_count_either(matrix, undone, booked, role):  # noqa: F811
	"""A count by a filter on a secret tells its letters one by one."""
	import inspect

	import frappe.client

	if "reportview" not in inspect.getsource(frappe.client.get_count):
		pytest.skip("this Frappe counts for whoever has signed in; later patch levels do not")
	request = call("frappe.client.get_count", doctype=BOOKING, filters={"token_nonce": ["like", "%"]})
	assert matrix.ask(role, request[0], request[1], **request[2]).status_code == 403
