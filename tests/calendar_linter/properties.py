"""One property at a time: type, value and parameters."""

from tests.calendar_linter import value_types
from tests.calendar_linter.components import Component
from tests.calendar_linter.content_lines import ContentLine
from tests.calendar_linter.findings import Report
from tests.calendar_linter.parameter_rules import lint_parameters
from tests.calendar_linter.property_rules import PROPERTIES, PropertyRule


def lint_properties(component: Component, report: Report) -> None:
	for line in component.properties:
		rule = PROPERTIES.get(line.name)
		lint_parameters(line, rule, report)
		if rule:
			_lint_place(line, rule, component, report)
			_lint_value(line, rule, report)
		elif not line.name.startswith("X-"):
			report.add("unknown-property", line.name, line.number)


def _lint_place(line: ContentLine, rule: PropertyRule, component: Component, report: Report) -> None:
	if component.name not in rule.within:
		report.add("misplaced-property", line.name, line.number)
	elif not rule.many and component.first(line.name) is not line:
		report.add("repeated-property", line.name, line.number)


def _lint_value(line: ContentLine, rule: PropertyRule, report: Report) -> None:
	kind = line.parameter("VALUE").upper() or rule.types[0]
	if rule.needs_value_type and "VALUE" not in line.parameters:
		report.add("value-type-missing", line.name, line.number)
	if kind not in rule.types:
		report.add("bad-value-type", line.name, line.number)
		return
	values = line.value.split(",") if line.name in ("EXDATE", "RDATE") else [line.value]
	for value in values:
		code = _fault(kind, value, rule)
		if code:
			report.add(code, line.name, line.number)


def _fault(kind: str, value: str, rule: PropertyRule) -> str:
	code = "" if kind == "TEXT" and rule is PROPERTIES["REQUEST-STATUS"] else value_types.CHECKS[kind](value)
	if code:
		return code
	if rule.is_utc and not value.endswith("Z"):
		return "not-utc"
	if rule.choices and value.upper() not in rule.choices and not value.upper().startswith("X-"):
		return "bad-choice"
	if kind == "INTEGER" and not _fits(int(value), rule):
		return "out-of-range"
	return ""


def _fits(number: int, rule: PropertyRule) -> bool:
	return (rule.least is None or number >= rule.least) and (rule.most is None or number <= rule.most)
