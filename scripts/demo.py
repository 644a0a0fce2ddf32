"""The main job on a site of its own: book, read the mail, move from its link, cancel from the next mail's link."""

import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import date, timedelta
from pathlib import Path

from localsite.site import make_site
from scripts.demo_options import read_options
from scripts.mail_pictures import take_pictures, write_index
from scripts.outbox import Outbox

ROOT = Path(__file__).resolve().parents[1]
API = "/api/method/meeting_manager.meeting_manager.api.public."
ADMIN_PASSWORD = "admin"
MAIL_SENDER = "Example Company <hello@example.com>"
DEMO_PASSWORD = "demo-password"
OFFER = {"department_slug": "consulting", "meeting_type_slug": "discovery-call"}
CUSTOMER = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
PATIENCE = 30
"""Seconds to wait for the server or a mail."""


class StepFailed(Exception):
	"""A step of the demo did not do what it should."""


def main() -> int:
	options = read_options(__doc__)
	site = options.site.resolve()
	outbox = site / "outbox"
	running = address_of_running(site)
	if running and (options.serve or options.fresh or options.mails):
		sys.exit(f"{site} is being served at {running}: stop that first, or give another folder with --site")
	if running:
		tell(f"The site is running at {running}")
		return run_main_job(running, Outbox(outbox))
	if options.fresh:
		remove_site(site)
	prepare(site, options)
	if options.mails:
		return show_mails(site, options.mails.resolve())
	if options.serve:
		return serve(site, options)
	with Server(site, options.port) as server:
		return run_main_job(server.address, Outbox(outbox))


def address_of_running(site: Path) -> str | None:
	"""Where this site is served at the moment."""
	config = site / "site_config.json"
	address = json.loads(config.read_text()).get("host_name") if config.exists() else None
	return address if address and answers(address) else None


def answers(address: str) -> bool:
	try:
		return urllib.request.urlopen(address + "/api/method/ping", timeout=2).status == 200
	except OSError:
		return False


def remove_site(site: Path) -> None:
	if site.exists() and not (site / "site_config.json").exists():
		sys.exit(f"{site} is not a localsite: nothing was removed. Give another folder with --site")
	shutil.rmtree(site, ignore_errors=True)


def prepare(site: Path, options) -> None:
	"""Make or migrate the site, fill it, and tell it its own address."""
	tell("Preparing the site …")
	config = site / "site_config.json"
	if config.exists():
		localsite(site, "migrate")
	else:
		make_site(
			site,
			apps=["meeting_manager"],
			apps_path=ROOT,
			admin_password=ADMIN_PASSWORD,
			system_settings={"time_zone": "Europe/Berlin"},
		)
	address = f"http://127.0.0.1:{options.port}"
	values = {"host_name": address, "mail_sender": MAIL_SENDER}
	config.write_text(json.dumps({**json.loads(config.read_text()), **values}, indent=1))
	execute(site, "meeting_manager.demo.make_demo_data", password=DEMO_PASSWORD)
	execute(site, "meeting_manager.demo.set_guest_limit", writes_per_minute=options.rate_limit)


def execute(site: Path, function: str, **arguments) -> None:
	localsite(site, "execute", function, "--kwargs", json.dumps(arguments))


def localsite(site: Path, *arguments: str) -> None:
	subprocess.run(command(site, *arguments), check=True, stdout=subprocess.DEVNULL)


def command(site: Path, *arguments: str) -> list[str]:
	return [sys.executable, "-m", "localsite", "--site", str(site), *arguments]


def show_mails(site: Path, folder: Path) -> int:
	tell("Writing every mail …")
	execute(site, "meeting_manager.mail_gallery.write_gallery", folder=str(folder))
	mails = json.loads((folder / "mails.json").read_text(encoding="utf-8"))
	obstacle = take_pictures(folder, [mail["name"] for mail in mails])
	write_index(folder, mails)
	tell(f"{len(mails)} mails: {folder / 'index.html'}")
	if obstacle:
		tell(f"No pictures: {obstacle}")
	return 0


def serve(site: Path, options) -> int:
	address = f"http://127.0.0.1:{options.port}"
	tell(f"Booking pages   {address}/book")
	tell(f"Sign in         {address}/login")
	tell(
		f"Accounts        Administrator / {ADMIN_PASSWORD}; manager, leader, anna, ben, clara @example.com / {DEMO_PASSWORD}"
	)
	tell(f"Mails           {options.smtp or site / 'outbox'}")
	smtp = ["--smtp", options.smtp] if options.smtp else []
	server = subprocess.Popen(command(site, "serve", "--port", str(options.port), *smtp))
	for number in (signal.SIGTERM, signal.SIGINT):
		signal.signal(number, lambda *_signal: server.terminate())
	return server.wait()


class Server:
	"""The site, served on a port for the length of a `with` block."""

	def __init__(self, site: Path, port: int):
		self.address = f"http://127.0.0.1:{port}"
		self.command = command(site, "serve", "--port", str(port))

	def __enter__(self):
		self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
		deadline = time.monotonic() + PATIENCE
		while time.monotonic() < deadline and self.process.poll() is None:
			if answers(self.address):
				return self
			time.sleep(0.1)
		self.__exit__()
		raise SystemExit("The site did not start; what went wrong stands above")

	def __exit__(self, *_error):
		self.process.terminate()
		self.process.wait()


