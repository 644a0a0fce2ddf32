"""What each component has to hold (RFC 5545, 3.4 to 3.6), and how its properties fit together."""

from tests.calendar_linter import value_types
from tests.calendar_linter.components import Component
from tests.calendar_linter.findings import Report

REQUIRED = {
	"VCALENDAR": ("PRODID", "VERSION"),
	"VEVENT": ("UID", "DTSTAMP"),
	"VALARM": ("ACTION", "TRIGGER"),
	"VTIMEZONE": ("TZID",),
	"STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
	"DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}
FOR_ACTION = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
EVENT_STATUS = {"TENTATIVE", "CONFIRMED", "CANCELLED"}


def lint_component(component: Component, report: Report) -> None:
	for name in REQUIRED.get(component.name, ()):
		_require(component, name, report)
	lint = {"VCALENDAR": _lint_calendar, "VEVENT": _lint_event, "VALARM": _lint_alarm}.get(component.name)
	if lint:
		lint(component, report)


def _require(component: Component, name: str, report: Report) -> None:
	line = component.first(name)
	if not line or (name in ("UID", "PRODID", "TZID") and not line.value):
		report.add("missing-property", name, component.line)


def _lint_calendar(calendar: Component, report: Report) -> None:
	version, scale = calendar.first("VERSION"), calendar.first("CALSCALE")
	if version and version.value != "2.0":
		report.add("bad-version", "VERSION", version.number)
	if scale and scale.value.upper() != "GREGORIAN":
		report.add("bad-scale", "CALSCALE", scale.number)
	if not calendar.children:
		report.add("no-component", "VCALENDAR", calendar.line)
	for zone in calendar.named("VTIMEZONE"):
		if not zone.children:
			report.add("no-component", "VTIMEZONE", zone.line)
	if not calendar.first("METHOD"):
		for event in calendar.named("VEVENT"):
			_require(event, "DTSTART", report)
	_lint_zones(calendar, report)


def _lint_zones(calendar: Component, report: Report) -> None:
	zones = {zone.value("TZID") for zone in calendar.named("VTIMEZONE")}
	for component in calendar.walk():
		for line in component.properties:
			zone = line.parameter("TZID")
			if not zone:
				continue
			if line.value.endswith("Z") or line.parameter("VALUE").upper() == "DATE":
				report.add("zone-with-utc", line.name, line.number)
			elif zone not in zones and not zone.startswith("/"):
				report.add("zone-missing", line.name, line.number)


def _lint_event(event: Component, report: Report) -> None:
	status = event.first("STATUS")
	if status and status.value.upper() not in EVENT_STATUS:
		report.add("bad-status", "STATUS", status.number)
	if event.first("DTEND") and event.first("DURATION"):
		report.add("end-and-duration", "DURATION", event.first("DURATION").number)
	if event.value("DURATION").startswith("-"):
		report.add("end-before-start", "DURATION", event.first("DURATION").number)
	_lint_end(event, report)
	_lint_attendees(event, report)


def _lint_end(event: Component, report: Report) -> None:
	start, end = event.first("DTSTART"), event.first("DTEND")
	if not start or not end:
		return
	if _form(start) != _form(end):
		report.add("start-and-end-differ", "DTEND", end.number)
		return
	is_day = len(start.value) == len("20270301")
	check = value_types.date if is_day else value_types.date_time
	if check(start.value) or check(end.value) or start.parameter("TZID") != end.parameter("TZID"):
		return
	if end.value <= start.value:
		report.add("end-before-start", "DTEND", end.number)


def _form(line) -> tuple:
	"""A date, a time of the place, a time in a zone or a UTC time."""
	return line.parameter("VALUE").upper() == "DATE", line.value.endswith("Z"), "TZID" in line.parameters


def _lint_attendees(event: Component, report: Report) -> None:
	seen = set()
	for line in event.all("ATTENDEE"):
		if line.value.lower() in seen:
			report.add("repeated-attendee", "ATTENDEE", line.number)
		seen.add(line.value.lower())


def _lint_alarm(alarm: Component, report: Report) -> None:
	for name in FOR_ACTION.get(alarm.value("ACTION").upper(), ()):
		_require(alarm, name, report)
	if alarm.value("ACTION").upper() in ("DISPLAY", "AUDIO"):
		for line in [*alarm.all("ATTENDEE"), *alarm.all("SUMMARY")]:
			report.add("misplaced-property", line.name, line.number)
	if bool(alarm.first("DURATION")) != bool(alarm.first("REPEAT")):
		report.add("repeat-without-duration", "REPEAT", alarm.line)
	trigger = alarm.first("TRIGGER")
	if trigger and trigger.parameter("VALUE").upper() == "DATE-TIME" and not trigger.value.endswith("Z"):
		report.add("trigger-not-utc", "TRIGGER", trigger.number)
