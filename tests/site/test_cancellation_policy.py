"""Fees, limits and reasons of a policy: which one holds for a booking, what the API tells of it, and what it refuses."""

from datetime import datetime, timedelta
from uuid import uuid4

import frappe
import pytest

from meeting_manager.scheduling.policy import Fee, FeeTier, Policy
from meeting_manager.scheduling.policy_record import read_policy
from tests.site.clock import stop_clock
from tests.site.factories import next_monday

POLICY, SETTINGS = "MM Cancellation Policy", "MM Settings"
TIERS = [{"within_hours": 24, "fee_percent": 50}, {"within_hours": 2, "fee_amount": 45.5}]
HOUR, DAY = 60, 24 * 60


@pytest.fixture
def policy(site, consulting):
	"""Make a policy and link it: `policy("MM Meeting Type", currency="EUR", …)`; undone after the test."""
	linked, names = [], []

	def make(holder, **values):
		name = f"Test {uuid4().hex[:8]}"
		doc = site.get_doc({"doctype": POLICY, "policy_name": name, **values}).insert()
		names.append(doc.name)
		link(holder, doc.name)
		return doc

	def link(holder, name):
		key = {"MM Meeting Type": consulting.meeting_type, "MM Department": consulting.name}.get(
			holder, SETTINGS
		)
		linked.append((holder, key))
		set_link(holder, key, name)

	def set_link(holder, key, name):
		site.db.set_value(holder, key, "cancellation_policy", name)
		site.clear_document_cache(holder, key)
		site.db.commit()

	yield make
	site.db.rollback()
	for holder, key in linked:
		set_link(holder, key, None)
	for name in names:
		site.delete_doc(POLICY, name, force=True)
	site.db.commit()


@pytest.fixture
def price(site, consulting):
	def set_price(value):
		site.db.set_value("MM Meeting Type", consulting.meeting_type, "price", value)
		site.clear_document_cache("MM Meeting Type", consulting.meeting_type)
		site.db.commit()

	yield set_price
	set_price(0)


def kept(booking):
	return read_policy(booking.policy)


def test_the_nearest_policy_wins(policy, book, site):
	before = site.get_doc(SETTINGS)
	numbers = Policy(
		before.cancel_notice_hours * HOUR,
		before.reschedule_notice_hours * HOUR,
		before.max_reschedules,
		waivable=("notice", "limits"),
	)
	assert kept(book("09:00")) == (numbers, 0)
	for hours, holder in enumerate([SETTINGS, "MM Department", "MM Meeting Type"], 1):
		policy(holder, cancel_notice_hours=hours)
		assert kept(book("10:00" if hours == 1 else f"{10 + hours}:00")) == (
			Policy(cancel_notice=hours * HOUR),
			0,
		)


def test_a_policy_is_kept_whole_with_the_price(policy, price, book):
	price(80)
	policy(
		"MM Department",
		cancel_notice_hours=1,
		reschedule_notice_hours=2,
		max_reschedules=3,
		max_recent_reschedules=4,
		currency="eur",
		fee_tiers=TIERS,
		no_show_percent=100,
		first_cancellation_free=1,
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
		waive_notice=1,
		waive_fee=1,
	)
	assert kept(book("10:00")) == (
		Policy(
			cancel_notice=HOUR,
			reschedule_notice=2 * HOUR,
			max_reschedules=3,
			max_recent_reschedules=4,
			currency="EUR",
			tiers=(FeeTier(DAY, Fee(percent=50)), FeeTier(2 * HOUR, Fee(amount=4550))),
			no_show_fee=Fee(percent=100),
			is_first_cancellation_free=True,
			is_reason_required=True,
			reasons=("Illness", "Other"),
			waivable=("notice", "fee"),
		),
		8000,
	)


def test_a_booking_stays_under_the_policy_it_was_made_under(policy, price, book, http):
	price(80)
	doc = policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00")
	doc.set("fee_tiers", [])
	doc.cancel_notice_hours = 9999
	doc.save()
	price(1)
	assert rule_of(http, booking)["allowed"] is True
	assert kept(booking)[1] == 8000 and len(kept(booking)[0].tiers) == 2


def rule_of(http, booking):
	answer = http.call("get_booking_details", token=booking.cancel_token)
	return answer.json["message"]["policy"]["cancel"]


