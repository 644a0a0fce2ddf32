"""Whoever changes hours or holidays is told of the booked meetings that are outside of them now."""

import re
from datetime import timedelta

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_member_profile import left_outside
from tests.site.counting import counted_queries
from tests.site.factories import make_department, next_monday
from tests.site.people import LEADER, make_people

ADA, BEN = "ada.test@example.com", "ben.test@example.com"
PROFILE = "MM Member Profile"
TITLE = "Meetings outside the Hours"
INTRO = "These booked meetings are outside the hours now. They stay booked until you move or cancel them:"


@pytest.fixture
def booked(book):
	"""Bookings of Ada's on that Monday at 10:00 and 15:00; what is changed later is not committed."""
	return [book(time, assigned_users=[{"member": ADA}]) for time in ("10:00", "15:00")]


def change(**values):
	"""Save Ada's profile; return the lines that the warning lists, None without a warning."""
	frappe.clear_messages()
	frappe.get_doc(PROFILE, ADA).update(values).save()
	return warned_lines()


def warned_lines():
	warnings = [message for message in frappe.get_message_log() if message.get("title") == TITLE]
	if not warnings:
		return None
	(warning,) = warnings
	assert warning.get("indicator") == "orange"
	assert warning["message"].startswith(INTRO + "<ul><li>")
	return re.findall(r"<li>(.*?)</li>", warning["message"])


def line_of(booking, time, name="Alex Example", zone="Europe/Berlin", member="Ada Test", day=None):
	link = f'<a href="/app/mm-meeting-booking/{booking.name}">{booking.booking_reference}</a>'
	return f"{link}: {name} with {member}, {day or next_monday()} {time} ({zone})"


def weekly(start, end, days=("Monday", "Tuesday")):
	return [{"weekday": day, "start_time": start, "end_time": end} for day in days]


@pytest.mark.parametrize(
	("start", "end", "left"),
	[
		pytest.param("09:00", "17:00", None, id="both inside"),
		pytest.param("09:00", "15:00", [1], id="the end touches the start of one"),
		pytest.param("09:00", "15:25", [1], id="one runs over the end"),
		pytest.param("09:00", "15:30", None, id="the end of one touches the end"),
		pytest.param("10:05", "17:00", [0], id="one begins before"),
		pytest.param("18:00", "20:00", [0, 1], id="both outside"),
	],
)
def test_meetings_outside_new_hours_are_listed(booked, start, end, left):
	lines = change(weekly_hours=weekly(start, end))
	times = ("10:00", "15:00")
	assert lines == (left and [line_of(booked[number], times[number]) for number in left])


def test_saved_hours_stand_and_the_meetings_stay(booked):
	change(weekly_hours=weekly("18:00", "20:00"))
	assert len(frappe.get_doc(PROFILE, ADA).weekly_hours) == 2
	assert {frappe.db.get_value("MM Meeting Booking", one.name, "status") for one in booked} == {"Confirmed"}


def test_day_off_is_a_change_of_hours(booked):
	lines = change(date_overrides=[{"date": next_monday(), "is_day_off": 1}])
	assert lines == [line_of(booked[0], "10:00"), line_of(booked[1], "15:00")]


def test_other_hours_on_a_date_are_a_change_of_hours(booked):
	override = {"date": next_monday(), "start_time": "12:00", "end_time": "20:00"}
	assert change(date_overrides=[override]) == [line_of(booked[0], "10:00")]


def test_new_zone_moves_the_hours(booked):
	"""9 to 17 in Lisbon begins an hour later than in Berlin; times are told in the new zone."""
	assert change(timezone="Europe/Lisbon", weekly_hours=weekly("09:30", "17:00")) == [
		line_of(booked[0], "09:00", zone="Europe/Lisbon")
	]


def test_change_of_something_else_warns_of_nothing(booked):
	assert change(buffer_before=30, max_meetings_per_day=1) is None


def test_meeting_that_was_outside_before_is_not_listed_again(booked):
	assert len(change(weekly_hours=weekly("18:00", "20:00"))) == 2
	assert change(weekly_hours=weekly("18:00", "19:00")) is None
	assert change(weekly_hours=weekly("09:00", "12:00")) is None


def test_cancelled_meeting_is_not_listed(booked):
	booked[0].reload()
	booked[0].cancel_meeting(reason="no need")
	assert change(weekly_hours=weekly("18:00", "20:00")) == [line_of(booked[1], "15:00")]


