"""A sheet for a dispute that leaves out a change, runs what a customer wrote, or gives away a link."""

import re
from html import unescape

import frappe
import pytest

from meeting_manager.notifications.delivery import deliver_for_booking
from meeting_manager.notifications.evidence import booking_evidence
from tests.site.conftest import make_booking
from tests.site.hosts import BENCH_SITE
from tests.site.people import STRANGER, make_people

ADA, NAME = "ada.test@example.com", "Evidence Sheet"
MARKUP = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def disputed(consulting, site):
	"""A booking that was moved and cancelled, with all tokens that it ever had."""
	booking = make_booking(
		consulting,
		"10:00",
		customer_name=f"Alex {MARKUP}",
		customer_notes=MARKUP,
		assigned_users=[{"member": ADA}],
	)
	tokens = {booking.cancel_token, booking.reschedule_token}
	booking.reschedule(booking.start_utc_minute + 60, note="")
	tokens |= {booking.cancel_token, booking.reschedule_token}
	booking.cancel_meeting("Customer Cancelled", note="Ill")
	site.db.commit()
	deliver_for_booking(booking.name)
	booking.reload()
	booking.tokens = tokens
	return booking


def sheet(booking) -> str:
	if BENCH_SITE:
		return frappe.get_print("MM Meeting Booking", booking.name, NAME)
	folder = frappe.get_app_path("meeting_manager", "meeting_manager", "print_format", "evidence_sheet")
	with open(f"{folder}/evidence_sheet.html", encoding="utf-8") as file:
		return frappe.render_template(file.read(), {"doc": booking})


def words(html: str) -> str:
	return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", "", html))))


def test_sheet_tells_the_booking_its_rules_every_change_and_message(disputed):
	text = words(sheet(disputed))
	for row in disputed.history:
		assert f"{row.action} {row.action_by}" in text
		assert row.new_value in text
	assert len(disputed.history) == 3
	assert disputed.booking_reference in text and "Ada Test" in text
	assert "Reschedule at least (hours before the start) 0" in text
	messages = frappe.get_all("MM Message", {"booking": disputed.name}, ["recipient", "occasion", "state"])
	assert len(messages) >= 4
	for message in messages:
		assert message.recipient in text and message.occasion in text and message.state in text


def test_what_a_customer_wrote_is_text(disputed):
	"""Past Frappe's own cleaning of what is saved."""
	frappe.db.set_value("MM Meeting Booking", disputed.name, "customer_name", f"Alex {MARKUP}")
	frappe.db.set_value("MM Meeting Booking", disputed.name, "cancellation_reason", MARKUP)
	frappe.db.set_value("MM Booking History", disputed.history[-1].name, "notes", MARKUP)
	message = frappe.db.get_value("MM Message", {"booking": disputed.name})
	frappe.db.set_value("MM Message", message, {"recipient": MARKUP, "reason": MARKUP})
	html = sheet(frappe.get_doc("MM Meeting Booking", disputed.name))
	assert "<script>alert(1)" not in html
	assert words(html).count(MARKUP) == 5


def test_no_link_and_nothing_secret_is_on_the_sheet(disputed):
	html = sheet(disputed)
	stored = frappe.db.get_value(
		"MM Meeting Booking",
		disputed.name,
		["token_nonce", "cancel_token_digest", "reschedule_token_digest", "request_digest"],
	)
	assert len(disputed.tokens) == 4
	assert [secret for secret in (*disputed.tokens, *filter(None, stored)) if secret in html] == []
	assert "token=" not in html and "-booking?" not in html


def test_rule_that_has_no_words_is_named(disputed):
	disputed.db_set("policy", '{"cancel_notice": 90, "fees": [{"from": 60}], "label": "<b>"}')
	text = words(sheet(frappe.get_doc("MM Meeting Booking", disputed.name)))
	assert "Cancel at least (hours before the start) 1.5" in text
	assert 'fees [{"from": 60}]' in text and "label <b>" in text


def test_customer_who_acted_by_a_link_is_called_so(disputed):
	frappe.db.set_value("MM Booking History", disputed.history[-1].name, "action_by", "Guest")
	assert "Cancelled Customer, without a login" in words(sheet(disputed))


@pytest.mark.parametrize("user", [STRANGER, "Guest", "cleo.test@example.com"])
def test_whoever_may_not_read_the_booking_gets_no_sheet(site, disputed, user):
	make_people()
	site.set_user(user)
	try:
		with pytest.raises(frappe.PermissionError):
			booking_evidence(disputed.name)
		if BENCH_SITE:
			# Frappe 15 says of a booking that may not be printed that it is not there
			with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
				sheet(disputed)
	finally:
		site.set_user("Administrator")
