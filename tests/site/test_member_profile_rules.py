"""Hours and limits of a member, as staff may enter them; the hours of one week, as a ring of days."""

import frappe
import pytest

from tests.site.refusals import refused

ADA = "ada.test@example.com"
INTO = "The hours of {0} run over midnight into those of {1}. Change or join them"
NO_TIME = "Row 1: write times as 09:00, from 00:00 to 23:55"


@pytest.fixture
def profile(site, shared_department):
	"""Ada's; nothing is committed."""
	return frappe.get_doc("MM Member Profile", ADA)


def weekly(*rows):
	return [{"weekday": day, "start_time": start, "end_time": end} for day, start, end in rows]


@pytest.mark.parametrize(
	("rows", "sentence"),
	[
		pytest.param(
			weekly(("Tuesday", "05:55", "10:00"), ("Monday", "22:00", "06:00")),
			INTO.format("Monday", "Tuesday"),
			id="the night into the morning",
		),
		pytest.param(
			weekly(("Monday", "01:00", "10:00"), ("Sunday", "20:00", "02:00")),
			INTO.format("Sunday", "Monday"),
			id="Sunday into Monday",
		),
		pytest.param(
			weekly(("Monday", "09:00", "09:00"), ("Tuesday", "08:00", "12:00")),
			INTO.format("Monday", "Tuesday"),
			id="24 hours into the next morning",
		),
		pytest.param(weekly(("Monday", "nine", "17:00")), NO_TIME, id="no time"),
		pytest.param(weekly(("Monday", "9", "17:00")), NO_TIME, id="an hour alone"),
		pytest.param(weekly(("Monday", "09:00", "24:00:00")), NO_TIME, id="24 o'clock"),
		pytest.param(weekly(("Monday", "-09:00", "17:00")), NO_TIME, id="before midnight"),
	],
)
def test_week_that_makes_no_sense_is_refused(profile, rows, sentence):
	with refused(sentence):
		profile.update({"weekly_hours": rows}).save()


@pytest.mark.parametrize(
	"rows",
	[
		pytest.param(
			weekly(("Monday", "22:00", "06:00"), ("Tuesday", "06:00", "07:00")), id="nights that touch"
		),
		pytest.param(
			weekly(("Sunday", "22:00", "06:00"), ("Monday", "06:00", "07:00")), id="Sunday and Monday"
		),
		pytest.param(weekly(("Monday", "09:00", "09:00"), ("Tuesday", "09:00", "09:00")), id="24 hours each"),
	],
)
def test_week_that_touches_is_saved(profile, rows):
	profile.update({"weekly_hours": rows}).save()
	assert len(frappe.get_doc("MM Member Profile", ADA).weekly_hours) == len(rows)


def test_override_that_runs_into_that_of_the_next_date_is_refused(profile):
	rows = [
		{"date": "2027-05-04", "start_time": "05:00", "end_time": "12:00"},
		{"date": "2027-05-03", "start_time": "22:00", "end_time": "06:00"},
	]
	with refused(INTO.format("2027-05-03", "2027-05-04")):
		profile.update({"date_overrides": rows}).save()


@pytest.mark.parametrize(
	("fieldname", "label"), [("max_meetings_per_day", "Per Day"), ("max_meetings_per_week", "Per Week")]
)
@pytest.mark.parametrize("value", [-1, 1001])
def test_limit_is_a_number_that_can_be(profile, fieldname, label, value):
	with refused(f"{label}: use a number from 0 to 1000"):
		profile.update({fieldname: value}).save()


def test_every_save_gives_the_calendar_a_new_version(profile):
	versions = {profile.save().calendar_version for _save in range(3)}
	assert len(versions) == 3
	assert frappe.db.get_value("MM Member Profile", ADA, "calendar_version") in versions


def test_version_of_the_calendar_is_not_taken_from_the_form(profile):
	assert profile.update({"calendar_version": "mine"}).save().calendar_version != "mine"
