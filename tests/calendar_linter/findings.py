"""What the linter says, and where each rule stands.

Three rules are stricter than the texts, which mention no such case: RFC 5545, 3.4 lets a stream hold several calendars, no
clause says that an attendee may stand only once, and RFC 5546, 3.2 has answers that answer. What is sent by mail keeps to them.
"""

from dataclasses import dataclass

RULES = {
	# octets
	"no-content": "RFC 5545, 3.4",
	"byte-order-mark": "RFC 5545, 3.1",
	"line-end": "RFC 5545, 3.1",
	"last-line-end": "RFC 5545, 3.1",
	"line-too-long": "RFC 5545, 3.1",
	"blank-line": "RFC 5545, 3.1",
	"fold-of-nothing": "RFC 5545, 3.1",
	"fold-inside-character": "RFC 5545, 3.1",
	"not-utf-8": "RFC 5545, 6",
	"control-character": "RFC 5545, 3.1",
	# content lines
	"bad-name": "RFC 5545, 3.1",
	"no-value": "RFC 5545, 3.1",
	"bad-parameter": "RFC 5545, 3.1",
	"bad-quoting": "RFC 5545, 3.1",
	"repeated-parameter": "RFC 5545, 3.8",
	# components
	"outside-calendar": "RFC 5545, 3.4",
	"unclosed-component": "RFC 5545, 3.6",
	"wrong-end": "RFC 5545, 3.6",
	"unknown-component": "RFC 5545, 3.6",
	"misplaced-component": "RFC 5545, 3.6",
	"no-component": "RFC 5545, 3.6",
	"many-calendars": "RFC 6047, 2.4",
	# properties
	"unknown-property": "RFC 5545, 8.3.2",
	"misplaced-property": "RFC 5545, 3.6",
	"missing-property": "RFC 5545, 3.6",
	"repeated-property": "RFC 5545, 3.6",
	"bad-version": "RFC 5545, 3.7.4",
	"bad-scale": "RFC 5545, 3.7.1",
	"unknown-method": "RFC 5546, 1.4",
	"bad-status": "RFC 5545, 3.8.1.11",
	"bad-choice": "RFC 5545, 3.8",
	# parameters
	"unknown-parameter": "RFC 5545, 8.3.3",
	"misplaced-parameter": "RFC 5545, 3.2",
	"bad-parameter-value": "RFC 5545, 3.2",
	"many-parameter-values": "RFC 5545, 3.2",
	"unquoted-parameter": "RFC 5545, 3.2",
	"bad-value-type": "RFC 5545, 3.2.20",
	"value-type-missing": "RFC 7986, 5",
	"zone-with-utc": "RFC 5545, 3.2.19",
	"zone-missing": "RFC 5545, 3.2.19",
	# values
	"bad-escape": "RFC 5545, 3.3.11",
	"unescaped-separator": "RFC 5545, 3.3.11",
	"bad-date": "RFC 5545, 3.3.4",
	"bad-date-time": "RFC 5545, 3.3.5",
	"not-utc": "RFC 5545, 3.8.7",
	"bad-duration": "RFC 5545, 3.3.6",
	"bad-integer": "RFC 5545, 3.3.8",
	"bad-address": "RFC 5545, 3.3.3",
	"bad-uri": "RFC 5545, 3.3.13",
	"bad-offset": "RFC 5545, 3.3.14",
	"out-of-range": "RFC 5545, 3.8",
	# events and alarms
	"end-before-start": "RFC 5545, 3.8.2.2",
	"start-and-end-differ": "RFC 5545, 3.8.2.2",
	"end-and-duration": "RFC 5545, 3.6.1",
	"repeat-without-duration": "RFC 5545, 3.6.6",
	"trigger-not-utc": "RFC 5545, 3.8.6.3",
	"repeated-attendee": "RFC 5545, 3.8.4.1",
	# methods
	"no-event": "RFC 5546, 3.2",
	"missing-for-method": "RFC 5546, 3.2",
	"forbidden-for-method": "RFC 5546, 3.2",
	"status-for-method": "RFC 5546, 3.2",
	"alarm-for-method": "RFC 5546, 3.2",
	"many-attendees": "RFC 5546, 3.2.3",
	"no-answer": "RFC 5546, 3.2",
	"different-uids": "RFC 5546, 3.2",
	"different-organizers": "RFC 6638, 3.2.4.2",
	"repeated-event": "RFC 5546, 2.1.5",
	# what this app's own messages have to be besides
	"own-events": "RFC 5546, 3.2.2",
	"own-attendee": "RFC 5546, 3.2",
	"own-address": "RFC 6047, 2.3",
	"own-answer": "RFC 5545, 3.2.17",
	"own-time": "RFC 5545, 3.3.5",
	"own-status": "RFC 5546, 3.2",
	"own-sequence": "RFC 5546, 2.1.4",
	"own-property": "RFC 5545, 3.8",
	"own-line-break": "RFC 5545, 3.1",
	# mails
	"mail-without-calendar": "RFC 6047, 2.4",
	"mail-alternative": "RFC 6047, 2.4",
	"mail-attachment": "RFC 6047, 2.6",
	"mail-copies-differ": "RFC 6047, 2.4",
	"mail-method": "RFC 6047, 2.4",
	"mail-component": "RFC 5545, 8.1",
	"mail-charset": "RFC 5545, 3.1.4",
	"mail-encoding": "RFC 6047, 2.5",
	"mail-attendee": "RFC 6047, 2",
}


@dataclass(frozen=True)
class Finding:
	"""
	:param subject: the property, parameter, component or header that is wrong.
	:param line: the physical line, counted from 1; 0 for the whole.
	"""

	code: str
	subject: str = ""
	line: int = 0

	@property
	def section(self) -> str:
		return RULES[self.code]

	def __str__(self):
		return f"line {self.line}: {self.code} {self.subject} ({self.section})"


class Report(list):
	def add(self, code: str, subject: str = "", line: int = 0) -> None:
		finding = Finding(code, subject, line)
		assert finding.section
		self.append(finding)
