"""Each fee for a cancellation or for not coming, of the meetings that were to start in the range: due, or waived."""

from frappe import _

from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.fees import (
	DUE,
	WAIVED,
	Charge,
	amounts_by_period,
	count_by_period,
	load_fees,
	totals,
)
from meeting_manager.meeting_manager.report.frame import (
	chart,
	column,
	department_column,
	figure,
	safe_rows,
	type_column,
)
from meeting_manager.presentation import amounts
from meeting_manager.scheduling.money import to_decimal

CHOICES = ("kind", "state", "currency")


def execute(filters: dict | None = None) -> tuple:
	asked = read_asked(filters)
	chosen = {name: str((filters or {}).get(name) or "").strip() for name in CHOICES}
	chosen["currency"] = chosen["currency"].upper()
	fees = [
		charge
		for charge in load_fees(asked)
		if all(value in ("", getattr(charge, name)) for name, value in chosen.items())
	]
	drawn = get_chart(asked, fees, chosen["currency"])
	return get_columns(), safe_rows(map(_row, fees)), None, drawn, get_summary(fees)


def get_columns() -> list[dict]:
	return [
		column("start_datetime", _("Meeting", context="Meeting Manager"), "Datetime", 160),
		column("kind", _("Fee For"), width=110),
		column("amount", _("Fee"), "Currency", 110, options="currency"),
		column("currency", _("Currency", context="Meeting Manager"), width=100),
		column("due", _("Fees Due"), "Int", 100),
		column("waived", _("Fees Waived"), "Int", 120),
		column("waived_by", _("Waived By"), width=170, align="left"),
		column("waived_reason", _("Why Waived"), width=170, align="left"),
		department_column(),
		type_column(),
		column("members", _("Members"), width=150),
		column("customer_name", _("Customer"), width=150),
		column("booking", _("Booking"), "Link", 130, options="MM Meeting Booking"),
	]


def get_chart(asked: Asked, fees: list[Charge], currency: str) -> dict:
	"""How many; of one currency how much: amounts of several are never added up."""
	labels = state_labels()
	if currency:
		sums = amounts_by_period(fees, asked.periods, asked.period)
		series = {sum_labels(currency)[state]: sums[state] for state in sums}
	else:
		counts = count_by_period(fees, asked.periods, asked.period)
		series = {labels[state]: counts[state] for state in counts}
	return chart(asked, asked.periods, series, colors=("orange", "grey"))


def get_summary(fees: list[Charge]) -> list[dict]:
	"""The number of fees, and for each currency what is due and what was waived."""
	labels, indicators = state_labels(), {DUE: "Orange", WAIVED: "Grey"}
	numbers = [
		figure(labels[state], sum(charge.state == state for charge in fees), indicator=indicators[state])
		for state in labels
	]
	return numbers + [
		figure(
			sum_labels(currency)[state],
			amounts.in_words(money),
			"Data",
			indicators[state],
		)
		for currency, sums in totals(fees).items()
		for state, money in sums.items()
	]


def state_labels() -> dict[str, str]:
	return {DUE: _("Fees Due"), WAIVED: _("Fees Waived")}


def sum_labels(currency: str) -> dict[str, str]:
	return {DUE: _("Due in {0}").format(currency), WAIVED: _("Waived in {0}").format(currency)}


def _row(charge: Charge) -> dict:
	booking = charge.booking
	return {
		"start_datetime": booking.start_datetime,
		"kind": _(charge.kind),
		"amount": float(to_decimal(charge.money)),
		"currency": charge.currency,
		"due": int(charge.state == DUE),
		"waived": int(charge.state == WAIVED),
		"waived_by": booking.fee_waived_by or "",
		"waived_reason": booking.fee_waived_reason or "",
		"department": booking.department,
		"meeting_name": booking.meeting_name,
		"members": ", ".join(booking.members.values()),
		"customer_name": booking.customer_name,
		"booking": booking.name,
	}
