"""What a booking's policy says where staff change it: many at once, an answer of its customer, a no-show, a request that waits."""

from datetime import date, timedelta

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk import needs_desk, open_form
from tests.browser.desk.answers import DECLINED, PROPOSED, REPLY, take_in, wait_for_state
from tests.browser.desk.bookings import BOOKING, Bookings
from tests.browser.desk.dialogs import choose, dialog_of, primary, tick

pytestmark = needs_desk

ALEX = "alex@example.com"
STRICT = {"cancel_notice_hours": 87000, "reschedule_notice_hours": 87000, "waive_notice": 1}
"""Ten years, which no booking keeps."""
FEES = {
	"currency": "EUR",
	"fee_tiers": [{"within_hours": 87000, "fee_amount": 12.5}],
	"no_show_amount": 30,
	"waive_fee": 1,
}
YESTERDAY = date.today() - timedelta(days=1)


@pytest.fixture
def bookings(page):
	made = Bookings(page)
	yield made
	made.clear_away()


@pytest.fixture
def answered(page, bookings):
	"""Take in what a booking's customer has answered: `answered(name, attention, later=60)`."""

	def answer(name, *answer, **values):
		reference = bookings.value(name, "booking_reference")
		noted = take_in(page, reference, ALEX, *answer, comment="I am ill", **values)
		bookings.made.append((REPLY, noted["reply"]))
		open_form(page, BOOKING, name)
		return noted

	return answer


def test_many_are_cancelled_against_their_policies_for_one_reason(page, bookings):
	free = bookings.book("09:00")
	bookings.set_policy(**STRICT)
	late = bookings.book("10:00")
	tick(page, [free, late])
	dialog = choose(page, "Cancel Together")
	why = dialog.locator("[data-fieldname=override_reason] textarea")
	assert not why.is_visible()
	dialog.locator("[data-fieldname=reason] input").fill("Anna is ill")
	primary(dialog).click()
	dialog.locator(".mm-outcome").get_by_text("Say why the rules do not hold this time").wait_for()
	assert primary(dialog).inner_text() == "Cancel Together: 1"
	why.fill("A flu")
	primary(dialog).click()
	dialog.locator(".mm-outcome").get_by_text("Set aside: the policy's notice").wait_for()
	primary(dialog).get_by_text("Cancel Together: 2").click()
	page.get_by_text("2 bookings were changed").wait_for()
	row = bookings.last_row(late)
	assert (row["action"], row["waived"], row["waived_because"]) == ("Cancelled", "too late", "A flu")


@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True)
def test_a_no_show_is_let_off_in_its_dialog(page, bookings):
	bookings.set_policy(**FEES)
	name = bookings.book("10:00", day=YESTERDAY)
	open_form(page, BOOKING, name)
	page.locator(".form-message").get_by_text("Europe/Berlin").first.wait_for()
	if page.viewport_size["width"] > 700:
		page.get_by_role("button", name="Mark as No-Show", exact=True).click()
	else:
		page.locator(".menu-btn-group button:visible").first.click()
		page.locator(".menu-btn-group .dropdown-menu:visible").get_by_text(
			"Mark as No-Show", exact=True
		).click()
	dialog = dialog_of(page)
	dialog.get_by_text("The customer owes €30.00.").wait_for()
	why = dialog.locator("[data-fieldname=override_reason] textarea")
	assert not why.is_visible()
	dialog.get_by_label("Waive the fee of €30.00").check()
	why.fill("The train did not come")
	primary(dialog).click()
	page.get_by_text("The booking is marked as missed").wait_for()
	row = bookings.last_row(name)
	assert (row["action"], row["waived"], row["waived_because"]) == (
		"No-Show",
		"fee",
		"The train did not come",
	)


def test_what_a_customer_declines_is_shown_with_its_fee_and_let_off(page, bookings, answered):
	bookings.set_policy(**FEES)
	name = bookings.book("10:00")
	answer = answered(name, DECLINED)
	page.get_by_text("The customer owes €12.50.").first.wait_for()
	page.get_by_role("button", name="Cancel as Declined", exact=True).click()
	dialog = dialog_of(page)
	dialog.get_by_label("Waive the fee of €12.50").check()
	dialog.locator("[data-fieldname=override_reason] textarea").fill("She is ill")
	primary(dialog).click()
	wait_for_state(page, answer, "Done")
	row = bookings.last_row(name)
	assert (row["action"], row["reason"], row["waived"]) == ("Cancelled", "Customer Cancelled", "fee")


def test_a_proposal_against_the_policy_is_accepted_for_a_reason(page, bookings, answered):
	bookings.set_policy(**STRICT)
	name = bookings.book("10:00")
	answer = answered(name, PROPOSED, later=60)
	page.get_by_text("Outside the Rules: Rescheduling was possible until").first.wait_for()
	page.get_by_role("button", name="Accept Proposed Time", exact=True).click()
	dialog = dialog_of(page)
	dialog.locator(".mm-check-orange").get_by_text("Rescheduling was possible until").wait_for()
	dialog.locator("[data-fieldname=override_reason] textarea").fill("She is ill")
	primary(dialog).click()
	wait_for_state(page, answer, "Done")
	row = bookings.last_row(name)
	assert (row["action"], row["waived"], row["waived_because"]) == ("Rescheduled", "too late", "She is ill")


def test_a_request_says_until_when_it_waits_and_is_declined_with_a_message(page, bookings):
	name = bookings.book("10:00", status="Pending")
	open_form(page, BOOKING, name)
	page.locator(".form-message.orange").get_by_text("It waits for an answer until").wait_for()
	page.get_by_role("button", name="Decline", exact=True).click()
	dialog = dialog_of(page)
	dialog.locator("[data-fieldname=reason] textarea").fill("No room left")
	dialog.locator("[data-fieldname=message] textarea").fill("Please try next week")
	primary(dialog).click()
	page.get_by_text("The request is declined").wait_for()
	assert bookings.value(name, "cancellation_message") == "Please try next week"
