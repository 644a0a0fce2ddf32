"""What staff may enter for departments, meeting types, members and settings, and the sentence that refuses the rest."""

import re

import frappe
import pytest

from tests.site.factories import make_department, make_meeting_type
from tests.site.refusals import refused

ADA, BEN = "ada.test@example.com", "ben.test@example.com"
SLUG_RULE = "Address on the Booking Page: use lower-case letters and digits, joined by single hyphens, at most 60 characters"
NO_ZONE = "Time Zone: {0} is not a time zone. Choose an IANA name such as Europe/Berlin"


@pytest.fixture(autouse=True)
def _site(site, shared_department):
	"""Nothing here is committed."""


@pytest.mark.parametrize(
	("name", "slug"),
	[
		("Sales & Support", "sales-support"),
		("  Größe -- 2 ", "gr-e-2"),
		("ÄÖÜ 42", "42"),
		("x" * 70, "x" * 60),
		("a" * 59 + " b", "a" * 59),
	],
)
def test_address_of_a_department_is_made_from_its_name(name, slug):
	assert make_department(f"{name}", [ADA]).department_slug == slug


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		pytest.param({"department_slug": "Sales"}, SLUG_RULE, id="upper case"),
		pytest.param({"department_slug": "sales_1"}, SLUG_RULE, id="underscore"),
		pytest.param({"department_slug": "sales--1"}, SLUG_RULE, id="two hyphens"),
		pytest.param({"department_slug": "-sales"}, SLUG_RULE, id="hyphen before"),
		pytest.param({"department_slug": "sales/1"}, SLUG_RULE, id="slash"),
		pytest.param({"department_slug": "sälés"}, SLUG_RULE, id="accents"),
		pytest.param({"department_slug": "x" * 61}, SLUG_RULE, id="too long"),
		pytest.param({"timezone": "Mars/Base"}, NO_ZONE.format("Mars/Base"), id="no such zone"),
		pytest.param({"timezone": "europe/berlin"}, NO_ZONE.format("europe/berlin"), id="zone in lower case"),
		pytest.param(
			{"members": []},
			"An active department needs at least one active member. Add one, or untick Active",
			id="nobody",
		),
		pytest.param(
			{"members": [{"member": ADA, "is_active": 0}]},
			"An active department needs at least one active member. Add one, or untick Active",
			id="nobody active",
		),
		pytest.param(
			{"members": [{"member": ADA}, {"member": ADA}]},
			f"{ADA} is in the list of members twice. Remove one of the rows",
			id="a member twice",
		),
		pytest.param(
			{"members": [{"member": ADA, "assignment_priority": -1}]},
			"Row 1: the priority is 1 or more",
			id="priority below one",
		),
		pytest.param(
			{"holidays": [{"holiday_date": "2027-12-24"}, {"holiday_date": "2027-12-24"}]},
			"2027-12-24 is in the list of holidays twice. Remove one of the rows",
			id="a holiday twice",
		),
		pytest.param(
			{
				"holidays": [
					{"holiday_date": "2027-12-24"},
					{"holiday_date": "2027-12-24", "day_part": "Morning"},
				]
			},
			"2027-12-24 is in the list of holidays twice. Remove one of the rows",
			id="a whole day and its morning",
		),
		pytest.param(
			{
				"holidays": [
					{"holiday_date": "2027-12-24", "day_part": "Morning"},
					{"holiday_date": "2027-12-24", "day_part": "Afternoon"},
				]
			},
			"2027-12-24 is closed in two halves. Keep one of the rows, as Whole Day",
			id="both halves of a day",
		),
	],
)
def test_department_that_cannot_work_is_refused(values, sentence):
	proper = {"department_name": "Sales", "timezone": "Europe/Berlin", "members": [{"member": ADA}]}
	with refused(sentence):
		frappe.get_doc({"doctype": "MM Department", **proper, **values}).insert()


def test_department_that_is_not_active_may_be_empty():
	assert make_department("Empty Department", [], is_active=0).name == "Empty Department"


def test_address_of_a_department_is_its_own(shared_department):
	sentence = (
		f"The address {shared_department.slug} is taken by {shared_department.name}. Choose another one"
	)
	with refused(sentence, frappe.DuplicateEntryError):
		make_department("Second Department", [ADA], department_slug=shared_department.slug)


