"""What the app's own messages and feeds have to be beyond the standard.

One event for one mailbox, UTC times, nothing said twice, and no property that the app does not write: one more has been injected.
"""

import re

from tests.calendar_linter.components import Component
from tests.calendar_linter.findings import Report

MESSAGE_STATUS = {"REQUEST": ("CONFIRMED", "TENTATIVE"), "CANCEL": ("CANCELLED",)}
LINE_BREAKS = re.compile("[\x80-\x9f\u2028\u2029\ufffe\uffff]")
WRITTEN = {
	"VCALENDAR": "PRODID VERSION CALSCALE METHOD NAME X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL",
	"VEVENT": "UID SEQUENCE DTSTAMP DTSTART DTEND STATUS SUMMARY DESCRIPTION LOCATION URL CONFERENCE"
	" ORGANIZER ATTENDEE",
	"VALARM": "ACTION DESCRIPTION TRIGGER",
	"VTIMEZONE": "TZID",
	"STANDARD": "DTSTART TZOFFSETFROM TZOFFSETTO",
}


def lint_own(calendar: Component, report: Report) -> None:
	for component in calendar.walk():
		_lint_written(component, report)
	for event in calendar.named("VEVENT"):
		_lint_event(event, report)
	if calendar.value("METHOD") in MESSAGE_STATUS:
		_lint_message(calendar, report)


def _lint_written(component: Component, report: Report) -> None:
	names = [line.name for line in component.properties]
	for number, line in enumerate(component.properties):
		if line.name not in WRITTEN.get(component.name, "").split() or line.name in names[:number]:
			report.add("own-property", line.name, line.number)
		if line.name in ("ORGANIZER", "ATTENDEE") and not line.value.startswith("mailto:"):
			report.add("own-address", line.name, line.number)
		if LINE_BREAKS.search(line.value):
			report.add("own-line-break", line.name, line.number)


def _lint_event(event: Component, report: Report) -> None:
	for name in ("DTSTART", "DTEND"):
		if not re.fullmatch(r"\d{8}T\d{6}Z", event.value(name)):
			report.add("own-time", name, event.line)
	if not event.first("SEQUENCE"):
		report.add("own-sequence", "SEQUENCE", event.line)
	if not event.first("STATUS"):
		report.add("own-status", "STATUS", event.line)


def _lint_message(calendar: Component, report: Report) -> None:
	if [child.name for child in calendar.children] != ["VEVENT"]:
		report.add("own-events", "VEVENT", calendar.line)
	method = calendar.value("METHOD")
	for event in calendar.named("VEVENT"):
		if event.first("STATUS") and event.value("STATUS") not in MESSAGE_STATUS[method]:
			report.add("own-status", "STATUS", event.line)
		if len(event.all("ATTENDEE")) != 1:
			report.add("own-attendee", "ATTENDEE", event.line)
		for line in event.all("ATTENDEE"):
			_lint_answer(line, method, report)


def _lint_answer(line, method: str, report: Report) -> None:
	for name in ("CUTYPE", "ROLE", "PARTSTAT", "RSVP"):
		if not line.parameter(name):
			report.add("own-answer", name, line.number)
	asked = line.parameter("RSVP") == "TRUE"
	wanted = line.parameter("PARTSTAT") == "NEEDS-ACTION" and method == "REQUEST"
	if line.parameter("RSVP") and asked != wanted:
		report.add("own-answer", "RSVP", line.number)
