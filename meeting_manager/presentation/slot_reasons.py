"""What keeps a start from being offered, in words for staff, with what would open it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from frappe import _

from meeting_manager.scheduling import reasons
from meeting_manager.scheduling.reasons import Reason
from meeting_manager.scheduling.zones import to_instant


def in_words(reason: Reason, zone: ZoneInfo) -> str:
	"""
	:param zone: of the times in the sentence.
	"""
	sentence = _sentences()[reason.code]
	return sentence.format(
		limit=reason.limit, minute=_time(reason.minute, zone), meetings=_meetings(reason, zone)
	)


def _sentences() -> dict[str, str]:
	return {
		reasons.NOTICE: _(
			"In the past, or sooner than the notice of {limit} minutes: it could be booked until {minute}"
		),
		reasons.HORIZON: _("Further ahead than the booking horizon of {limit} days: it opens on {minute}"),
		reasons.BETWEEN_STEPS: _("Starts are offered every {limit} minutes. Change the slot interval"),
		reasons.TIME_OF_DAY: _("Before the earliest or after the latest start of this meeting type"),
		reasons.TYPE_CAP: _(
			"This meeting type takes {limit} meetings a day, and they are booked. Raise the limit"
		),
		reasons.OUTSIDE_HOURS: _("Outside the member's hours. Add weekly hours, or hours for this date"),
		reasons.DAY_OFF: _("A day off of the member. Remove it from the dates"),
		reasons.HOLIDAY: _("A holiday of the department. Remove it, or give the member hours for this date"),
		reasons.BOOKED: _("Booked {meetings}. Move or cancel that meeting"),
		reasons.BUFFER: _("Too close to the meeting {meetings}. Shorten the buffers"),
		reasons.BUSY_ELSEWHERE: _("Busy elsewhere. Remove the busy time"),
		reasons.DAY_CAP: _("The member takes {limit} meetings a day, and they are booked. Raise the limit"),
		reasons.WEEK_CAP: _("The member takes {limit} meetings a week, and they are booked. Raise the limit"),
		reasons.FULL: _("All {limit} seats are taken. Raise the capacity"),
		reasons.NOT_A_MEMBER: _(
			"Cannot be booked: not an active member, not marked as bookable, or the user is disabled"
		),
		reasons.OTHERS_NOT_FREE: _("Free, but another member who has to take part is not"),
		reasons.OUTSIDE_WINDOW: _("Outside the days that were searched"),
	}


def _time(minute: int | None, zone: ZoneInfo) -> str:
	return "" if minute is None else to_instant(minute, zone).strftime("%Y-%m-%d %H:%M")


def _meetings(reason: Reason, zone: ZoneInfo) -> str:
	times = ((to_instant(start, zone), to_instant(end, zone)) for start, end in reason.meetings)
	return ", ".join(f"{start:%Y-%m-%d %H:%M} - {end:%H:%M}" for start, end in times)
