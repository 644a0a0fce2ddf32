"""Seats, limits, times of the day and named members of a meeting type, as staff may enter them."""

import frappe
import pytest

from tests.site.factories import make_department, make_meeting_type, make_profile
from tests.site.refusals import refused

ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
COLLECTIVE = "All Named Members"
TOO_FEW = "A meeting that all named members take needs at least two. Name them, or choose Any Member"


@pytest.fixture
def make(site, shared_department):
	"""Make a meeting type with these values, read back from the database; nothing is committed."""

	def make_type(**values):
		kind = make_meeting_type(shared_department.name, "Ruled", **values)
		return frappe.get_doc("MM Meeting Type", kind.name)

	return make_type


def named(*members):
	return [{"member": member} for member in members]


def test_type_without_further_rules_limits_nothing(make):
	"""Frappe puts the time of saving into empty Time fields."""
	kind = make()
	values = (
		kind.capacity,
		kind.max_meetings_per_day,
		kind.earliest_start,
		kind.latest_start,
		kind.member_mode,
		kind.named_members,
	)
	assert values == (1, 0, None, None, "Any Member", [])


def test_type_that_starts_as_a_new_document_limits_no_time_of_day(site, shared_department):
	kind = frappe.new_doc("MM Meeting Type")
	kind.update({"department": shared_department.name, "meeting_name": "Made"}).insert()
	assert (kind.earliest_start, kind.latest_start) == (None, None)


@pytest.mark.parametrize(
	("fieldname", "value", "sentence"),
	[
		("capacity", 0, "Seats per Meeting: use a number from 1 to 500"),
		("capacity", -1, "Seats per Meeting: use a number from 1 to 500"),
		("capacity", 501, "Seats per Meeting: use a number from 1 to 500"),
		("capacity", "many", "Seats per Meeting: use a whole number"),
		("max_meetings_per_day", -1, "Most Meetings per Day: use a number from 0 to 1000"),
		("max_meetings_per_day", 1001, "Most Meetings per Day: use a number from 0 to 1000"),
		("minimum_notice", -1, "Notice (minutes): use a number from 0 to 5270400"),
		("booking_horizon", 3661, "Days Ahead: use a number from 0 to 3660"),
		("duration", "long", "Duration (minutes): use a whole number"),
		("duration", [30], "Duration (minutes): use a whole number"),
		("earliest_start", "09:07:00", "Earliest Start: use times at multiples of 5 minutes"),
		("latest_start", "09:00:30", "Latest Start: use times at multiples of 5 minutes"),
		("latest_start", "24:00:00", "Latest Start: write times as 09:00, from 00:00 to 23:55"),
		("latest_start", "-01:00:00", "Latest Start: write times as 09:00, from 00:00 to 23:55"),
		("earliest_start", "noon", "Earliest Start: write times as 09:00, from 00:00 to 23:55"),
		("earliest_start", "9", "Earliest Start: write times as 09:00, from 00:00 to 23:55"),
	],
)
def test_number_or_time_that_makes_no_sense_is_refused(make, fieldname, value, sentence):
	with refused(sentence):
		make(**{fieldname: value})


@pytest.mark.parametrize(
	"values",
	[
		pytest.param({"capacity": 500}, id="most seats"),
		pytest.param({"capacity": "12"}, id="seats as a form sends them"),
		pytest.param({"earliest_start": "09:00", "latest_start": "09:00"}, id="one start a day"),
		pytest.param({"earliest_start": "23:55:00"}, id="the last minutes of the day"),
		pytest.param({"latest_start": "00:00:00"}, id="midnight alone"),
		pytest.param({"minimum_notice": 7, "booking_horizon": 0}, id="notice in odd minutes"),
	],
)
def test_rules_that_make_sense_are_saved(make, values):
	kind = make(**values)
	for fieldname, value in values.items():
		stored = kind.get(fieldname)
		assert str(stored).zfill(8).startswith(value) if ":" in str(value) else stored == int(value)


def test_earliest_start_after_the_latest_is_refused(make):
	with refused("The earliest start is after the latest one. Change one of them, or leave one empty"):
		make(earliest_start="10:00:00", latest_start="09:55:00")


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		pytest.param({"member_mode": COLLECTIVE}, TOO_FEW, id="nobody named"),
		pytest.param({"member_mode": COLLECTIVE, "named_members": named(ADA)}, TOO_FEW, id="one named"),
		pytest.param(
			{"member_mode": COLLECTIVE, "named_members": named(ADA, BEN, ADA)},
			f"{ADA} is named twice. Remove one of the rows",
			id="one named twice",
		),
		pytest.param(
			{"named_members": named(ADA, ADA)},
			f"{ADA} is named twice. Remove one of the rows",
			id="named twice for any member",
		),
	],
)
def test_named_members_that_cannot_meet_are_refused(make, values, sentence):
	with refused(sentence):
		make(**values)


@pytest.mark.parametrize("mode", [COLLECTIVE, "Any Member"])
def test_named_member_is_an_active_member_of_the_department(site, shared_department, mode):
	dora = make_profile("dora.test@example.com", "Dora Test")
	rows = [{"member": ADA}, {"member": BEN}, {"member": CLEO, "is_active": 0}]
	department = make_department("Few", [ADA])
	department.update({"members": rows}).save()
	sentence = "Not an active member of Few: {0}. Remove them here, or have them added to the department"
	with refused(sentence.format(f"{CLEO}, {dora}")):
		make_meeting_type(department.name, member_mode=mode, named_members=named(ADA, BEN, CLEO, dora))
	kind = make_meeting_type(department.name, member_mode=mode, named_members=named(ADA, BEN))
	assert [(row.member, row.member_name) for row in kind.named_members] == [
		(ADA, "Ada Test"),
		(BEN, "Ben Test"),
	]


def test_type_with_named_members_moves_to_their_department_only(make, shared_department):
	kind = make(member_mode=COLLECTIVE, named_members=named(ADA, BEN))
	kind.department = make_department("Elsewhere", [CLEO]).name
	with refused(
		f"Not an active member of Elsewhere: {ADA}, {BEN}. Remove them here, or have them added to the department"
	):
		kind.save()
