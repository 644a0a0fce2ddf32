"""What a draft of a policy would have refused and charged, had it held for bookings of the past.

What customers did stays as it was: a change that would have been refused counts as made for those after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from meeting_manager.scheduling.money import NOTHING, Money
from meeting_manager.scheduling.policy import (
	RECENT_DAYS,
	Decision,
	Facts,
	Policy,
	may_cancel,
	may_reschedule,
	no_show_fee,
)
from meeting_manager.scheduling.status import CONFIRMED

MOVED, CANCELLED, MISSED = "moved", "cancelled", "missed"
RECENT = RECENT_DAYS * 24 * 60


@dataclass(frozen=True, slots=True)
class PastChange:
	"""
	:param kind: MOVED or CANCELLED by the customer, or MISSED.
	:param at: UTC minute at which it was done.
	:param start: UTC minute that was booked then.
	"""

	kind: str
	at: int
	start: int


@dataclass(frozen=True, slots=True)
class PastBooking:
	"""
	:param customer: whatever tells customers apart.
	:param price: in minor units of the policy's currency.
	"""

	name: str
	customer: str
	changes: tuple[PastChange, ...] = ()
	price: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
	"""
	:param booking: its name.
	:param code: of the refusal; "" where the change would have cost a fee.
	"""

	booking: str
	change: PastChange
	code: str
	fee: Money


@dataclass
class Trial:
	"""
	:param looked_at: changes by kind.
	:param refused: changes by kind and code.
	:param charged: changes with a fee, by kind.
	:param sums: fees by kind, in minor units of `currency`; of refused cancellations nothing.
	:param outcomes: the changes that would have been refused or charged, the oldest first.
	"""

	currency: str = ""
	looked_at: Counter = field(default_factory=Counter)
	refused: Counter = field(default_factory=Counter)
	charged: Counter = field(default_factory=Counter)
	sums: Counter = field(default_factory=Counter)
	outcomes: list[Outcome] = field(default_factory=list)


@dataclass
class _Customer:
	moves: list[int] = field(default_factory=list)
	cancellations: int = 0


def try_policy(bookings: Iterable[PastBooking], policy: Policy, since: int = 0) -> Trial:
	"""
	:param since: UTC minute before which changes are remembered of their customers, and not counted.
	"""
	trial, customers, moved = Trial(policy.currency), {}, Counter()
	for booking, change in _in_order(bookings):
		customer = customers.setdefault(booking.customer, _Customer())
		facts = _facts(booking, change, customer, moved[booking.name])
		if change.at >= since:
			_note(trial, booking, change, _decide(change, facts, policy))
		_remember(change, customer)
		moved[booking.name] += change.kind == MOVED
	return trial


def _in_order(bookings: Iterable[PastBooking]) -> list[tuple[PastBooking, PastChange]]:
	changes = [(booking, change) for booking in bookings for change in booking.changes]
	return sorted(changes, key=lambda pair: (pair[1].at, pair[0].name))


def _facts(booking: PastBooking, change: PastChange, customer: _Customer, times_moved: int) -> Facts:
	recent = sum(at > change.at - RECENT for at in customer.moves)
	return Facts(CONFIRMED, change.start, times_moved, booking.price, recent, customer.cancellations)


def _decide(change: PastChange, facts: Facts, policy: Policy) -> tuple[str | None, Money]:
	"""The code of the refusal, or None with what is charged."""
	if change.kind == MISSED:
		return None, no_show_fee(facts, policy)
	judge = may_reschedule if change.kind == MOVED else may_cancel
	decision: Decision = judge(facts, policy, change.at)
	return (None, decision.fee) if decision.allowed else (decision.code, NOTHING)


def _note(trial: Trial, booking: PastBooking, change: PastChange, outcome: tuple[str | None, Money]) -> None:
	code, fee = outcome
	trial.looked_at[change.kind] += 1
	if code:
		trial.refused[change.kind, code] += 1
	if fee.amount:
		trial.charged[change.kind] += 1
		trial.sums[change.kind] += fee.amount
	if code or fee.amount:
		trial.outcomes.append(Outcome(booking.name, change, code or "", fee))


def _remember(change: PastChange, customer: _Customer) -> None:
	if change.kind == MOVED:
		customer.moves.append(change.at)
	elif change.kind == CANCELLED:
		customer.cancellations += 1
