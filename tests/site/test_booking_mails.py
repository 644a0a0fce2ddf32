"""What is mailed to whom when a booking is made, confirmed, moved, handed over or cancelled."""

import re
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.site.factories import next_monday

BOOKING = "MM Meeting Booking"
CUSTOMER = "alex@example.com"
LINK = re.compile(r'href="([^"]+)"')


def text_of(mail):
	return mail.get_body(("plain",)).get_content()


def html_of(mail):
	return mail.get_body(("html",)).get_content()


def links_of(mail):
	return [unescape(link) for link in LINK.findall(html_of(mail)) if not link.startswith("mailto:")]


def attachment_of(mail):
	(attachment,) = mail.iter_attachments()
	assert attachment.get_filename() == "invite.ics"
	return attachment


def calendar_of(mail):
	return Calendar.from_ical(attachment_of(mail).get_content())


def event_of(mail):
	(event,) = calendar_of(mail).walk("VEVENT")
	return event


def whole(mail):
	"""All that a recipient can read, whatever its encoding in the message."""
	parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
	headers = [f"{name}: {value}" for name, value in mail.items()]
	return "\n".join([*headers, *(part if isinstance(part, str) else repr(part) for part in parts)])


def mail_to(address, mails):
	(mail,) = [mail for recipients, mail in mails if recipients == [address]]
	return mail


def recipients_of(mails):
	return sorted(recipient for recipients, _mail in mails for recipient in recipients)


def member_of(booking):
	return booking.assigned_users[0].user


def other_member(booking, consulting):
	return next(member for member in consulting.members if member not in booking.members)


@pytest.fixture
def new_mails(site, queued_mails):
	"""Commit and return the mails that came since the last look."""
	seen = {}

	def look(booking):
		site.db.commit()
		mails = queued_mails(booking)
		start = seen.get(booking.name, 0)
		seen[booking.name] = len(mails)
		return mails[start:]

	return look


@pytest.fixture
def reload(site):
	return lambda booking: site.get_doc(BOOKING, booking.name)


@pytest.fixture
def changed(site):
	"""Set fields of a document for one test: `changed(doctype, name, field=value)`."""
	before = []

	def change(doctype, name, **values):
		before.append((doctype, name, site.db.get_value(doctype, name, list(values), as_dict=True)))
		write(doctype, name, values)

	def write(doctype, name, values):
		site.db.set_value(doctype, name, values)
		site.clear_document_cache(doctype, name)
		site.db.commit()

	yield change
	site.db.rollback()
	for doctype, name, values in reversed(before):
		write(doctype, name, dict(values))


# Who is told, and when


def test_a_booking_is_told_once_to_the_customer_and_to_the_member(booking, queued_mails):
	mails = queued_mails(booking)
	assert [recipients for recipients, _mail in mails] == [[CUSTOMER], [member_of(booking)]]


def test_a_booking_that_is_rolled_back_leaves_no_mail(site, booking, queued_mails):
	booking.cancel_meeting("Cancelled by Staff")
	assert site.db.count("Email Queue", {"reference_name": booking.name}) == 4
	site.db.rollback()
	assert site.db.get_value(BOOKING, booking.name, "status") == "Confirmed"
	assert len(queued_mails(booking)) == 2


def test_a_refused_request_leaves_no_mail(site, http, booking, queued_mails):
	rows = site.db.count("Email Queue")
	answer = http.call(
		"reschedule_booking",
		token=booking.reschedule_token,
		new_date=next_monday().isoformat(),
		new_time="03:00",
	)
	assert answer.status_code == 409
	assert site.db.count("Email Queue") == rows
	assert len(queued_mails(booking)) == 2


def test_a_save_without_an_event_tells_nobody(booking, new_mails, reload):
	new_mails(booking)
	reload(booking).save()
	unrelated = reload(booking)
	unrelated.customer_phone = "+49 30 1234567"
	unrelated.save()
	assert new_mails(booking) == []


@pytest.mark.parametrize("status", ["Completed", "No-Show"])
def test_what_happens_after_the_meeting_tells_nobody(booking, new_mails, reload, status):
	new_mails(booking)
	over = reload(booking)
	over.status = status
	over.save()
	assert new_mails(booking) == []


