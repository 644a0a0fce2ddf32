"""What may be entered for members and their hours, and the sentence that refuses the rest."""

import re

import frappe
import pytest

from tests.site.test_doctypes import NO_ZONE

ADA = "ada.test@example.com"


@pytest.fixture(autouse=True)
def _site(site, shared_department):
	"""Nothing here is committed."""


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
