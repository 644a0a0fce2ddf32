"""The demo site, served once, and Chromium pages that complain of every error."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

playwright = pytest.importorskip("playwright.sync_api")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SERVED = os.environ.get("MM_BROWSER_ADDRESS")
"""A site with the demo's data that is served already, on a bench for example."""
API = "/api/method/meeting_manager.meeting_manager.api.public."
PATIENCE = 60
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}

pytestmark = pytest.mark.browser


def pytest_collection_modifyitems(items):
	for item in items:
		if Path(__file__).parent in item.path.parents:
			item.add_marker(pytest.mark.browser)
			if not CHROMIUM:
				item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
	"""Of the demo site, once `address` has made it."""
	return tmp_path_factory.mktemp("browser") / "site"


@pytest.fixture(scope="session")
def address(site_folder):
	if SERVED:
		yield SERVED.rstrip("/")
		return
	port = free_port()
	command = [sys.executable, "-m", "scripts.demo", "--serve", "--rate-limit", "0"]
	command += ["--site", str(site_folder), "--port", str(port)]
	server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
	try:
		wait_for(f"http://127.0.0.1:{port}", server)
		yield f"http://127.0.0.1:{port}"
	finally:
		server.terminate()
		server.wait()


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
	deadline = time.monotonic() + PATIENCE
	while time.monotonic() < deadline and server.poll() is None:
		try:
			urllib.request.urlopen(f"{address}/api/method/ping", timeout=2)
			return
		except OSError:
			time.sleep(0.1)
	pytest.fail("the demo site did not start")


@pytest.fixture(scope="session")
def chromium():
	with playwright.sync_playwright() as tools:
		browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
		yield browser
		browser.close()


@pytest.fixture
def open_browser(chromium, address):
	"""Open a page as some customer: `open_browser(timezone_id="Asia/Tokyo", viewport=PHONE)`.

	At the end nothing may have been complained of in the console, and no other host been asked.
	"""
	contexts, faults = [], []

	def note_foreign(request):
		if not request.url.startswith((address, "data:")):
			faults.append(request.url)

	def note_console(message):
		expected = "Failed to load resource" in message.text or "socket.io" in message.text
		if message.type in ("error", "warning") and not expected:
			faults.append(message.text)

	def open_page(**options):
		options = {"base_url": address, "viewport": DESKTOP, "timezone_id": "Europe/Berlin", **options}
		context = chromium.new_context(**options)
		context.set_default_timeout(30_000)
		contexts.append(context)
		page = context.new_page()
		page.on("console", note_console)
		page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
		page.on("request", note_foreign)
		return page

	yield open_page
	for context in contexts:
		context.close()
	assert faults == []


@pytest.fixture
def page(open_browser):
	return open_browser()


@pytest.fixture
def guest(chromium, address):
	"""Calls of the guest API: `guest("get_departments")` returns the message."""
	context = chromium.new_context(base_url=address)

	def call(function, **arguments):
		answer = context.request.post(API + function, data=arguments)
		assert answer.ok, answer.text()
		return answer.json()["message"]

	yield call
	context.close()


@pytest.fixture
def booked(guest):
	"""A booking at the first free time, two weeks on: its day, customer's address, links' paths and the other free times."""
	offer = {"department_slug": "consulting", "meeting_type_slug": "discovery-call"}
	first = date.today() + timedelta(days=14)
	answer = guest("get_available_dates", **offer, start_date=first.isoformat())
	for day in answer["available_dates"]:
		start, *others = guest("get_available_time_slots", **offer, date=day)["slots"]
		if others:
			break
	email = new_address()
	customer = {"customer_name": "Alex Example", "customer_email": email}
	booking = guest("create_booking", **offer, **customer, start=start["start"])
	return SimpleNamespace(
		day=day,
		time=start["time"],
		other_times=[slot["time"] for slot in others],
		email=email,
		reference=booking["booking_reference"],
		reschedule_path=path_of(booking["reschedule_url"]),
		cancel_path=path_of(booking["cancel_url"]),
	)


def new_address() -> str:
	"""One address may have so many bookings a day."""
	return f"alex.{uuid4().hex[:8]}@example.com"


def path_of(url: str) -> str:
	return "/" + url.split("/", 3)[3]
