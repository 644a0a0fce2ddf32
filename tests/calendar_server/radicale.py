"""Radicale on a free port of this machine, in a folder of its own."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

HOST = "127.0.0.1"
PATIENCE = 30
"""Seconds until it has to answer."""


@contextmanager
def running_radicale(folder: Path):
	"""Yields its address."""
	with socket.create_server((HOST, 0)) as probe:
		port = probe.getsockname()[1]
	log = (folder / "radicale.log").open("wb")
	process = subprocess.Popen(_command(folder, port), stdout=log, stderr=log, env={"PATH": "/usr/bin:/bin"})
	try:
		_wait_for(f"http://{HOST}:{port}", process)
		yield f"http://{HOST}:{port}"
	finally:
		process.terminate()
		process.wait(timeout=10)
		log.close()


def _command(folder: Path, port: int) -> list[str]:
	return [
		sys.executable,
		"-m",
		"radicale",
		"--config=",
		f"--server-hosts={HOST}:{port}",
		"--auth-type=none",
		f"--storage-filesystem-folder={folder / 'collections'}",
	]


def _wait_for(address: str, process: subprocess.Popen) -> None:
	patient_until = time.monotonic() + PATIENCE
	while time.monotonic() < patient_until and process.poll() is None:
		try:
			requests.get(address, timeout=5, allow_redirects=False)
			return
		except requests.ConnectionError:
			time.sleep(0.05)
	raise RuntimeError(f"Radicale did not start: {process.args}")
