"""What a draft of a policy would have refused and charged in the past: nothing is saved, and nobody is told."""

import frappe
from frappe import _
from frappe.utils import cint, flt

from meeting_manager.adapters.site_time import current_minute, to_site_datetime
from meeting_manager.figures.past_changes import as_past, load_past
from meeting_manager.presentation import amounts
from meeting_manager.scheduling import policy as rules
from meeting_manager.scheduling.money import Money
from meeting_manager.scheduling.policy_trial import CANCELLED, MISSED, MOVED, Outcome, Trial, try_policy
from meeting_manager.scheduling.zones import MINUTES_PER_DAY

POLICY = "MM Cancellation Policy"
KINDS = (CANCELLED, MOVED, MISSED)
LONGEST = 52
"""Weeks."""
EARLIER = 366 * MINUTES_PER_DAY
"""Minutes before the weeks asked for, of which it is known who has cancelled or moved before."""
MOST_SHOWN, MOST_ROWS = 100, 100
CASTS = {"Currency": flt, "Int": cint, "Check": cint}


@frappe.whitelist(methods=["POST"])
def try_on_past_bookings(policy: str | dict = "", weeks: int = 12, department: str = "") -> dict:
	"""Judge what customers did in the last weeks, as far as the asker may read it, by the policy as the form has it.

	:param policy: fields of an MM Cancellation Policy, saved or not, as a dict or as JSON of one.
	"""
	frappe.has_permission(POLICY, "read", throw=True)
	if not 1 <= weeks <= LONGEST:
		frappe.throw(_("Weeks: use a number from {0} to {1}").format(1, LONGEST))
	draft = read_draft(policy)
	now = current_minute()
	since = now - weeks * 7 * MINUTES_PER_DAY
	bookings = load_past(since - EARLIER, department)
	trial = try_policy(as_past(bookings.values(), draft.currency), draft, since)
	shown = trial.outcomes[::-1][:MOST_SHOWN]
	return {
		"weeks": weeks,
		"currency": trial.currency,
		"kinds": [_describe_kind(kind, trial) for kind in KINDS],
		"outcomes": [_describe(outcome, bookings[outcome.booking]) for outcome in shown],
		"left_out": len(trial.outcomes) - len(shown),
	}


def read_draft(policy: str | dict) -> rules.Policy:
	"""
	:raises ValidationError: what saving it would say.
	"""
	values = frappe.parse_json(policy) if isinstance(policy, str) and policy else policy
	if not isinstance(values, dict):
		frappe.throw(_("Send the policy that is to be tried"), frappe.MandatoryError)
	draft = frappe.get_doc({"doctype": POLICY, **_known(POLICY, values)})
	draft.before_validate()
	draft.validate()
	return draft.as_policy()


def _known(doctype: str, values: dict) -> dict:
	"""The DocType's own fields, numbers as numbers."""
	found = {}
	for field in frappe.get_meta(doctype).fields:
		value = values.get(field.fieldname)
		if field.fieldtype == "Table":
			rows = value if isinstance(value, list) else []
			found[field.fieldname] = [
				_known(field.options, row) for row in rows[:MOST_ROWS] if isinstance(row, dict)
			]
		elif field.fieldtype in CASTS:
			found[field.fieldname] = CASTS[field.fieldtype](value)
		elif isinstance(value, str):
			found[field.fieldname] = value
	return found


def _describe_kind(kind: str, trial: Trial) -> dict:
	refused = {code: count for (of, code), count in trial.refused.items() if of == kind}
	charged, amount = trial.charged[kind], trial.sums[kind]
	return {
		"kind": kind,
		"label": _labels()[kind],
		"looked_at": trial.looked_at[kind],
		"refused": sum(refused.values()),
		"why": [{"text": _reasons()[code], "count": refused[code]} for code in sorted(refused)],
		"charged": charged,
		"fees": amounts.in_words(Money(amount, trial.currency)) if amount else "",
		"sentences": _sentences(kind, trial, sum(refused.values())),
	}


def _sentences(kind: str, trial: Trial, refused: int) -> list[str]:
	if not trial.looked_at[kind]:
		return [_nothing()[kind]]
	sentences = {
		CANCELLED: _("{0} of {1} cancellations would have been refused."),
		MOVED: _("{0} of {1} moves would have been refused."),
		MISSED: _("Customers who did not come: {1}."),
	}
	told = sentences[kind].format(refused, trial.looked_at[kind])
	if not trial.charged[kind]:
		return [told]
	fees = amounts.in_words(Money(trial.sums[kind], trial.currency))
	return [told, _("Fees that would have been due: {0}, {1} in all.").format(trial.charged[kind], fees)]


def _nothing() -> dict[str, str]:
	return {
		CANCELLED: _("There were no cancellations."),
		MOVED: _("There were no moves."),
		MISSED: _("There were no no-shows."),
	}


def _describe(outcome: Outcome, booking) -> dict:
	"""Times are in the site's time zone."""
	change = outcome.change
	told = _reasons()[outcome.code] if outcome.code else amounts.in_words(outcome.fee)
	return {
		"booking": booking.name,
		"booking_reference": booking.booking_reference or booking.name,
		"customer_name": booking.customer_name,
		"what": _done()[change.kind],
		"at": f"{to_site_datetime(change.at):%Y-%m-%d %H:%M}",
		"start": f"{to_site_datetime(change.start):%Y-%m-%d %H:%M}",
		"refused": bool(outcome.code),
		"outcome": told,
	}


def _labels() -> dict[str, str]:
	return {CANCELLED: _("Cancellations"), MOVED: _("Moves"), MISSED: _("No-Shows")}


def _done() -> dict[str, str]:
	return {
		CANCELLED: _("Cancelled", context="MM Meeting Booking"),
		MOVED: _("Rescheduled"),
		MISSED: _("No-Show"),
	}


def _reasons() -> dict[str, str]:
	return {
		rules.STARTED: _("The meeting had begun"),
		rules.TOO_LATE: _("Too late"),
		rules.TOO_OFTEN: _("This booking too often"),
		rules.TOO_OFTEN_LATELY: _("This customer too often in {0} days").format(rules.RECENT_DAYS),
	}
