"""What ./demo can be told."""

import argparse
import socket
from pathlib import Path


def read_options(description: str):
	parser = argparse.ArgumentParser(prog="./demo", description=description)
	parser.add_argument("--serve", action="store_true", help="leave the site running with demo data")
	parser.add_argument("--port", type=port_number, help="default: 8000 with --serve, else a free one")
	parser.add_argument("--fresh", action="store_true", help="start from an empty site")
	parser.add_argument("--site", type=folder, default=Path(".localsite"), metavar="DIR")
	parser.add_argument(
		"--smtp",
		type=mail_server,
		metavar="HOST:PORT",
		help="with --serve: deliver mail there, not to the outbox",
	)
	parser.add_argument(
		"--rate-limit",
		type=count,
		metavar="N",
		help="guest writes a minute from one address while it runs; 0: no limit",
	)
	parser.add_argument(
		"--mails",
		type=folder,
		metavar="DIR",
		help="write every mail into this folder, as HTML, as text and, with Chromium and Playwright, as pictures",
	)
	options = parser.parse_args()
	if options.smtp and not options.serve:
		parser.error("--smtp goes with --serve: the demo itself reads its mails from the outbox")
	options.port = options.port or (8000 if options.serve else free_port())
	return options


def port_number(text: str) -> int:
	if not (text.isdigit() and 0 < int(text) < 65536):
		raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
	return int(text)


def count(text: str) -> int:
	if not text.isdigit():
		raise argparse.ArgumentTypeError("give 0 or a positive number")
	return int(text)


def folder(text: str) -> Path:
	if Path(text).is_file():
		raise argparse.ArgumentTypeError(f"{text} is a file; the site needs a folder")
	return Path(text)


def mail_server(text: str) -> str:
	host, _colon, port = text.rpartition(":")
	if not host or not port.isdigit():
		raise argparse.ArgumentTypeError("give the mail server as HOST:PORT")
	return text


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]
