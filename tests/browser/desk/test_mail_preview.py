"""Looking at mails from the Desk: those of the app, and an Email Template before anybody gets it."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.desk import delete, expect_refusal, insert, needs_desk, open_form

pytestmark = needs_desk

NAME = "Own Mail to Look At"
WRONG = "Own Mail With a Fault"
BODY = "<p>Dear {{ recipient_name }}, see you.</p>"


@pytest.fixture
def template(page, booked):
	for name in (NAME, WRONG):
		delete(page, "Email Template", name)
	values = {"doctype": "Email Template", "name": NAME, "subject": "Own: {{ meeting }}", "use_html": 1}
	insert(page, {**values, "response_html": BODY, "response": BODY})
	yield NAME
	for name in (NAME, WRONG):
		delete(page, "Email Template", name)


def open_preview(page, doctype, name):
	open_form(page, doctype, name)
	page.get_by_role("button", name="Preview Mail").click()
	page.wait_for_selector(".modal.show iframe.mm-mail")
	return page.locator(".modal.show")


def choose(page, dialog, field, value):
	dialog.locator(f"[data-fieldname={field}] select").select_option(value)
	page.wait_for_selector(".modal.show iframe.mm-mail")


def subject(dialog):
	return dialog.locator(".mm-mail-subject").inner_text()


def frame(page):
	return page.frame_locator(".modal.show iframe.mm-mail").locator("body")


def test_the_settings_show_each_mail_in_each_language(page, booked):
	dialog = open_preview(page, "MM Settings", "MM Settings")
	assert subject(dialog).startswith("Subject: Confirmed: Discovery Call")
	assert "Your meeting is confirmed" in frame(page).inner_text()
	choose(page, dialog, "occasion", "Cancelled")
	page.wait_for_function("document.querySelector('.mm-mail-subject')?.innerText.includes('Cancelled: ')")
	choose(page, dialog, "language", "de")
	page.wait_for_function("document.querySelector('.mm-mail-subject')?.innerText.includes('Storniert: ')")
	assert "Ihr Termin ist storniert" in frame(page).inner_text()
	dialog.get_by_text("As plain text").click()
	assert "Ihr Termin ist storniert" in dialog.locator(".mm-mail-text").inner_text()


def test_only_mails_that_are_written_are_offered(page, booked):
	dialog = open_preview(page, "MM Settings", "MM Settings")

	def offered():
		return set(dialog.locator("[data-fieldname=occasion] option").all_text_contents())

	to_customer = offered()
	assert {"Time Kept", "Completed"} <= to_customer and "Handed Over" not in to_customer
	choose(page, dialog, "recipient_kind", "Member")
	page.wait_for_function("document.querySelector('.mm-mail-subject')?.innerText.includes('with Alex')")
	assert "Handed Over" in offered() and not offered() & {"Time Kept", "Completed", "No-Show", "Reassigned"}


def test_a_template_is_looked_at_before_it_is_used(page, template):
	dialog = open_preview(page, "Email Template", template)
	assert subject(dialog) == "Subject: Own: Discovery Call"
	assert "Dear Alex Example, see you." in frame(page).inner_text()
	# nothing in it may run
	assert dialog.locator("iframe.mm-mail").get_attribute("sandbox") == ""


def test_what_is_not_saved_is_not_shown(page, template):
	open_form(page, "Email Template", template)
	page.evaluate("cur_frm.set_value('subject', 'Changed')")
	page.get_by_role("button", name="Preview Mail").click()
	page.get_by_text("Save the form first").first.wait_for()
	assert page.locator("iframe.mm-mail").count() == 0


def test_a_fault_is_told_and_the_dialog_stays(page, template):
	values = {"doctype": "Email Template", "name": WRONG, "subject": "x", "use_html": 1}
	insert(page, {**values, "response_html": "{{ nobody }}", "response": "{{ nobody }}"})
	open_form(page, "Email Template", WRONG)
	expect_refusal(page)
	page.get_by_role("button", name="Preview Mail").click()
	page.get_by_text("there is no nobody").first.wait_for()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_the_preview_fits(page, template):
	open_form(page, "Email Template", template)
	page.evaluate("meeting_manager.preview_mail(cur_frm.doc.name)")
	page.wait_for_selector(".modal.show iframe.mm-mail")
	assert page.evaluate(
		"document.querySelector('.modal.show iframe.mm-mail').getBoundingClientRect().right <= innerWidth"
	)
