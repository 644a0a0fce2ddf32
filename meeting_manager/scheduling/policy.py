"""What a customer may still do with a booking, judged on the time that is booked."""

from __future__ import annotations

from dataclasses import dataclass

from meeting_manager.scheduling.status import OPEN

ALLOWED = "allowed"
CLOSED = "closed"
STARTED = "started"
TOO_LATE = "too late"
TOO_OFTEN = "too often"


@dataclass(frozen=True, slots=True)
class Policy:
	"""Notices in minutes before the booked start; `max_reschedules` 0 means as often as wanted."""

	cancel_notice: int = 0
	reschedule_notice: int = 0
	max_reschedules: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
	"""
	:param code: one of this module's codes.
	:param until: last UTC minute at which the rule allows it, whether or not that is over.
	"""

	code: str
	until: int

	@property
	def allowed(self) -> bool:
		return self.code == ALLOWED


def may_reschedule(status: str, start: int, times_moved: int, policy: Policy, now: int) -> Decision:
	decision = _decide(status, start, policy.reschedule_notice, now)
	if decision.allowed and policy.max_reschedules and times_moved >= policy.max_reschedules:
		return Decision(TOO_OFTEN, decision.until)
	return decision


def may_cancel(status: str, start: int, policy: Policy, now: int) -> Decision:
	return _decide(status, start, policy.cancel_notice, now)


def _decide(status: str, start: int, notice: int, now: int) -> Decision:
	until = start - notice
	if status not in OPEN:
		return Decision(CLOSED, until)
	if now >= start:
		return Decision(STARTED, until)
	return Decision(TOO_LATE if now > until else ALLOWED, until)
