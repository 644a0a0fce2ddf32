"""What bench does for a site, as far as localsite has it."""

import argparse
import ast
import code
import json
import signal
import sys
import threading
import traceback
from pathlib import Path

import localsite
from localsite.site import make_site, open_site

HIGHEST_PORT = 65535
CHECKOUT = Path(__file__).resolve().parent.parent


def main(arguments=None):
	options = make_parser().parse_args(arguments)
	options.site = options.site.resolve()
	localsite.activate()
	if str(CHECKOUT) not in sys.path:
		sys.path.insert(0, str(CHECKOUT))
	if not (options.site / "site_config.json").exists():
		apps = sorted(path.parent.name for path in CHECKOUT.glob("*/hooks.py"))
		make_site(options.site, apps=apps, admin_password="admin")
	if getattr(options, "smtp", None):
		import frappe.email

		frappe.email.given_server = options.smtp
	return options.run(options) or 0


def make_parser():
	parser = argparse.ArgumentParser(prog="python -m localsite", description=__doc__)
	add = parser.add_argument
	add("--site", type=Path, required=True, metavar="DIR", help="the site's folder; made if new")
	commands = parser.add_subparsers(required=True)

	def command(name, run, description):
		found = commands.add_parser(name, help=description)
		found.set_defaults(run=run)
		return found.add_argument

	for name, run in (("serve", serve), ("worker", work)):
		add = command(name, run, run.__doc__)
		add("--smtp", type=_address, metavar="HOST:PORT", help="deliver mail there, not to the outbox")
		if run is serve:
			add("--port", type=_port, default=8000)
		else:
			add("--once", action="store_true", help="end when nothing is due")
	command("console", console, console.__doc__)
	command("migrate", migrate, migrate.__doc__)
	add = command("execute", execute, execute.__doc__)
	add("method", metavar="DOTTED.PATH")
	add("--args", type=json.loads, default=[], metavar="JSON")
	add("--kwargs", type=json.loads, default={}, metavar="JSON")
	return parser


def _address(text):
	host, _colon, port = text.rpartition(":")
	if not host:
		raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT: give for example 127.0.0.1:2525")
	return host, _port(port)


def _port(text):
	if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT):
		raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 0 to {HIGHEST_PORT}")
	return int(text)


def serve(options):
	"""Serve the site and do its background work."""
	from localsite.server import serve

	serve(options.site, options.port)


def work(options):
	"""Do the background work."""
	from localsite import worker

	if options.once:
		while worker.run_once(options.site):
			pass
	else:
		stop = threading.Event()
		for number in (signal.SIGTERM, signal.SIGINT):
			signal.signal(number, lambda *_signal: stop.set())
		worker.run(options.site, stop)


def console(options):
	"""Run Python from standard input, or interactively on a terminal; nothing is committed unless told."""
	with open_site(options.site) as frappe:
		names = {"__name__": "__console__", "frappe": frappe}
		if not sys.stdin.isatty():
			return run_statements(sys.stdin.read(), names)
		code.interact(f"localsite console of {options.site.name}", local=names)


def run_statements(source, names):
	"""Run statement by statement: one that fails is shown and does not end the rest; return 1 if one did."""
	failed = 0
	for statement in ast.parse(source, "<console>").body:
		try:
			exec(compile(ast.Interactive([statement]), "<console>", "single"), names)
		except Exception:
			traceback.print_exc()
			failed = 1
	return failed


def migrate(options):
	"""Bring the database to what the apps say."""
	with open_site(options.site) as frappe:
		print("\n".join(frappe.migrate.migrate()))


def execute(options):
	"""Call a function, print what it returns and commit."""
	with open_site(options.site) as frappe:
		result = frappe.get_attr(options.method)(*options.args, **options.kwargs)
		frappe.db.commit()
		if result is not None:
			print(frappe.as_json(result))


if __name__ == "__main__":
	sys.exit(main())