def test_meeting_that_has_begun_is_not_listed(booked):
	row = {"parent": booked[0].name}
	frappe.db.set_value(
		"MM Meeting Booking Assigned User", row, {"start_utc_minute": 30_000, "end_utc_minute": 30_030}
	)
	assert change(weekly_hours=weekly("18:00", "20:00")) == [line_of(booked[1], "15:00")]


def test_meeting_of_another_member_is_not_listed(book):
	book("10:00", assigned_users=[{"member": BEN}])
	assert change(weekly_hours=weekly("18:00", "20:00")) is None


def test_name_of_a_customer_is_escaped(book):
	booking = book("10:00", assigned_users=[{"member": ADA}], customer_name="A <b>B</b>")
	lines = change(weekly_hours=weekly("18:00", "20:00"))
	assert lines == [line_of(booking, "10:00", name="A &lt;b&gt;B&lt;/b&gt;")]


def test_meeting_on_a_holiday_was_outside_already(booked, consulting):
	"""The department's holidays count, before and after."""
	close(consulting, day_part="Morning")
	assert change(weekly_hours=weekly("18:00", "20:00")) == [line_of(booked[1], "15:00")]


def test_long_list_ends_with_a_number(book, monkeypatch):
	assert left_outside.MOST_LISTED == 20
	monkeypatch.setattr(left_outside, "MOST_LISTED", 2)
	times = ("10:00", "11:00", "12:00", "13:00", "14:00")
	booked = [book(time, assigned_users=[{"member": ADA}]) for time in times]
	lines = change(weekly_hours=weekly("18:00", "20:00"))
	assert lines == [line_of(booked[0], "10:00"), line_of(booked[1], "11:00"), "and 3 more"]


def test_leader_is_not_told_of_another_departments_customer(booked, consulting):
	"""The leader of one of the member's departments may change the hours, but not see what others book."""
	make_people()
	make_department("Elsewhere", [ADA], leader=LEADER)
	frappe.set_user(LEADER)
	assert change(weekly_hours=weekly("18:00", "20:00")) == ["2 that you may not see"]


def close(consulting, **holiday):
	frappe.clear_messages()
	department = frappe.get_doc("MM Department", consulting.name)
	department.append("holidays", {"holiday_date": next_monday(), **holiday})
	department.save()
	return warned_lines()


@pytest.mark.parametrize(
	("day_part", "times"),
	[("Whole Day", ["10:00", "15:00"]), ("Morning", ["10:00"]), ("Afternoon", ["15:00"])],
)
def test_new_holiday_lists_the_departments_meetings(booked, consulting, day_part, times):
	by_time = dict(zip(("10:00", "15:00"), booked, strict=True))
	assert close(consulting, day_part=day_part) == [line_of(by_time[time], time) for time in times]


def test_holiday_on_another_day_lists_nothing(booked, consulting):
	assert close(consulting, holiday_date=next_monday() + timedelta(days=1)) is None


def test_holiday_does_not_reach_hours_of_the_date_itself(booked, consulting):
	override = {"date": next_monday(), "start_time": "09:00", "end_time": "12:00"}
	assert change(date_overrides=[override]) == [line_of(booked[1], "15:00")]
	assert close(consulting) is None


def test_holiday_of_another_department_lists_nothing(booked):
	other = make_department("Elsewhere", [ADA])
	other.append("holidays", {"holiday_date": next_monday()})
	other.save()
	assert warned_lines() is None


def test_queries_do_not_grow_with_the_meetings(book, consulting):
	def count(work):
		with counted_queries() as statements:
			assert work()
		frappe.db.rollback()
		return len(statements)

	def close_the_day():
		return close(consulting)

	def take_other_hours():
		return change(weekly_hours=weekly("18:00", "20:00"))

	counts = []
	for times in (["10:00"], ["11:00", "12:00", "13:00"]):
		for time in times:
			for member in (ADA, BEN):
				book(time, assigned_users=[{"member": member}])
		for warm_up in (close_the_day, take_other_hours):
			warm_up()
			frappe.db.rollback()
		counts.append([count(close_the_day), count(take_other_hours)])
	of_two, of_eight = counts
	more_meetings = 6
	assert all(later - first < more_meetings / 2 for first, later in zip(of_two, of_eight, strict=True)), (
		counts
	)
