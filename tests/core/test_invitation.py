"""What calendar programs get: RFC 5545 data that no text from outside can bend."""

import dataclasses
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meeting_manager.notifications.invitation import (
	CANCELLED,
	CONFIRMED,
	NEEDS_ACTION,
	TENTATIVE,
	Invitation,
	Party,
)

ROOT = Path(__file__).resolve().parents[2]
BERLIN = ZoneInfo("Europe/Berlin")
PLAIN = Invitation(
	uid="4f1c@site.example.com",
	sequence=3,
	start=datetime(2027, 3, 1, 10, tzinfo=BERLIN),
	end=datetime(2027, 3, 1, 10, 30, tzinfo=BERLIN),
	stamp=datetime(2027, 2, 1, 8, 15, 30, tzinfo=timezone.utc),
	status=CONFIRMED,
	summary="Discovery Call with Ada Test",
	description="Reference: ABCD2345",
	location="Online",
	organizer=Party("Example Company", "hello@example.com"),
	attendee=Party("Alex Example", "alex@example.com"),
)
PROPERTIES = sorted(
	[
		"UID",
		"SEQUENCE",
		"DTSTAMP",
		"DTSTART",
		"DTEND",
		"SUMMARY",
		"DESCRIPTION",
		"LOCATION",
		"STATUS",
		"ORGANIZER",
		"ATTENDEE",
	]
)

HOSTILE = {
	"a line of its own": "x\nATTENDEE:mailto:mallory@example.org",
	"carriage returns": "x\rATTENDEE:mailto:mallory@example.org\r\nX-A:1",
	"other line ends": "x\x0bATTENDEE:a\x0cATTENDEE:b\x85ATTENDEE:c\u2028ATTENDEE:d\u2029ATTENDEE:e",
	"a second event": "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:other",
	"quotes and separators": 'x";ROLE=CHAIR:mailto:mallory@example.org,y',
	"escapes": "x\\nATTENDEE:a\\\\^nATTENDEE:b",
	"a fold": "x\r\n ATTENDEE:mailto:mallory@example.org",
}


def event_of(invitation):
	return Calendar.from_ical(invitation.to_ical()).walk("VEVENT")[0]


def content_lines(invitation):
	"""Unfolded as RFC 5545, 3.1 says, without the library that wrote them."""
	return invitation.to_ical().decode().replace("\r\n ", "").split("\r\n")


def property_names(invitation):
	lines = content_lines(invitation)
	inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
	return sorted(line.partition(":")[0].partition(";")[0] for line in inside)


def with_text(text):
	"""The same text in every place that somebody outside may fill."""
	return dataclasses.replace(
		PLAIN,
		summary=text,
		description=text,
		location=text,
		organizer=Party(text, PLAIN.organizer.email),
		attendee=Party(text, PLAIN.attendee.email),
	)


def test_needs_no_frappe():
	code = "import sys; sys.modules['frappe'] = None; import meeting_manager.notifications.invitation"
	subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_request_says_which_meeting_and_which_version_of_it():
	calendar = Calendar.from_ical(PLAIN.to_ical())
	event = event_of(PLAIN)
	assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", "4f1c@site.example.com", 3)


def test_times_are_utc_so_that_no_zone_has_to_travel():
	event = event_of(PLAIN)
	assert event["DTSTART"].to_ical() == b"20270301T090000Z"
	assert event["DTEND"].to_ical() == b"20270301T093000Z"
	assert event["DTSTAMP"].to_ical() == b"20270201T081530Z"


def test_hour_that_occurs_twice_keeps_its_instant():
	second = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN, fold=1)
	moved = dataclasses.replace(PLAIN, start=second, end=second + timedelta(minutes=30))
	assert event_of(moved)["DTSTART"].to_ical() == b"20271031T013000Z"


@pytest.mark.parametrize(
	("status", "method"), [(CONFIRMED, "REQUEST"), (TENTATIVE, "REQUEST"), (CANCELLED, "CANCEL")]
)
def test_method_of_calendar_and_of_mime_type_agree(status, method):
	invitation = dataclasses.replace(PLAIN, status=status)
	assert Calendar.from_ical(invitation.to_ical())["METHOD"] == method
	assert invitation.content_type == f"text/calendar; method={method}"
	assert event_of(invitation)["STATUS"] == status