@pytest.mark.parametrize(
	("left", "fee"),
	[(DAY, 0), (DAY - 1, 4000), (2 * HOUR, 4000), (2 * HOUR - 1, 4550)],
)
def test_the_api_tells_the_fee_and_until_when_there_is_none(
	policy, price, book, http, monkeypatch, left, fee
):
	price(80)
	policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00", customer_timezone="America/New_York")
	stop_clock(monkeypatch, booking.start_utc_minute - left)
	rule = rule_of(http, booking)
	start = datetime.fromisoformat(f"{next_monday()}T10:00").replace(tzinfo=booking.zone)
	assert rule == {
		"allowed": True,
		"until": start.isoformat(),
		"fee": fee,
		"currency": "EUR" if fee else "",
		"free_until": (start - timedelta(days=1)).isoformat(),
		"needs_reason": False,
		"reasons": [],
	}


def page_of(http, booking, **query):
	return http.get("/cancel-booking", query_string={"token": booking.cancel_token, **query}).get_data(
		as_text=True
	)


def test_the_page_says_what_it_costs_now_and_until_when_it_is_free(policy, price, book, http, monkeypatch):
	price(80)
	policy("MM Meeting Type", currency="EUR", fee_tiers=TIERS)
	booking = book("10:00", customer_timezone="America/New_York")
	stop_clock(monkeypatch, booking.start_utc_minute - 2 * DAY)
	page = page_of(http, booking)
	assert "Cancelling is free of charge until Sunday" in page
	assert "04:00, Eastern" in page and "(America/New_York), and costs a fee after that." in page
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	page = page_of(http, booking)
	assert "Cancelling now costs €45.50. It was free of charge until Sunday" in page
	assert "(America/New_York)" in page


def test_a_fee_that_was_due_from_the_first_moment_was_never_free(policy, book, http):
	policy("MM Meeting Type", currency="EUR", fee_tiers=[{"within_hours": 9000, "fee_amount": 12}])
	booking = book("10:00")
	assert rule_of(http, booking)["free_until"] is None
	page = page_of(http, booking)
	assert "Cancelling costs €12.00." in page
	assert "free of charge" not in page


def test_a_meeting_without_fees_is_cancelled_free_of_charge(booking, http):
	page = page_of(http, booking)
	assert "Cancelling now is free of charge." in page
	assert "<select" not in page


def test_the_fee_is_told_in_the_history(policy, price, book, http, monkeypatch, site):
	policy("MM Meeting Type", currency="EUR", fee_tiers=[{"within_hours": 24, "fee_amount": 12}])
	booking = book("10:00")
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	assert http.call("cancel_booking", token=booking.cancel_token, reason="Ill").status_code == 200
	assert (
		site.get_doc("MM Meeting Booking", booking.name).history[-1].notes == "Ill\nCancellation fee: €12.00"
	)


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
	("values", "sentence"),
	[
		({"currency": "Euro"}, "Currency: EURO is no code"),
		({"fee_tiers": [{"within_hours": 2, "fee_amount": 5}]}, "a policy with fees needs one"),
		({"no_show_percent": 50}, "a policy with fees needs one"),
		({"currency": "EUR", "no_show_percent": 101}, "No-Show Fee: use 0 to 100 percent"),
		(
			{"currency": "EUR", "no_show_amount": 5, "no_show_percent": 5},
			"an amount or a percentage, not both",
		),
		({"currency": "JPY", "no_show_amount": 0.5}, "No-Show Fee: 0.5 is no amount of JPY"),
		({"currency": "EUR", "fee_tiers": [TIERS[0], TIERS[0]]}, "Two fees hold within 24 hours"),
		({"currency": "EUR", "fee_tiers": [{"within_hours": 0, "fee_amount": 5}]}, "use a number from 1 to"),
		({"reasons": [{"reason": "Ill"}, {"reason": " Ill "}]}, "Ill is in the list of reasons twice"),
		({"cancel_notice_hours": 10**6}, "use a number from 0 to"),
	],
	ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_policy_that_makes_no_sense_is_refused(site, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		site.get_doc({"doctype": POLICY, "policy_name": f"Bad {uuid4().hex[:8]}", **values}).insert()


def test_a_policy_in_use_cannot_be_deleted(policy, site):
	doc = policy("MM Department", cancel_notice_hours=1)
	with pytest.raises(frappe.LinkExistsError):
		site.delete_doc(POLICY, doc.name)


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
