"""Who sees and changes what: a member the own bookings, a leader those of the department, a manager all."""

import json

import frappe
import pytest

from tests.site.conftest import make_booking
from tests.site.factories import delete_bookings
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, STRANGER, make_people, sign_in

BOOKING = "MM Meeting Booking"
PROFILE = "MM Member Profile"
ROWS_OF_A_PROFILE = ["MM Weekly Hours", "MM Date Override"]
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
SECRET_FIELDS = {
	"token_nonce",
	"cancel_token_digest",
	"reschedule_token_digest",
	"calendar_token_digest",
	"idempotency_digest",
	"request_digest",
}


@pytest.fixture(scope="module")
def led(shared_department):
	"""The shared department with a leader, and a booking of Ada's and one of Ben's."""
	make_people()
	frappe.get_doc("MM Department", shared_department.name).update({"leader": LEADER}).save()
	shared_department.bookings = {
		member: make_booking(shared_department, "10:00", assigned_users=[{"member": member}]).name
		for member in (ADA, BEN)
	}
	yield shared_department
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.get_doc("MM Department", shared_department.name).update({"leader": None}).save()
	delete_bookings(shared_department.name)
	frappe.db.commit()


@pytest.fixture
def as_user(site, led):
	return site.set_user


def visible_bookings(led):
	names = frappe.get_list(BOOKING, {"department": led.name}, pluck="name", order_by="name asc")
	return {member for member, name in led.bookings.items() if name in names}


@pytest.mark.parametrize(
	("user", "members"),
	[
		pytest.param("Administrator", {ADA, BEN}, id="administrator"),
		pytest.param(MANAGER, {ADA, BEN}, id="manager"),
		pytest.param(LEADER, {ADA, BEN}, id="leader"),
		pytest.param(OTHER_LEADER, set(), id="leader of nothing"),
		pytest.param(ADA, {ADA}, id="member"),
		pytest.param(CLEO, set(), id="member without a booking"),
	],
)
def test_list_and_single_booking_show_the_same_to_a_user(as_user, led, user, members):
	as_user(user)
	assert visible_bookings(led) == members
	for member, name in led.bookings.items():
		booking = frappe.get_doc(BOOKING, name)
		for right in ("read", "write", "share", "print", "email"):
			assert booking.has_permission(right) is (member in members), (member, right)


@pytest.mark.parametrize("user", [STRANGER, "Guest"])
@pytest.mark.parametrize("doctype", [BOOKING, "MM Member Profile", "MM Department", "MM Meeting Type"])
def test_who_has_no_role_sees_nothing(as_user, user, doctype):
	as_user(user)
	with pytest.raises(frappe.PermissionError):
		frappe.get_list(doctype)
	assert not frappe.has_permission(doctype, "read")


@pytest.mark.parametrize(
	("user", "rights"),
	[
		pytest.param(MANAGER, {"read", "write", "create", "delete"}, id="manager"),
		pytest.param(LEADER, {"read", "write", "create"}, id="leader"),
		pytest.param(ADA, {"read", "write"}, id="member"),
	],
)
def test_rights_on_an_own_booking(as_user, led, user, rights):
	as_user(user)
	booking = frappe.get_doc(BOOKING, led.bookings[ADA])
	assert {
		right for right in ("read", "write", "create", "delete") if booking.has_permission(right)
	} == rights


@pytest.mark.parametrize(
	("user", "visible"),
	[
		pytest.param(MANAGER, {ADA, BEN, CLEO}, id="manager"),
		pytest.param(LEADER, {ADA, BEN, CLEO}, id="leader"),
		pytest.param(OTHER_LEADER, set(), id="leader of nothing"),
		pytest.param(ADA, {ADA}, id="member"),
	],
)
def test_profiles_are_seen_by_their_member_and_leader(as_user, led, user, visible):
	as_user(user)
	listed = frappe.get_list(
		"MM Member Profile", {"name": ["in", led.members]}, pluck="name", order_by="name asc"
	)
	assert set(listed) == visible
	for member in led.members:
		profile = frappe.get_doc("MM Member Profile", member)
		assert profile.has_permission("read") is (member in visible)
		assert profile.has_permission("write") is (member in visible)