def test_department_can_be_saved_again_under_its_own_address(shared_department):
	department = frappe.get_doc("MM Department", shared_department.name)
	department.description = "changed"
	department.save()
	assert department.department_slug == shared_department.slug


def minutes_rule(fieldname, lowest, highest):
	label = frappe.get_meta("MM Meeting Type").get_label(fieldname)
	return f"{label}: use {lowest} to {highest} minutes, a multiple of 5"


@pytest.mark.parametrize("minutes", [15, 20, 45, 480])
def test_duration_that_is_allowed(shared_department, minutes):
	assert make_meeting_type(shared_department.name, "Good", duration=minutes).duration == minutes


@pytest.mark.parametrize("minutes", [-15, 5, 10, 14, 16, 32, 479, 485, 1440])
def test_duration_is_15_to_480_minutes(shared_department, minutes):
	with refused(minutes_rule("duration", 15, 480)):
		make_meeting_type(shared_department.name, "Bad", duration=minutes)


@pytest.mark.parametrize(
	("fieldname", "minutes", "highest"),
	[
		("slot_interval", 7, 480),
		("slot_interval", 485, 480),
		("buffer_before", 1, 240),
		("buffer_before", 245, 240),
		("buffer_after", 3, 240),
		("buffer_after", 245, 240),
	],
)
def test_interval_and_pauses_of_a_meeting_type(shared_department, fieldname, minutes, highest):
	with refused(minutes_rule(fieldname, 0, highest)):
		make_meeting_type(shared_department.name, "Bad", **{fieldname: minutes})


@pytest.mark.parametrize(
	"fieldname", ["slot_interval", "buffer_before", "buffer_after", "minimum_notice", "booking_horizon"]
)
def test_negative_numbers_of_a_meeting_type_are_refused(shared_department, fieldname):
	with pytest.raises(frappe.ValidationError):
		make_meeting_type(shared_department.name, "Bad", **{fieldname: -5})


@pytest.mark.parametrize("slug", ["Call", "call 1", "call?", "cäll", "x" * 61])
def test_address_of_a_meeting_type_has_the_same_form(shared_department, slug):
	with refused(SLUG_RULE):
		make_meeting_type(shared_department.name, "Bad", meeting_slug=slug)


def test_address_of_a_meeting_type_is_its_own_within_the_department(shared_department):
	sentence = f"{shared_department.name} already has a meeting type at the address discovery-call. Choose another one"
	with refused(sentence, frappe.DuplicateEntryError):
		make_meeting_type(shared_department.name, "Other", meeting_slug="discovery-call")
	elsewhere = make_department("Third Department", [ADA])
	assert (
		make_meeting_type(elsewhere.name, "Other", meeting_slug="discovery-call").meeting_slug
		== "discovery-call"
	)


def test_database_holds_the_address_of_a_meeting_type_once(shared_department):
	"""Two who save at the same moment both pass the check before."""
	kind = make_meeting_type(shared_department.name, "Other")
	with pytest.raises(Exception, match=r"(?i)duplicate|unique"):
		frappe.db.set_value("MM Meeting Type", kind.name, "meeting_slug", "discovery-call")


def weekly(*rows):
	return {
		"weekly_hours": [{"weekday": day, "start_time": start, "end_time": end} for day, start, end in rows]
	}


def overrides(*rows):
	return {"date_overrides": [{"date": "2027-05-03", **row} for row in rows]}


