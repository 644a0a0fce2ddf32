"""What a guest chooses a day and a time from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from frappe import _
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from meeting_manager.adapters.site_time import current_minute, occurs_twice, time_of_day
from meeting_manager.guest import month as months
from meeting_manager.meeting_manager.api import public
from meeting_manager.presentation import words
from meeting_manager.presentation.languages import current_locale
from meeting_manager.scheduling.zones import to_instant


@dataclass(frozen=True)
class Picker:
	"""
	:param path: the page itself; its forms go there.
	:param duration: in minutes.
	:param is_zone_locked: only the department's zone is offered.
	:param token: of the booking to be moved, "" for a new one.
	"""

	path: str
	department: dict
	meeting_type_slug: str
	duration: int
	is_zone_locked: bool
	token: str = ""

	@property
	def zone(self) -> ZoneInfo:
		return ZoneInfo(self.department["timezone"])

	@property
	def time_field(self) -> str:
		return "new_time" if self.token else "start"

	@property
	def _offer(self) -> dict[str, str]:
		"""The arguments by which the API knows what is asked for."""
		offer = {
			"department_slug": self.department["department_slug"],
			"meeting_type_slug": self.meeting_type_slug,
		}
		return {**offer, "reschedule_token": self.token} if self.token else offer

	def read_wall_time(self, day: date | None, time: str) -> datetime | None:
		"""Return the instant of a day and an `HH:MM` of the department's zone, or `HH:MM+HH:MM` with its offset."""
		try:
			wall = datetime.fromisoformat(f"{day}T{time}")
			return (wall if wall.tzinfo else wall.replace(tzinfo=self.zone)).astimezone(timezone.utc)
		except (ValueError, OverflowError):
			return None

	def view(self, day: date | None, month: date | None, start: datetime | None = None) -> dict:
		"""Return what the templates draw.

		:param month: to show when no day is chosen; without either, the first with a free day.
		:param start: the chosen time.
		"""
		now = to_instant(current_minute(), self.zone)
		if day and not months.within_reach(months.first_of_month(day), now.date()):
			day = None
		shown, free = self._month_and_free_days(now.date(), months.first_of_month(day) if day else month)
		return {
			"path": self.path,
			"token": self.token,
			"timezone": self.department["timezone"],
			"zone": words.zone_in_words(now),
			"is_zone_locked": self.is_zone_locked,
			"month": months.month_view(shown, now.date(), free, day),
			"date": day.isoformat() if day else "",
			"date_in_words": words.date_in_words(day) if day else "",
			"parts": months.times_by_part_of_day(self._slots(day, start)) if day else [],
			"time_field": self.time_field,
			"json": self._values_of_script(shown, now.date()),
		}

	def _month_and_free_days(self, today: date, month: date | None) -> tuple[date, set[date]]:
		if month and months.within_reach(month, today):
			return month, self._free_days(max(month, today), months.last_of_month(month))
		free = self._free_days(today, months.last_of_month(months.next_month(today)))
		return months.first_of_month(min(free, default=today)), free

	def _free_days(self, first: date, last: date) -> set[date]:
		answer = public.get_available_dates(
			start_date=first.isoformat(), end_date=last.isoformat(), **self._offer
		)
		return {date.fromisoformat(day) for day in answer["available_dates"]}

	def _slots(self, day: date, start: datetime | None) -> list[dict]:
		answer = public.get_available_time_slots(date=day.isoformat(), **self._offer)
		return [self._choice(slot["start"], start) for slot in answer["slots"]]

	def _choice(self, offered: str, chosen: datetime | None) -> dict:
		instant = datetime.fromisoformat(offered)
		local = instant.astimezone(self.zone)
		return {
			"start": offered,
			"time": f"{local:%H:%M}",
			"offset": words.short_offset(local) if occurs_twice(local) else "",
			"value": time_of_day(local) if self.token else instant.isoformat(timespec="minutes"),
			"is_chosen": instant == chosen,
		}

	def _values_of_script(self, month: date, today: date) -> Markup:
		"""Return JSON to stand in an attribute between single quotes."""
		values = {
			"offer": self._offer,
			"zone": self.department["timezone"],
			"duration": self.duration,
			"month": f"{month:%Y-%m}",
			"today": today.isoformat(),
			"latest": f"{months.latest_month(today):%Y-%m}",
			"firstWeekday": current_locale().first_week_day,
			"parts": months.parts_of_day(),
			"texts": {
				"noTimes": _("Nothing is free on this day any more. Please choose another day."),
				"noDays": _("Nothing is free in this month. Please look at the next one."),
				"shownIn": _("Times are shown in {0}."),
				"yours": _("{0} (yours)"),
				"yourTime": _("In your time zone: {0}"),
			},
		}
		return htmlsafe_json_dumps(values, ensure_ascii=False, separators=(",", ":"))
