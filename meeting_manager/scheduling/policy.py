"""What may be done with a booking, until when and at what fee, judged on the time that is booked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from meeting_manager.scheduling.actors import CUSTOMER_LINK, CUSTOMERS, HOUSE, SYSTEM
from meeting_manager.scheduling.money import NOTHING, Money, percent_of
from meeting_manager.scheduling.reasons import RULES
from meeting_manager.scheduling.status import OPEN

ALLOWED = "allowed"
CLOSED = "closed"
STARTED = "started"
TOO_LATE = "too late"
TOO_OFTEN = "too often"
OUTSIDE_RULES = "outside the rules"
NOT_FREE = "not free"
TOO_OFTEN_LATELY = "too often lately"
"""The customer, with all bookings together, within RECENT_DAYS."""

REASON_MISSING, REASON_UNKNOWN = "reason missing", "reason unknown"

NOTICE, LIMITS, FEE, REASON = "notice", "limits", "fee", "reason"
WAIVABLE = (NOTICE, LIMITS, FEE, REASON)
"""What a policy may let staff waive."""
WAIVED_WITH = {STARTED: NOTICE, TOO_LATE: NOTICE, TOO_OFTEN: LIMITS, TOO_OFTEN_LATELY: LIMITS}

RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Fee:
	"""A fixed amount in minor units, or else a part of the price."""

	amount: int = 0
	percent: int = 0

	def of(self, price: int) -> int:
		return self.amount or percent_of(price, self.percent)


@dataclass(frozen=True, slots=True)
class FeeTier:
	"""
	:param within: minutes before the booked start in which cancelling costs the fee; the narrowest tier holds.
	"""

	within: int
	fee: Fee


@dataclass(frozen=True, slots=True)
class Policy:
	"""Notices in minutes before the booked start; a limit of 0 means as often as wanted.

	:param max_recent_reschedules: of one customer in RECENT_DAYS.
	:param reasons: categories of which one has to be named where a reason is required; none: any text will do.
	:param waivable: of WAIVABLE, what staff may waive.
	"""

	cancel_notice: int = 0
	reschedule_notice: int = 0
	max_reschedules: int = 0
	max_recent_reschedules: int = 0
	currency: str = ""
	tiers: tuple[FeeTier, ...] = ()
	no_show_fee: Fee = Fee()
	is_first_cancellation_free: bool = False
	is_reason_required: bool = False
	reasons: tuple[str, ...] = ()
	waivable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
	"""What is known of a booking and its customer.

	:param start: UTC minute that is booked, or is to be.
	:param price: in minor units of the policy's currency.
	:param recent_moves: reschedules by this customer within RECENT_DAYS, of all bookings.
	:param cancellations: by this customer, of other bookings.
	"""

	status: str
	start: int
	times_moved: int = 0
	price: int = 0
	recent_moves: int = 0
	cancellations: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
	"""
	:param kind: one of `actors.ACTORS`.
	:param may_override: of staff, whether the role is one that may act against the policy.
	:param for_customer: of staff, whether the customer asked for it: nobody pays for what the house itself calls off.
	"""

	kind: str
	may_override: bool = False
	for_customer: bool = True

	@property
	def is_customer(self) -> bool:
		return self.kind in CUSTOMERS


CUSTOMER = Actor(CUSTOMER_LINK)


@dataclass(frozen=True, slots=True)
class FeeStep:
	"""
	:param after: last UTC minute before cancelling costs the fee.
	"""

	after: int
	fee: Money


@dataclass(frozen=True, slots=True)
class Decision:
	"""
	:param code: one of this module's codes, what the policy says to the customer.
	:param until: last UTC minute at which the rule allows it, whether or not that is over.
	:param fee: now.
	:param free_until: last UTC minute without a fee, whether or not that is over.
	:param fee_steps: how the fee rises while cancelling is possible, earliest first, whether or not that is over.
	:param no_show_fee: for not coming.
	:param is_first_free: the policy has fees for cancelling, and the customer's first cancellation costs nothing.
	:param needs_reason: a reason has to be given, `reasons` naming the categories if there are any.
	:param is_override: allowed against the policy, by whoever may do so, and for a reason.
	:param waivable: of WAIVABLE, what the actor may waive.
	"""

	code: str
	until: int
	fee: Money = NOTHING
	free_until: int | None = None
	fee_steps: tuple[FeeStep, ...] = ()
	no_show_fee: Money = NOTHING
	is_first_free: bool = False
	needs_reason: bool = False
	reasons: tuple[str, ...] = ()
	is_override: bool = False
	waivable: tuple[str, ...] = ()

	@property
	def allowed(self) -> bool:
		return self.code == ALLOWED or self.is_override


def may_book(
	facts: Facts, policy: Policy, now: int, actor: Actor = CUSTOMER, broken: Collection[str] = ()
) -> Decision:
	"""A time that has begun is for staff alone to book, one against the rules for staff who may override them.

	`free_until` is what the customer is told of cancelling.
	:param broken: codes of what keeps the time from being offered.
	"""
	code = _judge_time(facts, now, actor, broken)
	decision = Decision(code, facts.start - 1, free_until=_free_until(facts, policy))
	if code == OUTSIDE_RULES and actor.kind in HOUSE and actor.may_override:
		return replace(decision, is_override=True, needs_reason=True)
	return decision


def _judge_time(facts: Facts, now: int, actor: Actor, broken: Collection[str]) -> str:
	if actor.is_customer and now >= facts.start:
		return STARTED
	if not RULES.issuperset(broken):
		return NOT_FREE
	return OUTSIDE_RULES if broken else ALLOWED


def may_reschedule(facts: Facts, policy: Policy, now: int, actor: Actor = CUSTOMER) -> Decision:
	code = _judge(facts, policy.reschedule_notice, now)
	if code == ALLOWED:
		code = _count(facts, policy)
	until = facts.start - policy.reschedule_notice
	return _for(actor, policy, Decision(code, until, free_until=until))


def may_cancel(facts: Facts, policy: Policy, now: int, actor: Actor = CUSTOMER) -> Decision:
	decision = Decision(
		_judge(facts, policy.cancel_notice, now),
		until=facts.start - policy.cancel_notice,
		fee=cancellation_fee(facts, policy, now),
		free_until=_free_until(facts, policy),
		fee_steps=fee_steps(facts, policy),
		no_show_fee=no_show_fee(facts, policy),
		is_first_free=bool(policy.tiers) and _is_free(facts, policy),
		needs_reason=policy.is_reason_required,
		reasons=policy.reasons,
	)
	return _for(actor, policy, decision)


def cancellation_fee(facts: Facts, policy: Policy, now: int) -> Money:
	if _is_free(facts, policy):
		return NOTHING
	reached = [tier for tier in policy.tiers if now > facts.start - tier.within]
	if not reached:
		return NOTHING
	return _money(min(reached, key=lambda tier: tier.within).fee, facts, policy)


def no_show_fee(facts: Facts, policy: Policy) -> Money:
	return _money(policy.no_show_fee, facts, policy)


def fee_steps(facts: Facts, policy: Policy) -> tuple[FeeStep, ...]:
	"""Where the fee changes; a tier that begins when cancelling is no longer possible is never reached."""
	if _is_free(facts, policy):
		return ()
	steps, fee = [], NOTHING
	for tier in sorted(policy.tiers, key=lambda tier: -tier.within):
		money = _money(tier.fee, facts, policy)
		if money != fee and tier.within > policy.cancel_notice:
			steps.append(FeeStep(facts.start - tier.within, money))
			fee = money
	return tuple(steps)


def what_may_be_waived(policy: Policy, actor: Actor) -> tuple[str, ...]:
	"""Of WAIVABLE."""
	return policy.waivable if actor.may_override and not actor.is_customer else ()


def judge_reason(decision: Decision, category: str, text: str) -> str:
	"""ALLOWED, or what is wrong with the reason that was given."""
	if category and category not in decision.reasons:
		return REASON_UNKNOWN
	has_one = category or (text.strip() and not decision.reasons)
	return ALLOWED if has_one or not decision.needs_reason else REASON_MISSING


def _judge(facts: Facts, notice: int, now: int) -> str:
	if facts.status not in OPEN:
		return CLOSED
	if now >= facts.start:
		return STARTED
	return TOO_LATE if now > facts.start - notice else ALLOWED


def _count(facts: Facts, policy: Policy) -> str:
	if policy.max_reschedules and facts.times_moved >= policy.max_reschedules:
		return TOO_OFTEN
	if policy.max_recent_reschedules and facts.recent_moves >= policy.max_recent_reschedules:
		return TOO_OFTEN_LATELY
	return ALLOWED


def _free_until(facts: Facts, policy: Policy) -> int:
	"""Never later than cancelling is possible at all."""
	widest = max((tier.within for tier in policy.tiers if _money(tier.fee, facts, policy).amount), default=0)
	notice = policy.cancel_notice
	return facts.start - (notice if _is_free(facts, policy) else max(notice, widest))


def _is_free(facts: Facts, policy: Policy) -> bool:
	return policy.is_first_cancellation_free and not facts.cancellations


def _money(fee: Fee, facts: Facts, policy: Policy) -> Money:
	amount = fee.of(facts.price)
	return Money(amount, policy.currency) if amount else NOTHING


def _for(actor: Actor, policy: Policy, decision: Decision) -> Decision:
	"""What the decision for the customer is for somebody else: the app acts free of charge, staff as the policy lets them."""
	if actor.is_customer:
		return decision
	if actor.kind == SYSTEM:
		return replace(decision, fee=NOTHING, needs_reason=False, is_override=_is_refused(decision))
	decision = decision if actor.for_customer else replace(decision, fee=NOTHING, fee_steps=())
	waivable = what_may_be_waived(policy, actor)
	if _is_refused(decision) and WAIVED_WITH[decision.code] in waivable:
		return replace(decision, waivable=waivable, is_override=True, needs_reason=True)
	needs_reason = decision.needs_reason and REASON not in waivable
	return replace(decision, waivable=waivable, needs_reason=needs_reason)


def _is_refused(decision: Decision) -> bool:
	"""By the policy, which can be waived; a closed booking is closed to everybody."""
	return decision.code in WAIVED_WITH
