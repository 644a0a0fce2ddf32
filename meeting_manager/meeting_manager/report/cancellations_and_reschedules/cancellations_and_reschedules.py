"""Each cancellation and move that was made in the range: who, why, and how long before the start that was booked."""

from statistics import median

from frappe import _

from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.figures.asked import Asked, read_asked
from meeting_manager.figures.changes import (
	CANCELLED,
	CUSTOMER,
	KINDS,
	RESCHEDULED,
	SIDES,
	STAFF,
	SYSTEM,
	Change,
	load_changes,
)
from meeting_manager.figures.no_shows import rate_of
from meeting_manager.figures.periods import period_of
from meeting_manager.meeting_manager.report.frame import (
	chart,
	column,
	department_column,
	figure,
	safe_rows,
	type_column,
)
from meeting_manager.presentation import actors

PURPLE = "#8a63d2"


def execute(filters: dict | None = None) -> tuple:
	asked = read_asked(filters)
	chosen = {name: (filters or {}).get(name) for name in ("kind", "side", "acted_as")}
	changes = [
		change
		for change in load_changes(asked)
		if all(not value or getattr(change, name) == value for name, value in chosen.items())
	]
	rows = [_row(change) for change in reversed(changes)]
	return get_columns(), safe_rows(rows), None, get_chart(asked, changes), get_summary(changes)


def get_columns() -> list[dict]:
	return [
		column("at", _("At"), "Datetime", 160),
		column("kind", _("What"), width=110),
		column("side", _("By"), width=100),
		column("acted_as", _("As"), width=150),
		column("by", _("Login", context="Meeting Manager"), width=170),
		column("reason", _("Reason", context="Meeting Manager"), width=170, align="left"),
		column("booked_start", _("Booked Start"), "Datetime", 160),
		column("lead_hours", _("Hours Before"), "Float", 125, precision=1),
		department_column(),
		type_column(),
		column("members", _("Members"), width=150),
		column("customer_name", _("Customer"), width=150),
		column("booking", _("Booking"), "Link", 130, options="MM Meeting Booking"),
	]


def get_chart(asked: Asked, changes: list[Change]) -> dict:
	labels, periods = kind_labels(), asked.periods
	starts = {kind: [_period(change, asked) for change in changes if change.kind == kind] for kind in KINDS}
	series = {labels[kind]: [starts[kind].count(start) for start in periods] for kind in KINDS}
	return chart(asked, periods, series, colors=("grey", PURPLE))


def get_summary(changes: list[Change]) -> list[dict]:
	leads = [change.lead for change in changes if change.lead is not None]
	late, labels = sum(change.is_late for change in changes), side_labels()
	return [
		figure(_("Cancellations"), _count(changes, "kind", CANCELLED), indicator="Grey"),
		figure(_("Moves"), _count(changes, "kind", RESCHEDULED), indicator="Purple"),
		figure(_("Half of Them Earlier Than (Hours)"), round(median(leads) / 60) if leads else 0),
		figure(_("In the Last 24 Hours"), rate_of(late, len(changes)), "Percent", "Red" if late else ""),
		*(figure(_("By {0}").format(labels[side]), _count(changes, "side", side)) for side in SIDES),
	]


def kind_labels() -> dict[str, str]:
	return {CANCELLED: _("Cancelled", context="MM Meeting Booking"), RESCHEDULED: _("Rescheduled")}


def side_labels() -> dict[str, str]:
	return {CUSTOMER: _("Customer"), STAFF: _("Staff"), SYSTEM: _("System", context="Meeting Manager")}


def _row(change: Change) -> dict:
	booking = change.booking
	return {
		"at": change.at,
		"kind": kind_labels()[change.kind],
		"side": side_labels()[change.side],
		"acted_as": actors.labels()[change.acted_as],
		"by": change.by,
		"reason": change.reason,
		"booked_start": None if change.booked_start is None else to_site_datetime(change.booked_start),
		"lead_hours": None if change.lead is None else round(change.lead / 60, 1),
		"department": booking.department,
		"meeting_name": booking.meeting_name,
		"members": ", ".join(booking.members.values()),
		"customer_name": booking.customer_name,
		"booking": booking.name,
	}


def _period(change: Change, asked: Asked):
	return period_of(change.at.date(), asked.period)


def _count(changes: list[Change], field: str, value: str) -> int:
	return sum(getattr(change, field) == value for change in changes)
