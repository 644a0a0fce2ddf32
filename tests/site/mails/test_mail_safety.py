"""What guests may try to bring into a mail."""

import re
from html import unescape

import pytest

from tests.site.factories import next_monday
from tests.site.mails.reading import (
	BOOKING,
	CUSTOMER,
	attachment_of,
	html_of,
	links_of,
	mail_to,
	member_of,
	text_of,
	whole,
)


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
		assert types == ["text/plain", "text/html", "text/calendar", "text/calendar"]
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
	assert links_of(mail_to(CUSTOMER, queued_mails(booking))) == [
		booking.reschedule_url,
		booking.cancel_url,
		booking.calendar_url,
	]


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
