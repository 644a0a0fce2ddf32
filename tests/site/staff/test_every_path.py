"""Whichever way staff change a booking, its policy is asked: the same sentence for whoever may not, a reason from whoever may."""

from datetime import timedelta

import frappe
import pytest

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.customer_record import BY_CUSTOMER
from meeting_manager.adapters.history_audit import verify
from meeting_manager.adapters.site_time import to_site_datetime
from meeting_manager.exceptions import NoMemberAvailableError, PolicyError, ReasonMissingError
from meeting_manager.scheduling import actors
from tests.site.clock import stop_clock
from tests.site.hosts import BENCH_SITE
from tests.site.people import MANAGER
from tests.site.staff.looking import ADA, BOOKING, HOUR, MONDAY, just_before, last_row, state
from tests.site.staff.ways import MOVED, WAYS, WHY, Answer, Means, by_rest

ASK_SOMEBODY = " A manager or the leader of the department may do it, for a reason"
SAY_WHY = " Say why the rules do not hold this time"
UNTIL = f"{MONDAY - timedelta(days=2)} 10:00"
TOO_LATE = {
	"cancel": f"Cancelling was possible until {UNTIL}.",
	"move": f"Rescheduling was possible until {UNTIL}.",
}
every_way = pytest.mark.parametrize(
	"way",
	[
		pytest.param(
			way,
			id=f"{way.action} by {way.name}",
			marks=pytest.mark.skipif(way.is_on_a_bench and not BENCH_SITE, reason="only on a bench"),
		)
		for way in WAYS
	],
)


@pytest.fixture
def means(site, http):
	return Means(site, http)


@pytest.fixture
def late(under, monkeypatch):
	"""A booking of Ada's three hours before its start, under a notice of two days that may be waived."""
	booking = under(cancel_notice_hours=48, reschedule_notice_hours=48, waive_notice=1)
	stop_clock(monkeypatch, just_before(booking, 3))
	return booking


@every_way
def test_a_member_is_refused_with_the_same_sentence(late, means, way):
	means.user = ADA
	answer = way.do(means, late, WHY)
	assert answer == Answer(PolicyError.__name__, TOO_LATE[way.action] + ASK_SOMEBODY)
	now = state(late)
	assert (now.status, now.start_utc_minute, len(now.history)) == ("Confirmed", late.start_utc_minute, 1)


@every_way
def test_a_manager_says_why_and_the_history_keeps_it(late, means, way):
	means.user = MANAGER
	refused = way.do(means, late, "")
	assert refused == Answer(ReasonMissingError.__name__, TOO_LATE[way.action] + SAY_WHY)
	assert len(state(late).history) == 1
	frappe.db.delete("MM Calendar Reply", {"booking": late.name})
	assert way.do(means, late, WHY) == Answer()
	row = last_row(late)
	assert (row.action, row.action_by, row.waived, row.waived_because) == (
		{"cancel": "Cancelled", "move": "Rescheduled"}[way.action],
		MANAGER,
		"too late",
		WHY,
	)
	assert not verify([late.name])


@every_way
def test_what_the_policy_allows_needs_no_reason(under, means, way):
	booking = under(cancel_notice_hours=48, reschedule_notice_hours=48)
	means.user = ADA
	assert way.do(means, booking, "") == Answer()
	row = last_row(booking)
	assert (row.action_by, row.waived, row.waived_because) == (ADA, "", "")


@pytest.mark.parametrize("way", [way for way in WAYS if way.name == "REST"], ids=lambda way: way.action)
def test_what_nobody_may_waive_binds_managers_too(under, means, monkeypatch, way):
	booking = under(cancel_notice_hours=48, reschedule_notice_hours=48)
	stop_clock(monkeypatch, just_before(booking, 3))
	means.user = MANAGER
	sentence = f"{TOO_LATE[way.action]} The policy of this booking lets nobody waive that"
	assert way.do(means, booking, WHY) == Answer(PolicyError.__name__, sentence)


# What a save brings besides


@pytest.mark.parametrize(
	("hour", "kind", "sentence"),
	[
		(19, NoMemberAvailableError, "19:00: Ada Test: Outside the member's hours."),
		(15, NoMemberAvailableError, "15:00: Ada Test: Booked"),
		(13, NoMemberAvailableError, "13:00: Ada Test: Busy elsewhere"),
	],
	ids=["outside hours", "another meeting", "an absence"],
)
def test_a_saved_time_has_to_be_free_as_in_the_dialog(of_ada, book, means, site, hour, kind, sentence):
	book("15:00", assigned_users=[{"member": ADA}])
	busy_from = of_ada.start_utc_minute + 3 * HOUR
	times = {"start_datetime": busy_from, "end_datetime": busy_from + HOUR}
	values = {name: to_site_datetime(minute) for name, minute in times.items()}
	busy = frappe.get_doc({"doctype": "MM Busy Time", "member": ADA, "title": "Dentist", **values}).insert()
	site.db.commit()
	try:
		means.user = ADA
		start = of_ada.start_utc_minute + (hour - 10) * HOUR
		answer = means.request("PUT", f"/api/resource/{BOOKING}/{of_ada.name}", {"start_utc_minute": start})
	finally:
		busy.delete()
		site.db.commit()
	assert answer.kind == kind.__name__
	assert answer.said.startswith(f"{MONDAY} {sentence}")
	assert state(of_ada).start_utc_minute == of_ada.start_utc_minute


CATEGORIES = {"reason_required": 1, "reasons": [{"reason": "Illness"}, {"reason": "Other"}]}


@pytest.mark.parametrize(
	("policy", "saved", "answer"),
	[
		(CATEGORIES, {"cancellation_reason": "Illness"}, ""),
		(CATEGORIES, {"cancellation_reason": BY_CUSTOMER, "cancellation_note": "Other\nShe rang"}, ""),
		(CATEGORIES, {"cancellation_reason": "I want to"}, "Say why the booking is cancelled"),
		({"reason_required": 1}, {}, "Say why the booking is cancelled"),
		({"reason_required": 1}, {"cancellation_note": "Ada is ill"}, ""),
	],
	ids=["a category", "in the note", "none of them", "nothing", "any text"],
)
def test_a_saved_cancellation_gives_the_reason_that_the_policy_asks_for(under, means, policy, saved, answer):
	booking = under(**policy)
	means.user = ADA
	body = {"status": "Cancelled", **saved}
	assert means.request("PUT", f"/api/resource/{BOOKING}/{booking.name}", body).said == answer
	assert state(booking).status == ("Confirmed" if answer else "Cancelled")


def test_the_reason_of_an_override_is_no_field_that_is_kept(late, means):
	means.user = MANAGER
	assert by_rest("cancel")(means, late, WHY) == Answer()
	assert "override_reason" not in state(late).as_dict()


def test_a_request_is_declined_whatever_the_notice(late, means):
	late.db_set("status", "Pending")
	means.user = ADA
	assert by_rest("cancel")(means, late, "") == Answer()
	assert state(late).status == "Cancelled"


# Whom no save asks


@pytest.mark.parametrize("kind", [actors.CUSTOMER_LINK, actors.IMPORT, actors.CONSOLE])
def test_programs_and_operators_go_by_the_table_of_moves_alone(late, kind):
	"""Guests are judged where their token is, before they get here."""
	booking = state(late)
	booking.flags.actor = kind
	assert acting_as(booking) == kind
	booking.start_utc_minute += MOVED
	booking.save()
	assert last_row(late).acted_as == kind
	assert state(late).start_utc_minute == late.start_utc_minute + MOVED
