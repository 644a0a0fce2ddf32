"""A fee that is waived later: by whom, with what reason, and what is kept of it."""

import json

import frappe
import pytest

from meeting_manager.exceptions import PolicyError
from tests.site.people import LEADER, MANAGER, make_people, sign_in
from tests.site.policies.looks import BOOKING, fee, stored


def waive(http, user, booking, reason="Long-standing customer"):
	form = {"dt": BOOKING, "dn": booking.name, "method": "waive_fee", "args": json.dumps({"reason": reason})}
	return http.post("/api/method/run_doc_method", headers=sign_in(http, user), json=form)


def test_a_waived_fee_keeps_its_amount_who_and_why(cancelled, http):
	make_people()
	booking = cancelled()
	rows = len(stored(booking).history)
	assert waive(http, MANAGER, booking).status_code == 200
	doc = stored(booking)
	assert fee(booking) == ("Cancellation", 45.5, "EUR")
	assert (doc.fee_waived, doc.fee_waived_by, doc.fee_waived_reason) == (
		1,
		MANAGER,
		"Long-standing customer",
	)
	row = doc.history[-1]
	assert (row.action, row.action_by, row.acted_as, row.old_value, row.reason) == (
		"Fee Waived",
		MANAGER,
		"staff",
		"€45.50",
		"Long-standing customer",
	)
	assert len(doc.history) == rows + 1
	assert waive(http, MANAGER, booking).status_code == 409


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_fee_is_not_waived_without_a_reason(cancelled, http, reason):
	make_people()
	booking = cancelled()
	assert waive(http, MANAGER, booking, reason).status_code == 417
	assert stored(booking).fee_waived == 0


def test_rules_that_let_nobody_waive_bind_managers_too(cancelled, http):
	make_people()
	booking = cancelled(waive_fee=0)
	answer = waive(http, MANAGER, booking)
	assert answer.status_code == 409
	assert "The rules of this booking let nobody waive its fee" in answer.get_data(as_text=True)
	assert stored(booking).fee_waived == 0


def test_the_leader_may_waive_and_the_member_may_not(cancelled, http, consulting):
	make_people()
	booking = cancelled()
	frappe.db.set_value("MM Department", consulting.name, "leader", LEADER)
	frappe.db.commit()
	assert waive(http, booking.members[0], booking).status_code == 403
	assert stored(booking).fee_waived == 0
	assert waive(http, LEADER, booking).status_code == 200
	assert stored(booking).fee_waived == 1
	frappe.db.set_value("MM Department", consulting.name, "leader", None)
	frappe.db.commit()


def test_what_is_free_cannot_be_waived(charged):
	booking = charged()
	with pytest.raises(PolicyError, match="has no fee that is due"):
		booking.waive_fee("Kindness")