@pytest.mark.parametrize(
	("user", "may_change"),
	[
		pytest.param(MANAGER, True, id="manager"),
		pytest.param(LEADER, True, id="leader"),
		pytest.param(OTHER_LEADER, False, id="leader of nothing"),
		pytest.param(ADA, False, id="member"),
	],
)
def test_department_and_its_meeting_types_are_changed_by_its_leader_only(as_user, led, user, may_change):
	as_user(user)
	for doctype, name in (("MM Department", led.name), ("MM Meeting Type", led.meeting_type)):
		doc = frappe.get_doc(doctype, name)
		assert doc.has_permission("read")
		assert doc.has_permission("write") is may_change, doctype
		assert doc.has_permission("share") is may_change, doctype


def test_leader_cannot_take_over_another_department(as_user, led):
	as_user(OTHER_LEADER)
	department = frappe.get_doc("MM Department", led.name)
	department.leader = OTHER_LEADER
	with pytest.raises(frappe.PermissionError):
		department.save()


def test_leader_cannot_make_a_meeting_type_for_another_department(as_user, led):
	as_user(OTHER_LEADER)
	kind = {"doctype": "MM Meeting Type", "meeting_name": "Mine", "department": led.name, "duration": 30}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(kind).insert()


def test_leader_cannot_pull_a_meeting_type_into_the_own_department(site, as_user, led):
	own = frappe.get_doc(
		{
			"doctype": "MM Department",
			"department_name": f"{led.name} 2",
			"timezone": "Europe/Berlin",
			"leader": OTHER_LEADER,
			"members": [{"member": CLEO}],
		}
	).insert()
	as_user(OTHER_LEADER)
	kind = frappe.get_doc("MM Meeting Type", led.meeting_type)
	kind.department = own.name
	with pytest.raises(frappe.PermissionError):
		kind.save()


def test_member_cannot_take_a_booking_by_assigning_it(as_user, led):
	"""The permission is judged on the stored members, not on those that the request brings."""
	as_user(CLEO)
	booking = frappe.get_doc(BOOKING, led.bookings[ADA])
	booking.set("assigned_users", [{"member": CLEO, "user": CLEO}])
	with pytest.raises(frappe.PermissionError):
		booking.save()


def test_leader_cannot_take_a_booking_by_naming_the_own_department(site, as_user, led):
	as_user(OTHER_LEADER)
	booking = frappe.get_doc(BOOKING, led.bookings[ADA])
	booking.department = "Elsewhere"
	assert not booking.has_permission("read")
	with pytest.raises(frappe.PermissionError):
		booking.save()


@pytest.mark.parametrize("doctype", ["MM Booking History", "MM Meeting Booking Assigned User"])
def test_rows_of_a_booking_are_listed_to_those_who_see_the_booking(as_user, led, doctype):
	as_user(BEN)
	names = list(led.bookings.values())
	rows = frappe.get_list(
		doctype,
		filters={"parent": ["in", names]},
		fields=["parent"],
		parent_doctype=BOOKING,
		order_by="parent asc",
	)
	assert {row.parent for row in rows} == {led.bookings[BEN]}


@pytest.fixture(scope="module")
def with_days_off(led):
	"""The department, each member of it with a day off."""

	def set_days_off(rows):
		for member in led.members:
			frappe.get_doc(PROFILE, member).update({"date_overrides": rows}).save()
		frappe.db.commit()

	set_days_off([{"date": "2027-03-01", "is_day_off": 1}])
	yield led
	frappe.db.rollback()
	frappe.set_user("Administrator")
	set_days_off([])


