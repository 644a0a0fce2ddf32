"""Breaks of single values and parameters."""

from tests.calendar_linter.mutants.mutant import mutant

VALUES = {
	"comma-not-escaped": mutant("google-reply", "there\\,", "there,", "unescaped-separator DESCRIPTION"),
	"semicolon-not-escaped": mutant("google-reply", "there\\,", "there;", "unescaped-separator DESCRIPTION"),
	"escape-that-is-none": mutant("google-reply", "there\\,", "there\\:", "bad-escape DESCRIPTION"),
	"backslash-not-escaped": mutant("google-reply", "SUMMARY:", "SUMMARY:C:\\Windows ", "bad-escape SUMMARY"),
	"backslash-at-the-end": mutant("google-reply", "Zoë Test", "Zoë Test\\", "bad-escape SUMMARY"),
	"category-with-semicolon": mutant(
		"whole-day-published", "Holidays,", "Holidays;", "unescaped-separator CATEGORIES"
	),
	"date-that-is-none": mutant(
		"google-reply", "DTSTART:20270301", "DTSTART:20270230", "bad-date-time DTSTART"
	),
	"hour-24": mutant("google-reply", "DTEND:20270301T09", "DTEND:20270301T24", "bad-date-time DTEND"),
	"time-without-seconds": mutant("google-reply", "T093000Z", "T0930Z", "bad-date-time DTEND"),
	"time-with-punctuation": mutant(
		"google-reply", "DTSTART:20270301T090000Z", "DTSTART:2027-03-01T09:00:00Z", "bad-date-time DTSTART"
	),
	"time-with-an-offset": mutant(
		"google-reply", "T090000Z", "T090000+0100", "bad-date-time DTSTART", "start-and-end-differ DTEND"
	),
	"lower-case-z": mutant(
		"google-reply", "T090000Z", "T090000z", "bad-date-time DTSTART", "start-and-end-differ DTEND"
	),
	"digits-of-another-script": mutant(
		"google-reply", "DTSTART:20270301", "DTSTART:２０270301", "bad-date-time DTSTART"
	),
	"date-where-a-time-is-announced": mutant(
		"google-reply",
		"DTSTART:20270301T090000Z",
		"DTSTART:20270301",
		"bad-date-time DTSTART",
		"start-and-end-differ DTEND",
	),
	"time-where-a-date-is-announced": mutant(
		"whole-day-published", "DATE:20270301", "DATE:20270301T000000", "bad-date DTSTART"
	),
	"stamp-of-no-zone": mutant(
		"google-reply", "DTSTAMP:20270201T120000Z", "DTSTAMP:20270201T120000", "not-utc DTSTAMP"
	),
	"creation-of-no-zone": mutant("google-reply", "081530Z", "081530", "not-utc CREATED"),
	"stamp-with-a-zone": mutant(
		"outlook-reply",
		"DTSTAMP:",
		"DTSTAMP;TZID=W. Europe Standard Time:",
		"misplaced-parameter TZID",
		"zone-with-utc DTSTAMP",
	),
	"utc-time-in-a-zone": mutant(
		"outlook-reply",
		"20270301T100000",
		"20270301T100000Z",
		"start-and-end-differ DTEND",
		"zone-with-utc DTSTART",
	),
	"zone-that-is-not-there": mutant(
		"outlook-reply",
		"TZID:W. Europe Standard Time",
		"TZID:Europe/Berlin",
		"zone-missing DTEND",
		"zone-missing DTSTART",
	),
	"offset-without-sign": mutant(
		"outlook-reply", "TZOFFSETTO:+0100", "TZOFFSETTO:0100", "bad-offset TZOFFSETTO"
	),
	"offset-with-colon": mutant(
		"outlook-reply", "TZOFFSETTO:+0100", "TZOFFSETTO:+01:00", "bad-offset TZOFFSETTO"
	),
	"rule-without-frequency": mutant("outlook-reply", "FREQ=YEARLY;", "", "bad-choice RRULE"),
	"sequence-below-zero": mutant("request", "SEQUENCE:3", "SEQUENCE:-1", "out-of-range SEQUENCE"),
	"sequence-in-words": mutant("request", "SEQUENCE:3", "SEQUENCE:three", "bad-integer SEQUENCE"),
	"sequence-with-a-point": mutant("request", "SEQUENCE:3", "SEQUENCE:3.0", "bad-integer SEQUENCE"),
	"sequence-too-great": mutant("request", "SEQUENCE:3", "SEQUENCE:2147483648", "bad-integer SEQUENCE"),
	"priority-10": mutant("outlook-reply", "PRIORITY:5", "PRIORITY:10", "out-of-range PRIORITY"),
	"duration-of-hours-without-t": mutant(
		"request", "TRIGGER:-PT15M", "TRIGGER:-P15M", "bad-duration TRIGGER"
	),
	"duration-that-ends-with-t": mutant("request", "TRIGGER:-P1D", "TRIGGER:-P1DT", "bad-duration TRIGGER"),
	"duration-skips-minutes": mutant("request", "TRIGGER:-PT15M", "TRIGGER:-PT1H5S", "bad-duration TRIGGER"),
	"duration-in-python": mutant(
		"feed", "VALUE=DURATION:PT1H", "VALUE=DURATION:1:00:00", "bad-duration REFRESH-INTERVAL"
	),
	"interval-does-not-say-its-type": mutant(
		"feed", ";VALUE=DURATION:", ":", "value-type-missing REFRESH-INTERVAL"
	),
	"conference-does-not-say-its-type": mutant(
		"request", "CONFERENCE;VALUE=URI:", "CONFERENCE:", "value-type-missing CONFERENCE"
	),
	"type-that-the-property-cannot-have": mutant(
		"google-reply", "DTSTART:", "DTSTART;VALUE=TEXT:", "bad-value-type DTSTART"
	),
	"address-without-mailto": mutant(
		"request", "mailto:alex@", "alex@", "bad-address ATTENDEE", "own-address ATTENDEE"
	),
	"address-without-at": mutant("request", "mailto:alex@", "mailto:alex.", "bad-address ATTENDEE"),
	"two-addresses-in-one": mutant(
		"request",
		"mailto:alex@example.com",
		"mailto:alex@example.com,mallory@example.org",
		"bad-address ATTENDEE",
	),
	"address-with-its-name": mutant(
		"request", "mailto:hello@example.com", "mailto:Hello <hello@example.com>", "bad-address ORGANIZER"
	),
	"link-with-a-space": mutant("request", "URL:https://meet", "URL:https://my meet", "bad-uri URL"),
	"link-with-a-port-in-letters": mutant("request", "URL:https://meet.", "URL:https://meet:", "bad-uri URL"),
	"link-without-scheme": mutant("request", "URL:https://", "URL:", "bad-uri URL"),
	"link-with-a-stray-percent-sign": mutant(
		"request", "URL:https://meet.example.com/", "URL:https://meet.example.com/%", "bad-uri URL"
	),
	"link-not-encoded": mutant(
		"request", "URI:https://meet.example.com/", "URI:https://meet.example.com/ä", "bad-uri CONFERENCE"
	),
	"answer-that-is-none": mutant(
		"google-reply", "PARTSTAT=ACCEPTED", "PARTSTAT=YES", "bad-parameter-value PARTSTAT"
	),
	"role-that-is-none": mutant(
		"google-reply", "ROLE=REQ-PARTICIPANT", "ROLE=GUEST", "bad-parameter-value ROLE"
	),
	"kind-of-attendee-that-is-none": mutant(
		"google-reply", "CUTYPE=INDIVIDUAL", "CUTYPE=PERSON", "bad-parameter-value CUTYPE"
	),
	"rsvp-yes": mutant("google-reply", ";X-NUM-GUESTS=0", ";RSVP=YES", "bad-parameter-value RSVP"),
	"language-with-underscore": mutant(
		"outlook-reply", "LANGUAGE=de-DE", "LANGUAGE=de_DE", "bad-parameter-value LANGUAGE"
	),
	"answer-of-the-organizer": mutant(
		"google-reply", "ORGANIZER;", "ORGANIZER;PARTSTAT=ACCEPTED;", "misplaced-parameter PARTSTAT"
	),
	"unknown-parameter": mutant("google-reply", "X-NUM-GUESTS", "NUM-GUESTS", "unknown-parameter NUM-GUESTS"),
	"delegate-not-quoted": mutant(
		"apple-reply-delegated",
		'"mailto:pat@example.com","mailto:kim@example.com"',
		"pat@example.com",
		"unquoted-parameter DELEGATED-TO",
	),
	"sender-is-no-address": mutant(
		"whole-day-published", '"mailto:desk@example.com"', '"desk"', "bad-parameter-value SENT-BY"
	),
}
