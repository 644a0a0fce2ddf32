"""What an operation has done, or would do, as its answer tells it."""

from collections.abc import Sequence

from meeting_manager.meeting_manager.doctype.mm_operation.operations import Outcome
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
	"""By their start; times are in each department's zone."""
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
		"before": _state(before) if before else None,
		"after": _state(after) if after else None,
	}


def _state(booking) -> dict:
	return {
		"status": booking.status,
		"start": to_instant(booking.start_utc_minute, booking.zone).isoformat(),
		"assigned_to": booking.assigned_names(),
	}
