"""Guests who send real requests over HTTP, many at a time."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

API = "/api/method/meeting_manager.meeting_manager.api.public."
NO_ANSWER = 0
"""The code of a request whose connection ended before its answer."""
BUSY = 503
TRY_AGAIN = (NO_ANSWER, BUSY)
TRIES = 5
PATIENCE = 60
"""Seconds to wait for one answer."""


@dataclass(frozen=True, slots=True)
class Answer:
	"""
	:param cookie: what the answer sets, as a request sends it back.
	"""

	code: int
	seconds: float
	body: bytes = b""
	cookie: str = ""

	@property
	def message(self):
		return json.loads(self.body)["message"]


@dataclass(frozen=True, slots=True)
class Call:
	"""A POST with a JSON body.

	:param headers: beside those of the guests.
	"""

	path: str
	arguments: dict
	headers: dict | None = None


def guest_call(function: str, **arguments) -> Call:
	return Call(API + function, arguments)


class Guests:
	"""Send calls to one address, each on a connection of its own."""

	def __init__(self, address: str, site: str):
		self.host = urlsplit(address).netloc
		self.headers = {"Content-Type": "application/json", "X-Frappe-Site-Name": site}

	def send(self, call: Call) -> Answer:
		begin = time.perf_counter()
		connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
		try:
			headers = {**self.headers, **(call.headers or {})}
			connection.request("POST", call.path, json.dumps(call.arguments), headers)
			response = connection.getresponse()
			cookies = (each.split(";")[0] for each in response.headers.get_all("Set-Cookie", ()))
			return Answer(response.status, time.perf_counter() - begin, response.read(), "; ".join(cookies))
		except (OSError, http.client.HTTPException):
			return Answer(NO_ANSWER, time.perf_counter() - begin)
		finally:
			connection.close()

	def send_all(self, calls: Iterable[Call], in_flight: int) -> list[Answer]:
		"""The answers in the order of the calls."""
		with ThreadPoolExecutor(in_flight) as pool:
			return list(pool.map(self.send, calls))

	def insist(self, calls: Sequence[Call], in_flight: int) -> list[Answer]:
		"""As guests who try again when they are told to, or hear nothing: the last answers."""
		answers = self.send_all(calls, in_flight)
		for _attempt in range(TRIES):
			again = [number for number, answer in enumerate(answers) if answer.code in TRY_AGAIN]
			found = self.send_all([calls[number] for number in again], in_flight)
			for number, answer in zip(again, found, strict=True):
				answers[number] = answer
		return answers

	def race(self, pairs: Sequence[tuple[Call, Call]], in_flight: int) -> list[tuple[Answer, Answer]]:
		"""Send both calls of a pair at the same moment, many pairs at a time."""
		waiting = iter(enumerate(pairs))
		answers = [None] * len(pairs)
		guard = threading.Lock()

		def next_pair():
			with guard:
				return next(waiting, None)

		def run():
			with ThreadPoolExecutor(2) as both:
				while (taken := next_pair()) is not None:
					number, pair = taken
					answers[number] = tuple(both.map(self._send_after, pair, [threading.Barrier(2)] * 2))

		runners = [threading.Thread(target=run) for _ in range(in_flight // 2)]
		for runner in runners:
			runner.start()
		for runner in runners:
			runner.join()
		return answers

	def _send_after(self, call: Call, ready: threading.Barrier) -> Answer:
		ready.wait()
		return self.send(call)


def count_codes(answers: Iterable[Answer]) -> dict[str, int]:
	"""How often each code came, by its text as JSON wants it."""
	return {str(code): number for code, number in sorted(Counter(answer.code for answer in answers).items())}


def server_errors(answers: Iterable[Answer]) -> int:
	return sum(answer.code >= 500 for answer in answers)


def times(answers: Sequence[Answer]) -> dict[str, float]:
	"""Milliseconds that half and 99 of 100 answers took at most."""
	seconds = sorted(answer.seconds for answer in answers)
	at = {"p50_ms": 0.5, "p99_ms": 0.99}
	return {name: round(1000 * seconds[int(part * (len(seconds) - 1))], 1) for name, part in at.items()}


def flat(pairs: Iterable[tuple[Answer, Answer]]) -> Iterator[Answer]:
	return (answer for pair in pairs for answer in pair)
