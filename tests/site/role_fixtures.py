"""What the modules of the role matrix share; each imports it."""

from collections import Counter
from types import SimpleNamespace

import frappe
import pytest

from tests.site.conftest import LIMITS, Http, set_limits
from tests.site.people import sign_in
from tests.site.role_people import PEOPLE, clear_away, make_booking, make_operation, make_people, make_place
from tests.site.role_records import forget_own_mails, make_records, make_spares, name_own_mails


@pytest.fixture(scope="module")
def matrix(opened_site):
	"""The two places, their records by DocType, and `ask(role, method, path, **options)` for an answer."""
	frappe.set_user("Administrator")
	before = {field: frappe.db.get_single_value("MM Settings", field) for field in LIMITS}
	set_limits(LIMITS)
	make_people()
	here, there = make_place("leader", ["member", "colleague"]), make_place("other leader", ["outsider"])
	here.pending = make_pending(here)
	here.charged = make_charged(here).name
	here.settings = there.settings = name_own_mails()
	for place in (here, there):
		place.operation = make_operation(place)
	spares = make_spares(here)
	records = make_records(here, there, spares)
	frappe.db.commit()
	http = Http(frappe, opened_site)
	headers = {role: sign_in(http, email) for role, (email, _name, _roles) in PEOPLE.items()}
	headers["guest"] = {}
	frappe.db.commit()

	asked = Counter()

	def ask(role: str, method: str, path: str, **options):
		asked[role] += 1
		return http.send(method, path, headers=headers[role], **options)

	yield SimpleNamespace(here=here, there=there, records=records, ask=ask)
	print(
		f"\nrole matrix: {asked.total()} requests by {len(asked)} roles to {len(records)} DocTypes and all functions"
	)
	clear_away([here, there], spares)
	set_limits(before)
	forget_own_mails()


def make_pending(here: SimpleNamespace):
	booking = make_booking(here, 16)
	booking.db_set("status", "Pending")
	return booking


def make_charged(here: SimpleNamespace):
	"""A cancelled booking with a fee that its rules let somebody waive."""
	from meeting_manager.scheduling.policy import FEE, Policy
	from meeting_manager.scheduling.policy_record import write_policy

	booking = make_booking(here, 18)
	booking.cancel_meeting("Customer Cancelled")
	rules = write_policy(Policy(currency="EUR", waivable=(FEE,)))
	booking.db_set({"fee_amount": 12, "fee_currency": "EUR", "policy": rules})
	return booking


@pytest.fixture
def undone(matrix, monkeypatch):
	"""Requests that succeed as they would and leave nothing: their connection is closed without a commit."""
	database = type(frappe.local.db)
	owner = next(kind for kind in database.__mro__ if "commit" in vars(kind))
	monkeypatch.setattr(owner, "commit", lambda self, *_arguments, **_options: None)
