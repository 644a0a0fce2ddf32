"""Weeks and months, each named by its first day."""

from __future__ import annotations

from datetime import date, timedelta

WEEK = "Week"
MONTH = "Month"
PERIODS = (WEEK, MONTH)
ONE_DAY = timedelta(days=1)


def period_of(day: date, period: str) -> date:
	"""The first day of the week, a Monday, or of the month."""
	return day.replace(day=1) if period == MONTH else day - timedelta(days=day.weekday())


def next_period(start: date, period: str) -> date:
	return period_of(start + timedelta(days=31 if period == MONTH else 7), period)


def periods_between(first: date, last: date, period: str) -> list[date]:
	"""The first days of all periods that a range of days touches, both ends included."""
	starts = [period_of(first, period)]
	while (start := next_period(starts[-1], period)) <= last:
		starts.append(start)
	return starts
