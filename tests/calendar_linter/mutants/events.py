"""Breaks of what components hold, and of how their properties fit together."""

from tests.calendar_linter.mutants.mutant import mutant

EVENTS = {
	"calendar-without-version": mutant("request", "VERSION:2.0\n", "", "missing-property VERSION"),
	"calendar-of-version-1": mutant("request", "VERSION:2.0", "VERSION:1.0", "bad-version VERSION"),
	"calendar-without-maker": mutant(
		"google-reply", "PRODID:-//Google Inc//Google Calendar 70.9054//EN\n", "", "missing-property PRODID"
	),
	"calendar-of-another-scale": mutant("request", "GREGORIAN", "JULIAN", "bad-scale CALSCALE"),
	"method-twice": mutant(
		"google-reply", "METHOD:REPLY\n", "METHOD:REPLY\nMETHOD:CANCEL\n", "repeated-property METHOD"
	),
	"method-inside-the-event": mutant(
		"google-reply", "TRANSP:", "METHOD:REPLY\nTRANSP:", "misplaced-property METHOD"
	),
	"event-without-uid": mutant("google-reply", "UID:4f1c@site.example.com\n", "", "missing-property UID"),
	"event-with-an-empty-uid": mutant(
		"google-reply", "UID:4f1c@site.example.com", "UID:", "missing-property UID"
	),
	"event-without-stamp": mutant("request", "DTSTAMP:20270201T081530Z\n", "", "missing-property DTSTAMP"),
	"event-without-start-in-a-stored-calendar": mutant(
		"whole-day-published",
		"METHOD:PUBLISH\nBEGIN:VEVENT\nUID:day@example.com\nDTSTAMP:20270201T120000Z\n"
		"DTSTART;VALUE=DATE:20270301\n",
		"BEGIN:VEVENT\nUID:day@example.com\nDTSTAMP:20270201T120000Z\n",
		"missing-property DTSTART",
	),
	"two-starts": mutant(
		"google-reply", "DTEND:", "DTSTART:20270301T080000Z\nDTEND:", "repeated-property DTSTART"
	),
	"two-uids": mutant("google-reply", "UID:", "UID:other\nUID:", "repeated-property UID"),
	"two-organizers": mutant(
		"google-reply",
		"ORGANIZER;",
		"ORGANIZER:mailto:mallory@example.org\nORGANIZER;",
		"repeated-property ORGANIZER",
	),
	"two-sequences": mutant(
		"google-reply", "SEQUENCE:3", "SEQUENCE:3\nSEQUENCE:4", "repeated-property SEQUENCE"
	),
	"two-summaries": mutant("google-reply", "SUMMARY:", "SUMMARY:x\nSUMMARY:", "repeated-property SUMMARY"),
	"property-that-nobody-registered": mutant(
		"google-reply", "TRANSP:OPAQUE", "MOOD:GOOD", "unknown-property MOOD"
	),
	"transparency-that-is-none": mutant("google-reply", "OPAQUE", "BUSY", "bad-choice TRANSP"),
	"status-that-is-none": mutant(
		"google-reply", "STATUS:CONFIRMED", "STATUS:RESCHEDULED", "bad-status STATUS"
	),
	"status-of-a-task": mutant("google-reply", "STATUS:CONFIRMED", "STATUS:COMPLETED", "bad-status STATUS"),
	"end-before-start": mutant(
		"request", "DTEND:20270301T093000Z", "DTEND:20270301T083000Z", "end-before-start DTEND"
	),
	"end-at-the-start": mutant(
		"request", "DTEND:20270301T093000Z", "DTEND:20270301T090000Z", "end-before-start DTEND"
	),
	"day-that-ends-as-it-begins": mutant(
		"whole-day-published", "DATE:20270302", "DATE:20270301", "end-before-start DTEND"
	),
	"start-is-a-day-and-end-a-time": mutant(
		"whole-day-published",
		"DTEND;VALUE=DATE:20270302",
		"DTEND:20270301T120000Z",
		"start-and-end-differ DTEND",
	),
	"start-in-utc-and-end-not": mutant("google-reply", "T093000Z", "T093000", "start-and-end-differ DTEND"),
	"end-and-duration": mutant("google-reply", "UID:", "DURATION:PT30M\nUID:", "end-and-duration DURATION"),
	"duration-below-zero": mutant(
		"google-reply", "DTEND:20270301T093000Z", "DURATION:-PT30M", "end-before-start DURATION"
	),
	"alarm-without-trigger": mutant("request", "TRIGGER:-P1D\n", "", "missing-property TRIGGER"),
	"alarm-without-action": mutant("request", "ACTION:DISPLAY\n", "", "missing-property ACTION"),
	"alarm-shows-nothing": mutant(
		"request",
		"ACTION:DISPLAY\nDESCRIPTION:Discovery Call with Zoë Test\n",
		"ACTION:DISPLAY\n",
		"missing-property DESCRIPTION",
	),
	"alarm-of-an-unknown-action": mutant("request", "ACTION:DISPLAY", "ACTION:SHOUT", "bad-choice ACTION"),
	"alarm-mails-nobody": mutant(
		"request", "ACTION:DISPLAY", "ACTION:EMAIL", "missing-property ATTENDEE", "missing-property SUMMARY"
	),
	"alarm-with-two-triggers": mutant(
		"whole-day-published", "REPEAT:2", "TRIGGER:-PT5M\nREPEAT:2", "repeated-property TRIGGER"
	),
	"alarm-repeats-without-a-pause": mutant(
		"whole-day-published", "DURATION:PT15M\n", "", "repeat-without-duration REPEAT"
	),
	"alarm-at-a-time-of-no-zone": mutant(
		"whole-day-published", "T180000Z", "T180000", "trigger-not-utc TRIGGER"
	),
	"alarm-with-a-place": mutant(
		"whole-day-published", "REPEAT:2", "LOCATION:x\nREPEAT:2", "misplaced-property LOCATION"
	),
	"attendee-twice": mutant(
		"outlook-counter",
		"ATTENDEE;",
		"ATTENDEE:MAILTO:Alex@example.com\nATTENDEE;",
		"repeated-attendee ATTENDEE",
	),
}
