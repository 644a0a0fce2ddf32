"""What a mail says, part by part."""

import re
from html import unescape

from icalendar import Calendar

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
