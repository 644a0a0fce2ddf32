"""What a policy asks of customers and counts of them: reasons, first cancellations, reschedules of all their bookings."""

from uuid import uuid4

import frappe
import pytest

from tests.site.clock import stop_clock
from tests.site.factories import next_monday
from tests.site.policies.looks import page_of, rule_of


@pytest.mark.parametrize(
	("reasons", "reason", "expected"),
	[
		pytest.param([], "", "reason: expected why you cancel", id="none"),
		pytest.param([], "I am ill", None, id="any text"),
		pytest.param(["Illness", "Other"], "", "reason: expected one of: Illness, Other", id="none chosen"),
		pytest.param(
			["Illness", "Other"], "Illnesses", "reason: expected one of: Illness, Other", id="another"
		),
		pytest.param(["Illness", "Other"], "Illness", None, id="one chosen"),
		pytest.param(["Illness", "Other"], "Other: rain", None, id="one chosen, and more"),
	],
)
def test_a_reason_that_is_required_is_asked_for(policy, book, http, site, reasons, reason, expected):
	policy("MM Meeting Type", reason_required=1, reasons=[{"reason": one} for one in reasons])
	booking = book("10:00")
	assert rule_of(http, booking)["needs_reason"] is True
	answer = http.call("cancel_booking", token=booking.cancel_token, reason=reason)
	if expected:
		assert answer.status_code == 417
		assert expected in answer.get_data(as_text=True)
		assert site.db.get_value("MM Meeting Booking", booking.name, "status") == "Confirmed"
		return
	assert answer.status_code == 200, answer.text
	assert site.db.get_value("MM Meeting Booking", booking.name, "cancellation_note") == reason


def test_the_page_offers_the_reasons_and_sends_the_chosen_one(policy, book, http, site):
	policy("MM Meeting Type", reason_required=1, reasons=[{"reason": "Ill & tired"}, {"reason": "Other"}])
	booking = book("10:00")
	page = page_of(http, booking)
	assert '<select name="category" required>' in page
	assert "<option>Ill &amp; tired</option>" in page
	form = {"token": booking.cancel_token, "confirmed": "1", "category": "Ill & tired", "reason": "Very"}
	assert "has been cancelled" in http.post("/cancel-booking", data=form).get_data(as_text=True)
	note = site.db.get_value("MM Meeting Booking", booking.name, "cancellation_note")
	assert note == "Ill & tired: Very"


def test_only_the_first_cancellation_of_an_address_is_free(policy, book, http, monkeypatch):
	policy(
		"MM Meeting Type",
		currency="EUR",
		fee_tiers=[{"within_hours": 24, "fee_amount": 12}],
		first_cancellation_free=1,
	)
	email = f"kim.{uuid4().hex[:8]}@example.com"
	first, second, other = (
		book(time, customer_email=address)
		for time, address in (("10:00", email), ("11:00", email), ("12:00", f"x.{email}"))
	)
	stop_clock(monkeypatch, first.start_utc_minute - 60)
	assert [rule_of(http, one)["fee"] for one in (first, second, other)] == [0, 0, 0]
	assert http.call("cancel_booking", token=first.cancel_token).status_code == 200
	assert [rule_of(http, one)["fee"] for one in (second, other)] == [1200, 0]


def test_a_customer_s_reschedules_are_counted_over_all_bookings(policy, book, http, site):
	policy("MM Meeting Type", max_recent_reschedules=1)
	email = f"kim.{uuid4().hex[:8]}@example.com"
	first, second = (book(time, customer_email=email) for time in ("10:00", "11:00"))
	stranger = book("12:00", customer_email=f"x.{email}")
	by_staff = site.get_doc("MM Meeting Booking", second.name)
	by_staff.reschedule(by_staff.start_utc_minute + 240, "Staff moves count for nobody")
	site.db.commit()
	second.reload()
	assert move(http, first, "13:00").status_code == 200
	answer = move(http, second, "14:00")
	assert answer.status_code == 409
	assert "as often as can be done online in 90 days" in answer.get_data(as_text=True)
	assert move(http, stranger, "16:00").status_code == 200
	site.db.set_value(
		"MM Booking History",
		{"parent": first.name, "action": "Rescheduled"},
		"action_datetime",
		frappe.utils.add_to_date(frappe.utils.now_datetime(), days=-91),
	)
	assert move(http, second, "14:00").status_code == 200


def move(http, booking, time):
	return http.call(
		"reschedule_booking",
		token=booking.reschedule_token,
		new_date=next_monday().isoformat(),
		new_time=time,
	)


@pytest.mark.parametrize(
	("acted_as", "by", "counts"),
	[
		("customer (link)", "manager@example.com", True),
		("customer (account)", "Guest", True),
		("staff", "Guest", False),
		("system", "Guest", False),
		(None, "Guest", True),
		(None, "manager@example.com", False),
	],
)
def test_a_move_is_the_customers_as_what_it_was_made_and_not_by_the_login(
	book, http, site, acted_as, by, counts
):
	from meeting_manager.adapters.customer_record import count_moves

	email = f"kim.{uuid4().hex[:8]}@example.com"
	booking = book("10:00", customer_email=email)
	assert move(http, booking, "13:00").status_code == 200
	row = {"parent": booking.name, "action": "Rescheduled"}
	site.db.set_value("MM Booking History", row, {"acted_as": acted_as, "action_by": by})
	assert count_moves(email, 90) == counts
