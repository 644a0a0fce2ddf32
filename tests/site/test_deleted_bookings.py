"""A booking that is deleted: who may, what is left of it, and that nobody is told of it any more."""

import threading

import frappe
import pytest

from meeting_manager.adapters.history_audit import HistoryReport, _verify_tombstones, verify
from tests.site.conftest import Http
from tests.site.crowd import run_all
from tests.site.people import LEADER, MANAGER, make_people, sign_in

BOOKING, TOMBSTONE, HISTORY, MESSAGE = (
	"MM Meeting Booking",
	"MM Booking Tombstone",
	"MM Booking History",
	"MM Message",
)
ADA = "ada.test@example.com"
DETAILS = {"doctype": BOOKING, "dt": BOOKING, "method": "delete_with_reason"}


@pytest.fixture(scope="module")
def people(opened_site, shared_department):
	make_people()
	department = frappe.get_doc("MM Department", shared_department.name)
	department.update({"leader": LEADER}).save()
	frappe.db.commit()
	http = Http(frappe, opened_site)
	yield {user: sign_in(http, user) for user in (MANAGER, LEADER, ADA)}
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.get_doc("MM Department", shared_department.name).update({"leader": None}).save()
	frappe.db.commit()


@pytest.fixture
def of_ada(book, site):
	booking = book("10:00", assigned_users=[{"member": ADA}], customer_notes="Wants tea")
	yield booking
	site.db.rollback()
	forget_deleted(site, [booking.name])


def forget_deleted(site, names):
	for doctype in (TOMBSTONE, MESSAGE):
		site.db.delete(doctype, {"booking": ["in", names]})
	site.db.delete("MM History Seal", {"name": ["in", names]})
	site.db.commit()


def delete_with_reason(http, headers, booking, **arguments):
	form = {**DETAILS, "dn": booking.name, "args": frappe.as_json(arguments)}
	return http.post("/api/method/run_doc_method", headers=headers, json=form)


def stone_of(booking):
	found = frappe.get_all(TOMBSTONE, {"booking": booking.name}, ["*"], order_by="name asc")
	return found[0] if found else None


@pytest.mark.parametrize("user", [LEADER, ADA])
def test_only_a_manager_deletes(http, people, of_ada, user):
	path = f"/api/resource/{BOOKING}/{of_ada.name}"
	assert http.send("DELETE", path, headers=people[user]).status_code == 403
	assert delete_with_reason(http, people[user], of_ada, reason="Test").status_code == 403
	assert frappe.db.exists(BOOKING, of_ada.name) and not stone_of(of_ada)


def test_a_deletion_leaves_a_tombstone_without_the_customer(http, people, of_ada):
	answer = delete_with_reason(http, people[MANAGER], of_ada, reason=" Made twice ")
	assert answer.status_code == 200, answer.text
	assert not frappe.db.exists(BOOKING, of_ada.name)
	stone = stone_of(of_ada)
	assert (stone.booking_reference, stone.department) == (of_ada.booking_reference, of_ada.department)
	assert (stone.deleted_by, stone.deleted_as, stone.reason) == (MANAGER, "staff", "Made twice")
	assert (stone.booking_status, stone.start_utc_minute) == ("Confirmed", of_ada.start_utc_minute)
	assert frappe.utils.get_datetime(stone.start_datetime) == of_ada.start_datetime
	assert (stone.history_rows, stone.history_head) == (1, of_ada.history[-1].row_hash)
	assert not [word for word in ("Alex", "alex@example.com", "tea") if word in str(stone)]
	assert not verify([of_ada.name])


def test_a_deletion_by_rest_leaves_one_too(http, people, of_ada):
	path = f"/api/resource/{BOOKING}/{of_ada.name}"
	assert http.send("DELETE", path, headers=people[MANAGER]).status_code == 202
	assert (stone_of(of_ada).deleted_by, stone_of(of_ada).reason or "") == (MANAGER, "")


def test_a_reason_is_asked_for_where_it_is_promised(http, people, of_ada):
	answer = delete_with_reason(http, people[MANAGER], of_ada, reason="  ")
	assert answer.status_code == 417 and "Say why the booking is deleted" in answer.text
	assert frappe.db.exists(BOOKING, of_ada.name)


def test_the_tombstone_goes_with_a_deletion_that_is_rolled_back(of_ada, site):
	site.delete_doc(BOOKING, of_ada.name)
	assert stone_of(of_ada)
	site.db.rollback()
	assert frappe.db.exists(BOOKING, of_ada.name) and not stone_of(of_ada)


@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_nobody_deletes_or_changes_a_tombstone(of_ada, site, people, user):
	site.delete_doc(BOOKING, of_ada.name)
	stone = stone_of(of_ada).name
	site.set_user(user)
	with pytest.raises(frappe.PermissionError):
		site.delete_doc(TOMBSTONE, stone, force=True)
	changed = site.get_doc(TOMBSTONE, stone)
	changed.reason = "Another one"
	with pytest.raises(frappe.PermissionError):
		changed.save()
	with pytest.raises(frappe.PermissionError):
		site.get_doc(TOMBSTONE, stone).delete()


def test_messages_that_are_still_due_are_skipped_at_once(of_ada, site):
	due = site.db.count(MESSAGE, {"booking": of_ada.name, "state": "Due"})
	site.delete_doc(BOOKING, of_ada.name)
	found = site.get_all(MESSAGE, {"booking": of_ada.name}, ["state", "reason"], order_by="name asc")
	assert due > 3, "reminders too"
	assert [(row.state, row.reason) for row in found] == [("Skipped", "The booking was deleted")] * due


def test_a_message_that_was_sent_stays_sent(of_ada, site):
	name = site.db.get_value(MESSAGE, {"booking": of_ada.name})
	site.db.set_value(MESSAGE, name, "state", "Sent")
	site.delete_doc(BOOKING, of_ada.name)
	assert site.db.get_value(MESSAGE, name, "state") == "Sent"


def test_tombstones_of_one_moment_hold_on_to_each_other(http, people, book, site):
	times = ("09:00", "10:00", "11:00", "12:00", "13:00", "14:00")
	names = [book(time).name for time in times]
	ready, codes = threading.Barrier(len(names)), []

	def delete(name):
		options = {"headers": {**http.headers, **people[MANAGER]}}
		ready.wait()
		codes.append(http._open("DELETE", f"/api/resource/{BOOKING}/{name}", options).status_code)

	threads = [threading.Thread(target=delete, args=(name,)) for name in names]
	run_all(threads)
	site.db.rollback()
	report = HistoryReport()
	_verify_tombstones(report)
	stones = site.get_all(TOMBSTONE, {"booking": ["in", names]}, pluck="name", order_by="name asc")
	forget_deleted(site, names)
	broken = set(report.tombstones_broken).intersection(stones)
	assert (codes, len(stones), broken) == ([202] * len(names), len(names), set())


def test_tombstones_are_numbered_and_hold_on_to_each_other(book, site):
	for time in ("11:00", "12:00"):
		site.delete_doc(BOOKING, book(time).name)
	last = site.get_all(TOMBSTONE, fields=["name", "tombstone_hash"], order_by="name desc", limit=2)
	assert int(last[0].name) == int(last[1].name) + 1 and len(last[0].name) == 10
	assert last[0].tombstone_hash != last[1].tombstone_hash
	site.db.rollback()
