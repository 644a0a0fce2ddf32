"""One booking on its form: cancelled, declined and closed by buttons, against the rules only by whoever may."""

import re
from datetime import date, timedelta

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk import needs_desk, open_form, sign_in
from tests.browser.desk.bookings import ANNA, BOOKING, CLARA, MANAGER, PASSWORD
from tests.browser.desk.dialogs import labels, press, primary, wait_until_closed

pytestmark = needs_desk

STRICT = {"cancel_notice_hours": 87000, "reschedule_notice_hours": 87000, "waive_notice": 1}
"""Ten years, which no booking keeps."""


def test_a_booking_is_cancelled_for_a_reason_and_at_a_fee(bookings, form):
	bookings.set_policy(
		currency="EUR",
		fee_tiers=[{"within_hours": 87000, "fee_amount": 20}],
		reason_required=1,
		reasons=[{"reason": "Illness"}, {"reason": "Other"}],
		waive_fee=1,
	)
	name = bookings.book("10:00")
	page = form(name)
	dialog = press(page, "Cancel Booking")
	assert "The customer owes nothing, since we cancel." in dialog.inner_text()
	assert not dialog.get_by_label("Waive the fee of €20.00").is_visible()
	dialog.get_by_label("The customer asked for it").check()
	assert "The customer owes €20.00." in dialog.inner_text()
	told = dialog.locator(".mm-told li").all_inner_texts()
	assert told == [
		"Alex Example (customer) Email to alex@example.com",
		"Anna Demo Email to anna@example.com, on the Desk",
	]
	assert not dialog.locator("[data-fieldname=override_reason] textarea").is_visible()
	dialog.locator("[data-fieldname=category] select").select_option("Illness")
	dialog.locator("[data-fieldname=text] textarea").fill("Anna has a cold")
	dialog.get_by_label("Waive the fee of €20.00").check()
	dialog.locator("[data-fieldname=override_reason] textarea").fill("A good customer")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	row = bookings.last_row(name)
	assert (row["reason"], row["notes"], row["waived"], row["waived_because"]) == (
		"Customer Cancelled",
		"Illness\nAnna has a cold\nCancellation fee waived: €20.00",
		"fee",
		"A good customer",
	)
	page.get_by_role("tab", name="History").click()
	newest = page.locator(".mm-timeline li").first.inner_text()
	for part in (
		"Cancelled",
		"Confirmed → Cancelled",
		"Reason: Customer Cancelled",
		"Illness",
		"Set aside: the fee",
		"Because: A good customer",
	):
		assert part in newest
	assert re.search(r"Operation \w{10}", newest)


def test_who_did_not_come_is_marked_once_the_meeting_has_begun(bookings, form):
	ahead = form(bookings.book("10:00"))
	assert labels(ahead)[:3] == ["Reschedule", "Reassign", "Cancel Booking"]
	yesterday = date.today() - timedelta(days=1)
	name = bookings.book("05:00", day=yesterday)
	page = form(name, ANNA)
	assert labels(page)[:2] == ["Mark as Completed", "Mark as No-Show"]
	dialog = press(page, "Mark as No-Show")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'No-Show'")
	page.wait_for_function("!document.querySelector('.custom-actions [data-label=Reschedule]')")
	row = bookings.last_row(name)
	assert (row["action"], row["action_by"], row["acted_as"]) == ("No-Show", ANNA, "staff")


def test_against_the_policy_a_member_is_told_who_may(bookings, form):
	bookings.set_policy(**STRICT)
	name = bookings.book("10:00")
	page = form(name, ANNA)
	for label, was_possible in (("Cancel Booking", "Cancelling"), ("Reschedule", "Rescheduling")):
		dialog = press(page, label)
		told = dialog.inner_text()
		assert re.search(rf"{was_possible} was possible until \d{{4}}-\d\d-\d\d 10:00\.", told)
		assert "A manager or the leader of the department may do it, for a reason" in told
		dialog.locator(".btn-modal-close").click()
		wait_until_closed(page)
	assert bookings.value(name, "status") == "Confirmed"


