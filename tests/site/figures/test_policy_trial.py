"""A dry run that counts other changes than the customers' own, somebody else's bookings, or changes something."""

import json
from datetime import date, timedelta
from decimal import Decimal

import frappe
import pytest

from meeting_manager.meeting_manager.api import policy_trial
from tests.site.checksums import changed, checksums
from tests.site.counting import counted_queries
from tests.site.figures import made_up
from tests.site.figures.made_up import (
	MANAGER,
	WHO,
	forget_season,
	make_season,
	may_see,
	minute_of,
)
from tests.site.figures.test_reports import actor
from tests.site.people import sign_in

HOUR, DAY = 60, 24 * 60
MONDAY = date.today() - timedelta(days=date.today().weekday())
DRAFT = {
	"policy_name": "Not saved",
	"cancel_notice_hours": 10,
	"reschedule_notice_hours": 24,
	"currency": "EUR",
	"no_show_amount": 7,
	"fee_tiers": [{"within_hours": 48, "fee_amount": 12.5}],
}
METHOD = "/api/method/meeting_manager.meeting_manager.api.policy_trial.try_on_past_bookings"


@pytest.fixture(scope="module")
def past(opened_site):
	"""Bookings of the weeks before today."""
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(made_up, "FIRST", MONDAY - timedelta(weeks=11))
		frappe.set_user("Administrator")
		made = make_season(5, count=120)
	yield made
	forget_season(made)


@pytest.fixture
def attempt(site, past):
	def run(who="leader", draft=DRAFT, **options):
		site.set_user(WHO[who])
		try:
			return policy_trial.try_on_past_bookings(policy=draft, **options)
		finally:
			site.set_user("Administrator")

	return run


def changes_of(past, who, since):
	"""(kind, lead in minutes) of what the customers did, worked out from the plain values."""
	for made in past.bookings:
		if not may_see(who, made, past) or (who == "manager" and made.department != past.here.name):
			continue
		for move in made.moves:
			if actor(move, made)[0] == "Customer" and minute_of(move.at) >= since:
				yield "moved", move.old_start - minute_of(move.at)
		last = made.cancelled
		is_own = last and (actor(last, made)[0] == "Customer" or made.reason == "Customer Cancelled")
		if is_own and minute_of(last.at) >= since:
			yield "cancelled", made.start - minute_of(last.at)


@pytest.mark.parametrize("weeks", [4, 12])
@pytest.mark.parametrize("who", ["manager", "leader", "other leader"])
def test_it_counts_what_customers_did_and_what_would_have_come_of_it(attempt, past, monkeypatch, who, weeks):
	now = minute_of(frappe.utils.now_datetime().replace(tzinfo=None, microsecond=0, second=0))
	monkeypatch.setattr(policy_trial, "current_minute", lambda: now)
	asked = {"department": past.here.name} if who == "manager" else {}
	answer = attempt(who, weeks=weeks, **asked)
	found = list(changes_of(past, who, now - weeks * 7 * DAY))
	kinds = {kind["kind"]: kind for kind in answer["kinds"]}
	refused = 0
	for name, notice in (("cancelled", 10 * HOUR), ("moved", DAY)):
		leads = [lead for kind, lead in found if kind == name]
		late = [lead for lead in leads if lead <= 0 or lead < notice]
		assert (kinds[name]["looked_at"], kinds[name]["refused"]) == (len(leads), len(late))
		assert sum(why["count"] for why in kinds[name]["why"]) == len(late)
		refused += len(late)
	charged = [lead for kind, lead in found if kind == "cancelled" and 10 * HOUR <= lead < 48 * HOUR]
	assert kinds["cancelled"]["charged"] == len(charged)
	total = Decimal("12.5") * len(charged)
	assert kinds["cancelled"]["fees"] == (f"€{total:,.2f}" if charged else "")
	assert len(answer["outcomes"]) + answer["left_out"] == refused + len(charged) + kinds["missed"]["charged"]
	assert len(found) > 3 and refused


