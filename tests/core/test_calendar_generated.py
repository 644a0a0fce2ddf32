"""Whatever people write into a booking, its calendar data is valid and other programs read the same out of it.

`MM_CALENDARS=10000 ./test tests/core/test_calendar_generated.py` looks at more of them, and so does MM_LOAD=1.
"""

import os
import re
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meeting_manager.notifications.feed_calendar import feed_calendar
from meeting_manager.notifications.invitation import (
	ACCEPTED,
	CANCELLED,
	CONFIRMED,
	NEEDS_ACTION,
	TENTATIVE,
	Invitation,
	Party,
)
from tests.calendar_linter import lint_own
from tests.calendar_linter.readers import IcalJs, read_with_icalendar, read_with_vobject
from tests.calendar_linter.samples import OWN

USUAL = 200
LONG = 10_000
EXAMPLES = int(os.environ.get("MM_CALENDARS") or (LONG if os.environ.get("MM_LOAD") == "1" else USUAL))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

NOT_KEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
IN_NAMES = str.maketrans({'"': "'", "\\": "/"})
READ_TWICE = re.compile(r"\\|%(2C|3A|3B|5C)")
"""icalendar reads these as escapes of its own: a `\\n` that somebody wrote comes back as a line end."""

PIECES = st.sampled_from(
	[
		*"\r\n\t ,;:\\\"'^%|=",
		"\r\n",
		"\\n",
		"\\N",
		"\\,",
		"^n",
		"^'",
		"%2C",
		"\r\nATTENDEE:mailto:mallory@example.org",
		"\n ",
		"\nEND:VEVENT\r\nBEGIN:VEVENT",
		"\x00\x07\x0b\x0c\x1b\x7f\x85\u2028\u2029",
		"Zoë",
		"e\u0301\u0323",
		"👩‍👩‍👧🏽",
		"🇩🇪",
		"שלום \u202eabc\u202c",
		"مرحبا",
		"\u200f\u200d\ufeff\u00a0\u3000",
		"\ud800",
		"\ufffe\U0010ffff",
		"漢字",
		"https://meet.example.com/a?b=1,2;c",
		"a" * 74,
		" " * 80,
	]
)
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=8).map("".join)
LONG_NOTES = st.builds(lambda text, length: (text * 10_000)[:length], TEXTS, st.integers(0, 10_000))
LINKS = st.just("https://meet.example.com/room?a=1,2;b&c='(x)'#y")
LOCAL_PARTS = st.text(alphabet="abcXYZ019.!#$%&'*+/=?^_`{|}~-ä", min_size=1, max_size=30)
ADDRESSES = LOCAL_PARTS.map("{}@example.com".format)
PARTIES = st.builds(Party, TEXTS, ADDRESSES)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.timezones())


@st.composite
def invitations(draw):
	start = draw(INSTANTS).replace(microsecond=0)
	return Invitation(
		uid=draw(st.uuids().map("{}@site.example.com".format)),
		sequence=draw(st.integers(0, 1000)),
		start=start,
		end=start.astimezone(timezone.utc) + timedelta(minutes=draw(st.integers(5, 480))),
		stamp=draw(INSTANTS),
		status=draw(st.sampled_from([CONFIRMED, TENTATIVE, CANCELLED])),
		summary=draw(TEXTS),
		description=draw(TEXTS | LONG_NOTES),
		location=draw(TEXTS | LINKS),
		organizer=draw(PARTIES),
		attendee=draw(PARTIES),
		answer=draw(st.sampled_from([ACCEPTED, NEEDS_ACTION])),
		alarms=draw(st.lists(st.integers(0, 20_000), max_size=3).map(tuple)),
	)


def text_kept(text):
	return NOT_KEPT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def line_kept(text):
	return " ".join(text_kept(text).split())


def person(party):
	return {"address": f"mailto:{party.email}", "name": line_kept(party.name).translate(IN_NAMES)}


def expected_from(invitation):
	return {
		"method": "CANCEL" if invitation.status == CANCELLED else "REQUEST",
		"uid": invitation.uid,
		"sequence": invitation.sequence,
		"start": invitation.start.astimezone(timezone.utc).isoformat(),
		"end": invitation.end.isoformat(),
		"summary": line_kept(invitation.summary),
		"description": text_kept(invitation.description),
		"location": line_kept(invitation.location),
		"organizer": person(invitation.organizer),
		"attendees": [person(invitation.attendee)],
		"alarms": [] if invitation.status == CANCELLED else list(invitation.alarms),
	}


def with_plain_addresses(told):
	for one in [told["organizer"], *told["attendees"]]:
		one["address"] = unquote(one["address"])
	return told


def without_read_twice(told, invitation):
	"""What is left to compare where a library takes some texts for escapes."""
	texts = {
		"summary": invitation.summary,
		"description": invitation.description,
		"location": invitation.location,
		"organizer": invitation.organizer.name + invitation.organizer.email,
		"attendees": invitation.attendee.name + invitation.attendee.email,
	}
	return {key: value for key, value in told.items() if not READ_TWICE.search(texts.get(key, ""))}


@pytest.fixture(scope="module")
def ical_js():
	"""Nothing where Node.js or the package is missing."""
	reader = None if IcalJs.missing() else IcalJs()
	yield reader
	if reader:
		reader.close()


@pytest.mark.skipif(bool(IcalJs.missing()), reason=IcalJs.missing())
@pytest.mark.parametrize("method", ["request", "cancel"])
def test_ical_js_is_asked_too(ical_js, method):
	told = ical_js.read(OWN[method])
	assert (told["method"], told["summary"]) == (method.upper(), "Discovery Call with Zoë Test")


@many
@given(invitation=invitations())
def test_every_booking_is_valid_and_reads_as_it_was_written(ical_js, invitation):
	data, expected = invitation.to_ical(), expected_from(invitation)
	assert lint_own(data) == []
	assert with_plain_addresses(read_with_vobject(data)) == expected
	told = with_plain_addresses(read_with_icalendar(data))
	assert without_read_twice(told, invitation) == without_read_twice(expected, invitation)
	if ical_js:
		assert with_plain_addresses(ical_js.read(data)) == expected


@settings(many, max_examples=max(EXAMPLES // 10, 30))
@given(TEXTS, st.lists(invitations(), max_size=4, unique_by=lambda invitation: invitation.uid))
def test_every_feed_is_valid(name, events):
	assert lint_own(feed_calendar(name, events)) == []
