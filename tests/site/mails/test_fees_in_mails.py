"""A customer who is not told what cancelling costs, or what it has cost, or in another amount than the booking keeps."""

from uuid import uuid4

import frappe
import pytest

from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import Waiver
from meeting_manager.notifications import fees_told
from meeting_manager.notifications.delivery import PAUSE_WITHOUT_FAILURE, deliver_for_booking
from meeting_manager.notifications.not_informed import find_not_informed
from meeting_manager.scheduling.policy import FEE, Fee, FeeTier, Policy
from meeting_manager.scheduling.policy_record import write_policy
from tests.site.mails.reading import BOOKING, CUSTOMER, html_of, mail_to, member_of, text_of
from tests.site.messages.mail_server import ACCEPTED, TRY_LATER

HOUR, DAY = 60, 24 * 60
TIERS = (FeeTier(48 * HOUR, Fee(percent=25)), FeeTier(24 * HOUR, Fee(amount=4550)))
TERMS = Policy(currency="EUR", tiers=TIERS, no_show_fee=Fee(percent=100), waivable=(FEE,))
PRICE = 9000


@pytest.fixture
def under(site, book, monkeypatch, new_mails):
	"""A booking under a policy, whose earlier mails are out, at minutes before its start: `under(TERMS, left=120)`."""

	def make(policy=TERMS, left=10 * DAY, **values):
		booking = book("10:00", **values)
		new_mails(booking)
		site.db.set_value(BOOKING, booking.name, "policy", write_policy(policy, PRICE))
		site.db.commit()
		set_clock(monkeypatch, booking.start_utc_minute - left)
		return site.get_doc(BOOKING, booking.name)

	return make


def set_clock(monkeypatch, minute):
	for module in (booking_rules, fees_told):
		monkeypatch.setattr(module, "current_minute", lambda: minute)


def told_of_move(booking, new_mails):
	booking.reschedule(booking.start_utc_minute, "")
	return mail_to(booking.customer_email, new_mails(booking))


def moment(booking, before):
	from meeting_manager.presentation.words import day_and_time
	from meeting_manager.scheduling.zones import to_instant

	return day_and_time(to_instant(booking.start_utc_minute - before, booking.zone_for_customer))


def terms_in(mail):
	"""The sentences, which stand in the text and in the HTML."""
	text = text_of(mail)
	lines = [line for line in text.splitlines() if "ancel" in line or "come" in line or "After" in line]
	lines = [line for line in lines if line.endswith(".") and not line.startswith(("Hello", "The attached"))]
	flat = " ".join(html_of(mail).split())
	assert [line for line in lines if line not in flat] == []
	return lines


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_before_the_first_fee_it_is_told_until_when_there_is_none(under, new_mails, zone):
	booking = under(customer_timezone=zone)
	two_days, one_day = moment(booking, 2 * DAY), moment(booking, DAY)
	assert terms_in(told_of_move(booking, new_mails)) == [
		f"Cancelling is free of charge until {two_days}. After that it costs €22.50.",
		f"After {one_day} it costs €45.50.",
		"If you do not come, it costs €90.00.",
	]
	assert two_days.endswith(", 10:00" if zone == "Europe/Berlin" else ("04:00", "05:00"))


@pytest.mark.parametrize(
	("left", "sentences"),
	[
		pytest.param(
			2 * DAY - 1, ["Cancelling costs €22.50.", "After {0} it costs €45.50."], id="in the first"
		),
		pytest.param(DAY - 1, ["Cancelling costs €45.50."], id="in the last"),
	],
)
def test_within_a_fee_it_is_told_what_it_costs_now(under, new_mails, left, sentences):
	booking = under(left=left)
	expected = [sentence.format(moment(booking, DAY)) for sentence in sentences]
	assert terms_in(told_of_move(booking, new_mails))[:-1] == expected


