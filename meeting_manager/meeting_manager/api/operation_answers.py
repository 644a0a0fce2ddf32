"""What an operation has done, or would do, as its answer tells it."""

from collections.abc import Sequence

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_fees import fee_of
from meeting_manager.meeting_manager.doctype.mm_operation.operations import Outcome
from meeting_manager.presentation import amounts
from meeting_manager.scheduling.zones import to_instant


def describe_operation(operation, outcomes: Sequence[Outcome], is_preview: bool = False) -> dict:
	"""`operation` is None where nothing was changed, or it was only looked at."""
	changed = sum(1 for outcome in outcomes if outcome.after)
	is_kept = changed and not is_preview
	return {
		"operation": operation.name if is_kept else None,
		"undo_until": to_instant(operation.undo_until_utc_minute).isoformat() if is_kept else None,
		"changed": changed,
		"refused": len(outcomes) - changed,
		"bookings": describe_outcomes(outcomes),
	}


def describe_outcomes(outcomes: Sequence[Outcome]) -> list[dict]:
	"""By their start; times are in each department's zone.

	`lacks_override_reason` where the asker could set aside what is in the way, `set_aside` the codes of what was, and `fee`
	what the customer owes by it, in words.
	"""
	ordered = sorted(outcomes, key=lambda outcome: outcome.before.start_utc_minute if outcome.before else 0)
	return [_describe(outcome) for outcome in ordered]


def _describe(outcome: Outcome) -> dict:
	before, after = outcome.before, outcome.after
	return {
		"booking": outcome.name,
		"booking_reference": before.booking_reference if before else None,
		"customer_name": before.customer_name if before else None,
		"possible": after is not None,
		"why_not": outcome.why,
		"lacks_override_reason": outcome.lacks_reason,
		"set_aside": _set_aside(after) if after else [],
		"fee": _fee(after) if after else "",
		"before": _state(before) if before else None,
		"after": _state(after) if after else None,
	}


def _set_aside(booking) -> list[str]:
	waived = booking.history[-1].waived
	return waived.split(", ") if waived else []


def _fee(booking) -> str:
	due = fee_of(booking)
	return amounts.in_words(due) if due.amount and not booking.fee_waived else ""


def _state(booking) -> dict:
	return {
		"status": booking.status,
		"start": to_instant(booking.start_utc_minute, booking.zone).isoformat(),
		"assigned_to": booking.assigned_names(),
	}