def test_against_the_policy_a_manager_says_why(bookings, form):
	bookings.set_policy(**STRICT)
	name = bookings.book("10:00")
	page = form(name, MANAGER)
	dialog = press(page, "Cancel Booking")
	assert "Outside the Rules" in dialog.inner_text()
	primary(dialog).click()
	page.get_by_text("Missing Values Required").wait_for()
	assert bookings.value(name, "status") == "Confirmed"
	page.locator(".msgprint-dialog .btn-modal-close").click()
	page.wait_for_function("!document.querySelector('.msgprint-dialog.show')")
	dialog.locator("[data-fieldname=override_reason] textarea").fill("The room burnt down")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	row = bookings.last_row(name)
	assert (row["action_by"], row["waived"], row["waived_because"]) == (
		MANAGER,
		"too late",
		"The room burnt down",
	)


def test_a_request_is_declined_or_confirmed(bookings, form):
	name = bookings.book("10:00", status="Pending")
	page = form(name)
	assert labels(page)[:4] == ["Confirm", "Decline", "Reschedule", "Reassign"]
	dialog = press(page, "Decline")
	dialog.locator("[data-fieldname=reason] textarea").fill("No room left")
	primary(dialog).click()
	wait_until_closed(page)
	page.wait_for_function("cur_frm.doc.status === 'Cancelled'")
	assert bookings.value(name, "cancellation_note") == "No room left"
	other = form(bookings.book("11:00", status="Pending"))
	other.get_by_role("button", name="Confirm", exact=True).click()
	other.wait_for_function("cur_frm.doc.status === 'Confirmed'")


def test_the_customers_links_are_shown_after_a_warning(bookings, form):
	name = bookings.book("10:00")
	page = form(name)
	page.get_by_role("button", name="Customer", exact=True).click()
	page.locator(".dropdown-menu:visible").get_by_text("Copy Links").click()
	page.locator(".modal.show").get_by_text("The history notes that you took them").wait_for()
	primary(page.locator(".modal.show")).click()
	page.locator(".mm-link").first.wait_for()
	links = page.locator(".mm-link input").evaluate_all("(inputs) => inputs.map((input) => input.value)")
	pages = [link.split("/", 3)[3].split("?token=")[0] for link in links]
	assert pages[:2] == ["reschedule-booking", "cancel-booking"]
	assert all(len(link.split("?token=")[1]) == 43 for link in links)
	assert bookings.last_row(name)["action"] == "Links Copied"


def test_what_has_a_button_is_not_typed(bookings, form):
	page = form(bookings.book("10:00"))
	read = "(field) => cur_frm.fields_dict[field].disp_status"
	assert [page.evaluate(read, field) for field in ("status", "start_datetime", "assigned_users")] == [
		"Read",
		"Read",
		"Write",
	]
	page.evaluate(
		"frappe.set_route('Form', 'MM Meeting Booking', frappe.model.get_new_doc('MM Meeting Booking').name)"
	)
	page.wait_for_function("cur_frm?.is_new() && cur_frm.doctype === 'MM Meeting Booking'")
	page.wait_for_function("cur_frm.fields_dict.start_datetime.disp_status === 'Write'")
	assert page.evaluate(read, "status") == "Write"


@pytest.mark.parametrize("label", ["Reschedule", "Cancel Booking", "Reassign"])
def test_on_a_phone_a_dialog_fits(bookings, form, label):
	page = form(bookings.book("10:00"), viewport=PHONE)
	dialog = press(page, label)
	body = dialog.locator(".modal-body")
	body.locator(".mm-told, .mm-month, .mm-colleagues").first.wait_for()
	assert body.evaluate("(body) => body.scrollWidth <= body.clientWidth")
	box = dialog.locator(".modal-content").bounding_box()
	assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_who_only_reads_a_booking_gets_no_button(bookings, form, open_browser):
	"""Shared by Frappe's own means, for reading."""
	name = bookings.book("10:00")
	share = {"doctype": BOOKING, "name": name, "user": CLARA, "read": 1, "write": 0}
	bookings.page.evaluate("(args) => frappe.xcall('frappe.share.add', args)", share)
	bookings.let_sign_in(CLARA)
	page = open_browser(viewport=DESKTOP)
	sign_in(page, CLARA, PASSWORD)
	open_form(page, BOOKING, name)
	page.get_by_role("tab", name="History").click()
	page.locator(".mm-timeline li").first.wait_for()
	assert labels(page) == []