def test_whoever_did_not_come_is_charged(attempt, past, monkeypatch):
	now = minute_of(frappe.utils.now_datetime().replace(tzinfo=None, microsecond=0, second=0))
	answer = attempt("leader", weeks=12)
	(missed,) = [kind for kind in answer["kinds"] if kind["kind"] == "missed"]
	expected = [
		made
		for made in past.bookings
		if may_see("leader", made, past) and made.status == "No-Show" and made.start >= now - 84 * DAY
	]
	assert missed["charged"] == missed["looked_at"] == 0 < len(expected), "no row of history says when"
	for made in expected:
		made_up.child("MM Booking History", made, "history", 99, action="No-Show", acted_as="staff")
	answer = attempt("leader", weeks=12)
	(missed,) = [kind for kind in answer["kinds"] if kind["kind"] == "missed"]
	assert (missed["looked_at"], missed["fees"]) == (len(expected), f"€{7 * len(expected):.2f}")
	assert missed["sentences"][0] == f"Customers who did not come: {len(expected)}."


def test_the_outcomes_name_the_booking_what_was_done_and_what_would_have_come(attempt, past):
	answer = attempt("leader", weeks=52)
	by_name = {made.name: made for made in past.bookings}
	for outcome in answer["outcomes"]:
		made = by_name[outcome["booking"]]
		assert made.department == past.here.name
		assert outcome["what"] in ("Cancelled", "Rescheduled", "No-Show")
		assert outcome["outcome"] in ("Too late", "The meeting had begun", "€12.50", "€7.00")
		assert outcome["refused"] is not outcome["outcome"].startswith("€")


def test_a_member_may_not_try_policies_and_sees_no_figures(http, past):
	answer = http.post(METHOD, headers=sign_in(http, WHO["member"]), json={"policy": DRAFT})
	assert answer.status_code == 403


def test_a_draft_is_judged_and_not_saved(http, past):
	headers, before = sign_in(http, MANAGER), None
	http.post(METHOD, headers=headers, json={"policy": DRAFT})
	before = checksums()
	answer = http.post(METHOD, headers=headers, json={"policy": json.dumps(DRAFT), "weeks": 26})
	assert answer.status_code == 200, answer.text
	assert set(changed(before, checksums())) <= {"tabSessions", "tabUser"}
	assert not frappe.db.exists("MM Cancellation Policy", {"policy_name": "Not saved"})


@pytest.mark.parametrize(
	("change", "weeks", "sentence"),
	[
		({"currency": ""}, 12, "Currency: a policy with fees needs one"),
		({"cancel_notice_hours": -1}, 12, "use a number from 0 to"),
		({"fee_tiers": [{"within_hours": "x", "fee_amount": 1}]}, 12, "use a number from 1 to"),
		({"no_show_amount": "Infinity"}, 12, "is no amount of EUR"),
		({"no_show_amount": "nan"}, 12, "is no amount of EUR"),
		({}, 0, "Weeks: use a number from 1 to 52"),
		({}, 53, "Weeks: use a number from 1 to 52"),
	],
)
def test_a_draft_that_could_not_be_saved_is_refused_with_the_same_sentence(attempt, change, weeks, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		attempt(draft={**DRAFT, **change}, weeks=weeks)


@pytest.mark.parametrize("policy", ["", "[]", [], "null", "5"])
def test_what_is_no_policy_is_refused(http, past, policy):
	answer = http.post(METHOD, headers=sign_in(http, MANAGER), json={"policy": policy})
	assert answer.status_code == 417


def test_fields_that_a_policy_has_not_are_left_out(attempt):
	odd = {
		**DRAFT,
		"doctype": "User",
		"flags": {"ignore_permissions": 1},
		"fee_tiers": [*DRAFT["fee_tiers"], 7],
	}
	assert attempt(draft={**odd, "__islocal": 1, "description": {"a": 1}}) == attempt()


def test_the_number_of_queries_does_not_grow_with_the_bookings(attempt, past):
	attempt("leader")
	with counted_queries() as few:
		attempt("leader", weeks=1)
	with counted_queries() as many:
		attempt("leader", weeks=52)
	assert len(few) == len(many) < 12


def test_prices_are_read_in_the_currency_of_the_draft(attempt, past, site):
	made = next(
		made
		for made in past.bookings
		if made.cancelled and made.department == past.here.name and made.reason == "Customer Cancelled"
	)
	from meeting_manager.scheduling.policy import Policy
	from meeting_manager.scheduling.policy_record import write_policy

	site.db.set_value("MM Meeting Booking", made.name, "policy", write_policy(Policy(currency="EUR"), 8000))
	draft = {"currency": "JPY", "fee_tiers": [{"within_hours": 9000, "fee_percent": 50}]}
	told = {one["booking"]: one["outcome"] for one in attempt("leader", draft=draft, weeks=52)["outcomes"]}
	assert told[made.name] in ("¥40", "The meeting had begun")
