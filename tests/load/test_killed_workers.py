"""Workers are killed while guests book: what was answered stands with its mails, and the rest can be asked again."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import uuid4

from tests.load.checks import (
	claims_that_differ,
	count_bookings,
	messages_by_booking,
	messages_without_booking,
	overlaps,
)
from tests.load.clients import NO_ANSWER, count_codes
from tests.load.scale import scale, scaled
from tests.load.scene import place
from tests.load.servers import special_server

IN_FLIGHT = 16
MEMBERS = 6
KILLS = 200
LONGEST_PAUSE = 1.5
"""Seconds between two kills; shorter where guests have had answers meanwhile."""
ANSWERS = 3
"""Bookings acknowledged between two kills, so that not all of them are lost."""
LONGEST = 600


def test_killed_workers(site_name, make_scene, report):
	figures = book_and_kill(site_name, make_scene(MEMBERS), scaled(KILLS))
	report("killed workers", scale=scale(), **figures)


def book_and_kill(site_name: str, scene, kills: int) -> dict:
	"""The figures, once all is as it has to be."""
	stray_before = messages_without_booking()
	with special_server(site_name) as server:
		calls, answers, done = book_under_fire(server, scene, kills)
		unanswered = [call for call, answer in zip(calls, answers, strict=True) if answer.code != 200]
		retried = server.guests.insist(unanswered, IN_FLIGHT // 4)
	assert done == kills
	assert set(count_codes(retried)) <= {"200"}
	acknowledged = {answer.message["booking_id"] for answer in answers if answer.code == 200}
	booked = acknowledged | {answer.message["booking_id"] for answer in retried}
	messages = messages_by_booking(scene)
	assert acknowledged <= set(messages)
	assert booked == set(messages) and len(booked) == len(calls) == count_bookings(scene)
	assert len(set(messages.values())) == 1 and 0 not in messages.values()
	assert messages_without_booking() == stray_before
	assert overlaps(scene) == 0 and claims_that_differ(scene) == []
	return {
		"kills": done,
		"requests": len(calls),
		"codes": count_codes(answers),
		"lost_answers": sum(answer.code == NO_ANSWER for answer in answers),
		"retried": count_codes(retried),
		"acknowledged_and_lost": 0,
		"messages_of_a_booking": sorted(set(messages.values())),
		"messages_without_booking": 0,
	}


def book_under_fire(server, scene, kills: int) -> tuple[list, list, int]:
	"""Each guest books a free time with a key of its own, until so many workers are killed."""
	numbers, ended, sent = count(), threading.Event(), {}

	def book():
		while not ended.is_set():
			number = next(numbers)
			call = scene.book(place(number // MEMBERS), number, key=uuid4().hex)
			sent[number] = call, server.guests.send(call)

	with ThreadPoolExecutor(IN_FLIGHT) as pool:
		for _ in range(IN_FLIGHT):
			pool.submit(book)
		try:
			done = kill_workers(
				server, kills, lambda: sum(answer.code == 200 for _call, answer in list(sent.values()))
			)
		finally:
			ended.set()
	calls, answers = zip(*(sent[number] for number in sorted(sent)), strict=True)
	return calls, answers, done


def kill_workers(server, kills: int, acknowledged: Callable[[], int]) -> int:
	done, deadline = 0, time.monotonic() + LONGEST
	while done < kills and time.monotonic() < deadline:
		_wait_for_answers(acknowledged)
		time.sleep(random.uniform(0, 0.1))
		workers = server.workers()
		if workers:
			os.kill(random.choice(workers), signal.SIGKILL)
			done += 1
	return done


def _wait_for_answers(acknowledged: Callable[[], int]) -> None:
	wanted, until = acknowledged() + ANSWERS, time.monotonic() + LONGEST_PAUSE
	while acknowledged() < wanted and time.monotonic() < until:
		time.sleep(0.01)
