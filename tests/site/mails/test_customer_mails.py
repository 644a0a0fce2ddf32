"""What the customer reads."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.site.mails.reading import (
	CUSTOMER,
	event_of,
	html_of,
	links_of,
	mail_to,
	member_of,
	recipients_of,
	text_of,
	whole,
)


def test_a_mail_has_text_html_and_one_calendar_entry(booking, queued_mails):
	for _recipients, mail in queued_mails(booking):
		types = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
		assert types == ["text/plain", "text/html", "text/calendar", "text/calendar"]


def test_text_is_the_template_and_not_made_from_html(booking, queued_mails):
	lines = text_of(mail_to(CUSTOMER, queued_mails(booking))).splitlines()
	assert lines[0] == "Your meeting is confirmed"
	assert f"Reference: {booking.booking_reference}" in lines
	assert f"With: {booking.assigned_users[0].member_name}" in lines


def test_both_links_are_in_text_and_html(booking, queued_mails):
	mail = mail_to(CUSTOMER, queued_mails(booking))
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url, booking.calendar_url]
	assert f"Reschedule: {booking.reschedule_url}" in text_of(mail).splitlines()
	assert f"Add to calendar: {booking.calendar_url}" in text_of(mail).splitlines()
	assert f"Cancel: {booking.cancel_url}" in text_of(mail).splitlines()


def test_customer_reads_the_customers_time_and_zone(book, queued_mails):
	booking = book("10:00", customer_timezone="Asia/Kolkata")
	start = booking.start.astimezone(ZoneInfo("Asia/Kolkata"))
	mail = mail_to(CUSTOMER, queued_mails(booking))
	for body in (text_of(mail), html_of(mail)):
		assert f"{start:%H:%M}–{start + timedelta(minutes=30):%H:%M}" in body
		assert "Asia/Kolkata, UTC+05:30" in body
		assert str(start.year) in body


def test_member_reads_the_members_time_and_zone(booking, new_mails, changed):
	new_mails(booking)
	changed("MM Member Profile", member_of(booking), timezone="America/Phoenix")
	booking.cancel_meeting("Cancelled by Staff")
	start = booking.start.astimezone(ZoneInfo("America/Phoenix"))
	text = text_of(mail_to(member_of(booking), new_mails(booking)))
	assert f"{start:%H:%M}–" in text
	assert "America/Phoenix, UTC-07:00" in text


def test_a_request_is_not_called_a_confirmation(book, new_mails):
	booking = book("11:00", status="Pending")
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert mail["Subject"].startswith("Request received: Discovery Call")
	assert event_of(mail)["STATUS"] == "TENTATIVE"
	booking.confirm()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, member_of(booking)])
	for _recipients, mail in mails:
		assert mail["Subject"].startswith("Confirmed")
		assert (event_of(mail)["STATUS"], event_of(mail)["SEQUENCE"]) == ("CONFIRMED", 1)


def test_a_move_brings_new_links_and_kills_the_old_ones(booking, new_mails):
	new_mails(booking)
	old_tokens = (booking.reschedule_token, booking.cancel_token, booking.calendar_token)
	old_start = booking.start.astimezone(booking.zone)
	booking.reschedule(booking.start_utc_minute + 90, "")
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert mail["Subject"].startswith("Rescheduled: Discovery Call")
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url, booking.calendar_url]
	assert not any(token in whole(mail) for token in old_tokens)
	(before,) = [line for line in text_of(mail).splitlines() if line.startswith("Before: ")]
	assert f"{old_start:%H:%M}–" in before
	assert "When: 11:30–12:00" in text_of(mail)


def test_a_move_to_the_same_time_brings_the_new_links_too(booking, new_mails):
	new_mails(booking)
	booking.reschedule(booking.start_utc_minute, "")
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url, booking.calendar_url]
	assert "Before:" not in text_of(mail)


def test_a_cancellation_offers_to_book_again_and_no_dead_links(site, booking, new_mails, consulting):
	from meeting_manager.adapters.links import page_link

	new_mails(booking)
	booking.cancel_meeting("Cancelled by Staff", "An internal remark")
	mail = mail_to(CUSTOMER, new_mails(booking))
	again = page_link(f"book/{consulting.slug}/{consulting.type_slug}")
	assert mail["Subject"].startswith("Cancelled: Discovery Call")
	assert links_of(mail) == [again]
	assert f"Book another meeting: {again}" in text_of(mail).splitlines()
	assert "token=" not in whole(mail)
	assert "internal remark" not in whole(mail)


def test_what_is_no_longer_offered_is_not_linked_to(booking, new_mails, changed):
	from meeting_manager.adapters.links import page_link

	new_mails(booking)
	changed("MM Meeting Type", booking.meeting_type, is_public=0)
	booking.cancel_meeting("Cancelled by Staff")
	assert links_of(mail_to(CUSTOMER, new_mails(booking))) == [page_link("book")]
