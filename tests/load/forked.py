"""Serve a localsite from several processes that share one socket; one that dies is replaced at once.

Run as `python -m tests.load.forked SITE_FOLDER PORT WORKERS`. The test's switches are applied.
"""

import os
import signal
import sys
from pathlib import Path

import localsite


def main(folder: str, port: str, workers: str) -> None:
	localsite.activate()
	from localsite.server import make_site_server
	from tests.load import switches

	server = make_site_server(Path(folder).resolve(), int(port))
	switches.apply()
	signal.signal(signal.SIGTERM, lambda *_signal: sys.exit())
	children = {start_worker(server) for _ in range(int(workers))}
	try:
		while True:
			children.discard(os.wait()[0])
			children.add(start_worker(server))
	finally:
		for child in children:
			os.kill(child, signal.SIGKILL)


def start_worker(server) -> int:
	child = os.fork()
	if not child:
		signal.signal(signal.SIGTERM, signal.SIG_DFL)
		try:
			server.serve_forever()
		finally:
			os._exit(1)
	return child


if __name__ == "__main__":
	main(*sys.argv[1:])
