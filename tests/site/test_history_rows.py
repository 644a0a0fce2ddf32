"""Who did what as what, and when: what each history row says, and that no request says otherwise."""

import json
import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import frappe
import pytest

from meeting_manager.adapters.history_audit import verify
from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.conftest import API, Http
from tests.site.factories import make_user, next_monday
from tests.site.people import MANAGER, make_people, sign_in

BOOKING, HISTORY, SEAL = "MM Meeting Booking", "MM Booking History", "MM History Seal"
ADA = "ada.test@example.com"
MONDAY = next_monday().isoformat()
ACCOUNT = "cora.test@example.com"


@pytest.fixture(scope="module")
def signed_in(opened_site, shared_department):
	make_people()
	frappe.db.commit()
	return sign_in(Http(frappe, opened_site), MANAGER)


@pytest.fixture
def manager(http, consulting, signed_in):
	"""The headers of a manager's requests."""
	return signed_in


def last_row(booking):
	return frappe.get_doc(BOOKING, getattr(booking, "name", booking)).history[-1]


def who(row):
	return row.action, row.action_by, row.acted_as


def offer(consulting):
	return {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}


def test_a_guest_acts_as_customer_by_the_page_and_by_both_links(http, consulting):
	values = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	answer = http.call("create_booking", **offer(consulting), **values, date=MONDAY, time="10:00")
	name = answer.json["message"]["booking_id"]
	booking = frappe.get_doc(BOOKING, name)
	assert who(booking.history[-1]) == ("Booked", "Guest", "customer (link)")
	http.call("reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time="11:00")
	assert who(last_row(name)) == ("Rescheduled", "Guest", "customer (link)")
	http.call("cancel_booking", token=frappe.get_doc(BOOKING, name).cancel_token, reason="Ill")
	row = last_row(name)
	assert who(row) == ("Cancelled", "Guest", "customer (link)")
	assert (row.reason, row.notes) == ("Customer Cancelled", "Ill")


def test_whoever_uses_a_customers_link_while_signed_in_is_named_and_acts_as_customer(http, booking, manager):
	path, form = API + "cancel_booking", {"token": booking.cancel_token}
	assert http.post(path, json=form, headers=manager).status_code == 200
	assert who(last_row(booking)) == ("Cancelled", MANAGER, "customer (link)")


def test_staff_act_as_staff(http, booking, manager):
	path = f"/api/resource/{BOOKING}/{booking.name}"
	answer = http.send(
		"PUT", path, headers=manager, json={"status": "Cancelled", "cancellation_reason": "Ill"}
	)
	assert answer.status_code == 200, answer.text
	row = last_row(booking)
	assert (*who(row), row.reason) == ("Cancelled", MANAGER, "staff", "Ill")


@pytest.mark.parametrize(
	("surroundings", "acted_as"),
	[
		pytest.param({}, "console", id="console"),
		pytest.param({"in_import": True}, "import", id="import"),
		pytest.param({"in_patch": True}, "system", id="update of the site"),
		pytest.param({"in_migrate": True}, "system", id="migrate"),
	],
)
def test_without_a_request_the_surroundings_tell(book, monkeypatch, surroundings, acted_as):
	for flag, value in surroundings.items():
		monkeypatch.setitem(frappe.flags, flag, value)
	assert who(last_row(book("10:00"))) == ("Booked", "Administrator", acted_as)


def test_a_job_acts_as_system(book, site):
	site.local.job = frappe._dict(method="tests")
	try:
		assert last_row(book("10:00")).acted_as == "system"
	finally:
		site.local.job = None


@pytest.mark.parametrize("user", ["Guest", ACCOUNT])
def test_a_request_without_a_role_is_a_customers(book, site, monkeypatch, user):
	"""Code of another app that saves a booking for whoever asks."""
	make_user(ACCOUNT, "Cora Test", ())
	site.db.commit()
	booking = book("10:00")
	monkeypatch.setattr(site.local, "request", object(), raising=False)
	site.set_user(user)
	booking.flags.ignore_permissions = True
	booking.cancel_meeting("No longer needed")
	assert last_row(booking).acted_as == {"Guest": "customer (link)", ACCOUNT: "customer (account)"}[user]


SPOOFED = {"flags": {"actor": "system"}, "actor": "system", "acted_as": "system", "in_import": 1}


def test_no_value_of_a_request_says_as_what(http, booking, manager):
	row = {"action": "Booked", "acted_as": "system", "action_by": "Guest"}
	sent = {**SPOOFED, "status": "Cancelled", "history": [row]}
	path = f"/api/resource/{BOOKING}/{booking.name}"
	answer = http.send("PUT", path, headers=manager, json={"data": json.dumps(sent)})
	assert answer.status_code == 200, answer.text
	rows = frappe.get_doc(BOOKING, booking.name).history
	assert [(row.action, row.acted_as) for row in rows] == [("Booked", "console"), ("Cancelled", "staff")]


def test_a_new_booking_brings_no_history_and_no_actor(http, consulting, manager):
	values = frappe.as_json(
		{
			**SPOOFED,
			"department": consulting.name,
			"meeting_type": consulting.meeting_type,
			"start_utc_minute": wall_to_minute(find_zone(consulting.zone), next_monday(), 600),
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
			"history": [{"action": "Completed", "acted_as": "system", "row_hash": "0" * 64}],
		}
	)
	answer = http.post(f"/api/resource/{BOOKING}", headers=manager, json={"data": values})
	assert answer.status_code == 200, answer.text
	booking = frappe.get_doc(BOOKING, answer.json["data"]["name"])
	assert [who(row) for row in booking.history] == [("Booked", MANAGER, "staff")]
	assert not verify([booking.name])


def test_a_row_says_when_in_utc_and_in_the_sites_time(booking):
	row = booking.history[-1]
	assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", row.action_utc)
	instant = datetime.fromisoformat(row.action_utc.replace("Z", "+00:00"))
	assert abs(datetime.now(timezone.utc) - instant) < timedelta(minutes=5)
	local = instant.astimezone(ZoneInfo(frappe.utils.get_system_timezone())).replace(tzinfo=None)
	assert frappe.utils.get_datetime(last_row(booking).action_datetime) == local


def test_one_transaction_is_one_operation_and_the_next_another(consulting, book, site):
	first, second = book("10:00"), book("11:00")
	for booking in (first, second):
		booking.cancel_meeting("Cancelled by Staff")
	ids = [[row.operation for row in frappe.get_doc(BOOKING, b.name).history] for b in (first, second)]
	assert ids[0][1] == ids[1][1] and all(len(one) == 10 for pair in ids for one in pair)
	assert len({ids[0][0], ids[1][0], ids[0][1]}) == 3
	site.db.rollback()
	first.reload()
	first.cancel_meeting("Cancelled by Staff")
	assert first.history[-1].operation != ids[0][1]


def tampered(rows):
	"""Each way in which a form can send the rows back."""
	made_up = {"action": "Completed", "action_by": "Guest", "acted_as": "system", "row_hash": "0" * 64}
	yield "none", []
	yield "fewer", rows[:1]
	yield "other order", [{**row, "idx": n} for n, row in enumerate(reversed(rows), 1)]
	yield "one more", [*rows, made_up]
	yield "changed", [{**row, "notes": "x", "acted_as": "import", "row_hash": None} for row in rows]
	yield "under other names", [{key: row[key] for key in row if key != "name"} for row in rows]


@pytest.mark.parametrize("way", ["none", "fewer", "other order", "one more", "changed", "under other names"])
@pytest.mark.parametrize("through", ["document", "REST", "import"])
def test_rows_that_are_sent_back_otherwise_stay_as_they_were(
	http, booking, manager, monkeypatch, way, through
):
	booking.start_utc_minute += 60
	booking.save()
	frappe.db.commit()
	stored = stored_rows(booking)
	document = frappe.get_doc(BOOKING, booking.name).as_dict()
	rows = dict(tampered(json.loads(frappe.as_json(document["history"]))))[way]
	if through == "REST":
		path = f"/api/resource/{BOOKING}/{booking.name}"
		body = {"data": json.dumps({"history": rows, "customer_notes": "Seen"})}
		assert http.send("PUT", path, headers=manager, json=body).status_code == 200
	else:
		monkeypatch.setitem(frappe.flags, "in_import", through == "import")
		changed = frappe.get_doc(BOOKING, booking.name)
		changed.update({"history": rows, "customer_notes": "Seen"})
		changed.save()
		frappe.db.commit()
	assert frappe.db.get_value(BOOKING, booking.name, "customer_notes") == "Seen"
	assert stored_rows(booking) == stored
	assert not verify([booking.name])


def stored_rows(booking):
	"""All columns but those that Frappe stamps at each save."""
	rows = frappe.get_all(HISTORY, {"parent": booking.name}, ["*"], order_by="idx asc")
	return [{key: row[key] for key in row if key not in ("modified", "modified_by")} for row in rows]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_row_alone_is_refused_by_rest(http, booking, manager, method):
	path, before = f"/api/resource/{HISTORY}/{booking.history[0].name}", stored_rows(booking)
	assert http.send(method, path, headers=manager, json={"notes": "x"}).status_code == 403
	assert stored_rows(booking) == before


def test_a_row_alone_is_refused_to_code_that_saves_or_deletes_it(booking):
	row = frappe.get_doc(HISTORY, booking.history[0].name)
	row.notes = "x"
	for change in (row.save, row.delete):
		with pytest.raises(frappe.PermissionError):
			change()


@pytest.mark.parametrize("text", ["<b>Ada</b> & co", "  two  spaces  ", "line\r\nline", "Zoë 🙂", " "])
def test_any_text_is_chained_as_the_database_keeps_it(booking, text):
	booking.cancel_meeting(text.strip() or "x", note=text)
	frappe.db.commit()
	assert not verify([booking.name])
