"""What staff may enter for departments, meeting types, members and settings, and the sentence that refuses the rest."""

import frappe
import pytest

from tests.site.factories import make_department, make_meeting_type
from tests.site.refusals import refused

ADA = "ada.test@example.com"
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