def test_a_cancelled_booking_is_not_told_of_again(booking, new_mails, reload, consulting):
	booking.cancel_meeting("Cancelled by Staff")
	new_mails(booking)
	cancelled = reload(booking)
	cancelled.cancellation_note = "They called"
	cancelled.assigned_users[0].member = other_member(booking, consulting)
	cancelled.save()
	assert new_mails(booking) == []


def test_a_disabled_member_gets_no_mail_and_stops_nothing(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), enabled=0)
	booking.cancel_meeting("Cancelled by Staff")
	assert recipients_of(new_mails(booking)) == [CUSTOMER]


def test_a_member_without_an_address_gets_no_mail_and_stops_nothing(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), email="")
	booking.cancel_meeting("Cancelled by Staff")
	assert recipients_of(new_mails(booking)) == [CUSTOMER]


# What the customer reads


def test_a_mail_has_text_html_and_one_calendar_entry(booking, queued_mails):
	for _recipients, mail in queued_mails(booking):
		types = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
		assert types == ["text/plain", "text/html", "text/calendar"]


def test_text_is_the_template_and_not_made_from_html(booking, queued_mails):
	lines = text_of(mail_to(CUSTOMER, queued_mails(booking))).splitlines()
	assert lines[0] == "Your meeting is confirmed"
	assert f"Reference: {booking.booking_reference}" in lines
	assert f"With: {booking.assigned_users[0].member_name}" in lines


def test_both_links_are_in_text_and_html(booking, queued_mails):
	mail = mail_to(CUSTOMER, queued_mails(booking))
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url]
	assert f"Reschedule: {booking.reschedule_url}" in text_of(mail).splitlines()
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
	old_tokens = (booking.reschedule_token, booking.cancel_token)
	old_start = booking.start.astimezone(booking.zone)
	booking.reschedule(booking.start_utc_minute + 90, "")
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert mail["Subject"].startswith("Rescheduled: Discovery Call")
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url]
	assert not any(token in whole(mail) for token in old_tokens)
	(before,) = [line for line in text_of(mail).splitlines() if line.startswith("Before: ")]
	assert f"{old_start:%H:%M}–" in before
	assert "When: 11:30–12:00" in text_of(mail)


def test_a_move_to_the_same_time_brings_the_new_links_too(booking, new_mails):
	new_mails(booking)
	booking.reschedule(booking.start_utc_minute, "")
	mail = mail_to(CUSTOMER, new_mails(booking))
	assert links_of(mail) == [booking.reschedule_url, booking.cancel_url]
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


# Members


def test_members_never_get_the_customers_links(booking, new_mails, consulting, reload):
	mails = [*new_mails(booking)]
	tokens = [booking.reschedule_token, booking.cancel_token]
	booking.reschedule(booking.start_utc_minute + 90, "")
	tokens += [booking.reschedule_token, booking.cancel_token]
	mails += new_mails(booking)
	handed_over = reload(booking)
	handed_over.assigned_users[0].member = other_member(booking, consulting)
	handed_over.save()
	mails += new_mails(booking)
	reload(booking).cancel_meeting("Cancelled by Staff")
	mails += new_mails(booking)
	to_members = [mail for recipients, mail in mails if recipients != [CUSTOMER]]
	assert len(to_members) == 5
	for mail in to_members:
		assert not any(token in whole(mail) for token in tokens)
		assert "token=" not in whole(mail)


def test_a_member_who_takes_over_and_the_one_before_are_told(booking, new_mails, consulting, reload):
	new_mails(booking)
	before, after = member_of(booking), other_member(booking, consulting)
	handed_over = reload(booking)
	handed_over.assigned_users[0].member = after
	handed_over.save()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, before, after])
	assert mail_to(before, mails)["Subject"].startswith(
		"Handed-over meeting with Alex Example: Discovery Call"
	)
	assert calendar_of(mail_to(before, mails))["METHOD"] == "CANCEL"
	assert mail_to(after, mails)["Subject"].startswith("New meeting with Alex Example: Discovery Call")
	assert calendar_of(mail_to(after, mails))["METHOD"] == "REQUEST"
	new_name, old_name = handed_over.assigned_users[0].member_name, booking.assigned_users[0].member_name
	assert f"With: {new_name}, instead of {old_name}" in text_of(mail_to(CUSTOMER, mails)).splitlines()
	assert CUSTOMER not in text_of(mail_to(before, mails))


