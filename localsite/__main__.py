"""What bench does for a site, as far as localsite has it."""

import argparse
import ast
import code
import json
import sys
import threading
import traceback
from pathlib import Path

import localsite
from localsite.site import make_site, open_site

CHECKOUT = Path(__file__).resolve().parent.parent


def main(arguments=None):
	options = make_parser().parse_args(arguments)
	options.site = options.site.resolve()
	localsite.activate()
	if str(CHECKOUT) not in sys.path:
		sys.path.insert(0, str(CHECKOUT))
	if not (options.site / "site_config.json").exists():
		make_site(options.site, apps=options.apps or find_apps(), admin_password=options.admin_password)
	if getattr(options, "smtp", None):
		import frappe.email

		frappe.email.given_server = options.smtp
	return COMMANDS[options.command](options) or 0


def make_parser():
	parser = argparse.ArgumentParser(prog="python -m localsite", description=__doc__)
	parser.add_argument(
		"--site", type=Path, required=True, metavar="DIR", help="the site's folder; made if new"
	)
	parser.add_argument(
		"--apps", type=_listed, metavar="APP,…", help="for a new site; default: all beside localsite"
	)
	parser.add_argument(
		"--admin-password", default="admin", metavar="TEXT", help="of a new site's Administrator"
	)
	commands = parser.add_subparsers(dest="command", required=True)
	serve = commands.add_parser("serve", help="serve the site and do its background work")
	serve.add_argument("--port", type=int, default=8000)
	commands.add_parser("console", help="run Python from standard input; interactive on a terminal")
	worker = commands.add_parser("worker", help="do the background work")
	worker.add_argument("--once", action="store_true", help="end when nothing is due")
	for command in (serve, worker):
		command.add_argument(
			"--smtp", type=_address, metavar="HOST:PORT", help="deliver mail there, not to the outbox"
		)
	commands.add_parser("migrate", help="bring the database to what the apps say")
	for name in ("install-app", "uninstall-app"):
		commands.add_parser(name).add_argument("app")
	execute = commands.add_parser("execute", help="call a function, print what it returns and commit")
	execute.add_argument("method", metavar="DOTTED.PATH")
	execute.add_argument("--args", type=json.loads, default=[], metavar="JSON")
	execute.add_argument("--kwargs", type=json.loads, default={}, metavar="JSON")
	return parser


def _listed(text):
	return [part for part in text.split(",") if part]


def _address(text):
	host, _colon, port = text.rpartition(":")
	return host, int(port)


def find_apps():
	return sorted(path.parent.name for path in CHECKOUT.glob("*/hooks.py"))


def serve(options):
	from localsite.server import serve

	serve(options.site, options.port)


def work(options):
	from localsite import worker

	if options.once:
		while worker.run_once(options.site):
			pass
		return
	worker.run(options.site, _stop_on_signal())


def _stop_on_signal():
	import signal

	stop = threading.Event()
	for number in (signal.SIGTERM, signal.SIGINT):
		signal.signal(number, lambda *_signal: stop.set())
	return stop


def console(options):
	"""Nothing is committed unless the script does it; return 1 if a statement failed."""
	with open_site(options.site) as frappe:
		names = {"__name__": "__console__", "frappe": frappe}
		if sys.stdin.isatty():
			code.interact(f"localsite console of {options.site.name}", local=names)
			return 0
		return run_statements(sys.stdin.read(), names)


def run_statements(source, names):
	"""Run statement by statement, as a console does: one that fails is shown and does not end the rest."""
	failed = 0
	for statement in ast.parse(source, "<console>").body:
		try:
			exec(compile(ast.Interactive([statement]), "<console>", "single"), names)
		except Exception:
			traceback.print_exc()
			failed = 1
	return failed


def migrate(options):
	with open_site(options.site) as frappe:
		print("\n".join(frappe.migrate.migrate()))


def install_app(options):
	with open_site(options.site) as frappe:
		frappe.installer.install_app(options.app)


def uninstall_app(options):
	with open_site(options.site) as frappe:
		frappe.installer.remove_app(options.app)


def execute(options):
	with open_site(options.site) as frappe:
		result = frappe.get_attr(options.method)(*options.args, **options.kwargs)
		frappe.db.commit()
		if result is not None:
			print(frappe.as_json(result))


COMMANDS = {
	"serve": serve,
	"worker": work,
	"console": console,
	"migrate": migrate,
	"install-app": install_app,
	"uninstall-app": uninstall_app,
	"execute": execute,
}

if __name__ == "__main__":
	sys.exit(main())