def run_main_job(address: str, outbox: Outbox) -> int:
	try:
		book_move_cancel(address, outbox)
	except StepFailed as failure:
		print(f"\nFAILED: {failure}", file=sys.stderr)
		return 1
	tell("\nEach step held. `./demo --serve` leaves the site running for you to try.")
	return 0


def book_move_cancel(address: str, outbox: Outbox) -> None:
	first, second = choose_slots(address)
	booked = step("Book", address, "create_booking", **OFFER, **CUSTOMER, start=first["start"])
	tell(f"   {booked['booking_reference']} on {first['start']}: {booked['message']}")
	links = show_mail(outbox, booked["booking_reference"])

	day, clock = second["start"][:10], second["time"]
	moved = step(
		"Move, from the link in the mail",
		address,
		"reschedule_booking",
		token=links["reschedule"],
		new_date=day,
		new_time=clock,
	)
	old, new = (" ".join(moved[key].values()) for key in ("old_datetime", "new_datetime"))
	tell(f"   from {old} to {new}")
	new_links = show_mail(outbox, booked["booking_reference"])

	refuse(
		"Try the old link again",
		address,
		"reschedule_booking",
		404,
		"Invalid or expired link",
		token=links["reschedule"],
		new_date=day,
		new_time=clock,
	)
	refuse(
		"Try the old cancel link too",
		address,
		"cancel_booking",
		404,
		"Invalid or expired link",
		token=links["cancel"],
	)

	cancelled = step(
		"Cancel, from the link in the new mail", address, "cancel_booking", token=new_links["cancel"]
	)
	tell(f"   {cancelled['message']}")
	show_mail(outbox, booked["booking_reference"], with_links=False)
	refuse(
		"Cancel once more",
		address,
		"cancel_booking",
		409,
		"This booking has already been cancelled",
		token=new_links["cancel"],
	)
	slots = day_slots(address, first["start"][:10])
	check(first in slots, "the time is free again")


def choose_slots(address: str) -> tuple[dict, dict]:
	start = date.today() + timedelta(days=1)
	days = ask(address, "get_available_dates", **OFFER, start_date=start.isoformat())[1]["available_dates"]
	tell(f"1. Look for free times\n   {len(days)} days have some, the first is {days[0]}")
	slots = [slot for day in days[:2] for slot in day_slots(address, day)]
	return slots[0], slots[-1]


def day_slots(address: str, day: str) -> list[dict]:
	return ask(address, "get_available_time_slots", **OFFER, date=day)[1]["slots"]


def show_mail(outbox: Outbox, reference: str, with_links: bool = True) -> dict[str, str]:
	"""Print the customer's next mail and return the tokens of its links by purpose."""
	mail = outbox.wait_for(CUSTOMER["customer_email"], reference, PATIENCE)
	if mail is None:
		raise StepFailed(f"no mail about {reference} came within {PATIENCE} seconds")
	tell(f"   ┌ To: {mail['To']}\n   │ Subject: {mail['Subject']}")
	for line in mail.get_body(("plain",)).get_content().strip().splitlines():
		tell(f"   │ {line}")
	names = ", ".join(part.get_filename() for part in mail.iter_attachments())
	tell(f"   └ Attached: {names}")
	links = outbox.tokens(mail)
	if with_links and set(links) != {"reschedule", "cancel"}:
		raise StepFailed(f"the mail holds the links {sorted(links)}")
	return links


def step(title: str, address: str, function: str, **arguments) -> dict:
	say(title)
	code, answer = ask(address, function, **arguments)
	if code != 200:
		raise StepFailed(f"{function} answered {code}: {answer}")
	return answer


def refuse(title: str, address: str, function: str, expected: int, sentence: str, **arguments) -> None:
	say(title)
	code, answer = ask(address, function, **arguments)
	if (code, answer) != (expected, sentence):
		raise StepFailed(f"{function} answered {code}: {answer}")
	tell(f"   refused with {code}: {answer}")


def check(holds: bool, what: str) -> None:
	say(what.capitalize())
	if not holds:
		raise StepFailed(f"it does not hold that {what}")


def ask(address: str, function: str, **arguments) -> tuple[int, dict | str]:
	"""The status, and the answer's message or the refusal's sentence."""
	request = urllib.request.Request(
		address + API + function, json.dumps(arguments).encode(), {"Content-Type": "application/json"}
	)
	try:
		with urllib.request.urlopen(request, timeout=30) as answer:
			return answer.status, json.load(answer)["message"]
	except urllib.error.HTTPError as error:
		body = json.loads(error.read())
		return error.code, json.loads(json.loads(body["_server_messages"])[0])["message"]


STEPS = iter(range(2, 100))


def say(title: str) -> None:
	tell(f"{next(STEPS)}. {title}")


def tell(sentence: str) -> None:
	print(sentence, flush=True)


if __name__ == "__main__":
	sys.exit(main())