@pytest.mark.parametrize("doctype", ROWS_OF_A_PROFILE)
@pytest.mark.parametrize(
	("user", "visible"),
	[
		pytest.param(MANAGER, {ADA, BEN, CLEO}, id="manager"),
		pytest.param(LEADER, {ADA, BEN, CLEO}, id="leader"),
		pytest.param(OTHER_LEADER, set(), id="leader of nothing"),
		pytest.param(BEN, {BEN}, id="member"),
	],
)
def test_rows_of_a_profile_are_listed_to_those_who_see_the_profile(
	as_user, with_days_off, doctype, user, visible
):
	as_user(user)
	rows = frappe.get_list(
		doctype,
		filters={"parent": ["in", with_days_off.members]},
		fields=["parent"],
		parent_doctype=PROFILE,
		order_by="parent asc",
	)
	assert {row.parent for row in rows} == visible


def test_settings_are_changed_by_managers_only(as_user):
	rights = {}
	for user in (MANAGER, LEADER, ADA):
		as_user(user)
		rights[user] = [frappe.has_permission("MM Settings", right) for right in ("read", "write")]
	assert rights == {MANAGER: [True, True], LEADER: [True, False], ADA: [False, False]}


@pytest.fixture
def ben(http, led):
	return sign_in(http, BEN)


def test_rest_shows_a_member_the_own_booking_without_its_secrets(http, led, ben):
	answer = http.get(f"/api/resource/{BOOKING}/{led.bookings[BEN]}", headers=ben)
	assert answer.status_code == 200
	assert answer.json["data"]["customer_name"] == "Alex Example"
	assert not SECRET_FIELDS & set(answer.json["data"])


@pytest.mark.parametrize(
	"fields", [["*"], ["name", *sorted(SECRET_FIELDS)]], ids=["all fields", "the secrets by name"]
)
def test_rest_lists_a_member_the_own_bookings_without_their_secrets(http, led, ben, fields):
	query = {
		"fields": json.dumps(fields),
		"filters": json.dumps({"department": led.name}),
		"order_by": "name asc",
	}
	answer = http.get(f"/api/resource/{BOOKING}", headers=ben, query_string=query)
	assert [row["name"] for row in answer.json["data"]] == [led.bookings[BEN]]
	assert not SECRET_FIELDS & set(answer.json["data"][0])


@pytest.mark.parametrize("doctype", ROWS_OF_A_PROFILE)
def test_rest_lists_a_member_no_hours_of_a_colleague(http, with_days_off, ben, doctype):
	"""A host may refuse the list as a whole, or not know the function."""
	query = {"parent": PROFILE, "fields": '["parent", "name"]', "limit_page_length": 0}
	for path in (f"/api/resource/{doctype}", "/api/method/frappe.client.get_list"):
		answer = http.get(path, headers=ben, query_string={"doctype": doctype, **query})
		rows = answer.json.get("data") or answer.json.get("message") or []
		assert {row["parent"] for row in rows} == ({BEN} if answer.status_code == 200 else set())
		assert ADA not in answer.text and CLEO not in answer.text


def test_rest_refuses_a_member_the_bookings_of_others(http, led, ben):
	path = f"/api/resource/{BOOKING}/{led.bookings[ADA]}"
	assert http.get(path, headers=ben).status_code == 403
	theft = {"assigned_users": [{"member": BEN, "user": BEN}]}
	assert http.send("PUT", path, headers=ben, json=theft).status_code == 403
	assert http.send("DELETE", path, headers=ben).status_code == 403
	assert frappe.get_doc(BOOKING, led.bookings[ADA]).members == [ADA]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_rest_refuses_guests_everything(http, led, method):
	answer = http.send(method, f"/api/resource/{BOOKING}/{led.bookings[ADA]}", json={"status": "Cancelled"})
	assert answer.status_code == 403
	assert frappe.db.get_value(BOOKING, led.bookings[ADA], "status") == "Confirmed"
