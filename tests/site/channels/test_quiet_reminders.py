"""Reminders in the middle of the night of whoever gets them, and none where there could have been one."""

from zoneinfo import ZoneInfo

import frappe
import pytest

from meeting_manager.scheduling.zones import to_instant

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


@pytest.fixture
def quiet(settings):
	"""Set the quiet hours for one test: `quiet("21:00", "09:00")`."""
	yield lambda begin, end: settings(has_quiet_hours=1, quiet_from=begin, quiet_to=end)
	settings(has_quiet_hours=0, quiet_from="21:00", quiet_to="07:00")


@pytest.fixture
def reminded(messages):
	"""When the reminders of a kind of recipient are due, by the clocks of a zone."""

	def read(booking, kind, zone):
		rows = messages(booking, occasion="Reminder", recipient_kind=kind, state="Due", channel="Email")
		return {row.minutes_before: to_instant(row.due_utc_minute, zone).strftime("%a %H:%M") for row in rows}

	return read


def test_off_by_default(booking, reminded):
	assert reminded(booking, "Customer", BERLIN) == {24 * 60: "Sun 10:00", 60: "Mon 09:00"}


def test_each_recipient_by_the_own_clocks(quiet, book, reminded):
	"""Kolkata is ahead by four and a half hours in winter, by three and a half in summer."""
	quiet("12:00", "17:00")
	booking = book("15:00", customer_timezone="Asia/Kolkata")
	hour = booking.start.astimezone(KOLKATA).hour
	assert hour in (18, 19)
	expected = {24 * 60: f"Sun {hour}:30", 60: f"Mon {hour - 1}:30"}
	assert reminded(booking, "Customer", KOLKATA) == expected
	assert reminded(booking, "Member", BERLIN) == {24 * 60: "Sun 17:00", 60: "Mon 11:55"}


def test_put_off_or_brought_forward(quiet, book, reminded):
	quiet("21:00", "09:30")
	assert reminded(book("10:00"), "Customer", BERLIN) == {24 * 60: "Sun 10:00", 60: "Mon 09:30"}
	quiet("21:00", "09:45")
	assert reminded(book("10:00"), "Customer", BERLIN) == {24 * 60: "Sun 10:00", 60: "Sun 20:55"}


def test_a_move_heeds_them_too(quiet, booking, reminded, reload):
	quiet("21:00", "10:45")
	reload(booking).reschedule(booking.start_utc_minute + 90, "")
	frappe.db.commit()
	assert reminded(booking, "Customer", BERLIN) == {24 * 60: "Sun 11:30", 60: "Mon 10:45"}
	assert reminded(booking, "Member", BERLIN) == {24 * 60: "Sun 11:30", 60: "Mon 10:45"}


def test_one_that_would_have_been_before_the_booking_is_not_written(quiet, book, reminded, at, now):
	quiet("00:00", "09:45")
	booking = book("10:00")
	at(booking.start_utc_minute - 120)
	again = book("10:00", customer_name="Robin Vale")
	assert reminded(again, "Customer", BERLIN) == {}


@pytest.mark.parametrize(
	("begin", "end", "sentence"),
	[
		("21:00", "21:00", "choose two different times"),
		("9:00", "09:00", "choose two different times"),
		("late", "07:00", "From: write times as 09:00"),
		("21:00", "", "To: write times as 09:00"),
		("21:00", "07:03", "To: use times at multiples of 5 minutes"),
	],
)
def test_hours_that_are_none_are_refused(site, quiet, begin, end, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		quiet(begin, end)
