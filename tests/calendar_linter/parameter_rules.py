"""Which parameters there are and what they may say (RFC 5545, 3.2; RFC 6638, 7; RFC 7986, 6)."""

import re

from tests.calendar_linter.content_lines import ContentLine, ParameterValue
from tests.calendar_linter.findings import Report
from tests.calendar_linter.property_rules import PropertyRule
from tests.calendar_linter.value_types import address, uri

CHOICES = {
	"CUTYPE": {"INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"},
	"ROLE": {"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"},
	"PARTSTAT": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"},
	"RSVP": {"TRUE", "FALSE"},
	"RELATED": {"START", "END"},
	"RANGE": {"THISANDFUTURE"},
	"RELTYPE": {"PARENT", "CHILD", "SIBLING"},
	"ENCODING": {"8BIT", "BASE64"},
	"DISPLAY": {"BADGE", "GRAPHIC", "FULLSIZE", "THUMBNAIL"},
	"FEATURE": {"AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"},
	"SCHEDULE-AGENT": {"SERVER", "CLIENT", "NONE"},
	"SCHEDULE-FORCE-SEND": {"REQUEST", "REPLY"},
}
FREE = {"CN", "LANGUAGE", "TZID", "FMTTYPE", "EMAIL", "LABEL", "SCHEDULE-STATUS", "VALUE"}
ADDRESSES = {"SENT-BY": address, "DELEGATED-TO": address, "DELEGATED-FROM": address, "MEMBER": address}
QUOTED = {**ADDRESSES, "ALTREP": uri, "DIR": uri}
LISTS = {"DELEGATED-TO", "DELEGATED-FROM", "MEMBER", "DISPLAY", "FEATURE"}
OPEN = {"CUTYPE", "ROLE", "PARTSTAT", "RELTYPE", "DISPLAY", "FEATURE", "SCHEDULE-AGENT"}
"""May hold X- words too."""
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def lint_parameters(line: ContentLine, rule: PropertyRule | None, report: Report) -> None:
	for name, values in line.parameters.items():
		if name.startswith("X-"):
			continue
		if name not in CHOICES.keys() | FREE | QUOTED.keys():
			report.add("unknown-parameter", name, line.number)
			continue
		if rule and name != "VALUE" and name not in rule.parameters:
			report.add("misplaced-parameter", name, line.number)
		if len(values) > 1 and name not in LISTS:
			report.add("many-parameter-values", name, line.number)
		for value in values:
			code = _fault(name, value)
			if code:
				report.add(code, name, line.number)


def _fault(name: str, value: ParameterValue) -> str:
	if name in QUOTED:
		if not value.is_quoted:
			return "unquoted-parameter"
		return "bad-parameter-value" if QUOTED[name](value.text) else ""
	if name in CHOICES:
		word = value.text.upper()
		allowed = word in CHOICES[name] or (name in OPEN and word.startswith("X-"))
		return "" if allowed else "bad-parameter-value"
	if name == "LANGUAGE" and not LANGUAGE.fullmatch(value.text):
		return "bad-parameter-value"
	return "bad-parameter-value" if name == "TZID" and not value.text else ""
