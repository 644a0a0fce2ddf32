"""The core's parts put together as an app does it, against the model, over any order of bookings and changes."""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from meeting_manager.scheduling import policy, status
from meeting_manager.scheduling.actors import CUSTOMER_LINK, STAFF
from meeting_manager.scheduling.assignment import PRIORITY, Candidate, choose_member
from tests.core.booking_machine import DAY, DURATION, OPENS, BookingMachine
from tests.core.booking_model import CANCEL_NOTICE, MOST_MOVES, RESCHEDULE_NOTICE, Model, Record
from tests.core.definition import MeetingType, Member
from tests.core.handed_over import search_of

ZONE = "Europe/Berlin"
MONDAY = date(2027, 3, 1)
POLICY = policy.Policy(CANCEL_NOTICE, RESCHEDULE_NOTICE, MOST_MOVES)


class CoreSystem:
	"""Bookings kept in memory, every decision left to the core."""

	def __init__(self, model: Model):
		self.kept = deepcopy(model)

	def book(self, start: int) -> str | None:
		return self._take(start, None, lambda member: self.kept.book(start, member))

	def move(self, number: int, start: int) -> str | None:
		record = self.kept.records[number]
		if not policy.may_reschedule(self._facts(record), POLICY, self.kept.now).allowed:
			return None
		return self._take(start, record, lambda member: self._rewrite(number, start, member))

	def _take(self, start: int, moving: Record | None, write) -> str | None:
		free = search_of(self.kept.case(moving)).openings().members_at(start)
		if not free:
			return None
		ranked = [Candidate(name, priority) for priority, name in enumerate(free, 1)]
		stays = moving and moving.member in free
		member = moving.member if stays else choose_member(PRIORITY, ranked, self.kept.now).member
		write(member)
		return member

	def _rewrite(self, number: int, start: int, member: str) -> None:
		wanted = status.after_reschedule(self.kept.records[number].status)
		self.kept.move(number, start, member)
		self.kept.records[number].status = wanted

	def cancel(self, number: int) -> None:
		record = self.kept.records[number]
		if policy.may_cancel(self._facts(record), POLICY, self.kept.now).allowed:
			self._change(number, status.CANCELLED, CUSTOMER_LINK)

	def _facts(self, record: Record) -> policy.Facts:
		return policy.Facts(record.status, record.start, record.moves)

	def close(self, number: int, wanted: str) -> None:
		self._change(number, wanted)

	def confirm(self, number: int) -> None:
		self._change(number, status.CONFIRMED)

	def _change(self, number: int, wanted: str, actor: str = STAFF) -> None:
		record = self.kept.records[number]
		if status.may_move(record.status, wanted, actor, self.kept.now >= record.start):
			record.status = wanted
			record.history.append(wanted)

	def block(self, member: str, start: int, end: int) -> None:
		self.kept.away.append((member, start, end))

	def change_type(self, asked: MeetingType, needs_approval: bool) -> None:
		self.kept.asked, self.kept.needs_approval = asked, needs_approval

	def change_member(self, member: Member) -> None:
		self.kept.change_member(member)

	def set_clock(self, now: int) -> None:
		self.kept.now = now

	def offered(self) -> list[int]:
		return search_of(self.kept.case()).openings().starts()

	def shown(self, number: int) -> tuple:
		return self.kept.records[number].shown()


class CoreMachine(BookingMachine):
	def start(self):
		midnight = int(datetime.combine(MONDAY, time(), ZoneInfo(ZONE)).timestamp()) // 60
		weekly = {weekday: [(540, 1020)] for weekday in range(7)}
		model = Model(
			asked=MeetingType(ZONE, DURATION, 30),
			members=[Member(name, ZONE, weekly) for name in ("ada", "ben", "cleo")],
			window=(midnight + OPENS, midnight + OPENS + DAY),
			now=midnight - 600,
		)
		return model, CoreSystem(model)


def test_core_and_model_say_the_same():
	runs = 500 if os.environ.get("MM_LOAD") else 20
	run_state_machine_as_test(
		CoreMachine, settings=settings(max_examples=runs, stateful_step_count=20, deadline=None)
	)
	print(f"\ncore and model: {dict(CoreMachine.figures)}, no divergence")
