"""The tests of the same slot and of overlapping starts can fail: without the lock and without the claims they do.

With either one left, no two bookings overlap.
"""

import pytest

from tests.load.checks import count_bookings, overlaps
from tests.load.clients import count_codes, server_errors
from tests.load.scale import scale, scaled
from tests.load.scene import place
from tests.load.servers import special_server
from tests.load.switches import CLAIMS, LOCK
from tests.load.test_overlapping_starts import TYPE, staggered_calls

IN_FLIGHT = 32
MEMBERS = 3
ROUNDS = 20
"""At most: once the race shows there is nothing more to wait for."""
REQUESTS = 640


@pytest.mark.parametrize("off", [(LOCK, CLAIMS), (CLAIMS,), (LOCK,)], ids=lambda off: "+".join(off))
def test_without(site_name, make_scene, report, off):
	one_slot, staggered = make_scene(MEMBERS), make_scene(MEMBERS, **TYPE)
	is_race = len(off) == 2
	with special_server(site_name, off) as server:
		same = _same_slot(server.guests, one_slot, is_race)
		starts = _overlapping_starts(server.guests, staggered)
	report("without " + " and ".join(off), scale=scale(), same_slot=same, overlapping_starts=starts)
	assert bool(same["overlaps"]) == bool(starts["overlaps"]) == is_race
	assert is_race or same["successes"] <= MEMBERS * same["rounds"]
	for scene, found in ((one_slot, same), (staggered, starts)):
		assert count_bookings(scene) == found["successes"]


def _same_slot(guests, scene, ends_early: bool) -> dict:
	answers, found, rounds = [], 0, 0
	while rounds < scaled(ROUNDS) and not (ends_early and found):
		calls = [scene.book(place(rounds), f"{rounds}.{guest}") for guest in range(IN_FLIGHT)]
		answers += guests.send_all(calls, IN_FLIGHT)
		found, rounds = overlaps(scene), rounds + 1
	return {"rounds": rounds, **_describe(answers), "overlaps": found}


def _overlapping_starts(guests, scene) -> dict:
	answers = guests.send_all(staggered_calls(scene, scaled(REQUESTS)), IN_FLIGHT)
	return {**_describe(answers), "overlaps": overlaps(scene)}


def _describe(answers) -> dict:
	codes = count_codes(answers)
	return {"successes": codes.get("200", 0), "codes": codes, "server_errors": server_errors(answers)}
