"""A search asks the database a fixed number of questions, however many members and days it looks at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.site.counting import counted_queries
from tests.site.factories import delete_bookings, make_department, make_meeting_type, next_monday

DAY = next_monday()
CUSTOMER = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
COLD, WARM = 6, 3
"""Every rule in use: type with holidays, members, sessions; and cold weekly hours, dates, busy time."""


@pytest.fixture
def many(site):
	"""A capped type with seats, in a department of 50 members with hours, dates off, busy times and holidays."""
	names = [f"member{number}.test@example.com" for number in range(50)]
	for name in names:
		insert_member(site, name)
	department = make_department(f"Many {uuid4().hex[:8]}", names, holidays=[{"holiday_date": DAY}])
	kind = make_meeting_type(department.name, capacity=3, max_meetings_per_day=100, slot_interval=15)
	arguments = {"department_slug": department.department_slug, "meeting_type_slug": kind.meeting_slug}
	yield arguments
	site.db.rollback()


def insert_member(site, name):
	"""Without the 50 password hashes and notices that inserting users through their controller costs."""
	site.get_doc(
		{"doctype": "User", "name": name, "email": name, "first_name": name, "enabled": 1}
	).db_insert()
	hours = [
		{"weekday": "Tuesday", "start_time": f"{hour:02}:00:00", "end_time": f"{hour + 2:02}:00:00"}
		for hour in (9, 12, 15)
	]
	site.get_doc(
		{
			"doctype": "MM Member Profile",
			"user": name,
			"timezone": "Europe/Berlin",
			"max_meetings_per_week": 90,
			"weekly_hours": hours,
			"date_overrides": [{"date": DAY + timedelta(days=8), "is_day_off": 1}],
		}
	).insert()


def ask(function, **arguments):
	from meeting_manager.meeting_manager.api import public

	with counted_queries() as statements:
		answer = getattr(public, function)(**arguments)
	return answer, statements


@pytest.fixture
def cold(many):
	from meeting_manager.adapters.calendars import kept_time

	ask("get_available_dates", **many, start_date=DAY.isoformat())  # Frappe reads each DocType's form once
	kept_time.clear()
	return many


def test_month_of_fifty_members_takes_six_queries_and_then_three(cold):
	window = {"start_date": DAY.isoformat(), "end_date": (DAY + timedelta(days=30)).isoformat()}
	answer, statements = ask("get_available_dates", **cold, **window)
	tuesdays = [DAY + timedelta(days=days) for days in (1, 15, 22, 29)]
	assert answer["available_dates"] == [day.isoformat() for day in tuesdays]
	assert len(statements) == COLD, statements
	again, statements = ask("get_available_dates", **cold, **window)
	assert (again, len(statements)) == (answer, WARM)


def test_day_within_a_month_that_is_kept_asks_no_more(cold):
	ask("get_available_dates", **cold, start_date=DAY.isoformat())
	answer, statements = ask("get_available_time_slots", **cold, date=(DAY + timedelta(days=1)).isoformat())
	assert len(answer["slots"]) == 3 * 7
	assert len(statements) == WARM


def test_one_changed_member_is_loaded_again_alone(cold, site):
	ask("get_available_dates", **cold, start_date=DAY.isoformat())
	profile = site.get_doc("MM Member Profile", "member7.test@example.com")
	profile.weekly_hours[0].start_time = "08:00:00"
	profile.save()
	answer, statements = ask("get_available_time_slots", **cold, date=(DAY + timedelta(days=1)).isoformat())
	assert answer["slots"][0]["time"] == "08:00"
	assert len(statements) == COLD
	hours = next(statement for statement in statements if "tabMM Weekly Hours" in statement)
	assert "member7" in hours and "member8" not in hours


def test_moving_a_booking_asks_no_more_than_booking_a_new_one(consulting, book, site):
	from meeting_manager.adapters.calendars import kept_time
	from meeting_manager.adapters.offers import load_offer, open_slots

	booking = book("10:00")
	kept_time.clear()
	window = booking.start_utc_minute - 600, booking.start_utc_minute + 600
	with counted_queries() as statements:
		offer = load_offer(consulting.meeting_type, moving=booking.name)
		openings = open_slots(offer, window, window[0])
	assert booking.start_utc_minute in openings.starts()
	assert len(openings.members_at(booking.start_utc_minute)) == 3
	assert len(statements) == COLD - 1, "no seats and no cap: the sessions are not asked for"
	delete_bookings(consulting.name)


def test_text_that_the_database_cut_is_read_row_by_row(consulting, book, site, monkeypatch):
	"""MariaDB cuts a GROUP_CONCAT at group_concat_max_len without an error; the meetings behind the cut would be free."""
	from meeting_manager.adapters import busy_time

	booking = book("10:00")
	window = booking.start_utc_minute - 600, booking.start_utc_minute + 600
	whole = busy_time.load_busy_time(booking.members, window)
	assert whole[booking.members[0]].intervals() == [(booking.start_utc_minute, booking.end_utc_minute)]
	read = busy_time._load_texts
	monkeypatch.setattr(busy_time, "_load_texts", lambda *arguments: [cut(*row) for row in read(*arguments)])
	assert busy_time.load_busy_time(booking.members, window) == whole


def cut(member, meetings, *rest):
	"""Within the number: no comma is lost."""
	return member, meetings[:-1], *rest


@pytest.mark.parametrize("text", ["46,12,3", "46,12,", "46,12", "46,"])
def test_text_that_lost_its_end_is_told_from_a_whole_one(site, text):
	from meeting_manager.adapters.busy_time import CutTextError, _read

	assert (_read("46,12,34"), _read(None)) == ([12, 34], [])
	with pytest.raises(CutTextError):
		_read(text)