@pytest.mark.parametrize(
	("policy", "sentences"),
	[
		pytest.param(Policy(), [], id="no fees"),
		pytest.param(Policy(cancel_notice=HOUR), [], id="notice alone"),
		pytest.param(
			Policy(currency="EUR", no_show_fee=Fee(amount=500)),
			["Cancelling is free of charge.", "If you do not come, it costs €5.00."],
			id="for not coming alone",
		),
		pytest.param(
			Policy(currency="EUR", tiers=TIERS, is_first_cancellation_free=True),
			["Your first cancellation is free of charge."],
			id="the first one is free",
		),
		pytest.param(
			Policy(cancel_notice=36 * HOUR, currency="EUR", tiers=TIERS),
			[
				"Cancelling is free of charge until {2880}. After that it costs €22.50.",
				"You can cancel online until {2160}.",
			],
			id="until when it is possible",
		),
		pytest.param(
			Policy(currency="JPY", tiers=(FeeTier(DAY, Fee(amount=1250)), FeeTier(HOUR, Fee()))),
			[
				"Cancelling is free of charge until {1440}. After that it costs ¥1,250.",
				"After {60} it is free of charge.",
			],
			id="yen, and free at the end",
		),
	],
)
def test_only_what_the_rules_of_the_booking_say_is_told(under, new_mails, policy, sentences):
	booking = under(policy, customer_email=f"kim.{uuid4().hex[:8]}@example.com")
	expected = sentences
	for minutes in (2880, 2160, 1440, 60):
		expected = [one.replace(f"{{{minutes}}}", moment(booking, minutes)) for one in expected]
	assert terms_in(told_of_move(booking, new_mails)) == expected


CANCELLED = {
	(3 * DAY, "Customer Cancelled"): (
		"This cancellation is free of charge.",
		"This cancellation costs the customer nothing.",
	),
	(HOUR, "Customer Cancelled"): (
		"A fee of €45.50 is due for this cancellation.",
		"The customer owes a fee of €45.50 for this cancellation.",
	),
	(HOUR, "Anna is ill"): (
		"This cancellation is free of charge.",
		"This cancellation costs the customer nothing.",
	),
}


@pytest.mark.parametrize(("left", "reason"), CANCELLED)
def test_a_cancellation_tells_what_it_costs(under, new_mails, left, reason):
	booking = under(left=left)
	booking.cancel_meeting(reason)
	mails = new_mails(booking)
	for address, sentence in zip((CUSTOMER, member_of(booking)), CANCELLED[left, reason], strict=True):
		assert terms_in(mail_to(address, mails)) == [sentence]


@pytest.mark.parametrize(
	("policy", "sentence"),
	[
		(TERMS, "A fee of €90.00 is due because you did not come."),
		(Policy(), "This costs you nothing."),
	],
)
def test_whoever_did_not_come_reads_what_it_costs(under, new_mails, policy, sentence):
	booking = under(policy, left=-10)
	booking.status = "No-Show"
	booking.save()
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert sentence in text_of(mail).splitlines() and sentence in html_of(mail)


@pytest.mark.parametrize(
	("to_customer", "sentence"),
	[
		(True, "We have waived the fee of €45.50 for this cancellation."),
		(False, "The customer's fee of €45.50 for this cancellation has been waived."),
	],
)
def test_a_waived_fee_is_told_as_waived(under, to_customer, sentence):
	booking = under(left=HOUR)
	booking.cancel_meeting("Customer Cancelled")
	booking.waive_fee("Kindness")
	assert fees_told.tell_after(frappe.get_doc(BOOKING, booking.name), to_customer) == [sentence]


def waived(booking):
	stored = frappe.get_doc(BOOKING, booking.name)
	stored.waive_fee("Kindness")
	frappe.db.commit()


def test_whoever_was_told_of_a_fee_is_told_that_it_is_waived(under, new_mails, mail_server):
	booking = under(left=HOUR)
	booking.cancel_meeting("Customer Cancelled")
	new_mails(booking)
	waived(booking)
	((recipients, mail),) = new_mails(booking)
	assert recipients == [CUSTOMER]
	assert mail["Subject"].startswith("Fee waived: Discovery Call, ")
	assert terms_in(mail) == ["We have waived the fee of €45.50 for this cancellation."]
	assert "You do not have to pay it." in text_of(mail) and "token=" not in text_of(mail)
	assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]


