"""Mails as calendar programs send them, and the mailbox of a site that they arrive in, on either host."""

from __future__ import annotations

import mailbox
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from types import SimpleNamespace

import frappe

from tests.site.hosts import BENCH_SITE

ACCOUNT, ADDRESS = "Answers of the tests", "answers@example.com"
CUSTOMER = "alex@example.com"
REPLY = "MM Calendar Reply"
NOW = datetime.now(timezone.utc).replace(microsecond=0)

OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def answer_to(booking, answer: str = "DECLINED", **changes) -> bytes:
	"""A calendar that answers the invitation.

	:param changes: method, uid, attendee, sequence, stamp, start, comment, more.
	"""
	told = SimpleNamespace(
		method="REPLY",
		uid=booking.calendar_uid,
		attendee=CUSTOMER,
		sequence=booking.calendar_sequence,
		stamp=NOW,
		start=booking.start,
		comment="",
		more="",
	)
	vars(told).update(changes)
	comment = f"COMMENT:{told.comment}\n" if told.comment else ""
	text = f"""\
BEGIN:VCALENDAR
PRODID:-//Example//Program//EN
VERSION:2.0
METHOD:{told.method}
BEGIN:VEVENT
UID:{told.uid}
DTSTAMP:{utc(told.stamp)}
DTSTART:{utc(told.start)}
DTEND:{utc(told.start + timedelta(minutes=30))}
SEQUENCE:{told.sequence}
ORGANIZER:mailto:{ADDRESS}
ATTENDEE;PARTSTAT={answer}:mailto:{told.attendee}
{comment}{told.more}SUMMARY:Discovery Call
END:VEVENT
END:VCALENDAR
"""
	return octets(text)


def outlook_counter(booking, start: datetime) -> bytes:
	"""With local times, and a name for the zone that only Microsoft knows."""
	local, before = start.astimezone(booking.zone), booking.start.astimezone(booking.zone)
	return octets(f"""\
BEGIN:VCALENDAR
METHOD:COUNTER
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
{OUTLOOK_ZONE}BEGIN:VEVENT
ORGANIZER;CN="Company, Example":MAILTO:{ADDRESS}
ATTENDEE;PARTSTAT=TENTATIVE;CN=Alex Example:MAILTO:{CUSTOMER.title()}
COMMENT;LANGUAGE=de-DE:Lieber später\\n
UID:{booking.calendar_uid}
SUMMARY;LANGUAGE=de-DE:Neuer Zeitvorschlag: Discovery Call
DTSTART;TZID=W. Europe Standard Time:{local:%Y%m%dT%H%M%S}
DTEND;TZID=W. Europe Standard Time:{local + timedelta(minutes=30):%Y%m%dT%H%M%S}
DTSTAMP:{utc(NOW)}
SEQUENCE:{booking.calendar_sequence}
X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:{before:%Y%m%dT%H%M%S}
END:VEVENT
END:VCALENDAR
""")


def utc(instant: datetime) -> str:
	return f"{instant.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"


def octets(text: str) -> bytes:
	return text.replace("\n", "\r\n").encode()


def mail_with(data: bytes, sender: str = CUSTOMER, layout: str = "part", **headers: str) -> bytes:
	"""
	:param layout: "part" as Outlook sends it, without a name; "attachment" as Apple; "both" as Google.
	"""
	mail = EmailMessage()
	mail["From"] = f"Alex Example <{sender}>"
	mail["To"] = ADDRESS
	mail["Subject"] = "Declined: Discovery Call"
	mail["Date"] = NOW
	mail["Message-ID"] = make_msgid(domain="example.org")
	for name, value in headers.items():
		mail[name.replace("_", "-")] = value
	mail.set_content("Alex Example has answered.")
	params = {"method": "REPLY", "charset": "utf-8"}
	if layout in ("part", "both"):
		mail.add_alternative(data, maintype="text", subtype="calendar", params=params)
	if layout in ("attachment", "both"):
		mail.add_attachment(data, maintype="application", subtype="ics", filename="invite.ics")
	return mail.as_bytes()


class Mailbox:
	"""The Email Account of the tests. Frappe asks a server for its mails, which is the only thing replaced here."""

	def __init__(self, monkeypatch):
		self.monkeypatch = monkeypatch
		self.remove()
		values = {"email_account_name": ACCOUNT, "email_id": ADDRESS, "enable_incoming": 1}
		account = frappe.get_doc({"doctype": "Email Account", **values})
		account.name = ACCOUNT
		if BENCH_SITE:
			account.update({"use_imap": 0, "enable_outgoing": 0})
			account.db_insert()
		else:
			account.maildir = "mails"
			account.insert()
		frappe.db.commit()

	def receive(self, *mails: bytes) -> None:
		"""Let them arrive, and what they answer be taken in."""
		from meeting_manager.replies.taking_in import take_in_due

		frappe.db.commit()
		if BENCH_SITE:
			server = SimpleNamespace(
				get_messages=lambda *_where, **_how: {"latest_messages": list(mails)}, logout=lambda: None
			)
			account = frappe.get_doc("Email Account", ACCOUNT)
			self.monkeypatch.setattr(type(account), "get_incoming_server", lambda self, **_how: server)
			account.receive()
		else:
			box = mailbox.Maildir(Path(frappe.local.site_path) / "mails", create=True)
			for mail in mails:
				box.add(mail)
			frappe.get_doc("Email Account", ACCOUNT).receive()
		take_in_due()

	def remove(self) -> None:
		frappe.db.rollback()
		frappe.db.delete("Email Account", {"name": ACCOUNT})
		frappe.db.delete("Communication", {"email_account": ACCOUNT})
		frappe.db.delete(REPLY, {"uid": ["like", "%"]})
		frappe.db.delete(REPLY, {"state": "Ignored"})
		frappe.db.commit()


def replies(**filters) -> list:
	"""What was noted, the oldest first."""
	fields = [
		"name",
		"state",
		"attention",
		"reason",
		"answer",
		"sender",
		"booking",
		"comment",
		"proposed_start",
	]
	return frappe.get_all(REPLY, filters, fields, order_by="creation asc, name asc")
