"""Meetings that people travel to are told in the zone of the place, wherever the customer's clock is."""

import html
import re

import frappe
import pytest

from tests.site.factories import next_monday

DAY = next_monday()
MONDAY = DAY.isoformat()
NEW_YORK = "America/New_York"
ADA = "ada.test@example.com"
YOURS = "In your time zone"


@pytest.fixture
def visit(another_type):
	return another_type("Visit", location_type="In Person", location="Main Street 1", minimum_notice=0)


@pytest.fixture(params=["In Person", "Online"])
def kind(request, another_type):
	return another_type(f"Meeting {request.param}", location_type=request.param)


@pytest.fixture
def ada_in_new_york(site, consulting):
	"""Somebody who works at the place and keeps a clock of another."""
	set_zone(site, NEW_YORK)
	yield
	site.db.rollback()
	set_zone(site, "Europe/Berlin")


def set_zone(site, zone):
	site.get_doc("MM Member Profile", ADA).update({"timezone": zone}).save()
	site.db.commit()


def words_of(response):
	return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.get_data(as_text=True))))


def text_of(address, mails):
	[text] = [
		mail.get_body(("plain",)).get_content() for recipients, mail in mails if recipients == [address]
	]
	return text


def details(kind):
	return {
		"start": f"{MONDAY}T09:00Z",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		"customer_timezone": NEW_YORK,
	}


def is_visit(kind):
	return kind.location_type == "In Person"


def test_times_are_offered_in_the_departments_zone(http, consulting, kind):
	offer = {"department_slug": consulting.slug, "meeting_type_slug": kind.meeting_slug}
	answer = http.call("get_available_time_slots", **offer, date=MONDAY, timezone=NEW_YORK).json["message"]
	assert answer["timezone"] == ("Europe/Berlin" if is_visit(kind) else NEW_YORK)
	assert answer["slots"][0]["time"] == ("09:00" if is_visit(kind) else "03:00")


def test_confirmation_page_has_no_line_of_the_customers_zone(http, consulting, kind):
	page = http.post(f"/book/{consulting.slug}/{kind.meeting_slug}", data=details(kind))
	assert page.status_code == 200
	assert "Europe/Berlin" in words_of(page)
	assert (YOURS in words_of(page)) != is_visit(kind)


def test_pages_of_the_booking_have_no_line_of_the_customers_zone(http, book, kind):
	booking = book("10:00", meeting_type=kind.name, customer_timezone=NEW_YORK)
	for path in (
		f"/cancel-booking?token={booking.cancel_token}",
		f"/reschedule-booking?token={booking.reschedule_token}",
	):
		assert (YOURS in words_of(http.get(path))) != is_visit(kind)
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "11:00"}
	moved = http.post("/reschedule-booking", data=form)
	assert moved.status_code == 200
	assert (YOURS in words_of(moved)) != is_visit(kind)


def test_script_of_the_page_offers_no_other_zone(http, consulting, kind):
	page = http.get(f"/book/{consulting.slug}/{kind.meeting_slug}").get_data(as_text=True)
	assert ('id="zones"' in page) is not is_visit(kind)


def test_customer_is_mailed_the_time_of_the_place(book, queued_mails, visit):
	booking = book("10:00", meeting_type=visit.name, customer_timezone=NEW_YORK)
	text = text_of("alex@example.com", queued_mails(booking))
	assert "10:00–10:30" in text
	assert "Europe/Berlin" in text
	assert "New_York" not in text


def test_member_is_mailed_the_time_of_the_place(book, queued_mails, visit, ada_in_new_york):
	booking = book(
		"16:00", meeting_type=visit.name, customer_timezone=NEW_YORK, assigned_users=[{"member": ADA}]
	)
	text = text_of(ADA, queued_mails(booking))
	assert "16:00–16:30" in text
	assert "New_York" not in text
	assert "Their time" not in text


def test_place_that_staff_change_changes_the_zone_of_the_mails(book, queued_mails, visit):
	booking = book("10:00", meeting_type=visit.name, customer_timezone=NEW_YORK, location_type="Online")
	assert "New_York" in text_of("alex@example.com", queued_mails(booking))


def test_refusal_names_the_deadline_in_the_zone_of_the_place(http, book, visit, site):
	booking = book("10:00", meeting_type=visit.name, customer_timezone=NEW_YORK)
	policy = frappe.as_json({"cancel_notice": 60 * 24 * 365, "reschedule_notice": 0, "max_reschedules": 0})
	site.db.set_value("MM Meeting Booking", booking.name, "policy", policy)
	answer = http.call("cancel_booking", token=booking.cancel_token)
	assert answer.status_code == 409
	assert "10:00 (Europe/Berlin)" in answer.get_data(as_text=True)


def test_details_are_in_the_zone_of_the_place(http, book, visit):
	booking = book("10:00", meeting_type=visit.name, customer_timezone=NEW_YORK)
	answer = http.call("get_booking_details", token=booking.cancel_token).json["message"]
	assert (answer["timezone"], answer["current_time"]) == ("Europe/Berlin", "10:00")
	assert answer["start"].startswith(f"{MONDAY}T10:00")