def test_whoever_loses_a_moved_meeting_reads_the_time_that_is_free_again(
	booking, new_mails, consulting, reload
):
	new_mails(booking)
	before, after = member_of(booking), other_member(booking, consulting)
	moved = reload(booking)
	moved.assigned_users[0].member = after
	moved.start_utc_minute += 90
	moved.save()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, before, after])
	assert "When: 10:00–10:30" in text_of(mail_to(before, mails))
	assert "When: 11:30–12:00" in text_of(mail_to(after, mails))
	assert "Before:" not in text_of(mail_to(after, mails))
	assert event_of(mail_to(before, mails))["DTSTART"].dt == booking.start


def test_a_member_reads_what_was_said_at_the_cancellation(booking, new_mails):
	new_mails(booking)
	booking.cancel_meeting("Customer Cancelled", "I am ill")
	text = text_of(mail_to(member_of(booking), new_mails(booking)))
	assert "What was said: I am ill" in text.splitlines()


def test_each_recipient_reads_the_own_language(booking, new_mails, changed, monkeypatch):
	from meeting_manager.presentation import languages

	monkeypatch.setattr(languages, "spoken_languages", lambda: {"en", "de"})
	new_mails(booking)
	changed("User", member_of(booking), language="de")
	booking.cancel_meeting("Cancelled by Staff")
	mails = new_mails(booking)
	assert "Montag, " in text_of(mail_to(member_of(booking), mails))
	assert 'lang="de"' in html_of(mail_to(member_of(booking), mails))
	assert "Monday, " in text_of(mail_to(CUSTOMER, mails))


def test_a_language_that_the_app_does_not_speak_is_not_mixed_in(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), language="fr")
	booking.cancel_meeting("Cancelled by Staff")
	assert "Monday, " in text_of(mail_to(member_of(booking), new_mails(booking)))


# The calendar


def test_calendar_entry_names_the_booking_the_version_and_the_mailbox(booking, new_mails):
	for sequence, change in enumerate(
		[
			lambda: None,
			lambda: booking.reschedule(booking.start_utc_minute + 90, ""),
			lambda: booking.cancel_meeting("Cancelled by Staff"),
		]
	):
		change()
		mails = new_mails(booking)
		assert recipients_of(mails) == sorted([CUSTOMER, member_of(booking)])
		for (recipient,), mail in mails:
			event = event_of(mail)
			assert (event["UID"], event["SEQUENCE"]) == (booking.calendar_uid, sequence)
			assert event["ATTENDEE"] == f"mailto:{recipient}"
			assert (event["DTSTART"].dt, event["DTEND"].dt) == (booking.start, booking.end)
			method = "CANCEL" if sequence == 2 else "REQUEST"
			assert calendar_of(mail)["METHOD"] == method
			assert attachment_of(mail)["Content-Type"].params["method"] == method


def test_calendar_entry_carries_the_links_to_the_customer(booking, queued_mails):
	description = event_of(mail_to(CUSTOMER, queued_mails(booking)))["DESCRIPTION"]
	assert f"Reschedule: {booking.reschedule_url}\nCancel: {booking.cancel_url}" in description


def test_calendar_entry_arrives_byte_for_byte(book, queued_mails):
	booking = book("12:00", customer_name="Zoë Ångström = 100 %", customer_notes="Grüße\n.\nFrom here\n" * 20)
	mail = mail_to(member_of(booking), queued_mails(booking))
	assert event_of(mail)["SUMMARY"] == "Discovery Call with Zoë Ångström = 100 %"
	assert event_of(mail)["DESCRIPTION"].count("Grüße\n.\nFrom here") == 20


# What guests may try


@pytest.mark.parametrize("field", ["customer_name", "customer_notes"])
@pytest.mark.parametrize("attack", ["embed='{0}'", 'embed="{0}"', "embed&#61;'{0}'", "x&#34; embed='{0}'"])
def test_a_customer_s_text_reads_no_file_of_the_server(site, book, queued_mails, field, attack):
	"""Frappe attaches the file after `embed=`, also where the value was escaped: its inliner undoes that."""
	path = f"{site.local.site}/site_config.json"
	booking = book("12:00", **{field: attack.format(path)})
	mails = queued_mails(booking)
	assert len(mails) == 2
	for _recipients, mail in mails:
		types = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
		assert types == ["text/plain", "text/html", "text/calendar"]
		assert "encryption_key" not in whole(mail)
		assert not re.search("""embed=["']""", unescape(html_of(mail)))
	assert path in whole(mail_to(member_of(booking), mails))