HOURS_OVERLAP = "The hours of {0} overlap. Change or join them"
OFF_GRID = "Row 1: use times at multiples of 5 minutes"


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		pytest.param({"timezone": "Nowhere"}, NO_ZONE.format("Nowhere"), id="no such zone"),
		pytest.param({"timezone": "../UTC"}, NO_ZONE.format("../UTC"), id="a path"),
		pytest.param({"buffer_before": 7}, "use 0 to 240 minutes, a multiple of 5", id="odd pause before"),
		pytest.param({"buffer_after": 245}, "use 0 to 240 minutes, a multiple of 5", id="long pause after"),
		pytest.param(
			weekly(("Monday", "09:00:00", "12:00:00"), ("Monday", "11:55:00", "17:00:00")),
			HOURS_OVERLAP.format("Monday"),
			id="hours overlap",
		),
		pytest.param(
			weekly(("Monday", "13:00:00", "17:00:00"), ("Monday", "09:00:00", "13:05:00")),
			HOURS_OVERLAP.format("Monday"),
			id="hours overlap, the later ones first",
		),
		pytest.param(
			weekly(("Monday", "22:00:00", "06:00:00"), ("Monday", "23:00:00", "23:30:00")),
			HOURS_OVERLAP.format("Monday"),
			id="inside a night",
		),
		pytest.param(weekly(("Monday", "09:02:00", "17:00:00")), OFF_GRID, id="odd beginning"),
		pytest.param(weekly(("Monday", "09:00:00", "17:01:00")), OFF_GRID, id="odd end"),
		pytest.param(weekly(("Monday", "09:00:30", "17:00:00")), OFF_GRID, id="seconds"),
		pytest.param(
			overrides({"start_time": "09:00:00"}),
			OFF_GRID,
			id="no end, for which Frappe puts the time of saving",
		),
		pytest.param(
			overrides({"is_day_off": 1}, {"start_time": "09:00:00", "end_time": "12:00:00"}),
			"2027-05-03 has hours and is a day off. Remove one of the two",
			id="off and at work",
		),
		pytest.param(
			overrides(
				{"start_time": "09:00:00", "end_time": "12:00:00"},
				{"start_time": "11:00:00", "end_time": "13:00:00"},
			),
			HOURS_OVERLAP.format("2027-05-03"),
			id="overrides overlap",
		),
		pytest.param(
			{"weekly_hours": [], "date_overrides": []},
			"A member needs hours before it can be booked. Add weekly hours, or untick Can Be Booked",
			id="no hours",
		),
	],
)
def test_hours_that_make_no_sense_are_refused(values, sentence):
	profile = frappe.get_doc("MM Member Profile", ADA).update(values)
	with pytest.raises(frappe.ValidationError, match=re.escape(sentence)):
		profile.save()


@pytest.mark.parametrize(
	"values",
	[
		pytest.param(
			weekly(("Monday", "09:00:00", "12:00:00"), ("Monday", "12:00:00", "17:00:00")),
			id="hours that touch",
		),
		pytest.param(weekly(("Monday", "22:00:00", "06:00:00")), id="a night"),
		pytest.param(weekly(("Monday", "00:00:00", "00:00:00")), id="the whole day"),
		pytest.param(overrides({"is_day_off": 1}, {"is_day_off": 1}), id="off twice"),
		pytest.param({"is_bookable": 0, "weekly_hours": []}, id="no hours, and not to be booked"),
		pytest.param({"buffer_before": 240, "buffer_after": 5}, id="pauses"),
	],
)
def test_hours_that_make_sense_are_saved(values):
	frappe.get_doc("MM Member Profile", ADA).update(values).save()


def test_profile_stays_with_its_user():
	frappe.get_doc("MM Member Profile", ADA).update({"user": "Administrator"}).save()
	assert frappe.db.get_value("MM Member Profile", ADA, "user") == ADA


def test_user_has_one_profile():
	hours = weekly(("Monday", "09:00:00", "17:00:00"))
	profile = {"doctype": "MM Member Profile", "user": ADA, "timezone": "Europe/Berlin", **hours}
	with pytest.raises((frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		frappe.get_doc(profile).insert()


@pytest.mark.parametrize("color", ["teal", "#12", "#1234", "0f5f66", "#0f5f6g", "red;}", "#fff;"])
def test_brand_color_is_a_hex_color(color):
	with refused("Brand Color: write a colour as #0f5f66"):
		frappe.get_doc("MM Settings").update({"brand_color": color}).save()


@pytest.mark.parametrize("color", ["#fff", "#0f5f66", "#ABCDEF", ""])
def test_brand_color_that_can_be_saved(color):
	assert frappe.get_doc("MM Settings").update({"brand_color": color}).save().brand_color == color


@pytest.mark.parametrize(
	"fieldname",
	[
		"cancel_notice_hours",
		"reschedule_notice_hours",
		"max_reschedules",
		"guest_writes_per_minute",
		"guest_reads_per_minute",
	],
)
def test_settings_take_no_negative_number(fieldname):
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc("MM Settings").update({fieldname: -1}).save()


def test_department_with_bookings_cannot_be_deleted(book, consulting):
	book("10:00")
	for doctype, name in (("MM Department", consulting.name), ("MM Meeting Type", consulting.meeting_type)):
		with pytest.raises(frappe.LinkExistsError):
			frappe.delete_doc(doctype, name)
