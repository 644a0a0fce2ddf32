"""What mails say of fees, in whole sentences: what cancelling costs and from when on, and what a cancellation has cost."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from frappe import _

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_fees import (
	CANCELLATION,
	NO_SHOW,
	fee_of,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	has_readable_policy,
	may_cancel,
)
from meeting_manager.presentation import amounts, words
from meeting_manager.scheduling.policy import Decision
from meeting_manager.scheduling.zones import to_instant

DUE, WAIVED, FREE = "due", "waived", "free"


def tell_before(booking, zone: ZoneInfo) -> list[str]:
	"""What the customer has to know while the meeting is ahead; nothing where the booking's rules have no fees, or cannot be read.

	:param zone: in which the customer reads times.
	"""
	if not has_readable_policy(booking):
		return []
	decision = may_cancel(booking)
	if not (decision.fee_steps or decision.is_first_free or decision.no_show_fee.amount):
		return []
	return [*_of_cancelling(decision, zone), *_of_the_end(booking, decision, zone), *_of_not_coming(decision)]


def tell_after(booking, is_customer: bool) -> list[str]:
	"""What the cancellation has cost, or that nobody came; nothing where it is not known."""
	if not booking.fee_kind:
		return []
	due = fee_of(booking)
	state = FREE if not due.amount else WAIVED if booking.fee_waived else DUE
	sentences = _to_customer() if is_customer else _to_member()
	told = sentences[booking.fee_kind, state]
	return [told.format(amounts.in_words(due)) if due.amount else told]


def _of_cancelling(decision: Decision, zone: ZoneInfo) -> Iterator[str]:
	now = current_minute()
	reached = [step for step in decision.fee_steps if step.after < now]
	ahead = [step for step in decision.fee_steps if step.after >= now]
	if reached and reached[-1].fee.amount:
		yield _("Cancelling costs {0}.").format(amounts.in_words(reached[-1].fee))
	elif ahead:
		first = ahead.pop(0)
		sentence = _("Cancelling is free of charge until {0}. After that it costs {1}.")
		yield sentence.format(_moment(first.after, zone), amounts.in_words(first.fee))
	elif decision.is_first_free:
		yield _("Your first cancellation is free of charge.")
	else:
		yield _("Cancelling is free of charge.")
	for step in ahead:
		yield _after(step, zone)


def _after(step, zone: ZoneInfo) -> str:
	if not step.fee.amount:
		return _("After {0} it is free of charge.").format(_moment(step.after, zone))
	return _("After {0} it costs {1}.").format(_moment(step.after, zone), amounts.in_words(step.fee))


def _of_the_end(booking, decision: Decision, zone: ZoneInfo) -> Iterator[str]:
	if current_minute() <= decision.until < booking.start_utc_minute:
		yield _("You can cancel online until {0}.").format(_moment(decision.until, zone))


def _of_not_coming(decision: Decision) -> Iterator[str]:
	if decision.no_show_fee.amount:
		yield _("If you do not come, it costs {0}.").format(amounts.in_words(decision.no_show_fee))


def _moment(minute: int, zone: ZoneInfo) -> str:
	return words.day_and_time(to_instant(minute, zone))


def _to_customer() -> dict[tuple[str, str], str]:
	return {
		(CANCELLATION, DUE): _("A fee of {0} is due for this cancellation."),
		(CANCELLATION, WAIVED): _("We have waived the fee of {0} for this cancellation."),
		(CANCELLATION, FREE): _("This cancellation is free of charge."),
		(NO_SHOW, DUE): _("A fee of {0} is due because you did not come."),
		(NO_SHOW, WAIVED): _("We have waived the fee of {0} for not coming."),
		(NO_SHOW, FREE): _("This costs you nothing."),
	}


def _to_member() -> dict[tuple[str, str], str]:
	return {
		(CANCELLATION, DUE): _("The customer owes a fee of {0} for this cancellation."),
		(CANCELLATION, WAIVED): _("The customer's fee of {0} for this cancellation has been waived."),
		(CANCELLATION, FREE): _("This cancellation costs the customer nothing."),
		(NO_SHOW, DUE): _("The customer owes a fee of {0} for not coming."),
		(NO_SHOW, WAIVED): _("The customer's fee of {0} for not coming has been waived."),
		(NO_SHOW, FREE): _("Not coming costs the customer nothing."),
	}