def test_attendee_is_the_mailbox_and_is_not_asked_again():
	attendee = event_of(PLAIN)["ATTENDEE"]
	assert attendee == "mailto:alex@example.com"
	assert attendee.params["CN"] == "Alex Example"
	assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_who_did_not_choose_the_time_is_asked():
	attendee = event_of(dataclasses.replace(PLAIN, answer=NEEDS_ACTION))["ATTENDEE"]
	assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")


def test_nobody_is_asked_whether_a_cancelled_meeting_suits():
	attendee = event_of(dataclasses.replace(PLAIN, answer=NEEDS_ACTION, status=CANCELLED))["ATTENDEE"]
	assert attendee.params["RSVP"] == "FALSE"


def test_conference_link_is_where_old_and_new_programs_look():
	link = "https://meet.example.com/room;a?b=1,2&c=%C3%A4#top"
	event = event_of(dataclasses.replace(PLAIN, location=link))
	assert (event["LOCATION"], event["URL"], event["CONFERENCE"]) == (link, link, link)
	assert event["CONFERENCE"].params["VALUE"] == "URI"


@pytest.mark.parametrize(
	"location",
	[
		"Room 3",
		"http://meet.example.com",
		"see https://meet.example.com",
		"https://meet.example.com/ä",
		"https://meet.example.com/%zz",
		"https://meet.example.com/#a#b",
		"https://",
	],
)
def test_what_is_no_valid_secure_link_stays_a_location(location):
	event = event_of(dataclasses.replace(PLAIN, location=location))
	assert event["LOCATION"] == location
	assert "URL" not in event and "CONFERENCE" not in event


def test_no_place_means_no_location():
	assert "LOCATION" not in event_of(dataclasses.replace(PLAIN, location=" "))


def test_alarms_come_before_the_start_and_leave_with_the_meeting():
	invitation = dataclasses.replace(PLAIN, alarms=(1440, 15, 0))
	alarms = event_of(invitation).walk("VALARM")
	assert [(alarm["ACTION"], alarm["TRIGGER"].to_ical()) for alarm in alarms] == [
		("DISPLAY", b"-P1D"),
		("DISPLAY", b"-PT15M"),
		("DISPLAY", b"P0D"),
	]
	assert event_of(dataclasses.replace(invitation, status=CANCELLED)).walk("VALARM") == []
	assert event_of(PLAIN).walk("VALARM") == []


def test_backslash_before_a_capital_n_is_no_line_end():
	assert "SUMMARY:C:\\\\New" in content_lines(dataclasses.replace(PLAIN, summary="C:\\New"))


def test_characters_that_no_xml_can_carry_are_left_out():
	assert not set("\ufffe\uffff") & set(with_text("a\ufffeb\uffff").to_ical().decode())


def test_address_is_written_as_a_mailto_uri():
	attendee = event_of(dataclasses.replace(PLAIN, attendee=Party("", "o'neil+a=50%@example.com")))[
		"ATTENDEE"
	]
	assert attendee == "mailto:o'neil+a%3D50%25@example.com"
	assert "CN" not in attendee.params


def test_name_holds_nothing_that_a_program_reads_as_an_escape():
	named = dataclasses.replace(PLAIN, attendee=Party('Alex "\\n" Example', "alex@example.com"))
	assert event_of(named)["ATTENDEE"].params["CN"] == "Alex '/n' Example"


def test_description_comes_back_as_it_was():
	text = "Größe; Ort, \\ Zeit\n\nhttps://example.com/reschedule-booking?token=a_b-c\n" + "lang " * 40
	assert event_of(dataclasses.replace(PLAIN, description=text))["DESCRIPTION"] == text


def test_lines_are_folded_at_75_octets():
	lines = with_text("Grüße " * 60).to_ical().split(b"\r\n")
	assert max(map(len, lines)) <= 75
	assert not any(b"\n" in line or b"\r" in line for line in lines)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_outside_adds_no_property(text):
	assert property_names(with_text(text)) == PROPERTIES
	assert event_of(with_text(text))["ATTENDEE"] == "mailto:alex@example.com"
	assert event_of(with_text(text))["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"


@given(st.text(max_size=200))
def test_no_text_at_all_adds_a_property(text):
	names = property_names(with_text(text))
	assert names in (PROPERTIES, [name for name in PROPERTIES if name != "LOCATION"])


@pytest.mark.parametrize("address", ["a@example.com\nATTENDEE:mailto:b@example.org", "a@example.com\r\nX:1"])
def test_address_adds_no_property(address):
	invitation = dataclasses.replace(PLAIN, attendee=Party("Alex Example", address))
	assert property_names(invitation) == PROPERTIES
