"""Many meetings as one calendar that programs subscribe to (RFC 5546, 3.2.1; RFC 7986, 5).

Needs no site: plain values in, bytes out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Timezone, TimezoneStandard
from icalendar.prop import vDuration

from meeting_manager.notifications.calendar_event import CalendarEvent, event_component, line, new_calendar

PUBLISH = "PUBLISH"


def published(events: Iterable[CalendarEvent]) -> bytes:
	"""A file of meetings, for a calendar to add."""
	calendar = new_calendar(PUBLISH)
	for event in events:
		calendar.add_component(event_component(event))
	return calendar.to_ical()


def feed_calendar(
	name: str, events: Iterable[CalendarEvent], refresh: timedelta = timedelta(hours=1)
) -> bytes:
	"""
	:param name: what the subscriber's program calls the calendar.
	:param events: each with a UID of its own.
	:param refresh: how long a program should wait before it asks again.
	"""
	components = [event_component(event) for event in events]
	calendar = new_calendar(PUBLISH if components else None)
	_add_name(calendar, name)
	_add_refresh(calendar, refresh)
	for component in components or [_utc_zone()]:
		calendar.add_component(component)
	return calendar.to_ical()


def _add_name(calendar: Calendar, name: str) -> None:
	"""Twice: most programs know only the older of the two properties."""
	calendar["NAME"] = calendar["X-WR-CALNAME"] = line(name)


def _add_refresh(calendar: Calendar, refresh: timedelta) -> None:
	calendar["REFRESH-INTERVAL"] = interval = vDuration(refresh)
	interval.params["VALUE"] = "DURATION"
	calendar["X-PUBLISHED-TTL"] = vDuration(refresh)


def _utc_zone() -> Timezone:
	"""Keeps a calendar without events valid: there has to be a component, and PUBLISH needs an event."""
	zone, standard = Timezone(), TimezoneStandard()
	zone.add("tzid", "Etc/UTC")
	standard.add("dtstart", datetime(1970, 1, 1))
	standard.add("tzoffsetfrom", timedelta())
	standard.add("tzoffsetto", timedelta())
	zone.add_component(standard)
	return zone
