"""Many bookings at once, each by its own policy: what is refused, what it costs, what is set aside, and what undoing leaves."""

import frappe
import pytest

from meeting_manager.meeting_manager.api import bulk
from tests.site.bulk.looks import ADA, names, state
from tests.site.clock import stop_clock
from tests.site.people import MANAGER, make_people
from tests.site.staff.conftest import under  # noqa: F401 (fixture)
from tests.site.staff.looking import just_before

FEE = {"currency": "EUR", "fee_tiers": [{"within_hours": 24, "fee_amount": 12.5}]}
NOTICE = {"cancel_notice_hours": 48, "reschedule_notice_hours": 48}


@pytest.fixture
def three(under, site, monkeypatch):  # noqa: F811
	"""Three hours before the first: one with a fee, one too late that may be waived, one too late that nobody waives."""
	make_people()
	bookings = [
		under("10:00", **FEE),
		under("10:30", **NOTICE, waive_notice=1),
		under("11:00", **NOTICE),
	]
	site.db.commit()
	stop_clock(monkeypatch, just_before(bookings[0], 3))
	return bookings


def told(answer):
	return [
		(row["possible"], row["lacks_override_reason"], row["set_aside"], row["fee"])
		for row in answer["bookings"]
	]


DONE, REFUSED = (True, False, [], ""), (False, False, [], "")


@pytest.mark.parametrize(
	("user", "asked", "expected"),
	[
		(ADA, {}, [DONE, REFUSED, REFUSED]),
		(ADA, {"override_reason": "I want to"}, [DONE, REFUSED, REFUSED]),
		(ADA, {"for_customer": "1"}, [(True, False, [], "€12.50"), REFUSED, REFUSED]),
		(MANAGER, {}, [DONE, (False, True, [], ""), REFUSED]),
		(MANAGER, {"override_reason": "A fire"}, [DONE, (True, False, ["too late"], ""), REFUSED]),
	],
	ids=["a member", "a member's reason", "for the customers", "a manager", "a manager's reason"],
)
def test_each_is_cancelled_refused_or_set_aside_by_its_own_policy(three, site, user, asked, expected):
	site.set_user(user)
	previewed = bulk.preview_bulk_cancel(names(three), "Test: ill", **asked)
	assert told(previewed) == expected
	assert {state(booking).status for booking in three} == {"Confirmed"}
	done = bulk.bulk_cancel(names(three), "Test: ill", **asked)
	site.db.commit()
	assert done["bookings"] == previewed["bookings"]
	assert (done["changed"], done["refused"]) == (
		sum(row[0] for row in expected),
		sum(not row[0] for row in expected),
	)
	statuses = [state(booking).status for booking in three]
	assert statuses == ["Cancelled" if row[0] else "Confirmed" for row in expected]


def test_a_refusal_says_which_rule_and_who_may(three, site):
	site.set_user(MANAGER)
	why = [row["why_not"] for row in bulk.preview_bulk_cancel(names(three), "Test")["bookings"]]
	assert why[0] == ""
	assert why[1].startswith("Cancelling was possible until ")
	assert why[1].endswith(". Say why the rules do not hold this time")
	assert why[2].endswith(". The policy of this booking lets nobody waive that")
	site.set_user(ADA)
	why = [row["why_not"] for row in bulk.preview_bulk_move(names(three), days=1)["bookings"]]
	assert why[0] == ""
	assert why[1].endswith(". A manager or the leader of the department may do it, for a reason")


def test_what_customers_asked_for_is_theirs_with_the_fee(three, site):
	site.set_user(ADA)
	bulk.bulk_cancel(names(three), "Illness", note="They rang", for_customer=1)
	site.db.commit()
	cancelled = state(three[0])
	assert (cancelled.cancellation_reason, cancelled.cancellation_note, cancelled.fee_amount) == (
		"Customer Cancelled",
		"Illness\nThey rang",
		12.5,
	)


def test_hours_are_set_aside_together_by_whoever_may_and_undone(three, site):
	site.set_user(MANAGER)
	moved = {"minutes": 9 * 60, "note": "Test"}
	lacking = bulk.preview_bulk_move(names(three), **moved)
	assert [row["lacks_override_reason"] for row in lacking["bookings"]] == [True, True, False]
	answer = bulk.bulk_move(names(three), **moved, override_reason="Late trains")
	site.db.commit()
	assert [row["set_aside"] for row in answer["bookings"]] == [
		["outside hours"],
		["too late", "outside hours"],
		[],
	]
	row = state(three[1]).history[-1]
	assert (row.waived, row.waived_because) == ("too late, outside hours", "Late trains")
	undone = bulk.undo_operation(answer["operation"])
	assert undone["undone"] == 2
	assert [row["set_aside"] for row in undone["bookings"]] == [[], []]
	assert [state(booking).start_utc_minute for booking in three] == [one.start_utc_minute for one in three]


def test_the_same_members_are_never_booked_over_for_a_reason(three, site):
	site.set_user(MANAGER)
	first = names(three)[:1]
	answer = bulk.bulk_move(first, minutes=30, note="Test", override_reason="They can do both")
	assert (answer["changed"], answer["operation"]) == (0, None)
	assert "Ada Test: Booked" in answer["bookings"][0]["why_not"]
	assert frappe.db.count("MM Operation", {"note": "Test"}) == 0
