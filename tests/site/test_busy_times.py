"""Times in which a member is busy elsewhere: what may be entered, what is stored, who may."""

import frappe
import pytest

from meeting_manager.adapters.site_time import from_site_datetime
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, STRANGER, make_people, sign_in
from tests.site.refusals import refused

BUSY = "MM Busy Time"
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
EMPTY = "The busy time ends before it begins, or is empty. Enter an end after its start"
NO_MOMENT = "{0}: enter date and time, as 2027-03-01 10:00"


@pytest.fixture(autouse=True)
def _site(site, shared_department):
	"""Nothing here is committed."""


def make_busy(member=ADA, start="2027-03-01 10:00:00", end="2027-03-01 11:30:00", **values):
	busy = {"doctype": BUSY, "member": member, "start_datetime": start, "end_datetime": end, **values}
	return frappe.get_doc(busy).insert()


def version_of(member):
	return frappe.db.get_value("MM Member Profile", member, "calendar_version")


def test_busy_time_is_stored_in_utc_minutes_beside_the_sites_time():
	busy = frappe.get_doc(BUSY, make_busy().name)
	first = from_site_datetime("2027-03-01 10:00:00")
	assert (busy.start_utc_minute, busy.end_utc_minute) == (first, first + 90)
	assert str(busy.start_datetime) == "2027-03-01 10:00:00"
	assert busy.source == "Desk"


def test_minute_that_has_begun_is_busy():
	first = from_site_datetime("2027-03-01 10:00:00")
	busy = make_busy(start="2027-03-01 10:00:45", end="2027-03-01 10:07:01")
	assert (busy.start_utc_minute, busy.end_utc_minute) == (first, first + 8)


def test_change_of_a_busy_time_changes_its_minutes():
	busy = make_busy()
	busy.end_datetime = "2027-03-01 12:00:00"
	busy.save()
	assert busy.end_utc_minute - busy.start_utc_minute == 120


@pytest.mark.parametrize(
	("start", "end", "sentence"),
	[
		pytest.param("2027-03-01 10:00", "2027-03-01 09:00", EMPTY, id="end before start"),
		pytest.param("2027-03-01 10:00", "2027-03-01 10:00", EMPTY, id="empty"),
		pytest.param(
			"2027-03-01 10:00",
			"2028-03-01 10:01",
			"A busy time lasts 366 days at most. Enter it in parts",
			id="longer than a year",
		),
		pytest.param(None, "2027-03-01 10:00", NO_MOMENT.format("From"), id="no start"),
		pytest.param("2027-03-01 10:00", "", NO_MOMENT.format("To"), id="no end"),
		pytest.param("soon", "2027-03-01 10:00", NO_MOMENT.format("From"), id="no moment"),
		pytest.param(
			"2027-03-01 10:00:00+02:00", "2027-03-01 12:00", NO_MOMENT.format("From"), id="with an offset"
		),
		pytest.param(
			"2027-03-01 10:00", "9999-12-31 23:59", "To: enter a date from 1970 to 2199", id="far away"
		),
		pytest.param(
			"1969-12-31 10:00", "1970-01-01 10:00", "From: enter a date from 1970 to 2199", id="long ago"
		),
	],
)
def test_busy_time_that_makes_no_sense_is_refused(start, end, sentence):
	with refused(sentence):
		make_busy(start=start, end=end)


def test_year_of_366_days_is_one_busy_time():
	busy = make_busy(start="2027-03-01 10:00:00", end="2028-03-01 10:00:00")
	assert busy.end_utc_minute - busy.start_utc_minute == 366 * 24 * 60


def test_every_change_gives_the_members_calendar_a_new_version():
	versions = [version_of(ADA)]
	busy = make_busy()
	versions.append(version_of(ADA))
	busy.update({"end_datetime": "2027-03-01 12:00:00"}).save()
	versions.append(version_of(ADA))
	others = version_of(BEN)
	busy.delete()
	versions.append(version_of(ADA))
	assert len(set(versions)) == 4
	assert version_of(BEN) == others


def test_busy_time_stays_with_its_member():
	busy = make_busy()
	busy.member = BEN
	with pytest.raises(frappe.ValidationError):
		busy.save()
	assert frappe.db.get_value(BUSY, busy.name, "member") == ADA


@pytest.fixture
def led(shared_department):
	make_people()
	frappe.db.set_value("MM Department", shared_department.name, "leader", LEADER)
	return {member: make_busy(member) for member in (ADA, BEN)}


@pytest.mark.parametrize(
	("user", "visible"),
	[
		pytest.param(MANAGER, {ADA, BEN}, id="manager"),
		pytest.param(LEADER, {ADA, BEN}, id="leader"),
		pytest.param(OTHER_LEADER, set(), id="leader of nothing"),
		pytest.param(ADA, {ADA}, id="member"),
		pytest.param(CLEO, set(), id="colleague"),
	],
)
def test_busy_times_are_seen_and_changed_by_their_member_and_leader(led, user, visible):
	frappe.set_user(user)
	names = [busy.name for busy in led.values()]
	assert set(frappe.get_list(BUSY, {"name": ["in", names]}, pluck="member", order_by="name asc")) == visible
	for member, busy in led.items():
		for right in ("read", "write", "delete"):
			assert busy.has_permission(right) is (member in visible), (member, right)


@pytest.mark.parametrize(
	("user", "may"),
	[
		pytest.param(LEADER, True, id="leader"),
		pytest.param(OTHER_LEADER, False, id="leader of nothing"),
		pytest.param(BEN, True, id="member"),
		pytest.param(CLEO, False, id="colleague"),
	],
)
def test_busy_time_is_entered_by_its_member_and_leader(led, user, may):
	frappe.set_user(user)
	if may:
		assert make_busy(BEN).owner == user
	else:
		with pytest.raises(frappe.PermissionError):
			make_busy(BEN)


@pytest.mark.parametrize("user", [STRANGER, "Guest"])
def test_who_has_no_role_sees_no_busy_time(led, user):
	frappe.set_user(user)
	with pytest.raises(frappe.PermissionError):
		frappe.get_list(BUSY)


def test_member_enters_and_removes_a_busy_time_by_rest(http):
	"""As a form sends it, all values text; requests commit, and this one leaves nothing."""
	member = sign_in(http, BEN)
	start = {"start_datetime": "2027-03-01 10:00:00", "end_datetime": "2027-03-01 11:00:00"}
	answer = http.post(f"/api/resource/{BUSY}", headers=member, data={"member": BEN, **start})
	assert answer.status_code == 200, answer.text
	name = answer.json["data"]["name"]
	assert frappe.db.get_value(BUSY, name, "end_utc_minute") == from_site_datetime("2027-03-01 11:00:00")
	refused = http.post(f"/api/resource/{BUSY}", headers=member, data={"member": ADA, **start})
	assert refused.status_code == 403
	assert http.send("DELETE", f"/api/resource/{BUSY}/{name}", headers=member).status_code in (200, 202)
	assert not frappe.db.exists(BUSY, name)
