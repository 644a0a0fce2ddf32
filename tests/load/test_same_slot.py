"""Many guests want one time: as many get it as members are free, the others are told so."""

from tests.load.checks import claims_that_differ, count_bookings, overlaps
from tests.load.clients import count_codes, server_errors, times
from tests.load.scale import scale, scaled
from tests.load.scene import place

IN_FLIGHT = 32
MEMBERS = 3
ROUNDS = 20
REQUESTS = 1000


def test_same_slot(server, make_scene, report):
	scene = make_scene(MEMBERS)
	figures = fill_slots(server.guests, scene, ROUNDS, scaled(REQUESTS, least=40))
	report("same slot", scale=scale(), **figures)


def fill_slots(guests, scene, rounds: int, requests: int) -> dict:
	"""One time a round; the figures, once all is as it has to be."""
	answers = []
	for number in range(rounds):
		calls = [scene.book(place(number), f"{number}.{guest}") for guest in range(requests)]
		found = guests.send_all(calls, IN_FLIGHT)
		assert count_codes(found) == {"200": MEMBERS, "409": requests - MEMBERS}, f"round {number}"
		answers += found
	assert count_bookings(scene) == rounds * MEMBERS
	assert overlaps(scene) == 0
	assert claims_that_differ(scene) == []
	return {
		"rounds": rounds,
		"requests": len(answers),
		"in_flight": IN_FLIGHT,
		"codes": count_codes(answers),
		"server_errors": server_errors(answers),
		"overlaps": 0,
		**times(answers),
	}
