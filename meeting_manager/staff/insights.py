"""The page of figures: what it is asked for, and each panel with its numbers, picture and table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from meeting_manager.figures.asked import Asked
from meeting_manager.figures.bookings import load_bookings
from meeting_manager.figures.changes import CUSTOMER, SIDES, STAFF, SYSTEM, load_changes
from meeting_manager.figures.demand import count_demand, load_demand, may_see_demand
from meeting_manager.figures.fees import DUE, WAIVED, count_by_period, fees_of, totals
from meeting_manager.figures.no_shows import count_no_shows, rate_of
from meeting_manager.figures.periods import WEEK, period_of
from meeting_manager.figures.summary import OUTCOMES, by_period, summarise, total
from meeting_manager.figures.utilisation import load_utilisation
from meeting_manager.permissions import leads, sees_everything
from meeting_manager.presentation import amounts
from meeting_manager.presentation.periods import period_in_words
from meeting_manager.staff.drawing import Picture, draw_bars, draw_line

WEEKS = (4, 12, 26, 52)
USUAL_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Panel:
	"""
	:param key: for its colours and its place in the page.
	:param figures: (label, number in words).
	:param series: names as they stand in the legend, by the number of their colour.
	:param rows: of the table: a week and a number for each of the series.
	"""

	key: str
	title: str
	about: str
	figures: tuple[tuple[str, str], ...]
	picture: Picture
	series: tuple[str, ...]
	rows: tuple[tuple[str, ...], ...]


def read_choice(form: Mapping) -> Asked:
	"""Whole weeks, the running one the last; what cannot be chosen is as if it were not asked for."""
	weeks = cint(form.get("weeks"))
	weeks = weeks if weeks in WEEKS else USUAL_WEEKS
	monday = period_of(getdate(), WEEK)
	department = form.get("department")
	return Asked(
		first=monday - timedelta(weeks=weeks - 1),
		last=monday + timedelta(days=6),
		department=department if department in departments_to_choose() else "",
	)


def departments_to_choose() -> list[str]:
	"""Those whose figures differ from nothing: all, or those that the user leads or belongs to."""
	user = frappe.session.user
	names = frappe.get_all("MM Department", pluck="name", order_by="name asc")
	if sees_everything(user):
		return names
	rows = {"member": user, "parenttype": "MM Department"}
	own = set(frappe.get_all("MM Department Member", rows, pluck="parent", order_by="parent asc"))
	return [name for name in names if name in own or leads(user, name)]


def panels(asked: Asked) -> Iterator[Panel]:
	bookings = load_bookings(asked)
	yield _bookings(asked, summarise(bookings, WEEK))
	yield _cancellations(asked)
	yield _utilisation(asked)
	yield _no_shows(asked, count_no_shows(bookings, WEEK))
	if fees := fees_of(bookings):
		yield _fees(asked, fees)
	if may_see_demand():
		yield _demand(asked)


def _bookings(asked: Asked, rows: list[dict]) -> Panel:
	names = {
		"pending": _("Pending", context="MM Meeting Booking"),
		"confirmed": _("Confirmed", context="MM Meeting Booking"),
		"completed": _("Completed", context="MM Meeting Booking"),
		"cancelled": _("Cancelled", context="MM Meeting Booking"),
		"no_show": _("No-show"),
	}
	sums = by_period(rows, asked.periods, OUTCOMES)
	booked, cancelled = total(rows, "bookings"), total(rows, "cancelled")
	figures = (
		(_("Bookings"), str(booked)),
		(_("Cancelled", context="MM Meeting Booking"), f"{rate_of(cancelled, booked):g} %"),
		(_("Hours held"), f"{total(rows, 'minutes') / 60:.1f}"),
	)
	about = _("By the week in which they start, and what became of them.")
	return _of_bars(
		asked, "bookings", _("Bookings"), about, figures, {names[key]: sums[key] for key in OUTCOMES}
	)


def _cancellations(asked: Asked) -> Panel:
	changes = [change for change in load_changes(asked) if change.kind == "Cancelled"]
	names = {CUSTOMER: _("By customers"), STAFF: _("By staff"), SYSTEM: _("By the system")}
	weeks = {
		side: [period_of(change.at.date(), WEEK) for change in changes if change.side == side]
		for side in SIDES
	}
	late = sum(change.is_late for change in changes)
	figures = (
		(_("Cancellations"), str(len(changes))),
		(_("In the last 24 hours"), f"{rate_of(late, len(changes)):g} %"),
	)
	series = {names[side]: [weeks[side].count(start) for start in asked.periods] for side in SIDES}
	about = _("By the week in which they were made.")
	return _of_bars(asked, "cancellations", _("Cancellations"), about, figures, series)


def _utilisation(asked: Asked) -> Panel:
	rows = load_utilisation(asked)
	sums = by_period(rows, asked.periods, ("booked", "offered"))
	shares = [rate_of(*pair) for pair in zip(sums["booked"], sums["offered"], strict=True)]
	booked, offered = total(rows, "booked"), total(rows, "offered")
	name, weeks = _("Booked of what is offered, in %"), _weeks(asked)
	return Panel(
		key="utilisation",
		title=_("Utilisation"),
		about=_("Hours are counted as they stand today, without days off and holidays."),
		figures=(
			(_("Utilisation"), f"{rate_of(booked, offered):g} %"),
			(_("Hours booked"), f"{booked / 60:.1f}"),
			(_("Hours offered"), f"{offered / 60:.1f}"),
		),
		picture=draw_line(weeks, shares, " %"),
		series=(name,),
		rows=tuple((week, f"{share:g}") for week, share in zip(weeks, shares, strict=True)),
	)


def _no_shows(asked: Asked, rows: list[dict]) -> Panel:
	missed, held = total(rows, "no_shows"), total(rows, "held")
	values = by_period(rows, asked.periods, ("no_shows",))["no_shows"]
	figures = ((_("No-shows"), str(missed)), (_("Of meetings that are over"), f"{rate_of(missed, held):g} %"))
	about = _("Meetings to which nobody came, by the week in which they started.")
	return _of_bars(asked, "no-shows", _("No-shows"), about, figures, {_("No-shows"): values})


def _fees(asked: Asked, fees: list) -> Panel:
	"""Amounts of each currency by themselves."""
	names, counts = {DUE: _("Fees Due"), WAIVED: _("Fees Waived")}, count_by_period(fees, asked.periods, WEEK)
	sums = totals(fees)
	figures = tuple(
		(label.format(currency), amounts.in_words(sums[currency][state]))
		for currency in sums
		for state, label in ((DUE, _("Due in {0}")), (WAIVED, _("Waived in {0}")))
	)
	about = _("Fees for cancelling and for not coming, by the week in which the meetings were to start.")
	series = {names[state]: counts[state] for state in names}
	return _of_bars(asked, "fees", _("Fees"), about, figures, series)


def _demand(asked: Asked) -> Panel:
	rows = count_demand(load_demand(asked), WEEK)
	values = by_period(rows, asked.periods, ("searches",))["searches"]
	figures = ((_("Searches that found nothing"), str(total(rows, "searches"))),)
	about = _(
		"How often customers looked at days on which nothing was free. Counted hourly, without who looked."
	)
	return _of_bars(asked, "demand", _("Unmet demand"), about, figures, {_("Searches"): values})


def _of_bars(
	asked: Asked,
	key: str,
	title: str,
	about: str,
	figures: tuple[tuple[str, str], ...],
	series: Mapping[str, Sequence[int]],
) -> Panel:
	weeks = _weeks(asked)
	columns = zip(weeks, *series.values(), strict=True)
	return Panel(
		key=key,
		title=title,
		about=about,
		figures=figures,
		picture=draw_bars(weeks, series),
		series=tuple(series),
		rows=tuple((week, *(str(number) for number in numbers)) for week, *numbers in columns),
	)


def _weeks(asked: Asked) -> list[str]:
	return [period_in_words(start) for start in asked.periods]
