"""Says what is wrong with calendar data, from its raw bytes: no library's parse stands between.

`lint` knows RFC 5545, 5546 and 7986, `lint_own` also what this app's messages and feeds keep to, and `lint_mail` RFC 6047;
`lint_mail_of_many` is for mails about several bookings.
Each finding has a code and the section that it is about.
"""

from email.message import EmailMessage

from tests.calendar_linter import calendar_rules, mail_rules, method_rules, octets, own_rules, properties
from tests.calendar_linter.components import Component, calendars_of
from tests.calendar_linter.content_lines import parse
from tests.calendar_linter.findings import RULES, Finding, Report

__all__ = ["RULES", "Finding", "lint", "lint_mail", "lint_mail_of_many", "lint_own"]


def lint(data: bytes) -> list[Finding]:
	report = Report()
	_lint_standard(data, report)
	return report


def lint_own(data: bytes) -> list[Finding]:
	report = Report()
	for calendar in _lint_standard(data, report):
		own_rules.lint_own(calendar, report)
	return report


def lint_mail(mail: EmailMessage) -> list[Finding]:
	report = Report()
	mail_rules.lint_layout(mail, report)
	parts = mail_rules.calendar_parts(mail)
	_lint_parts(parts, report)
	if parts:
		_lint_content(mail, parts[0].get_payload(decode=True), report)
	return report


def lint_mail_of_many(mail: EmailMessage) -> list[Finding]:
	report = Report()
	mail_rules.lint_layout_of_many(mail, report)
	parts = mail_rules.calendar_parts(mail)
	_lint_parts(parts, report)
	for part in parts:
		_lint_content(mail, part.get_payload(decode=True), report)
	return report


def _lint_parts(parts: list, report: Report) -> None:
	for part in parts:
		calendars = _lint_standard(part.get_payload(decode=True), Report())
		mail_rules.lint_part(part, calendars[0].value("METHOD") if calendars else "", report)


def _lint_content(mail: EmailMessage, data: bytes, report: Report) -> None:
	calendars = _lint_standard(data, report)
	attendees = []
	for calendar in calendars:
		own_rules.lint_own(calendar, report)
		attendees += [line.value for event in calendar.named("VEVENT") for line in event.all("ATTENDEE")]
	mail_rules.lint_recipient(mail, attendees, report)


def _lint_standard(data: bytes, report: Report) -> list[Component]:
	lines = [parse(number, text, report) for number, text in octets.unfolded_lines(data, report)]
	calendars = calendars_of([line for line in lines if line], report)
	if len(calendars) != 1:
		report.add("many-calendars" if calendars else "no-content", "VCALENDAR")
	for calendar in calendars:
		for component in calendar.walk():
			properties.lint_properties(component, report)
			calendar_rules.lint_component(component, report)
		method_rules.lint_method(calendar, report)
	return calendars
