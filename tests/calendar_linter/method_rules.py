"""What each METHOD asks of its events (RFC 5546, 3.2)."""

from dataclasses import dataclass

from tests.calendar_linter.components import Component
from tests.calendar_linter.findings import Report

ALWAYS = ("UID", "DTSTAMP", "ORGANIZER")
OTHER_ENTRIES = ("VTODO", "VJOURNAL", "VFREEBUSY")


@dataclass(frozen=True)
class MethodRule:
	required: tuple[str, ...]
	forbidden: tuple[str, ...]
	statuses: tuple[str, ...]
	takes_alarms: bool = True


METHODS = {
	"PUBLISH": MethodRule(
		(*ALWAYS, "DTSTART", "SUMMARY"),
		("ATTENDEE", "REQUEST-STATUS"),
		("TENTATIVE", "CONFIRMED", "CANCELLED"),
	),
	"REQUEST": MethodRule(
		(*ALWAYS, "DTSTART", "SUMMARY", "ATTENDEE"), ("REQUEST-STATUS",), ("TENTATIVE", "CONFIRMED")
	),
	"REPLY": MethodRule(
		(*ALWAYS, "ATTENDEE"), (), ("TENTATIVE", "CONFIRMED", "CANCELLED"), takes_alarms=False
	),
	"CANCEL": MethodRule((*ALWAYS, "SEQUENCE"), ("REQUEST-STATUS",), ("CANCELLED",), takes_alarms=False),
	"COUNTER": MethodRule(
		(*ALWAYS, "DTSTART", "SUMMARY", "SEQUENCE"), (), ("TENTATIVE", "CONFIRMED", "CANCELLED")
	),
}


def lint_method(calendar: Component, report: Report) -> None:
	line = calendar.first("METHOD")
	if not line:
		return
	method = line.value.upper()
	if method not in METHODS:
		report.add("unknown-method", "METHOD", line.number)
		return
	events = calendar.named("VEVENT")
	if not events:
		report.add("no-event", method, calendar.line)
	for name in OTHER_ENTRIES:
		for entry in calendar.named(name):
			report.add("forbidden-for-method", name, entry.line)
	for event in events:
		_lint_event(event, method, report)
	_lint_together(events, method, report)


def _lint_event(event: Component, method: str, report: Report) -> None:
	rule = METHODS[method]
	for name in rule.required:
		if not event.first(name) and name not in ("UID", "DTSTAMP"):
			report.add("missing-for-method", name, event.line)
	for name in rule.forbidden:
		if event.first(name):
			report.add("forbidden-for-method", name, event.first(name).number)
	status = event.value("STATUS").upper()
	if status in ("TENTATIVE", "CONFIRMED", "CANCELLED") and status not in rule.statuses:
		report.add("status-for-method", "STATUS", event.first("STATUS").number)
	if event.named("VALARM") and not rule.takes_alarms:
		report.add("alarm-for-method", "VALARM", event.named("VALARM")[0].line)
	if method == "REPLY":
		_lint_reply(event, report)


def _lint_reply(event: Component, report: Report) -> None:
	attendees = event.all("ATTENDEE")
	if len(attendees) > 1:
		report.add("many-attendees", "ATTENDEE", attendees[1].number)
	for line in attendees[:1]:
		if line.parameter("PARTSTAT").upper() in ("", "NEEDS-ACTION"):
			report.add("no-answer", "PARTSTAT", line.number)


def _lint_together(events: list[Component], method: str, report: Report) -> None:
	keys = [(event.value("UID"), event.value("RECURRENCE-ID")) for event in events]
	for number, event in enumerate(events):
		if keys[number] in keys[:number]:
			report.add("repeated-event", "UID", event.line)
	if method == "PUBLISH":
		return
	if len({event.value("UID") for event in events}) > 1:
		report.add("different-uids", "UID", events[1].line)
	if len({event.value("ORGANIZER").lower() for event in events}) > 1:
		report.add("different-organizers", "ORGANIZER", events[1].line)
