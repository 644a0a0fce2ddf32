"""What cancelling and not coming has cost: by currency, and what was waived apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from frappe.utils import getdate

from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import load_bookings
from meeting_manager.figures.periods import period_of
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_fees import fee_of
from meeting_manager.scheduling.money import Money, to_decimal

DUE, WAIVED = "Due", "Waived"
STATES = (DUE, WAIVED)


@dataclass(frozen=True, slots=True)
class Charge:
	"""
	:param kind: what it is for, as the booking has it.
	:param state: one of STATES.
	"""

	booking: object
	kind: str
	money: Money
	state: str

	@property
	def currency(self) -> str:
		return self.money.currency

	@property
	def day(self) -> date:
		"""On which the meeting was to start, in the site's time zone."""
		return getdate(self.booking.start_datetime)


def load_fees(asked: Asked) -> list[Charge]:
	"""Of the bookings that start in the range and cost something, in their order."""
	return fees_of(load_bookings(asked))


def fees_of(bookings: Iterable) -> list[Charge]:
	return [
		Charge(booking, booking.fee_kind, fee_of(booking), WAIVED if booking.fee_waived else DUE)
		for booking in bookings
		if booking.fee_kind and booking.fee_amount
	]


def totals(fees: Iterable[Charge]) -> dict[str, dict[str, Money]]:
	"""By currency, of each of STATES the sum."""
	fees = list(fees)
	return {
		currency: {state: _sum(fees, currency, state) for state in STATES}
		for currency in sorted({charge.currency for charge in fees})
	}


def count_by_period(fees: Iterable[Charge], periods: Sequence[date], period: str) -> dict[str, list[int]]:
	"""Of each of STATES, how many in each period."""
	fees = list(fees)
	return {
		state: [
			sum(charge.state == state and period_of(charge.day, period) == start for charge in fees)
			for start in periods
		]
		for state in STATES
	}


def amounts_by_period(fees: Iterable[Charge], periods: Sequence[date], period: str) -> dict[str, list[float]]:
	"""Of each of STATES, how much in each period.

	:param fees: of one currency.
	"""
	fees = list(fees)
	return {
		state: [
			float(
				sum(
					to_decimal(charge.money)
					for charge in fees
					if charge.state == state and period_of(charge.day, period) == start
				)
			)
			for start in periods
		]
		for state in STATES
	}


def _sum(fees: Sequence[Charge], currency: str, state: str) -> Money:
	amount = sum(
		charge.money.amount for charge in fees if (charge.currency, charge.state) == (currency, state)
	)
	return Money(amount, currency)
