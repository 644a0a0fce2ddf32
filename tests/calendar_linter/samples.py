"""Valid calendar data: what the app writes, and what other programs' messages look like."""

import dataclasses
from datetime import datetime, timezone
from email.message import EmailMessage

from meeting_manager.notifications.feed_calendar import feed_calendar
from meeting_manager.notifications.invitation import CANCELLED, NEEDS_ACTION, TENTATIVE, Invitation, Party

PLAIN = Invitation(
	uid="4f1c@site.example.com",
	sequence=3,
	start=datetime(2027, 3, 1, 9, tzinfo=timezone.utc),
	end=datetime(2027, 3, 1, 9, 30, tzinfo=timezone.utc),
	stamp=datetime(2027, 2, 1, 8, 15, 30, tzinfo=timezone.utc),
	status="CONFIRMED",
	summary="Discovery Call with Zoë Test",
	description="Reference: ABCD2345\nNotes: Größe; Ort, Zeit\nCancel: https://example.com/cancel-booking?token=a_b",
	location="https://meet.example.com/room?a=1,2",
	organizer=Party("Example Company", "hello@example.com"),
	attendee=Party("Alex Example", "alex@example.com"),
	alarms=(1440, 15),
)
SECOND = dataclasses.replace(PLAIN, uid="77aa@site.example.com", status=CANCELLED)

GOOGLE_REPLY = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20270301T090000Z
DTEND:20270301T093000Z
DTSTAMP:20270201T120000Z
ORGANIZER;CN=Example Company:mailto:hello@example.com
UID:4f1c@site.example.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Alex E
 xample;X-NUM-GUESTS=0:mailto:alex@example.com
CREATED:20270201T081530Z
DESCRIPTION:Reference: ABCD2345\\nSee you there\\, Alex
LAST-MODIFIED:20270201T120000Z
LOCATION:
SEQUENCE:3
STATUS:CONFIRMED
SUMMARY:Discovery Call with Zoë Test
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""

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

OUTLOOK_REPLY = f"""\
BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
{OUTLOOK_ZONE}BEGIN:VEVENT
ORGANIZER;CN="Company, Example":MAILTO:hello@example.com
ATTENDEE;PARTSTAT=DECLINED;CN=Alex Example:mailto:alex@example.com
COMMENT;LANGUAGE=de-DE:Leider nicht\\n
UID:4f1c@site.example.com
SUMMARY;LANGUAGE=de-DE:Abgelehnt: Discovery Call
DTSTART;TZID=W. Europe Standard Time:20270301T100000
DTEND;TZID=W. Europe Standard Time:20270301T103000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20270201T120000Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:3
LOCATION;LANGUAGE=de-DE:Raum 1
X-MICROSOFT-CDO-APPT-SEQUENCE:3
X-MICROSOFT-CDO-OWNERAPPTID:-1
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
END:VEVENT
END:VCALENDAR
"""

OUTLOOK_COUNTER = (
	OUTLOOK_REPLY.replace("METHOD:REPLY", "METHOD:COUNTER")
	.replace("PARTSTAT=DECLINED", "PARTSTAT=TENTATIVE")
	.replace("T100000", "T110000")
	.replace("T103000", "T113000")
)

APPLE_REPLY = """\
BEGIN:VCALENDAR
CALSCALE:GREGORIAN
VERSION:2.0
METHOD:REPLY
PRODID:-//Apple Inc.//Mac OS X 10.15.7//EN
BEGIN:VEVENT
UID:4f1c@site.example.com
DTSTAMP:20270201T120000Z
SEQUENCE:3
ORGANIZER;CN="Example Company";EMAIL="hello@example.com":mailto:hello@examp
 le.com
ATTENDEE;CN="Alex Example";CUTYPE=INDIVIDUAL;EMAIL="alex@example.com";PARTS
 TAT=DELEGATED;DELEGATED-TO="mailto:pat@example.com","mailto:kim@example.co
	m":mailto:alex@example.com
REQUEST-STATUS:2.0;Success
END:VEVENT
END:VCALENDAR
"""

WHOLE_DAY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Holidays//EN
METHOD:PUBLISH
BEGIN:VEVENT
UID:day@example.com
DTSTAMP:20270201T120000Z
DTSTART;VALUE=DATE:20270301
DTEND;VALUE=DATE:20270302
RRULE:FREQ=YEARLY;BYMONTH=3
EXDATE;VALUE=DATE:20280301,20290301
CATEGORIES:Holidays,Free\\, time
GEO:52.52;13.40
ORGANIZER;SENT-BY="mailto:desk@example.com":mailto:hello@example.com
SUMMARY;ALTREP="https://example.com/a,b":A day: "off"
IMAGE;VALUE=URI;DISPLAY=BADGE,THUMBNAIL:https://example.com/a.png
BEGIN:VALARM
ACTION:AUDIO
TRIGGER;VALUE=DATE-TIME:20270228T180000Z
REPEAT:2
DURATION:PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def octets(text: str) -> bytes:
	return text.replace("\n", "\r\n").encode()


OWN = {
	"request": PLAIN.to_ical(),
	"request-tentative": dataclasses.replace(PLAIN, status=TENTATIVE, answer=NEEDS_ACTION).to_ical(),
	"request-without-place-or-names": dataclasses.replace(
		PLAIN, location="", alarms=(), attendee=Party("", "a=b@example.com")
	).to_ical(),
	"cancel": dataclasses.replace(PLAIN, status=CANCELLED, answer=NEEDS_ACTION).to_ical(),
	"feed": feed_calendar("Ada; Test, Größe", [PLAIN, SECOND]),
	"feed-of-nothing": feed_calendar("Ada", []),
}
OTHERS = {
	"google-reply": octets(GOOGLE_REPLY),
	"outlook-reply": octets(OUTLOOK_REPLY),
	"outlook-counter": octets(OUTLOOK_COUNTER),
	"apple-reply-delegated": octets(APPLE_REPLY),
	"whole-day-published": octets(WHOLE_DAY),
}


def mail_with(data: bytes, method: str) -> EmailMessage:
	"""A mail as it should be, with the calendar in both its places."""
	mail = EmailMessage()
	mail["To"] = "Alex Example <alex@example.com>"
	mail["Subject"] = "Confirmed: Discovery Call"
	mail.set_content("You are booked.")
	mail.add_alternative("<p>You are booked.</p>", subtype="html")
	params = {"method": method, "charset": "utf-8"}
	mail.add_alternative(data, maintype="text", subtype="calendar", params=params)
	mail.add_attachment(data, maintype="text", subtype="calendar", filename="invite.ics", params=params)
	return mail
