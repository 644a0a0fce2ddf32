"""Each thing that decides a member's free time, changed while calendars are kept: the times that are offered change."""

from datetime import timedelta

import pytest

from tests.site.factories import delete_bookings, next_monday

DAY = next_monday()
MONDAY = DAY.isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
MORNING = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
AFTERNOON = [f"{hour}:{minute}" for hour in range(12, 17) for minute in ("00", "30")]
ALL_DAY = MORNING + AFTERNOON


@pytest.fixture
def times(consulting, site):
	"""Ask as a guest does, in this process, so that what is kept is used."""
	from meeting_manager.meeting_manager.api import public

	def ask(**values):
		arguments = {"meeting_type_slug": consulting.type_slug, "date": MONDAY, **values}
		answer = public.get_available_time_slots(department_slug=consulting.slug, **arguments)
		return [slot["time"] for slot in answer["slots"]]

	return ask


WHAT_CHANGES = {
	"MM Department": {"holidays": []},
	"MM Member Profile": {
		"timezone": "Europe/Berlin",
		"is_bookable": 1,
		"buffer_before": 0,
		"buffer_after": 0,
		"max_meetings_per_day": 0,
		"max_meetings_per_week": 0,
		"date_overrides": [],
	},
	"MM Meeting Type": {"max_meetings_per_day": 0},
}


@pytest.fixture(autouse=True)
def restored(consulting, site):
	"""A booking commits what a test has changed so far."""
	names = {
		"MM Department": consulting.name,
		"MM Member Profile": ADA,
		"MM Meeting Type": consulting.meeting_type,
	}
	yield
	site.db.rollback()
	delete_bookings(consulting.name)
	for doctype, values in WHAT_CHANGES.items():
		document = site.get_doc(doctype, names[doctype])
		document.update(values)
		for row in document.get("members") or []:
			row.is_active = 1
		document.save()
	site.db.commit()


@pytest.fixture
def only_ada(consulting, site):
	"""Ada alone takes the department's meetings."""
	department = site.get_doc("MM Department", consulting.name)
	for row in department.members:
		row.is_active = int(row.member == ADA)
	department.save()
	return department


@pytest.fixture
def change(site):
	"""Change a document as a form does, and roll back with the test."""

	def save(doctype, name, **values):
		document = site.get_doc(doctype, name)
		document.update(values)
		document.save()
		return document

	return save


HOURS = {"weekday": "Monday", "start_time": "10:00:00", "end_time": "11:00:00"}


@pytest.mark.parametrize(
	("values", "expected"),
	[
		pytest.param({"weekly_hours": [HOURS]}, ["10:00", "10:30"], id="weekly hours"),
		pytest.param(
			{"date_overrides": [{"date": MONDAY, "is_day_off": 1, "reason": "Holiday"}]}, [], id="day off"
		),
		pytest.param(
			{"date_overrides": [{"date": MONDAY, "start_time": "15:00:00", "end_time": "16:00:00"}]},
			["15:00", "15:30"],
			id="hours of the date",
		),
		pytest.param({"timezone": "Europe/London"}, [*ALL_DAY[2:], "17:00", "17:30"], id="zone"),
		pytest.param({"is_bookable": 0}, [], id="not bookable"),
	],
)
def test_change_of_a_member_is_seen(times, only_ada, change, values, expected):
	assert times() == ALL_DAY
	change("MM Member Profile", ADA, **values)
	assert times() == expected


@pytest.mark.parametrize(
	("values", "expected"),
	[
		pytest.param(
			{"buffer_before": 30}, [time for time in ALL_DAY if time not in ("11:00", "11:30")], id="before"
		),
		pytest.param(
			{"buffer_after": 60},
			[time for time in ALL_DAY if time not in ("10:00", "10:30", "11:00")],
			id="after",
		),
		pytest.param({"max_meetings_per_day": 1}, [], id="day cap"),
		pytest.param(
			{"max_meetings_per_week": 2}, [time for time in ALL_DAY if time != "11:00"], id="week cap"
		),
	],
)
def test_change_of_a_member_who_is_booked_is_seen(times, only_ada, change, book, values, expected):
	book("11:00", assigned_users=[{"member": ADA}])
	assert times() == [time for time in ALL_DAY if time != "11:00"]
	change("MM Member Profile", ADA, **values)
	assert times() == expected


