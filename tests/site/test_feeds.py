"""A calendar's secret address that tells too much, to too many, too long, or not what holds now."""

from datetime import timedelta
from types import SimpleNamespace

import frappe
import pytest
from icalendar import Calendar
from werkzeug.http import http_date, parse_date

from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import (
	DEPARTMENT,
	FEED,
	PROFILE,
	end_address,
	feed_of,
)
from tests.calendar_linter import lint_own
from tests.site.answers import API, INVALID_LINK, assert_refused
from tests.site.people import LEADER, MANAGER, make_people, sign_in

ADA, BEN = "ada.test@example.com", "ben.test@example.com"
OTHER_SECRETS = ("cancel-booking", "reschedule-booking", "token=")
DESK = "/api/method/meeting_manager.meeting_manager.api.calendar_addresses."


@pytest.fixture
def feeds(site, consulting, http):
	"""`feeds.read(kind, holder)` for the answer, `feeds.events(…)` for the events by UID."""

	def token(kind, holder):
		found = feed_of(kind, holder).address.split("token=")[1]
		site.db.commit()
		return found

	def read(kind, holder, **headers):
		return http.get(f"{API}feed", query_string={"token": token(kind, holder)}, headers=headers)

	def events(kind, holder):
		answer = read(kind, holder)
		assert answer.status_code == 200, answer.text
		assert lint_own(answer.get_data()) == []
		return {str(event["UID"]): event for event in Calendar.from_ical(answer.get_data()).walk("VEVENT")}

	yield SimpleNamespace(token=token, read=read, events=events)
	site.db.rollback()
	for kind, holder in ((PROFILE, ADA), (PROFILE, BEN), (DEPARTMENT, consulting.name)):
		end_address(kind, holder)
	site.db.commit()


@pytest.fixture
def of_ada(book):
	return book(
		"10:00",
		assigned_users=[{"member": ADA}],
		customer_name="Zoë; Ångström",
		customer_phone="+49 30 1234567",
		customer_notes="About; money,\nand time",
		location="https://meet.example.com/room",
	)


def text_of(answer):
	return answer.get_data(as_text=True).replace("\r\n ", "")


def test_a_member_sees_own_meetings_with_the_customer(feeds, of_ada, book):
	other = book("11:00", assigned_users=[{"member": BEN}])
	found = feeds.events(PROFILE, ADA)
	assert set(found) == {of_ada.calendar_uid}
	event = found[of_ada.calendar_uid]
	assert event["SUMMARY"] == "Discovery Call with Zoë; Ångström"
	assert (event["DTSTART"].dt, event["DTEND"].dt) == (of_ada.start, of_ada.end)
	lines = str(event["DESCRIPTION"]).split("\n")
	assert lines[:3] == ["Customer: Zoë; Ångström", "Email: alex@example.com", "Phone: +49 30 1234567"]
	assert lines[-2:] == ["About; money,", "and time"]
	assert other.booking_reference not in text_of(feeds.read(PROFILE, ADA))


def test_a_department_sees_all_its_meetings_and_no_customer(feeds, of_ada, book, consulting):
	other = book("11:00", assigned_users=[{"member": BEN}])
	found = feeds.events(DEPARTMENT, consulting.name)
	assert set(found) == {of_ada.calendar_uid, other.calendar_uid}
	assert found[of_ada.calendar_uid]["SUMMARY"] == "Discovery Call with Ada Test"
	text = text_of(feeds.read(DEPARTMENT, consulting.name))
	for of_customer in ("Zoë", "alex@example.com", "1234567", "money"):
		assert of_customer not in text


def test_a_feed_holds_no_key(feeds, of_ada, consulting):
	for kind, holder in ((PROFILE, ADA), (DEPARTMENT, consulting.name)):
		text = text_of(feeds.read(kind, holder))
		assert not [secret for secret in OTHER_SECRETS if secret in text]
		assert of_ada.token_nonce not in text


def test_a_feed_reaches_thirty_days_back(feeds, of_ada, site):
	from meeting_manager.adapters.site_time import current_minute

	for days, is_shown in ((29, True), (32, False)):
		end = current_minute() - days * 24 * 60
		times = {"start_utc_minute": end - 30, "end_utc_minute": end}
		site.db.set_value("MM Meeting Booking", of_ada.name, times, update_modified=False)
		site.db.set_value("MM Meeting Booking Assigned User", {"parent": of_ada.name}, times)
		site.db.commit()
		assert bool(feeds.events(PROFILE, ADA)) is is_shown


def move(booking):
	booking.reschedule(booking.start_utc_minute + 60, "")


def hand_over(booking):
	booking.assigned_users[0].member = BEN
	booking.save()


def cancel(booking):
	booking.cancel_meeting("Cancelled by Staff")


@pytest.mark.parametrize("change", [move, hand_over, cancel])
def test_what_changes_a_meeting_changes_the_feed(feeds, of_ada, site, change):
	before = feeds.read(PROFILE, ADA)
	version = before.headers["ETag"]
	assert feeds.read(PROFILE, ADA, **{"If-None-Match": version}).status_code == 304
	frappe.db.set_value("MM Meeting Booking", of_ada.name, "modified", "2026-01-01 00:00:00")
	of_ada.reload()
	change(of_ada)
	site.db.commit()
	after = feeds.read(PROFILE, ADA, **{"If-None-Match": version})
	assert after.status_code == 200 and after.headers["ETag"] != version
	found = feeds.events(PROFILE, ADA)
	if change is move:
		event = found[of_ada.calendar_uid]
		assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, of_ada.start)
	else:
		assert found == {}