def test_a_guest_writes_no_markup(site, http, consulting, queued_mails):
	"""Not in a subject either: Frappe puts it unescaped into the HTML."""
	notes = (
		"<link rel=stylesheet href=http://127.0.0.1:9/x><img src=x onerror=alert(1)></td></table>\"'<b>bold"
	)
	booking = booked_by_guest(site, http, consulting, notes=notes)
	booking.customer_name = "Alex <i>Example</i>"
	booking.cancel_meeting("Cancelled by Staff", notes)
	site.db.commit()
	mails = queued_mails(booking)
	assert len(mails) == 4
	for _recipients, mail in mails:
		assert not re.search(r"<(link|img|b|i|script)\b", html_of(mail))
		assert not re.search(r"[<>]", mail["Subject"])


def test_a_guest_forges_no_line_of_the_text(book, queued_mails):
	booking = book(
		"13:00",
		customer_name="Alex\nCancel: http://example.org/x",
		customer_notes="Thanks\nOpen the booking: http://example.org/x\r\u2028Reference: AAAAAAAA",
	)
	for _recipients, mail in queued_mails(booking):
		starts = [line.split(":")[0] for line in text_of(mail).splitlines()]
		assert starts.count("Cancel") == (mail["Subject"].startswith("Confirmed:"))
		assert starts.count("Open the booking") == (mail["Subject"].startswith("New meeting"))
		assert starts.count("Reference") == 1
		assert len(mail.get_all("Subject")) == 1


def test_a_forged_host_header_changes_no_link(site, http, consulting, queued_mails):
	booking = booked_by_guest(site, http, consulting, base_url="http://evil.example.org/")
	for _recipients, mail in queued_mails(booking):
		readable = "\n".join([text_of(mail), html_of(mail), attachment_of(mail).get_content()])
		assert "evil.example.org" not in readable
	assert links_of(mail_to(CUSTOMER, queued_mails(booking))) == [booking.reschedule_url, booking.cancel_url]


def booked_by_guest(site, http, consulting, base_url="http://localhost/", **values):
	answer = http.post(
		"/api/method/meeting_manager.meeting_manager.api.public.create_booking",
		base_url=base_url,
		json={
			"department_slug": consulting.slug,
			"meeting_type_slug": consulting.type_slug,
			"date": next_monday().isoformat(),
			"time": "10:00",
			"customer_name": "Alex Example",
			"customer_email": CUSTOMER,
			**values,
		},
	)
	assert answer.status_code == 200, answer.text
	return site.get_doc(BOOKING, answer.json["message"]["booking_id"])


# Frappe's own additions


def test_a_mail_is_transactional_and_leaves_no_other_trace(site, booking, queued_mails, changed):
	rows = site.get_all(
		"Email Queue",
		filters={"reference_name": booking.name},
		fields=["reference_doctype", "status", "add_unsubscribe_link"],
	)
	assert [tuple(row.values()) for row in rows] == [(BOOKING, "Not Sent", 0)] * 2
	for _recipients, mail in queued_mails(booking):
		assert "unsubscribe" not in text_of(mail).lower()
		assert "List-Unsubscribe" not in mail
		assert not re.search(r"<a [^>]*unsubscribe", html_of(mail))
	if site.db.table_exists("Communication"):
		assert not site.db.exists("Communication", {"reference_name": booking.name})


def test_answers_go_to_the_help_line(site, booking, new_mails):
	settings = site.get_doc("MM Settings")
	before = settings.support_email
	settings.support_email = "help@example.com"
	settings.save()
	try:
		new_mails(booking)
		booking.cancel_meeting("Cancelled by Staff")
		for _recipients, mail in new_mails(booking):
			assert mail["Reply-To"] == "help@example.com"
			assert event_of(mail)["ORGANIZER"] == "mailto:help@example.com"
	finally:
		settings.support_email = before
		settings.save()
		site.db.commit()
