"""As what a job changes bookings: the app by itself, or the person who has ticked them in a list of the Desk."""

import json

import frappe
import pytest

from meeting_manager.adapters.actor import LISTS, acting_as
from tests.site.factories import make_user
from tests.site.hosts import BENCH_SITE
from tests.site.people import MANAGER, make_people

ACCOUNT = "cora.test@example.com"
BOOKING = "MM Meeting Booking"
OTHER = "meeting_manager.notifications.delivery.deliver_due"


@pytest.mark.parametrize(
	("method", "user", "actor"),
	[
		*((method, "Administrator", "staff") for method in LISTS),
		*((method, MANAGER, "staff") for method in LISTS),
		*((method, ACCOUNT, "customer (account)") for method in LISTS),
		(OTHER, "Administrator", "system"),
		(OTHER, MANAGER, "staff"),
		(OTHER, ACCOUNT, "system"),
		(OTHER, "Guest", "system"),
		(
			"frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job",
			"Administrator",
			"system",
		),
	],
)
def test_whoever_asks_from_a_list_acts_as_themselves(site, monkeypatch, method, user, actor):
	make_people()
	make_user(ACCOUNT, "Cora Test", ())
	site.set_user(user)
	monkeypatch.setattr(site.local, "job", frappe._dict(method=method, user=user), raising=False)
	assert acting_as(frappe.new_doc(BOOKING)) == actor


@pytest.fixture
def queued(monkeypatch):
	"""What requests have put into Frappe's queue, as `(method, arguments)`."""
	found = []

	def enqueue(method, queue="default", timeout=None, **arguments):
		found.append((method, arguments))

	monkeypatch.setattr(frappe, "enqueue", enqueue)
	return found


def run(job, user):
	"""As a worker would, in this process."""
	from frappe.utils.background_jobs import execute_job

	method, arguments = job
	frappe.set_user(user)
	try:
		execute_job(frappe.local.site, method, None, "tests", arguments, user=user, is_async=False)
	finally:
		frappe.local.job = None
		frappe.set_user("Administrator")


@pytest.mark.skipif(not BENCH_SITE, reason="lists are changed on a bench")
@pytest.mark.parametrize("user", ["Administrator", MANAGER])
def test_a_list_of_many_that_is_edited_names_who_asked(book, site, queued, user):
	make_people()
	bookings = [book("10:00"), book("11:00")]
	names = [booking.name for booking in bookings] * 10
	site.set_user(user)
	ask = site.get_attr("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs")
	ask(BOOKING, json.dumps(names), "update", json.dumps({"status": "Cancelled"}))
	(job,) = [job for job in queued if "docnames" in job[1]]
	run(job, user)
	for booking in bookings:
		row = frappe.get_doc(BOOKING, booking.name).history[-1]
		assert (row.action, row.action_by, row.acted_as) == ("Cancelled", user, "staff")