@pytest.mark.parametrize(
	("day_part", "expected"), [("Whole Day", []), ("Morning", AFTERNOON), ("Afternoon", MORNING)]
)
def test_holiday_of_the_department_is_seen(times, only_ada, day_part, expected):
	assert times() == ALL_DAY
	only_ada.append("holidays", {"holiday_date": MONDAY, "day_part": day_part})
	only_ada.save()
	assert times() == expected


def test_booking_is_seen_at_each_change(times, only_ada, book, site):
	assert times() == ALL_DAY
	booking = book("10:00", assigned_users=[{"member": ADA}])
	assert times() == [time for time in ALL_DAY if time != "10:00"]
	booking.reschedule(booking.start_utc_minute + 120, note="")
	assert times() == [time for time in ALL_DAY if time != "12:00"]
	booking.cancel_meeting("Customer Cancelled")
	assert times() == ALL_DAY


def test_booking_that_is_deleted_is_seen(times, only_ada, book, site):
	booking = book("10:00", assigned_users=[{"member": ADA}])
	assert "10:00" not in times()
	site.delete_doc("MM Meeting Booking", booking.name, force=True)
	assert times() == ALL_DAY


def test_booking_that_is_given_to_another_member_is_seen(times, only_ada, book, site):
	booking = book("10:00", assigned_users=[{"member": ADA}])
	assert "10:00" not in times()
	booking.set("assigned_users", [{"member": BEN, "user": BEN}])
	booking.save()
	assert times() == ALL_DAY


def test_busy_time_from_elsewhere_is_seen_at_each_change(times, only_ada, site):
	from meeting_manager.adapters.site_time import to_site_datetime
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	assert times() == ALL_DAY
	berlin = find_zone("Europe/Berlin")
	start, end = (to_site_datetime(wall_to_minute(berlin, DAY, minute)) for minute in (12 * 60, 17 * 60))
	busy = site.get_doc(
		{"doctype": "MM Busy Time", "member": ADA, "start_datetime": start, "end_datetime": end}
	)
	busy.insert()
	assert times() == MORNING
	busy.start_datetime += timedelta(hours=4)
	busy.save()
	assert times() == ALL_DAY[:-2]
	busy.delete()
	assert times() == ALL_DAY


def test_member_who_joins_and_leaves_is_seen(times, only_ada, change):
	change("MM Member Profile", ADA, weekly_hours=[HOURS])
	assert times() == ["10:00", "10:30"]
	only_ada.members[1].is_active = 1
	only_ada.save()
	assert times() == ALL_DAY
	only_ada.members[1].is_active = 0
	only_ada.save()
	assert times() == ["10:00", "10:30"]


def test_member_whose_user_is_disabled_is_not_offered(times, only_ada, site):
	assert times() == ALL_DAY
	site.db.set_value("User", ADA, "enabled", 0)
	assert times() == []


def test_what_was_kept_inside_a_transaction_is_not_used_after_its_rollback(times, only_ada, change, site):
	site.db.savepoint("before_the_change")
	change("MM Member Profile", ADA, weekly_hours=[HOURS])
	assert times() == ["10:00", "10:30"]
	site.db.rollback(save_point="before_the_change")
	assert times() == ALL_DAY


@pytest.mark.parametrize(
	("values", "expected"),
	[
		pytest.param({"duration": 240}, [*MORNING, "12:00", "12:30", "13:00"], id="duration"),
		pytest.param({"slot_interval": 60}, ALL_DAY[::2], id="interval"),
		pytest.param(
			{"earliest_start": "11:00:00", "latest_start": "12:00:00"},
			["11:00", "11:30", "12:00"],
			id="time of day",
		),
		pytest.param({"booking_horizon": 1}, [], id="horizon"),
		pytest.param({"minimum_notice": 60 * 24 * 60}, [], id="notice"),
	],
)
def test_change_of_the_meeting_type_is_seen(times, only_ada, change, consulting, values, expected):
	assert times() == ALL_DAY
	change("MM Meeting Type", consulting.meeting_type, **values)
	assert times() == expected


def test_cap_of_the_meeting_type_is_judged_by_day(times, consulting, change, book):
	change("MM Meeting Type", consulting.meeting_type, max_meetings_per_day=2)
	book("10:00")
	assert times() == ALL_DAY
	book("10:00")
	assert times() == []
	assert times(date=(DAY + timedelta(days=1)).isoformat()) == ALL_DAY