def test_who_has_it_as_it_is_gets_it_not_again(feeds, of_ada):
	first = feeds.read(PROFILE, ADA)
	for header, value in (
		("If-None-Match", first.headers["ETag"]),
		("If-Modified-Since", first.headers["Last-Modified"]),
	):
		again = feeds.read(PROFILE, ADA, **{header: value})
		assert (again.status_code, again.get_data()) == (304, b"")
		assert again.headers["ETag"] == first.headers["ETag"]
	earlier = parse_date(first.headers["Last-Modified"]) - timedelta(seconds=1)
	assert feeds.read(PROFILE, ADA, **{"If-Modified-Since": http_date(earlier)}).status_code == 200


def test_a_cancelled_meeting_is_newer_than_what_programs_have(feeds, of_ada, site):
	"""It leaves the feed, so what stays in it was changed before."""
	midnight = "2030-01-01 00:00:00"
	site.db.set_value("MM Meeting Booking", of_ada.name, "modified", midnight, update_modified=False)
	site.db.commit()
	first = feeds.read(PROFILE, ADA)
	values = {"status": "Cancelled", "modified": "2030-01-02 00:00:00"}
	site.db.set_value("MM Meeting Booking", of_ada.name, values, update_modified=False)
	site.db.set_value("MM Meeting Booking Assigned User", {"parent": of_ada.name}, "is_counted", 0)
	site.db.commit()
	again = feeds.read(PROFILE, ADA, **{"If-Modified-Since": first.headers["Last-Modified"]})
	assert again.status_code == 200


def test_programs_may_keep_it_and_have_to_ask(feeds, of_ada):
	for answer in (feeds.read(PROFILE, ADA), feeds.read(PROFILE, ADA, **{"If-None-Match": "*"})):
		assert answer.headers["Cache-Control"] == "private, no-cache"
		assert answer.headers["X-Robots-Tag"] == "noindex"
		assert "Set-Cookie" not in answer.headers


def test_a_calendar_without_meetings_is_one(feeds, consulting):
	assert feeds.events(PROFILE, ADA) == {}
	assert feeds.events(DEPARTMENT, consulting.name) == {}


def test_an_address_that_was_ended_opens_nothing(feeds, of_ada, http, site):
	old = feeds.token(PROFILE, ADA)
	end_address(PROFILE, ADA)
	assert feeds.token(PROFILE, ADA) != old
	assert_refused(http.call("feed", token=old), 404, INVALID_LINK, "InvalidLinkError")
	assert feeds.events(PROFILE, ADA)


def test_the_database_holds_no_address(feeds, site):
	token = feeds.token(PROFILE, ADA)
	row = site.get_all(FEED, {"holder": ADA}, ["*"])[0]
	assert token not in row.values()
	assert site.get_meta(FEED).get_field("nonce").permlevel == 1


def test_a_disabled_user_s_calendar_is_closed(feeds, of_ada, http, site):
	token = feeds.token(PROFILE, ADA)
	site.db.set_value("User", ADA, "enabled", 0)
	site.db.commit()
	try:
		assert_refused(http.call("feed", token=token), 404, INVALID_LINK, "InvalidLinkError")
	finally:
		site.db.set_value("User", ADA, "enabled", 1)
		site.db.commit()


def test_a_former_leader_s_address_ends(feeds, consulting, http, site):
	make_people()
	token = feeds.token(DEPARTMENT, consulting.name)
	department = site.get_doc(DEPARTMENT, consulting.name)
	department.leader = LEADER
	department.save()
	try:
		assert_refused(http.call("feed", token=token), 404, INVALID_LINK, "InvalidLinkError")
	finally:
		department.leader = None
		department.save()
		site.db.commit()


@pytest.mark.parametrize("function", ["show", "renew"])
def test_a_department_s_address_is_for_its_leader_and_managers(http, consulting, site, feeds, function):
	make_people()
	department = site.get_doc(DEPARTMENT, consulting.name)
	department.leader = LEADER
	department.save()
	site.db.commit()
	told, place = {}, {"doctype": DEPARTMENT, "name": consulting.name}
	try:
		for user in (MANAGER, LEADER, ADA):
			told[user] = http.post(DESK + function, json=place, headers=sign_in(http, user))
	finally:
		department.reload()
		department.leader = None
		department.save()
		site.db.commit()
	assert {user: answer.status_code for user, answer in told.items()} == {
		MANAGER: 200,
		LEADER: 200,
		ADA: 403,
	}
	assert (
		"/api/method/meeting_manager.meeting_manager.api.public.feed?token=" in told[LEADER].json["message"]
	)


@pytest.mark.parametrize(
	"place",
	[
		{},
		{"doctype": "User", "name": "Administrator"},
		{"doctype": PROFILE, "name": "nobody@example.com"},
		{"doctype": DEPARTMENT, "name": "Nowhere"},
	],
)
@pytest.mark.parametrize("function", ["show", "renew"])
def test_no_other_record_has_an_address(http, site, place, function):
	make_people()
	answer = http.post(DESK + function, json=place, headers=sign_in(http, MANAGER))
	assert answer.status_code == 403
	assert not site.db.exists(FEED, {"holder": place.get("name")})
