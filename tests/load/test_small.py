"""As little of the load tests as shows that they work; runs with all other tests."""

import pytest

from tests.load.test_killed_workers import MEMBERS, book_and_kill
from tests.load.test_same_slot import MEMBERS as FREE
from tests.load.test_same_slot import fill_slots

pytestmark = pytest.mark.small


def test_same_slot(server, make_scene, report):
	report("same slot, small", **fill_slots(server.guests, make_scene(FREE), rounds=2, requests=20))


def test_killed_workers(site_name, make_scene, report):
	report("killed workers, small", **book_and_kill(site_name, make_scene(MEMBERS), kills=3))
