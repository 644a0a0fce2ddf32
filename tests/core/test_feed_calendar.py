"""What a program that subscribes to a calendar gets."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from meeting_manager.notifications.calendar_event import CANCELLED
from meeting_manager.notifications.feed_calendar import feed_calendar
from tests.calendar_linter import lint_own
from tests.calendar_linter.samples import PLAIN

OTHER = replace(PLAIN, uid="77aa@site.example.com", start=PLAIN.start + timedelta(days=1), alarms=())
OTHER = replace(OTHER, end=OTHER.start + timedelta(minutes=45))


def read(*events, **options):
	data = feed_calendar("Ada; Test, Größe", events, **options)
	assert lint_own(data) == []
	return Calendar.from_ical(data)


def test_feed_holds_every_meeting_at_its_time():
	events = read(PLAIN, OTHER).walk("VEVENT")
	assert [(event["UID"], event["DTSTART"].dt, event["DTEND"].dt) for event in events] == [
		(one.uid, one.start, one.end) for one in (PLAIN, OTHER)
	]


def test_feed_has_its_name_where_old_and_new_programs_look():
	calendar = read(PLAIN)
	assert (calendar["METHOD"], calendar["NAME"], calendar["X-WR-CALNAME"]) == (
		"PUBLISH",
		"Ada; Test, Größe",
		"Ada; Test, Größe",
	)


def test_feed_says_how_often_to_ask():
	calendar = read(PLAIN, refresh=timedelta(minutes=20))
	assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT20M"
	assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
	assert calendar["X-PUBLISHED-TTL"].to_ical() == b"PT20M"


def test_feed_names_nobody_who_was_invited():
	assert b"ATTENDEE" not in feed_calendar("Ada", [PLAIN])
	assert b"alex@example.com" not in feed_calendar("Ada", [PLAIN])


def test_cancelled_meeting_stays_in_the_feed_and_rings_no_more():
	(event,) = read(replace(PLAIN, status=CANCELLED)).walk("VEVENT")
	assert (event["STATUS"], event.walk("VALARM")) == ("CANCELLED", [])


@pytest.mark.parametrize("alarms", [(), (1440, 15)])
def test_alarms_are_in_the_feed_where_they_are_asked_for(alarms):
	(event,) = read(replace(PLAIN, alarms=alarms)).walk("VEVENT")
	assert len(event.walk("VALARM")) == len(alarms)


def test_feed_of_nothing_is_a_valid_calendar_without_events():
	calendar = read()
	assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
	assert "METHOD" not in calendar
