"""Breaks of what a METHOD asks for."""

from tests.calendar_linter.mutants.mutant import mutant

ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT"
OTHER_EVENT = """\
END:VEVENT
BEGIN:VEVENT
UID:other@example.com
DTSTAMP:20270201T120000Z
ORGANIZER:mailto:hello@example.com
ATTENDEE;PARTSTAT=ACCEPTED:mailto:alex@example.com
END:VEVENT"""

METHODS = {
	"method-that-is-none": mutant("google-reply", "METHOD:REPLY", "METHOD:ANSWER", "unknown-method METHOD"),
	"reply-without-organizer": mutant(
		"google-reply",
		"ORGANIZER;CN=Example Company:mailto:hello@example.com\n",
		"",
		"missing-for-method ORGANIZER",
	),
	"reply-of-two": mutant(
		"google-reply",
		"CREATED:",
		"ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.com\nCREATED:",
		"many-attendees ATTENDEE",
	),
	"reply-without-answer": mutant("google-reply", "PARTSTAT=ACCEPTED;", "", "no-answer PARTSTAT"),
	"reply-undecided": mutant(
		"google-reply", "PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION", "no-answer PARTSTAT"
	),
	"reply-with-an-alarm": mutant("google-reply", "END:VEVENT", ALARM, "alarm-for-method VALARM"),
	"reply-about-two-meetings": mutant("google-reply", "END:VEVENT", OTHER_EVENT, "different-uids UID"),
	"reply-to-two-organizers": mutant(
		"google-reply",
		"END:VEVENT",
		OTHER_EVENT.replace("hello@", "mallory@")
		.replace("other@", "4f1c@site.")
		.replace("ORG", "RECURRENCE-ID:20270301T090000Z\nORG"),
		"different-organizers ORGANIZER",
	),
	"reply-about-a-task": mutant(
		"google-reply",
		"END:VCALENDAR",
		"BEGIN:VTODO\nUID:x\nDTSTAMP:20270201T120000Z\nEND:VTODO\nEND:VCALENDAR",
		"forbidden-for-method VTODO",
	),
	"counter-without-start": mutant(
		"outlook-counter",
		"DTSTART;TZID=W. Europe Standard Time:20270301T110000\nDTEND;TZID=W. Europe Standard Time:20270301T113000\n",
		"",
		"missing-for-method DTSTART",
	),
	"counter-without-sequence": mutant("outlook-counter", "SEQUENCE:3\n", "", "missing-for-method SEQUENCE"),
	"counter-with-the-status-of-a-task": mutant(
		"outlook-counter", "STATUS:CONFIRMED", "STATUS:NEEDS-ACTION", "bad-status STATUS"
	),
	"request-of-nothing": mutant(
		"feed-of-nothing", "CALSCALE", "METHOD:REQUEST\nCALSCALE", "no-event REQUEST", "own-events VEVENT"
	),
	"request-without-organizer": mutant(
		"request",
		'ORGANIZER;CN="Example Company":mailto:hello@example.com\n',
		"",
		"missing-for-method ORGANIZER",
	),
	"request-without-summary": mutant(
		"request", "SUMMARY:Discovery Call with Zoë Test\n", "", "missing-for-method SUMMARY"
	),
	"request-without-start": mutant(
		"request", "DTSTART:20270301T090000Z\n", "", "missing-for-method DTSTART", "own-time DTSTART"
	),
	"request-with-a-request-status": mutant(
		"request",
		"STATUS:",
		"REQUEST-STATUS:2.0;Success\nSTATUS:",
		"forbidden-for-method REQUEST-STATUS",
		"own-property REQUEST-STATUS",
	),
	"cancel-without-sequence": mutant(
		"cancel", "SEQUENCE:3\n", "", "missing-for-method SEQUENCE", "own-sequence SEQUENCE"
	),
	"cancel-with-an-alarm": mutant("cancel", "END:VEVENT", ALARM, "alarm-for-method VALARM"),
	"cancel-of-a-confirmed-meeting": mutant(
		"cancel", "STATUS:CANCELLED", "STATUS:CONFIRMED", "own-status STATUS", "status-for-method STATUS"
	),
	"request-of-a-cancelled-meeting": mutant(
		"request", "STATUS:CONFIRMED", "STATUS:CANCELLED", "own-status STATUS", "status-for-method STATUS"
	),
	"feed-names-an-attendee": mutant(
		"feed", "STATUS:", "ATTENDEE:mailto:alex@example.com\nSTATUS:", "forbidden-for-method ATTENDEE"
	),
	"feed-names-no-organizer": mutant(
		"feed",
		'ORGANIZER;CN="Example Company":mailto:hello@example.com\n',
		"",
		"missing-for-method ORGANIZER",
	),
	"feed-tells-a-meeting-twice": mutant("feed", "77aa@", "4f1c@", "repeated-event UID"),
	"feed-publishes-nothing": mutant(
		"feed-of-nothing", "CALSCALE", "METHOD:PUBLISH\nCALSCALE", "no-event PUBLISH"
	),
}
