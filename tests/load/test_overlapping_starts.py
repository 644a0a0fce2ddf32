"""Guests want an hour at every five minutes of a few days: whoever is first, no member has two at once, nor too little pause."""

import random

from tests.load.checks import broken_pauses, claims_that_differ, count_bookings, overlaps
from tests.load.clients import BUSY, count_codes, server_errors, times
from tests.load.scale import scale, scaled
from tests.load.scene import place

IN_FLIGHT = 32
MEMBERS = 4
REQUESTS = 5000
TYPE = {"duration": 60, "slot_interval": 5, "buffer_before": 10, "buffer_after": 5}
STARTS_A_DAY = 85
"""From 9:00 to 16:00."""
REQUESTS_A_DAY = 500


def test_overlapping_starts(server, make_scene, report):
	scene = make_scene(MEMBERS, **TYPE)
	report("overlapping starts", scale=scale(), **book_staggered(server.guests, scene, scaled(REQUESTS, 200)))


def book_staggered(guests, scene, requests: int) -> dict:
	"""The figures, once all is as it has to be."""
	calls = staggered_calls(scene, requests)
	answers = guests.send_all(calls, IN_FLIGHT)
	codes = count_codes(answers)
	assert {"200"} <= set(codes) <= {"200", "409", str(BUSY)}, codes
	assert count_bookings(scene) == codes["200"]
	assert overlaps(scene) == 0
	assert broken_pauses(scene) == 0
	assert claims_that_differ(scene) == []
	return {
		"requests": requests,
		"in_flight": IN_FLIGHT,
		"codes": codes,
		"server_errors": server_errors(answers),
		"overlaps": 0,
		"broken_pauses": 0,
		**times(answers),
	}


def staggered_calls(scene, requests: int, seed: int = 4) -> list:
	chosen = random.Random(seed)
	days = -(-requests // REQUESTS_A_DAY)
	return [
		scene.book(place(16 * chosen.randrange(days)) + 5 * chosen.randrange(STARTS_A_DAY), guest)
		for guest in range(requests)
	]
