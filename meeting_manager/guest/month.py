"""The month and the times of a picker, as the templates draw them."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from frappe import _

from meeting_manager.presentation import words
from meeting_manager.presentation.languages import current_locale

YEARS_AHEAD = 2
NOON, EVENING = 12, 17


def read_day(text: str | None) -> date | None:
	try:
		return date.fromisoformat(text or "")
	except ValueError:
		return None


def read_month(text: str | None) -> date | None:
	"""Return the first day of a month written `YYYY-MM`."""
	return read_day(f"{text}-01")


def first_of_month(day: date) -> date:
	return day.replace(day=1)


def last_of_month(day: date) -> date:
	return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
	return last_of_month(day) + timedelta(days=1)


def previous_month(day: date) -> date:
	return first_of_month(first_of_month(day) - timedelta(days=1))


def latest_month(today: date) -> date:
	return first_of_month(today).replace(year=today.year + YEARS_AHEAD)


def within_reach(month: date, today: date) -> bool:
	return first_of_month(today) <= month <= latest_month(today)


def month_view(month: date, today: date, free: set[date], chosen: date | None) -> dict:
	"""Return one month as a template draws it: title, neighbours `YYYY-MM` or "", weeks of days or None."""
	neighbours = {"previous": previous_month(month), "next": next_month(month)}
	return {
		"key": f"{month:%Y-%m}",
		"title": words.month_in_words(month),
		"is_empty": not any(first_of_month(day) == month for day in free),
		"weekdays": words.weekdays(),
		"weeks": list(_weeks(month, today, free, chosen)),
		**{name: f"{day:%Y-%m}" if within_reach(day, today) else "" for name, day in neighbours.items()},
	}


def times_by_part_of_day(slots: list[dict]) -> list[dict]:
	"""Group slots under "Morning", "Afternoon" and "Evening", leaving out what is empty."""
	parts = [(name, []) for name in parts_of_day()]
	for slot in slots:
		hour = datetime.fromisoformat(slot["start"]).hour
		parts[(hour >= NOON) + (hour >= EVENING)][1].append(slot)
	return [{"name": name, "slots": members} for name, members in parts if members]


def parts_of_day() -> list[str]:
	return [_("Morning"), _("Afternoon"), _("Evening")]


def _weeks(month: date, today: date, free: set[date], chosen: date | None) -> Iterator[list[dict | None]]:
	for week in Calendar(current_locale().first_week_day).monthdatescalendar(month.year, month.month):
		yield [_day(day, today, free, chosen) if day.month == month.month else None for day in week]


def _day(day: date, today: date, free: set[date], chosen: date | None) -> dict:
	return {
		"number": day.day,
		"iso": day.isoformat(),
		"is_free": day in free,
		"is_today": day == today,
		"is_chosen": day == chosen,
	}
