"""Start the server that a test sends to: localsite's own, or gunicorn inside the bench's environment."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.load.clients import Guests
from tests.load.switches import OFF, SNAPSHOT
from tests.site.hosts import BENCH_SITE, ROOT

HOST = "127.0.0.1"
GIVEN_ADDRESS = os.environ.get("MM_LOAD_URL")
PATIENCE = 60
"""Seconds until a server has to answer."""
WORKERS, THREADS = 4, 8
"""Of gunicorn: together as many as there are requests in flight."""


@dataclass(frozen=True)
class Server:
	"""
	:param process: that was started, whose children do the work; None where the address was given.
	"""

	guests: Guests
	process: subprocess.Popen | None = None

	def workers(self) -> list[int]:
		number = self.process.pid
		return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


@contextmanager
def usual_server(site: str) -> Iterator[Server]:
	"""As it serves guests, at the given address if there is one."""
	if GIVEN_ADDRESS:
		yield Server(Guests(GIVEN_ADDRESS, site))
		return
	port = free_port()
	if BENCH_SITE:
		command = gunicorn(port)
	else:
		command = [sys.executable, "-m", "localsite", "--site", site, "serve", "--port", str(port)]
	with running(command, port, site, {}) as server:
		yield server


@contextmanager
def special_server(site: str, off: tuple[str, ...] = (), snapshot: bool = False) -> Iterator[Server]:
	"""With several processes, and without what is `off`."""
	port = free_port()
	changes = {OFF: ",".join(off), **({SNAPSHOT: "1"} if snapshot else {})}
	command = (
		gunicorn(port)
		if BENCH_SITE
		else [sys.executable, "-m", "tests.load.forked", site, str(port), str(WORKERS)]
	)
	with running(command, port, site, changes) as server:
		yield server


def gunicorn(port: int) -> list[str]:
	options = ["--workers", WORKERS, "--threads", THREADS, "--worker-class", "gthread", "--timeout", 120]
	bind = ["--bind", f"{HOST}:{port}", "--preload", "--log-level", "critical"]
	return [sys.executable, "-m", "gunicorn", *map(str, options), *bind, "tests.load.wsgi:application"]


@contextmanager
def running(command: list[str], port: int, site: str, changes: dict[str, str]) -> Iterator[Server]:
	environment = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
	process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
	address = f"http://{HOST}:{port}"
	try:
		_wait_for(address, site, process)
		yield Server(Guests(address, site), process)
	finally:
		process.terminate()
		process.wait()


def _wait_for(address: str, site: str, process: subprocess.Popen) -> None:
	ping = urllib.request.Request(f"{address}/api/method/ping", headers={"X-Frappe-Site-Name": site})
	deadline = time.monotonic() + PATIENCE
	while time.monotonic() < deadline and process.poll() is None:
		try:
			if urllib.request.urlopen(ping, timeout=5).status == 200:
				return
		except OSError:
			time.sleep(0.1)
	raise RuntimeError(f"the server did not start: {process.args}")


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind((HOST, 0))
		return probe.getsockname()[1]
