"""Any order of bookings and changes, done to a system and to the model: both say the same after each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import (
	Bundle,
	RuleBasedStateMachine,
	initialize,
	invariant,
	multiple,
	precondition,
	rule,
)

from tests.core.booking_model import Model
from tests.core.definition import MeetingType, Member

DURATION = 30
OPENS = 8 * 60
DAY = 10 * 60
"""What is looked at of a day, from OPENS on, in minutes."""
PLACES = st.integers(0, DAY // 5 - 1).map(lambda count: count * 5) | st.integers(0, DAY // 30 - 1).map(
	lambda count: count * 30
)
"""Starts, after OPENS. Most of them are refused."""
POSITIONS = st.integers(0, DAY // 5 - 1)
PAUSES = st.sampled_from([0, 0, 10, 30])
CHANGES = st.fixed_dictionaries(
	{},
	optional={
		"interval": st.sampled_from([15, 30, 60]),
		"before": PAUSES,
		"after": PAUSES,
		"notice": st.sampled_from([0, 60, 600]),
		"horizon": st.sampled_from([0, 1, 7]),
		"day_cap": st.sampled_from([0, 0, 3]),
	},
)
HOURS = st.sampled_from([[(540, 1020)], [(540, 720), (780, 1020)], [(600, 660)]])
MEMBERS = st.integers(0, 2)


class System(Protocol):
	"""What is compared with the model. Bookings are told by their number, in the order in which they were made."""

	def book(self, start: int) -> str | None:
		"""The member who got it; None where it was refused."""

	def move(self, number: int, start: int) -> str | None: ...

	def cancel(self, number: int) -> None: ...

	def close(self, number: int, status: str) -> None: ...

	def confirm(self, number: int) -> None: ...

	def block(self, member: str, start: int, end: int) -> None: ...

	def change_type(self, asked: MeetingType, needs_approval: bool) -> None: ...

	def change_member(self, member: Member) -> None: ...

	def set_clock(self, now: int) -> None: ...

	def offered(self) -> list[int]:
		"""The starts of the day."""

	def shown(self, number: int) -> tuple:
		"""Start, member, status and the history's actions."""


class BookingMachine(RuleBasedStateMachine):
	bookings = Bundle("bookings")
	model: Model
	system: System
	figures: Counter
	"""Of all runs: how many there were, their steps, and the bookings made."""
	offers: Sequence[int] = ()
	"""The starts that both offered after the last step."""

	def start(self) -> tuple[Model, System]:
		raise NotImplementedError

	@initialize()
	def begin(self):
		self.model, self.system = self.start()

	@rule(target=bookings, place=PLACES)
	def book(self, place):
		start = self.model.window[0] + place
		free = self.model.case().free(start)
		member = self.system.book(start)
		assert member in free if free else member is None
		if member is None:
			return multiple()
		self.model.book(start, member)
		return len(self.model.records) - 1

	@rule(number=bookings, place=PLACES)
	def move(self, number, place):
		start = self.model.window[0] + place
		may_take = self.model.may_take(number, start)
		member = self.system.move(number, start)
		assert member in may_take if may_take else member is None
		if member:
			self.model.move(number, start, member)

	@precondition(lambda self: self.offers)
	@rule(target=bookings, position=POSITIONS)
	def book_an_offer(self, position):
		return self.book(self._place_of_offer(position))

	@precondition(lambda self: self.offers)
	@rule(number=bookings, position=POSITIONS)
	def move_to_an_offer(self, number, position):
		self.move(number, self._place_of_offer(position))

	@rule(number=bookings, minutes=st.sampled_from([-30, -15, 0, 15, 30]))
	def move_a_little(self, number, minutes):
		self.move(number, self.model.records[number].start + minutes - self.model.window[0])

	def _place_of_offer(self, position: int) -> int:
		return self.offers[position % len(self.offers)] - self.model.window[0]

	@rule(number=bookings)
	def cancel(self, number):
		self.system.cancel(number)
		self.model.cancel(number)

	@rule(number=bookings, status=st.sampled_from(["Completed", "No-Show"]))
	def close(self, number, status):
		self.system.close(number, status)
		self.model.close(number, status)

	@precondition(lambda self: any(record.status == "Pending" for record in self.model.records))
	@rule(number=bookings)
	def confirm(self, number):
		self.system.confirm(number)
		self.model.confirm(number)

	@rule(position=MEMBERS, place=PLACES, minutes=st.integers(1, 180))
	def block_time(self, position, place, minutes):
		start = self.model.window[0] + place
		block = self.model.members[position].name, start, start + minutes
		self.system.block(*block)
		self.model.away.append(block)

	@rule(changes=CHANGES, needs_approval=st.booleans())
	def change_rules(self, changes, needs_approval):
		self.model.asked = replace(self.model.asked, **changes)
		self.model.needs_approval = needs_approval
		self.system.change_type(self.model.asked, needs_approval)

	@rule(position=MEMBERS, hours=HOURS, before=PAUSES, day_cap=st.sampled_from([0, 0, 2]))
	def change_member(self, position, hours, before, day_cap):
		changed = replace(
			self.model.members[position],
			weekly=dict.fromkeys(range(7), hours),
			before=before,
			day_cap=day_cap,
		)
		self.model.change_member(changed)
		self.system.change_member(changed)

	@rule(minutes=st.sampled_from([1, 45, 300, 700]))
	def let_time_pass(self, minutes):
		self.model.now += minutes
		self.system.set_clock(self.model.now)

	def __init_subclass__(cls, **options):
		super().__init_subclass__(**options)
		cls.figures = Counter()

	def teardown(self):
		self.figures.update(runs=1, bookings=len(self.model.records))

	@invariant()
	def offers_are_the_same(self):
		self.figures["states_compared"] += 1
		self.offers = self.model.case().starts()
		assert self.system.offered() == self.offers

	@invariant()
	def bookings_are_the_same(self):
		for number, record in enumerate(self.model.records):
			assert self.system.shown(number) == record.shown()

	@invariant()
	def nobody_is_booked_twice(self):
		assert self.model.overlaps() == []