def test_whoever_did_not_come_is_told_too_days_later(under, new_mails, mail_server, at, now):
	booking = under(left=-10)
	booking.status = "No-Show"
	booking.save()
	new_mails(booking)
	at(now + 30 * DAY)
	waived(booking)
	((recipients, mail),) = new_mails(booking)
	assert recipients == [CUSTOMER]
	assert "We have waived the fee of €90.00 for not coming." in text_of(mail)


def test_the_mail_that_tells_of_the_fee_goes_first(under, new_mails, mail_server, at, now):
	booking = under(left=HOUR)
	mail_server.answer = TRY_LATER
	booking.cancel_meeting("Customer Cancelled")
	waived(booking)
	deliver_for_booking(booking.name)
	row = row_of_waiver(booking)
	assert (row.state, row.tries, row.reason) == ("Due", 0, "It follows the mail that tells of the fee")
	mail_server.answer = ACCEPTED
	at(now + PAUSE_WITHOUT_FAILURE)
	deliver_for_booking(booking.name)
	told = [mail["Subject"].split(":")[0] for to, mail in mail_server.mails() if to == CUSTOMER]
	assert told[-2:] == ["Cancelled", "Fee waived"] and row_of_waiver(booking).state == "Sent"


@pytest.mark.parametrize("state", ["Failed", "Skipped"])
def test_whoever_was_never_told_of_the_fee_hears_nothing_of_it(under, new_mails, site, state):
	booking = under(left=HOUR)
	booking.cancel_meeting("Customer Cancelled")
	never = {"booking": booking.name, "occasion": "Cancelled", "recipient_kind": "Customer"}
	site.db.set_value("MM Message", never, {"state": state, "times_sent": 0})
	new_mails(booking)
	waived(booking)
	assert new_mails(booking) == []
	row = row_of_waiver(booking)
	assert (row.state, row.reason) == ("Skipped", "The customer had not been told of the fee")
	late = [row["occasion"] for row in find_not_informed(booking.department)]
	assert late == ["Cancelled"]


def test_a_fee_that_is_waived_with_the_cancellation_is_told_by_its_mail_alone(under, new_mails):
	booking = under(left=HOUR)
	booking.flags.waiver = Waiver((FEE,), "Kindness")
	booking.cancel_meeting("Customer Cancelled")
	assert terms_in(mail_to(CUSTOMER, new_mails(booking))) == [
		"We have waived the fee of €45.50 for this cancellation."
	]
	assert row_of_waiver(booking) is None


def row_of_waiver(booking):
	frappe.db.rollback()
	filters = {"booking": booking.name, "occasion": "Fee Waived"}
	return frappe.db.get_value("MM Message", filters, ["state", "tries", "reason"], as_dict=True)


def test_a_mail_tells_of_the_fee_that_it_was_written_for(under, queued_mails):
	"""Not of what became of it since."""
	booking = under(left=HOUR)
	booking.cancel_meeting("Customer Cancelled")
	frappe.db.set_value(BOOKING, booking.name, "fee_amount", 1, update_modified=False)
	frappe.db.commit()
	newest = [mail for recipients, mail in queued_mails(booking) if recipients == [CUSTOMER]][-1]
	assert terms_in(newest) == ["A fee of €45.50 is due for this cancellation."]


def test_a_request_that_staff_decline_says_nothing_of_fees(under, new_mails, site):
	booking = under(left=HOUR, status="Pending")
	booking.cancel_meeting("Cancelled by Staff")
	assert terms_in(mail_to(CUSTOMER, new_mails(booking))) == []


def test_each_language_writes_the_amount_in_its_own_way(under):
	from meeting_manager.presentation.languages import speaking

	booking = under(left=HOUR)
	booking.cancel_meeting("Customer Cancelled")
	with speaking("de"):
		(told,) = fees_told.tell_after(booking, is_customer=True)
	assert "45,50\xa0€" in told
