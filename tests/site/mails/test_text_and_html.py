"""A reader of the plain text misses nothing that the HTML says, and is told nothing else."""

import re

import pytest

from meeting_manager.mail_gallery import stories
from meeting_manager.notifications.booking_mail import in_frame, render_mail
from meeting_manager.notifications.occasions import OCCASIONS, OFF, OVER
from tests.site.mails.seen_html import Seen

TO_CUSTOMERS = set(OCCASIONS) - {"Assigned", "Handed Over"}
TO_MEMBERS = set(OCCASIONS) - {"Reassigned", "Time Kept", *OVER}
"""By mail; what is over stands on the Desk."""
OF_THE_FRAME = re.compile(r"^(Meeting|Before|> ?)(: )?")


@pytest.fixture
def every_mail(site, consulting, another_type, changed):
	"""(message, mail, what is seen) of each mail in the lives of some bookings, all undone at the end."""
	changed("MM Settings", "MM Settings", support_email="help@example.com", support_phone="+49 30 1234567")
	another_type("On Request", requires_approval=1)
	lives = stories((consulting.name, "Discovery Call"), (consulting.name, "On Request"))
	mails = []
	for _title, messages in lives:
		for message in messages:
			mail = render_mail(message, "en")
			mails.append((message, mail, Seen(in_frame(mail))))
	yield mails
	site.db.rollback()


def test_there_is_a_mail_for_each_occasion_and_recipient(every_mail):
	found = {(message.recipient_kind, message.occasion) for message, _mail, _seen in every_mail}
	assert {occasion for kind, occasion in found if kind == "Customer"} == TO_CUSTOMERS
	assert {occasion for kind, occasion in found if kind == "Member"} == TO_MEMBERS


def test_all_that_the_html_says_is_in_the_text(every_mail):
	for message, mail, seen in every_mail:
		text = " ".join(mail.text.split())
		assert len(seen.pieces) > 8, message.occasion
		assert [piece for piece in seen.pieces if piece not in text] == [], (message.occasion, mail.text)
		assert [address for address in seen.addresses if address not in text] == [], message.occasion


def test_all_that_the_text_says_is_in_the_html(every_mail):
	for message, mail, seen in every_mail:
		lines = [" ".join(line.split()) for line in mail.text.splitlines() if line.strip() not in ("", "--")]
		missing = [line for line in lines if not _is_seen(line, seen)]
		assert missing == [], (message.occasion, message.recipient_kind, seen.pieces)


def _is_seen(line: str, seen: Seen) -> bool:
	if line in seen.pieces:
		return True
	if line.startswith("When: "):
		told = re.fullmatch(r"When: (.+), (\w+, \w+ \d+, \d{4}) \((.+)\)", line)
		return all(part in seen.pieces for part in told.groups())
	if line.startswith("Before: "):
		return any(piece.startswith("Before: ") and line.startswith(piece) for piece in seen.pieces)
	if line.startswith(("> ", "Meeting: ")):
		return line.split(" ", 1)[1] in seen.pieces
	label, _colon, value = line.partition(": ")
	return label in seen.pieces and (value in seen.pieces or value in seen.addresses)


def test_the_preheader_says_what_the_subject_does_not(every_mail):
	for message, mail, seen in every_mail:
		text = " ".join(mail.text.split())
		assert [part for part in seen.preheader.split(" · ") if part not in text] == [], message.occasion
		said = set(re.findall(r"[^\W\d]{3,}", seen.preheader)) - set(re.findall(r"\w+", mail.subject))
		assert len(said) >= 2, (message.occasion, seen.preheader)


def test_only_what_will_not_take_place_is_struck_through(every_mail):
	for message, mail, _seen in every_mail:
		struck = mail.html.count("line-through")
		moved = "Before:" in mail.text
		assert struck == (2 if message.occasion in OFF else 1 if moved else 0), message.occasion


def test_a_reminder_says_in_how_long(every_mail):
	reminders = [(message, mail) for message, mail, _seen in every_mail if message.occasion == "Reminder"]
	said = {1440: "starts in 24 hours", 60: "starts in 1 hour"}
	assert sorted({message.minutes_before for message, _mail in reminders}) == [60, 1440]
	for message, mail in reminders:
		assert said[message.minutes_before] in mail.text.splitlines()[0].replace("\xa0", " ")


def test_outlook_finds_widths_fonts_and_padding(every_mail):
	"""Word's engine reads neither max-width nor the padding of a link, and passes no font into a table."""
	for _message, mail, _seen in every_mail:
		html = str(mail.html)
		assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 3
		assert '<!--[if mso]><table role="presentation" width="560"' in html
		styles = re.search(r"<!--\[if mso\]><style>(.*?)</style><!\[endif\]-->", html)[1]
		assert ".mm-button { mso-padding-alt:" in styles and ".mm-preheader { mso-hide: all; }" in styles
		assert "mso-" not in re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
		for cell in re.findall(r"<td[^>]*>(?=\s*<a )", html):
			assert "mm-button" in cell or "font-family" in cell, cell
		for cell in re.findall(r"<td[^>]*font-size: 1[4-9]px[^>]*>", html):
			assert "font-family" in cell, cell
		assert not re.search(r"position:|float:|flex|grid", html)


def test_the_hosts_inliner_has_nothing_to_warn_of(every_mail, caplog):
	"""Frappe's writes a line into its log for each property that it does not know, and each mail has dozens."""
	caplog.clear()
	for _message, mail, _seen in every_mail:
		in_frame(mail)
	assert [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"] == []


@pytest.mark.parametrize(
	("minutes", "told"),
	[
		(5, "in 5 minutes"),
		(60, "in 1 hour"),
		(90, "in 90 minutes"),
		(120, "in 2 hours"),
		(1440, "in 24 hours"),
		(2160, "in 36 hours"),
		(2880, "in 2 days"),
		(0, "in 1 minute"),
	],
)
def test_how_long_is_told_in_the_unit_that_is_thought_in(site, minutes, told):
	from meeting_manager.presentation.languages import speaking
	from meeting_manager.presentation.words import starts_in

	with speaking("en"):
		assert starts_in(minutes).replace("\xa0", " ") == told
