"""Two changes of one booking at the same moment: one legal outcome, and the old time is free for exactly one guest."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import frappe
import pytest
from frappe.utils.password import update_password

from tests.load.checks import claims_that_differ, histories, overlaps
from tests.load.clients import BUSY, Call, count_codes, flat, server_errors, times
from tests.load.scale import scale, scaled
from tests.load.scene import BOOKING, cancel, move, place
from tests.site.people import MANAGER, PASSWORD, make_people

IN_FLIGHT = 8
"""Four races at a time: what counts is the other one of the pair."""
RACES = 500


@pytest.fixture
def staff(site_name, server):
	"""The headers of a signed-in manager."""
	return sign_in(server.guests)


def sign_in(guests) -> dict:
	make_people()
	update_password(MANAGER, PASSWORD)
	frappe.db.commit()
	answer = guests.send(Call("/api/method/login", {"usr": MANAGER, "pwd": PASSWORD}))
	assert answer.code == 200, answer.body
	return {"Cookie": answer.cookie}


def test_two_moves(server, make_scene, report):
	report(
		"reschedule || reschedule", scale=scale(), **two_moves(server.guests, make_scene(1), scaled(RACES))
	)


def test_cancel_and_move(server, make_scene, report):
	report(
		"cancel || reschedule", scale=scale(), **cancel_and_move(server.guests, make_scene(1), scaled(RACES))
	)


def test_confirm_and_cancel(server, make_scene, report, staff):
	scene = make_scene(1, requires_approval=1)
	report(
		"confirm || cancel", scale=scale(), **confirm_and_cancel(server.guests, scene, staff, scaled(RACES))
	)


def two_moves(guests, scene, races: int) -> dict:
	booked = book_places(guests, scene, races)
	pairs = [
		(move(one["reschedule"], place(races + number)), move(one["reschedule"], place(2 * races + number)))
		for number, one in enumerate(booked)
	]
	answers = guests.race(pairs, IN_FLIGHT)
	actions = histories(scene)
	for one, pair in zip(booked, answers, strict=True):
		codes, applied = look_at(pair, ("Rescheduled", "Rescheduled"))
		assert codes <= {200, 404, BUSY} and len(applied) <= 1
		assert actions[one["name"]] == ["Booked", *applied]
	return conclude(guests, scene, answers)


def cancel_and_move(guests, scene, races: int) -> dict:
	booked = book_places(guests, scene, races)
	pairs = [
		(cancel(one["cancel"]), move(one["reschedule"], place(races + number)))
		for number, one in enumerate(booked)
	]
	answers = guests.race(pairs, IN_FLIGHT)
	actions = histories(scene)
	for one, pair in zip(booked, answers, strict=True):
		codes, applied = look_at(pair, ("Cancelled", "Rescheduled"))
		refusal = 409 if applied == ["Cancelled"] else 404
		assert codes <= {200, refusal, BUSY} and len(applied) <= 1
		assert actions[one["name"]] == ["Booked", *applied]
	return conclude(guests, scene, answers)


def confirm_and_cancel(guests, scene, staff: dict, races: int) -> dict:
	"""Confirmed first and cancelled then is legal, and so is cancelled alone."""
	booked = book_places(guests, scene, races)
	pairs = [(confirm(one["name"], staff), cancel(one["cancel"])) for one in booked]
	answers = guests.race(pairs, IN_FLIGHT)
	actions = histories(scene)
	for one, pair in zip(booked, answers, strict=True):
		_codes, applied = look_at(pair, ("Confirmed", "Cancelled"))
		assert pair[0].code in (200, 409, 417, BUSY) and pair[1].code in (200, BUSY)
		assert actions[one["name"]] == ["Booked", *applied]
	return conclude(guests, scene, answers, freed_by=1)


def look_at(pair, actions: tuple[str, str]) -> tuple[set[int], list[str]]:
	"""The codes, and the actions that were answered with 200; a busy database has applied nothing."""
	codes = {answer.code for answer in pair}
	applied = [action for action, answer in zip(actions, pair, strict=True) if answer.code == 200]
	assert applied or codes == {BUSY}
	return codes, applied


def confirm(name: str, staff: dict) -> Call:
	arguments = {"dt": BOOKING, "dn": name, "method": "confirm"}
	return Call("/api/method/run_doc_method", arguments, staff)


def book_places(guests, scene, races: int) -> list[dict]:
	"""One booking at each of the first places: its name and its tokens."""
	answers = guests.insist([scene.book(place(number), number) for number in range(races)], IN_FLIGHT)
	assert count_codes(answers) == {"200": races}
	return [
		{
			"name": answer.message["booking_id"],
			"cancel": token_of(answer.message["cancel_url"]),
			"reschedule": token_of(answer.message["reschedule_url"]),
		}
		for answer in answers
	]


def token_of(link: str) -> str:
	return parse_qs(urlsplit(link).query)["token"][0]


def conclude(guests, scene, answers, freed_by: int | None = None) -> dict:
	"""Of two guests for each old time one gets it; the figures.

	:param freed_by: which call of a pair frees the time, where only one does.
	"""
	assert claims_that_differ(scene) == []
	freed = [
		number
		for number, pair in enumerate(answers)
		if 200 in [answer.code for answer in (pair if freed_by is None else pair[freed_by:])]
	]
	again = [scene.book(place(number), f"{number}.{guest}") for number in freed for guest in ("a", "b")]
	takers = guests.insist(again, IN_FLIGHT)
	for pair in zip(takers[::2], takers[1::2], strict=True):
		assert sorted(answer.code for answer in pair) == [200, 409]
	assert overlaps(scene) == 0
	assert claims_that_differ(scene) == []
	sent = list(flat(answers))
	outcomes = Counter(" and ".join(str(answer.code) for answer in pair) for pair in answers)
	return {
		"races": len(answers),
		"outcomes": dict(outcomes),
		"server_errors": server_errors(sent),
		"old_times_taken_again_by_one_of_two": len(freed),
		**times(sent),
	}
