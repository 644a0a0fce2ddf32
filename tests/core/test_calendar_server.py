"""A booking's life as its mails tell it, played into a real calendar server by a program that follows RFC 5546."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from meeting_manager.notifications.invitation import CANCELLED
from tests.calendar_linter.samples import PLAIN
from tests.calendar_server.program import CalendarProgram
from tests.calendar_server.radicale import running_radicale

MOVES = 5
BOOKED = replace(PLAIN, sequence=0)
ODD_NOTES = (
	'Zoë & <b>שלום</b> ]]> 👩‍👩‍👧🏽; a, b: \\ "c" \\N\nEND:VEVENT\r\nX:1\n ' + "漢字 " * 2_000 + "\ufffe\x00!"
)


def life_of(booked):
	"""Booked, moved five times, cancelled: each an hour later, a day after the last."""
	versions = [
		replace(
			booked,
			sequence=number,
			start=booked.start + timedelta(hours=number),
			end=booked.end + timedelta(hours=number),
			stamp=booked.stamp + timedelta(days=number),
		)
		for number in range(MOVES + 1)
	]
	last = versions[-1]
	cancelled = replace(last, sequence=MOVES + 1, status=CANCELLED, stamp=last.stamp + timedelta(days=1))
	return [*versions, cancelled]


def calendar_after(version):
	"""What has to stand in the calendar once this version is the newest that arrived."""
	return [] if version.status == CANCELLED else [(version.uid, version.start, version.end)]


def stored_in(program):
	return sorted((str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt) for event in program.events())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
	with running_radicale(tmp_path_factory.mktemp("radicale")) as address:
		yield address


@pytest.fixture
def program(server):
	return CalendarProgram(f"{server}/alex/{uuid4().hex}")


def test_each_mail_leaves_one_event_at_its_time_and_the_last_one_none(program):
	for version in life_of(BOOKED):
		assert program.deliver(version.to_ical()) is True
		assert stored_in(program) == calendar_after(version)


def test_mail_that_comes_again_changes_nothing(program):
	for version in life_of(BOOKED):
		assert [program.deliver(version.to_ical()) for _ in range(3)] == [True, False, False]
		assert stored_in(program) == calendar_after(version)


@pytest.mark.parametrize("seed", range(8))
def test_mails_in_any_order_end_with_the_newest(program, seed):
	shuffled = life_of(BOOKED) * 2
	random.Random(seed).shuffle(shuffled)
	newest = shuffled[0]
	for version in shuffled:
		newest = max(newest, version, key=lambda one: one.sequence)
		program.deliver(version.to_ical())
		assert stored_in(program) == calendar_after(newest)
	assert stored_in(program) == []


def test_move_that_arrives_after_the_cancellation_brings_nothing_back(program):
	*moves, cancelled = life_of(BOOKED)
	assert [program.deliver(version.to_ical()) for version in (moves[0], cancelled, moves[-1])] == [
		True,
		True,
		False,
	]
	assert stored_in(program) == []


def test_later_stamp_decides_between_mails_of_one_sequence(program):
	later = replace(BOOKED, summary="Later", stamp=BOOKED.stamp + timedelta(seconds=1))
	assert [program.deliver(version.to_ical()) for version in (later, BOOKED)] == [True, False]
	assert [event["SUMMARY"] for event in program.events()] == ["Later"]


def test_cancellation_leaves_other_meetings_alone(program):
	other = replace(BOOKED, uid="77aa@site.example.com")
	for version in (*life_of(BOOKED)[:2], other, life_of(BOOKED)[-1]):
		program.deliver(version.to_ical())
	assert stored_in(program) == calendar_after(other)


def test_new_uid_for_a_move_would_be_seen_here(program):
	moved = replace(life_of(BOOKED)[1], uid="new@site.example.com")
	for version in (BOOKED, moved):
		program.deliver(version.to_ical())
	assert len(stored_in(program)) == 2


def test_odd_signs_travel_through_the_server(program):
	program.deliver(replace(BOOKED, description=ODD_NOTES, summary="]]> & <Zoë> 👩‍👩‍👧🏽").to_ical())
	(event,) = program.events()
	assert event["SUMMARY"] == "]]> & <Zoë> 👩‍👩‍👧🏽"
	assert event["DESCRIPTION"].endswith("漢字 " * 2_000 + "  !")
	assert "\nEND:VEVENT\nX:1\n" in event["DESCRIPTION"]
