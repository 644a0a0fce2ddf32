"""How much a customer's phone loads to choose a time, in the month and on the day that need the most."""

from datetime import date
from pathlib import Path

import pytest

from meeting_manager.scheduling.zones import find_zone, wall_to_minute
from tests.site.clock import stop_clock
from tests.site.factories import (
	WORKDAYS,
	ZONE,
	delete_bookings,
	make_department,
	make_meeting_type,
	make_profile,
)
from tests.site.pages.reading import offered_times, text_of

PUBLIC = Path(__file__).resolve().parents[3] / "meeting_manager" / "public"
LARGEST_PAGE = 30 * 1024
TODAY, BOOKED, SHOWN = date(2029, 12, 1), date(2029, 12, 19), date(2029, 12, 26)
"""A month of 31 days in six weeks, whether they start on Sunday or on Monday, and a day with the longest name in it."""


@pytest.fixture
def open_all_week(site, settings, monkeypatch):
	"""The path of a meeting type that can be booked 16 times a day, on each day of that month, and a booking of it."""
	settings(
		company_name="Example Company", support_email="hello@example.com", support_phone="+49 30 1234567"
	)
	stop_clock(monkeypatch, _minute_of(TODAY, 0))
	hours = [
		{"weekday": day, "start_time": "09:00:00", "end_time": "17:00:00"}
		for day in (*WORKDAYS, "Saturday", "Sunday")
	]
	member = make_profile("whole.week@example.com", "Whole Week", weekly_hours=hours)
	department = make_department("Consulting all week", [member])
	said = "We get to know each other and see whether we can help."
	kind = make_meeting_type(department.name, minimum_notice=0, description=said)
	yield f"/book/{department.department_slug}/{kind.meeting_slug}", _book(department.name, kind.name)
	site.db.rollback()
	delete_bookings(department.name)
	for doctype, name in (
		("MM Meeting Type", kind.name),
		("MM Department", department.name),
		("MM Member Profile", member),
	):
		site.delete_doc(doctype, name, force=True)
	site.db.commit()


def _minute_of(day: date, hour: int) -> int:
	return wall_to_minute(find_zone(ZONE), day, hour * 60)


def _book(department: str, meeting_type: str):
	import frappe

	values = {
		"department": department,
		"meeting_type": meeting_type,
		"start_utc_minute": _minute_of(BOOKED, 10),
	}
	customer = {"customer_name": "Alexandra Example-Somebody", "customer_email": "alexandra@example.com"}
	return frappe.get_doc({"doctype": "MM Meeting Booking", **values, **customer}).insert()


def test_a_page_with_style_and_script_stays_small(open_all_week, http, capsys):
	book_path, booking = open_all_week
	common = sum((PUBLIC / name).stat().st_size for name in ("css/guest.css", "js/guest.js"))
	reschedule_path = f"/reschedule-booking?token={booking.reschedule_token}"
	for path, field in (
		(f"{book_path}?date={SHOWN}", "start"),
		(f"{reschedule_path}&date={SHOWN}", "new_time"),
	):
		answer = http.get(path)
		assert text_of(answer).count('name="date"') == 31 and text_of(answer).count("<tr>") == 7
		assert len(offered_times(answer, field)) == 16
		size = len(answer.get_data())
		with capsys.disabled():
			print(f"\n{path.split('?')[0]}: {size} bytes, with style and script {size + common}")
		assert size + common <= LARGEST_PAGE
