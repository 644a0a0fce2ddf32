"""The dialog on a cancellation policy's form that says what it would have done to past bookings, saved or not."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.browser.conftest import new_address
from tests.browser.desk import needs_desk

pytestmark = needs_desk

METHOD = "meeting_manager.meeting_manager.api.policy_trial.try_on_past_bookings"
DRAFT = {"policy_name": "Never Saved", "cancel_notice_hours": 24 * 365 * 10, "currency": "EUR"}


@pytest.fixture
def cancelled(page, guest):
	"""A booking of the demo's department that its customer has cancelled just now."""
	offer = {"department_slug": "consulting", "meeting_type_slug": "discovery-call"}
	first = datetime.now(timezone.utc) + timedelta(days=20)
	day = guest("get_available_dates", **offer, start_date=first.date().isoformat())["available_dates"][0]
	slot = guest("get_available_time_slots", **offer, date=day)["slots"][0]
	customer = {"customer_name": "Trial Test & Co", "customer_email": new_address()}
	made = guest("create_booking", **offer, **customer, start=slot["start"])
	guest("cancel_booking", token=made["cancel_url"].split("token=")[1])
	yield made
	page.evaluate("(name) => frappe.db.delete_doc('MM Meeting Booking', name)", made["booking_id"])


def open_draft(page):
	page.evaluate("frappe.new_doc('MM Cancellation Policy') && null")
	page.wait_for_function("!!(window.cur_frm?.doctype === 'MM Cancellation Policy' && cur_frm.is_new())")
	page.evaluate("(values) => cur_frm.set_value(values)", DRAFT)


def test_a_draft_is_tried_with_the_keyboard_and_not_saved(page, cancelled):
	open_draft(page)
	page.get_by_role("button", name="Try on Past Bookings").focus()
	page.keyboard.press("Enter")
	page.wait_for_function("!!window.cur_dialog?.display")
	page.locator(".modal.show [data-fieldname=weeks] select").select_option("4")
	page.locator(".modal.show .btn-modal-primary").focus()
	page.keyboard.press("Enter")
	page.wait_for_selector(".modal.show .mm-trial-table")
	draft = page.evaluate("cur_frm.doc")
	answer = page.evaluate(
		"([method, values]) => frappe.xcall(method, values)", [METHOD, {"policy": draft, "weeks": 4}]
	)
	kind = next(kind for kind in answer["kinds"] if kind["kind"] == "cancelled")
	sentence = f"{kind['refused']} of {kind['looked_at']} cancellations would have been refused."
	assert kind["refused"] == kind["looked_at"] > 0
	shown = page.inner_text(".modal.show")
	assert sentence in shown
	assert f"{cancelled['booking_reference']}\tTrial Test & Co\tCancelled" in shown
	assert page.evaluate("cur_frm.is_new() && cur_frm.is_dirty() ? 1 : 0") == 1
	assert (
		page.evaluate("frappe.db.count('MM Cancellation Policy', {filters: {policy_name: 'Never Saved'}})")
		== 0
	)


def test_a_refusal_leaves_the_dialog_open_without_figures(page):
	open_draft(page)
	page.evaluate(
		"""() => { const ask = frappe.xcall; frappe.xcall = (method, ...more) =>
			method.includes("policy_trial") ? Promise.reject("refused") : ask(method, ...more); }"""
	)
	page.get_by_role("button", name="Try on Past Bookings").click()
	page.wait_for_function("!!window.cur_dialog?.display")
	page.locator(".modal.show .btn-modal-primary").click()
	page.wait_for_function("!document.querySelector('.modal.show').innerText.includes('Loading')")
	assert page.locator(".modal.show .btn-modal-primary").is_enabled()
	assert page.locator(".mm-trial").count() == 0
