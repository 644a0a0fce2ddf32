"""Content lines to nested components (RFC 5545, 3.4 and 3.6)."""

from dataclasses import dataclass, field

from tests.calendar_linter.content_lines import ContentLine
from tests.calendar_linter.findings import Report

PARENTS = {
	"VCALENDAR": (None,),
	"VEVENT": ("VCALENDAR",),
	"VTODO": ("VCALENDAR",),
	"VJOURNAL": ("VCALENDAR",),
	"VFREEBUSY": ("VCALENDAR",),
	"VTIMEZONE": ("VCALENDAR",),
	"VALARM": ("VEVENT", "VTODO"),
	"STANDARD": ("VTIMEZONE",),
	"DAYLIGHT": ("VTIMEZONE",),
}


@dataclass
class Component:
	name: str
	line: int
	properties: list[ContentLine] = field(default_factory=list)
	children: list["Component"] = field(default_factory=list)

	def all(self, name: str) -> list[ContentLine]:
		return [line for line in self.properties if line.name == name]

	def first(self, name: str) -> ContentLine | None:
		return next(iter(self.all(name)), None)

	def value(self, name: str) -> str:
		line = self.first(name)
		return line.value if line else ""

	def named(self, name: str) -> list["Component"]:
		return [child for child in self.children if child.name == name]

	def walk(self):
		yield self
		for child in self.children:
			yield from child.walk()


def calendars_of(lines: list[ContentLine], report: Report) -> list[Component]:
	"""The outermost components; whatever is not closed ends with its parent."""
	root = Component("", 0)
	stack = [root]
	for line in lines:
		if line.name == "BEGIN":
			_begin(line, stack, report)
		elif line.name == "END":
			_end(line, stack, report)
		elif len(stack) == 1:
			report.add("outside-calendar", line.name, line.number)
		else:
			stack[-1].properties.append(line)
	for open_component in stack[1:]:
		report.add("unclosed-component", open_component.name, open_component.line)
	return root.children


def _begin(line: ContentLine, stack: list[Component], report: Report) -> None:
	name = line.value.upper()
	parent = stack[-1].name or None
	if name not in PARENTS:
		if not name.startswith("X-"):
			report.add("unknown-component", name, line.number)
	elif parent not in PARENTS[name]:
		report.add("misplaced-component", name, line.number)
	component = Component(name, line.number)
	stack[-1].children.append(component)
	stack.append(component)


def _end(line: ContentLine, stack: list[Component], report: Report) -> None:
	name = line.value.upper()
	if stack[-1].name == name and len(stack) > 1:
		stack.pop()
		return
	report.add("wrong-end", name, line.number)
	if name in [component.name for component in stack[1:]]:
		while stack.pop().name != name:
			pass
