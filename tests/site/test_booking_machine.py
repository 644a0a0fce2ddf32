"""The app against the model, over any order of bookings and changes by guests and staff."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time, timezone
from itertools import count
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import frappe
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from meeting_manager.adapters.claims_audit import find_disagreements
from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import (
	BookingClosedError,
	BusyError,
	MailLimitError,
	NoMemberAvailableError,
	PastDateError,
	PolicyError,
	UnexpectedError,
)
from meeting_manager.meeting_manager.api import public
from meeting_manager.scheduling.zones import to_instant
from tests.core.booking_machine import DAY, DURATION, OPENS, BookingMachine
from tests.core.booking_model import CANCEL_NOTICE, MOST_MOVES, RESCHEDULE_NOTICE, Model
from tests.core.definition import MeetingType, Member
from tests.load.scale import load_is_asked_for
from tests.site.clock import stop_clock
from tests.site.conftest import set_limits
from tests.site.factories import WORKDAYS, delete_bookings, next_monday

BOOKING, BUSY = "MM Meeting Booking", "MM Busy Time"
OFFICE_HOURS = [(540, 1020)]
POLICY = {
	"cancel_notice_hours": CANCEL_NOTICE // 60,
	"reschedule_notice_hours": RESCHEDULE_NOTICE // 60,
	"max_reschedules": MOST_MOVES,
}
REFUSALS = (NoMemberAvailableError, PolicyError, BookingClosedError, PastDateError, frappe.ValidationError)
"""Just these and none of their kinds; the last is what staff are told of a status that cannot follow."""
RUNS = 100 if load_is_asked_for() else 12
guests = count()


class Site:
	"""Guests through the guest API, staff through the documents, each call a transaction."""

	def __init__(self, consulting, model: Model, monkeypatch):
		self.consulting, self.model, self.monkeypatch = consulting, model, monkeypatch
		self.names = []
		self.offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}
		self.set_clock(model.now)

	def book(self, start: int) -> str | None:
		answer = commit(
			public.create_booking,
			**self.offer,
			start=to_instant(start).isoformat(),
			customer_name="Alex Example",
			customer_email=f"alex.{next(guests)}@example.com",
		)
		if answer is None:
			return None
		self.names.append(answer["booking_id"])
		return self._read(-1).members[0]

	def move(self, number: int, start: int) -> str | None:
		local = to_instant(start, ZoneInfo(self.consulting.zone))
		answer = commit(
			public.reschedule_booking,
			token=self._read(number).reschedule_token,
			new_date=local.date().isoformat(),
			new_time=f"{local:%H:%M}",
		)
		return answer and self._read(number).members[0]

	def cancel(self, number: int) -> None:
		link = self._read(number).cancel_url
		commit(public.cancel_booking, token=parse_qs(urlsplit(link).query)["token"][0])

	def close(self, number: int, status: str) -> None:
		booking = self._read(number)
		booking.status = status
		commit(booking.save)

	def confirm(self, number: int) -> None:
		commit(self._read(number).confirm)

	def block(self, member: str, start: int, end: int) -> None:
		times = {"start_datetime": to_site_datetime(start), "end_datetime": to_site_datetime(end)}
		frappe.get_doc({"doctype": BUSY, "member": member, **times}).insert()
		frappe.db.commit()

	def change_type(self, asked: MeetingType, needs_approval: bool) -> None:
		kind = frappe.get_doc("MM Meeting Type", self.consulting.meeting_type)
		kind.update(
			{
				"slot_interval": asked.interval,
				"buffer_before": asked.before,
				"buffer_after": asked.after,
				"minimum_notice": asked.notice,
				"booking_horizon": asked.horizon,
				"max_meetings_per_day": asked.day_cap,
				"requires_approval": int(needs_approval),
			}
		)
		kind.save()
		frappe.db.commit()

	def change_member(self, member: Member) -> None:
		profile = frappe.get_doc("MM Member Profile", member.name)
		profile.update({"buffer_before": member.before, "max_meetings_per_day": member.day_cap})
		profile.set("weekly_hours", list(weekly_rows(member)))
		profile.save()
		frappe.db.commit()

	def set_clock(self, now: int) -> None:
		stop_clock(self.monkeypatch, now)

	def offered(self) -> list[int]:
		frappe.db.rollback()
		answer = public.get_available_time_slots(**self.offer, date=next_monday().isoformat())
		starts = (datetime.fromisoformat(slot["start"]) for slot in answer["slots"])
		minutes = (int(start.astimezone(timezone.utc).timestamp()) // 60 for start in starts)
		return [minute for minute in minutes if self.model.window[0] <= minute < self.model.window[1]]

	def shown(self, number: int) -> tuple:
		booking = self._read(number)
		actions = tuple(row.action for row in booking.history)
		return booking.start_utc_minute, booking.members[0], booking.status, actions

	def _read(self, number: int):
		frappe.db.rollback()
		return frappe.get_doc(BOOKING, self.names[number])


def commit(function, **arguments):
	"""What the call returns, committed; None where a rule refused it. A busy database is no rule."""
	try:
		answer = function(**arguments)
	except frappe.ValidationError as error:
		frappe.db.rollback()
		if type(error) not in REFUSALS:
			raise
		frappe.clear_messages()
		return None
	frappe.db.commit()
	return answer


def weekly_rows(member: Member):
	for position, weekday in enumerate(WORKDAYS):
		for first, last in member.weekly[position]:
			yield {"weekday": weekday, "start_time": clock(first), "end_time": clock(last)}


def clock(minute: int) -> str:
	return f"{minute // 60:02}:{minute % 60:02}:00"


@pytest.fixture
def first_state(consulting, site, monkeypatch):
	"""How each run of the machine begins; what it changed is as before when all are over."""
	midnight = int(datetime.combine(next_monday(), time(), ZoneInfo(consulting.zone)).timestamp()) // 60
	weekly = dict.fromkeys(range(7), OFFICE_HOURS)
	start = Model(
		asked=MeetingType(consulting.zone, DURATION, 30),
		members=[Member(name, consulting.zone, weekly) for name in sorted(consulting.members)],
		window=(midnight + OPENS, midnight + OPENS + DAY),
		now=midnight - 600,
	)
	settings_before = {field: site.db.get_single_value("MM Settings", field) for field in POLICY}
	set_limits(POLICY)
	horizon = site.db.get_value("MM Meeting Type", consulting.meeting_type, "booking_horizon")

	def begin() -> tuple[Model, Site]:
		frappe.db.rollback()
		delete_bookings(consulting.name)
		site.db.delete(BUSY, {"member": ["in", consulting.members]})
		model = deepcopy(start)
		app = Site(consulting, model, monkeypatch)
		app.change_type(model.asked, needs_approval=False)
		for member in model.members:
			app.change_member(member)
		return model, app

	yield begin
	_model, app = begin()
	app.change_type(MeetingType(consulting.zone, DURATION, 0, horizon=horizon), needs_approval=False)
	set_limits(settings_before)


@pytest.fixture
def machine(first_state):
	class SiteMachine(BookingMachine):
		def start(self):
			return first_state()

		def teardown(self):
			super().teardown()
			frappe.db.rollback()
			assert not find_disagreements(self.model.window[0])

	return SiteMachine


@pytest.fixture
def run(machine):
	"""Begun, for a test that takes the steps itself."""
	begun = machine()
	begun.begin()
	yield begun
	begun.teardown()


def test_app_and_model_say_the_same(machine):
	checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
	run_state_machine_as_test(
		machine,
		settings=settings(
			max_examples=RUNS, stateful_step_count=20, deadline=None, suppress_health_check=checks
		),
	)
	print(f"\napp and model: {dict(machine.figures)}, no divergence")


def test_moves_come_to_an_end_where_the_model_says(run):
	"""Steps in any order seldom come to the third move of one booking."""
	number = run.book(300)
	for place in (510, 180, 300):
		run.move(number, place)
	run.bookings_are_the_same()
	assert run.model.records[number].moves == MOST_MOVES


def test_changes_come_too_late_where_the_model_says(run):
	"""Just too late to move the one, just in time to cancel it, just too late to cancel the other."""
	one, other = run.book(120), run.book(60)
	run.let_time_pass(run.model.records[one].start - RESCHEDULE_NOTICE + 1 - run.model.now)
	run.move(one, 300)
	run.cancel(one)
	run.cancel(other)
	run.bookings_are_the_same()
	assert [record.status for record in run.model.records] == ["Cancelled", "Confirmed"]


@pytest.mark.parametrize(
	"trouble",
	[BusyError, UnexpectedError, MailLimitError, frappe.TimestampMismatchError, frappe.PermissionError],
)
def test_trouble_is_not_taken_for_a_refusal(site, trouble):
	def fail():
		raise trouble

	with pytest.raises(trouble):
		commit(fail)
