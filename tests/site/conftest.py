import email
import email.policy
import threading
from uuid import uuid4

import pytest

from tests.site import hosts

hosts.make_frappe_importable()

API = "/api/method/meeting_manager.meeting_manager.api.public."
LIMITS = {"guest_writes_per_minute": 0, "guest_reads_per_minute": 0, "bookings_per_address_per_day": 0}


@pytest.fixture(scope="session")
def shared_department(opened_site):
	"""A department of three members with a meeting type, there until the last test."""
	import frappe

	from tests.site.factories import delete_bookings, make_consulting

	before = {field: frappe.db.get_single_value("MM Settings", field) for field in LIMITS}
	set_limits(LIMITS)
	consulting = make_consulting(f"Consulting {uuid4().hex[:8]}")
	frappe.db.commit()
	yield consulting
	frappe.db.rollback()
	delete_bookings(consulting.name)
	frappe.delete_doc("MM Meeting Type", consulting.meeting_type, force=True)
	frappe.delete_doc("MM Department", consulting.name, force=True)
	for member in consulting.members:
		frappe.delete_doc("MM Member Profile", member, force=True)
	set_limits(before)


def set_limits(values: dict) -> None:
	import frappe

	settings = frappe.get_doc("MM Settings")
	settings.update(values)
	settings.save()
	frappe.db.commit()


@pytest.fixture
def site(opened_site):
	"""Frappe, connected as Administrator; what a test leaves uncommitted is rolled back."""
	import frappe

	frappe.set_user("Administrator")
	frappe.clear_messages()
	yield frappe
	frappe.db.rollback()
	frappe.set_user("Administrator")


@pytest.fixture
def consulting(site, shared_department):
	"""The shared department with no bookings, and none left behind."""
	from tests.site.factories import delete_bookings

	delete_bookings(shared_department.name)
	site.db.commit()
	yield shared_department
	site.db.rollback()
	delete_bookings(shared_department.name)
	site.db.commit()


@pytest.fixture
def another_type(consulting, site):
	"""Make one more meeting type of the department, for one test: `another_type("Name", duration=60)`."""
	from tests.site.factories import make_meeting_type

	names = []

	def make(name, **values):
		kind = make_meeting_type(consulting.name, name, **values)
		names.append(kind.name)
		site.db.commit()
		return kind

	yield make
	site.db.rollback()
	for name in names:
		site.db.delete("MM Meeting Type", {"name": name})
	site.db.commit()


class Http:
	"""Requests to the host's own WSGI application, each in a thread as a server would run it."""

	def __init__(self, frappe, site_name: str):
		self.frappe = frappe
		self.headers = {"X-Frappe-Site-Name": site_name}

	def get(self, path: str, **options):
		return self.send("GET", path, **options)

	def post(self, path: str, **options):
		return self.send("POST", path, **options)

	def call(self, function: str, **arguments):
		"""POST to a guest function with a JSON body."""
		return self.post(API + function, json=arguments)

	def send(self, method: str, path: str, headers: dict | None = None, **options):
		self.frappe.db.commit()
		answers = []
		options["headers"] = {**self.headers, **(headers or {})}
		thread = threading.Thread(target=lambda: answers.append(self._open(method, path, options)))
		thread.start()
		thread.join()
		self.frappe.db.rollback()
		return answers[0]

	def _open(self, method: str, path: str, options: dict):
		from frappe.app import application
		from werkzeug.test import Client

		options.setdefault("environ_base", {"REMOTE_ADDR": "127.0.0.1"})
		response = Client(application, use_cookies=False).open(path, method=method, **options)
		response.get_data()
		response.close()
		return response


@pytest.fixture
def http(site, opened_site):
	return Http(site, opened_site)


@pytest.fixture
def booking(consulting, site):
	"""A confirmed booking, next but one Monday at 10:00."""
	return make_booking(consulting, "10:00")


def make_booking(consulting, time: str, **values):
	import frappe

	from meeting_manager.scheduling.zones import find_zone, wall_to_minute
	from tests.site.factories import next_monday

	hour, minute = map(int, time.split(":"))
	booking = frappe.get_doc(
		{
			"doctype": "MM Meeting Booking",
			"department": consulting.name,
			"meeting_type": consulting.meeting_type,
			"start_utc_minute": wall_to_minute(find_zone(consulting.zone), next_monday(), hour * 60 + minute),
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
			**values,
		}
	).insert()
	frappe.db.commit()
	return booking


@pytest.fixture
def book(consulting, site):
	"""Make a booking at a time of that Monday: `book("11:00", customer_name=…)`."""
	return lambda time, **values: make_booking(consulting, time, **values)


@pytest.fixture
def queued_mails(site):
	"""The mails queued for a booking, oldest first, each as (recipients, EmailMessage); those that are due are queued."""
	from meeting_manager.notifications.delivery import deliver_for_booking

	def read(booking):
		site.db.rollback()
		deliver_for_booking(booking.name)
		rows = site.get_all(
			"Email Queue",
			filters={"reference_doctype": "MM Meeting Booking", "reference_name": booking.name},
			fields=["name", "message"],
			order_by="creation asc, name asc",
		)
		return [(recipients_of(row.name), parse(row.message)) for row in rows]

	def recipients_of(name):
		return site.get_all("Email Queue Recipient", {"parent": name}, pluck="recipient")

	def parse(message):
		return email.message_from_string(message, policy=email.policy.default)

	return read
