"""Breaks of what the app's own messages keep to, valid as the standard goes; injected lines among them."""

from tests.calendar_linter.mutants.mutant import mutant

OWN_RULES = {
	"injected-attendee": mutant(
		"request",
		"STATUS:",
		"ATTENDEE:mailto:mallory@example.org\nSTATUS:",
		"own-answer CUTYPE",
		"own-answer PARTSTAT",
		"own-answer ROLE",
		"own-answer RSVP",
		"own-attendee ATTENDEE",
		"own-property ATTENDEE",
	),
	"injected-attachment": mutant(
		"request", "STATUS:", "ATTACH:https://example.org/malware\nSTATUS:", "own-property ATTACH"
	),
	"injected-repetition": mutant("request", "STATUS:", "RRULE:FREQ=DAILY\nSTATUS:", "own-property RRULE"),
	"injected-extension": mutant("request", "STATUS:", "X-A:1\nSTATUS:", "own-property X-A"),
	"injected-second-conference": mutant(
		"request", "STATUS:", "CONFERENCE;VALUE=URI:https://example.org/\nSTATUS:", "own-property CONFERENCE"
	),
	"injected-event": mutant(
		"request",
		"END:VEVENT",
		"END:VEVENT\nBEGIN:VEVENT\nUID:4f1c@site.example.com\nRECURRENCE-ID:20270301T090000Z\nDTSTAMP:20270201T081530Z\n"
		"DTSTART:20270301T100000Z\nDTEND:20270301T103000Z\nSEQUENCE:3\nSTATUS:CONFIRMED\nSUMMARY:x\n"
		"ORGANIZER:mailto:hello@example.com\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:"
		"mailto:alex@example.com\nEND:VEVENT",
		"own-events VEVENT",
		"own-property RECURRENCE-ID",
	),
	"organizer-not-reached-by-mail": mutant(
		"request", "mailto:hello", "m-ailto:hello", "own-address ORGANIZER"
	),
	"request-to-nobody": mutant(
		"request-without-place-or-names",
		"ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:a%3Db@example.com\n",
		"",
		"missing-for-method ATTENDEE",
		"own-attendee ATTENDEE",
	),
	"cancel-to-nobody": mutant(
		"cancel",
		'ATTENDEE;CN="Alex Example";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:alex@example.com\n',
		"",
		"own-attendee ATTENDEE",
	),
	"accepted-and-asked-again": mutant("request", "RSVP=FALSE", "RSVP=TRUE", "own-answer RSVP"),
	"undecided-and-not-asked": mutant("request-tentative", "RSVP=TRUE", "RSVP=FALSE", "own-answer RSVP"),
	"asked-about-a-cancelled-meeting": mutant("cancel", "RSVP=FALSE", "RSVP=TRUE", "own-answer RSVP"),
	"answer-left-out": mutant("request", "PARTSTAT=ACCEPTED;", "", "own-answer PARTSTAT"),
	"times-of-no-zone": mutant(
		"request",
		"DTSTART:20270301T090000Z\nDTEND:20270301T093000Z",
		"DTSTART:20270301T090000\nDTEND:20270301T093000",
		"own-time DTEND",
		"own-time DTSTART",
	),
	"no-end": mutant("request", "DTEND:20270301T093000Z\n", "", "own-time DTEND"),
	"no-sequence": mutant("request", "SEQUENCE:3\n", "", "own-sequence SEQUENCE"),
	"no-status": mutant("request", "STATUS:CONFIRMED\n", "", "own-status STATUS"),
	"no-status-in-a-cancel": mutant("cancel", "STATUS:CANCELLED\n", "", "own-status STATUS"),
	"line-separator-in-a-title": mutant("request", "Zoë", "Zo\u2028", "own-line-break SUMMARY"),
	"next-line-in-a-title": mutant("request", "Zoë", "Zo\x85", "own-line-break SUMMARY"),
}
