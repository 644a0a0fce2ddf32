"""A case of the definition, handed over to the engine as the app hands over what it has loaded."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from meeting_manager.scheduling.bitmaps import Frame, frame_around, pack, pack_inside
from meeting_manager.scheduling.hours import WorkingHours, working_intervals
from meeting_manager.scheduling.intervals import merge
from meeting_manager.scheduling.openings import Session
from meeting_manager.scheduling.slot_rules import SlotRules
from meeting_manager.scheduling.slots import MemberCalendar, Search
from tests.core.definition import Case, Member, local

DAY = timedelta(days=1)


def rules_of(case: Case) -> SlotRules:
	asked = case.type
	return SlotRules(
		zone=ZoneInfo(asked.zone),
		duration=asked.duration,
		interval=asked.interval,
		buffer_before=asked.before,
		buffer_after=asked.after,
		minimum_notice=asked.notice,
		booking_horizon=asked.horizon,
		earliest_start=asked.earliest,
		latest_start=asked.latest,
		day_cap=asked.day_cap,
		capacity=asked.capacity,
		is_collective=asked.is_collective,
	)


def least_margin(case: Case) -> int:
	"""How far beyond the window the rules look, in minutes: any more must not matter."""
	pauses = [case.type.before, case.type.after]
	pauses += [pause for member in case.members for pause in (member.before, member.after)]
	return case.type.duration + max(pauses)


def search_of(case: Case, margin: int | None = None) -> Search:
	frame = frame_around(case.window, least_margin(case) if margin is None else margin)
	sessions = [Session(start, members, seats) for (start, members), seats in case.sessions().items()]
	return Search(
		rules=rules_of(case),
		frame=frame,
		window=case.window,
		now=case.now,
		calendars=[calendar_of(case, member, frame) for member in case.members],
		sessions=sessions,
		counted=[start for start, _ in case.counted_sessions()],
	)


def calendar_of(case: Case, member: Member, frame: Frame) -> MemberCalendar:
	hours = WorkingHours(ZoneInfo(member.zone), member.weekly, member.overrides)
	days = local(member.zone, frame.origin).date() - 2 * DAY, local(member.zone, frame.end).date()
	own = sorted((one for one in case.bookings if member.name in one.members), key=lambda one: one.start)
	meetings = [(one.start, one.end) for one in own if one.blocks]
	held = sorted((one.start - one.before, one.end + one.after) for one in own if one.blocks)
	return MemberCalendar(
		member=member.name,
		working=pack_inside(frame, working_intervals(hours, case.holidays, *days)),
		booked=pack(frame, merge(meetings)),
		held=pack(frame, merge(held)),
		away=pack(frame, merge(member.away)),
		starts=counted_starts(case, member),
		zone=hours.zone,
		buffer_before=member.before,
		buffer_after=member.after,
		day_cap=member.day_cap,
		week_cap=member.week_cap,
		hours=hours,
		holidays=case.holidays,
		meetings=meetings,
	)


def counted_starts(case: Case, member: Member) -> list[int]:
	"""Every other meeting of the member, and each session of the type once."""
	others = [one.start for one in case.bookings if member.name in one.members and not one.is_of_type]
	return others + [start for start, members in case.counted_sessions() if member.name in members]


def reason_codes(reasons) -> set[str]:
	return {reason.code for reason in reasons}
