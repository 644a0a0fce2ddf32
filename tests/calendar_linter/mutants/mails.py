"""Breaks of a mail around a valid calendar."""

from dataclasses import replace
from email.message import EmailMessage

from tests.calendar_linter.mail_rules import calendar_parts
from tests.calendar_linter.samples import OWN, PLAIN, mail_with


def good() -> EmailMessage:
	return mail_with(OWN["request"], "REQUEST")


def _with_parameter(number: int, name: str, value: str | None) -> EmailMessage:
	mail = good()
	part = calendar_parts(mail)[number]
	if value is None:
		part.del_param(name)
	else:
		part.set_param(name, value)
	return mail


def _with_header(number: int, name: str, value: str) -> EmailMessage:
	mail = good()
	part = calendar_parts(mail)[number]
	del part[name]
	part[name] = value
	return mail


def _without(place: int) -> EmailMessage:
	"""Without the alternative part (0) or the attachment (1)."""
	mail = good()
	container = mail if place else mail.get_payload()[0]
	container.get_payload().pop()
	return mail


def _without_both() -> EmailMessage:
	mail = _without(1)
	mail.get_payload()[0].get_payload().pop()
	return mail


def _with_other_attachment() -> EmailMessage:
	mail = _without(1)
	other = replace(PLAIN, sequence=4).to_ical()
	params = {"method": "REQUEST", "charset": "utf-8"}
	mail.add_attachment(other, maintype="text", subtype="calendar", filename="invite.ics", params=params)
	return mail


def _calendar_before_html() -> EmailMessage:
	mail = good()
	mail.get_payload()[0].get_payload().reverse()
	return mail


def _to(*addresses: str) -> EmailMessage:
	mail = good()
	mail.replace_header("To", ", ".join(addresses))
	return mail


MAILS = {
	"mail-without-a-calendar": (_without_both(), ("mail-without-calendar",)),
	"mail-only-with-an-attachment": (_without(0), ("mail-alternative text/calendar",)),
	"mail-only-with-an-alternative": (_without(1), ("mail-attachment invite.ics",)),
	"mail-with-two-versions": (_with_other_attachment(), ("mail-copies-differ",)),
	"mail-with-the-calendar-before-the-text": (_calendar_before_html(), ("mail-alternative text/calendar",)),
	"part-without-method": (_with_parameter(0, "method", None), ("mail-method method",)),
	"attachment-without-method": (_with_parameter(1, "method", None), ("mail-method method",)),
	"part-of-another-method": (_with_parameter(0, "method", "CANCEL"), ("mail-method method",)),
	"part-without-charset": (_with_parameter(0, "charset", None), ("mail-charset charset",)),
	"part-in-latin-1": (_with_parameter(0, "charset", "iso-8859-1"), ("mail-charset charset",)),
	"part-about-a-task": (_with_parameter(0, "component", "VTODO"), ("mail-component component",)),
	"attachment-of-another-name": (
		_with_header(1, "Content-Disposition", 'attachment; filename="event.ics"'),
		("mail-attachment invite.ics",),
	),
	"attachment-shown-inline": (
		_with_header(1, "Content-Disposition", 'inline; filename="invite.ics"'),
		("mail-attachment invite.ics",),
	),
	"encoding-that-is-none": (
		_with_header(1, "Content-Transfer-Encoding", "x-rot13"),
		("mail-copies-differ", "mail-encoding Content-Transfer-Encoding", "mail-method method"),
	),
	"mail-to-somebody-else": (_to("mallory@example.org"), ("mail-attendee To",)),
	"mail-to-two": (_to("alex@example.com", "mallory@example.org"), ("mail-attendee To",)),
	"mail-with-a-broken-calendar": (
		mail_with(OWN["request"].replace(b"RSVP=FALSE", b"RSVP=MAYBE"), "REQUEST"),
		("bad-parameter-value RSVP",),
	),
}
