"""Breaks of the content line's grammar and of the nesting."""

from tests.calendar_linter.mutants.mutant import mutant

CALENDAR_END = "END:VEVENT\nEND:VCALENDAR"

LINES = {
	"line-without-colon": mutant(
		"request", "VERSION:2.0", "VERSION", "missing-property VERSION", "no-value VERSION"
	),
	"underscore-in-a-name": mutant("google-reply", "TRANSP:", "X_TRANSP:", "bad-name X"),
	"line-without-name": mutant("google-reply", "TRANSP:", ":", "bad-name :OPAQUE"),
	"space-before-the-colon": mutant("google-reply", "TRANSP:", "TRANSP :", "bad-name TRANSP"),
	"parameter-without-value": mutant(
		"google-reply",
		";X-NUM-GUESTS=0",
		";X-NUM-GUESTS",
		"bad-parameter ATTENDEE",
		"missing-for-method ATTENDEE",
	),
	"parameter-without-name": mutant("google-reply", "TRANSP:", "TRANSP;=1:", "bad-parameter TRANSP"),
	"quote-in-a-bare-parameter": mutant(
		"google-reply", "CN=Alex", 'CN=Alex "A"', "bad-quoting ATTENDEE", "missing-for-method ATTENDEE"
	),
	"quote-never-closed": mutant(
		"google-reply", "CN=Alex", 'CN="Alex', "bad-quoting ATTENDEE", "missing-for-method ATTENDEE"
	),
	"text-after-the-closing-quote": mutant(
		"outlook-reply",
		'"Company, Example"',
		'"Company", Ltd"Example"',
		"bad-quoting ORGANIZER",
		"missing-for-method ORGANIZER",
	),
	"bare-comma-in-a-name": mutant("google-reply", "CN=Alex", "CN=Example,Alex", "many-parameter-values CN"),
	"bare-semicolon-in-a-name": mutant(
		"google-reply", "CN=Alex", "CN=Example;Alex", "bad-parameter ATTENDEE", "missing-for-method ATTENDEE"
	),
	"bare-colon-in-a-name": mutant("google-reply", "CN=Alex", "CN=Dr:Alex", "bad-address ATTENDEE"),
	"parameter-twice": mutant("google-reply", ";CN=Alex", ";CN=Al;CN=Alex", "repeated-parameter CN"),
	"name-and-organizer-in-one-value": mutant(
		"request", 'CN="Alex Example"', 'CN="x";PARTSTAT=DECLINED', "repeated-parameter PARTSTAT"
	),
	"event-never-ends": mutant("request", CALENDAR_END, "END:VCALENDAR", "wrong-end VCALENDAR"),
	"calendar-never-ends": mutant("request", CALENDAR_END, "END:VEVENT", "unclosed-component VCALENDAR"),
	"event-ends-twice": mutant("request", "END:VEVENT", "END:VEVENT\nEND:VEVENT", "wrong-end VEVENT"),
	"alarm-and-event-end-crossed": mutant(
		"request", "END:VALARM\nEND:VEVENT", "END:VEVENT\nEND:VALARM", "wrong-end VALARM", "wrong-end VEVENT"
	),
	"event-inside-an-event": mutant(
		"google-reply",
		"END:VEVENT",
		"BEGIN:VEVENT\nUID:a\nDTSTAMP:20270201T120000Z\nEND:VEVENT\nEND:VEVENT",
		"misplaced-component VEVENT",
	),
	"alarm-outside-the-event": mutant(
		"whole-day-published",
		"END:VCALENDAR",
		"BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM\nEND:VCALENDAR",
		"misplaced-component VALARM",
	),
	"unknown-component": mutant(
		"google-reply", "END:VCALENDAR", "BEGIN:VPOLL\nEND:VPOLL\nEND:VCALENDAR", "unknown-component VPOLL"
	),
	"property-after-the-calendar": mutant(
		"request", "END:VCALENDAR\n", "END:VCALENDAR\nX-A:1\n", "outside-calendar X-A"
	),
	"two-calendars-in-one": mutant(
		"feed-of-nothing",
		"END:VCALENDAR",
		"END:VCALENDAR\nBEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\n"
		"DTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n"
		"END:VCALENDAR",
		"many-calendars VCALENDAR",
	),
	"zone-without-rules": mutant(
		"feed-of-nothing",
		"BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000\nEND:STANDARD\n",
		"",
		"no-component VTIMEZONE",
	),
}
