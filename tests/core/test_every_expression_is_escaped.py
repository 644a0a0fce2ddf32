"""Frappe's Jinja escapes nothing by itself: each expression of a page or a mail has to."""

import re
from pathlib import Path

import pytest

jinja2 = pytest.importorskip("jinja2")
from jinja2 import nodes  # noqa: E402

APP = Path(__file__).resolve().parents[2] / "meeting_manager"
FOLDERS = ("www", "templates/guest", "templates/staff", "templates/emails", "meeting_manager/print_format")
TEMPLATES = sorted(path for folder in FOLDERS for path in (APP / folder).rglob("*.html"))

ESCAPING = {"e", "escape"}
JSON, MADE_JSON = "tojson", "json"
"""The filter, and the name of values that it has gone over already: escaping them leaves quotes."""
UNSAFE_FILTERS = {"safe", "striptags", "xmlattr", "urlize"}
UNQUOTED_ATTRIBUTE = re.compile(r"\s[\w:-]+\s*=\s*$")
DATA_ATTRIBUTE = re.compile(r"\sdata-[a-z-]+='$")
SCRIPT_OPEN = re.compile(r"<script[^>]*>[^<]*$")


def find_faults(source: str) -> list[str]:
	"""Return "line: what is wrong" for everything that may let markup through."""
	tree = jinja2.Environment().parse(source)
	return [*_unescaped_outputs(tree), *_tricks(tree)]


def _unescaped_outputs(tree):
	for output in tree.find_all(nodes.Output):
		before = ""
		for node in output.nodes:
			if isinstance(node, nodes.TemplateData):
				before = node.data
				continue
			fault = _fault_of(node, before)
			if fault:
				yield f"{node.lineno}: {fault}"
			before = ""


def _fault_of(node, before: str) -> str | None:
	last_filter = node.name if isinstance(node, nodes.Filter) else None
	if last_filter == JSON or getattr(getattr(node, "node", None), "attr", None) == MADE_JSON:
		in_place = DATA_ATTRIBUTE.search(before) or SCRIPT_OPEN.search(before)
		return None if in_place else "JSON outside a script or a single-quoted data attribute"
	if last_filter not in ESCAPING:
		return "not escaped"
	return "in an attribute without quotes" if UNQUOTED_ATTRIBUTE.search(before) else None


def _tricks(tree):
	for used in tree.find_all(nodes.Filter):
		if used.name in UNSAFE_FILTERS:
			yield f"{used.lineno}: filter {used.name}"
	for node in tree.find_all(
		(nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.FilterBlock)
	):
		yield f"{node.lineno}: {type(node).__name__}"
	for name in tree.find_all(nodes.Name):
		if name.name == "Markup":
			yield f"{name.lineno}: Markup"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(APP)))
def test_every_expression_is_escaped(path):
	assert find_faults(path.read_text(encoding="utf-8")) == []


def test_there_are_templates():
	assert {path.parts[-3] for path in TEMPLATES} & {"www"}
	assert any("guest" in path.parts for path in TEMPLATES)


@pytest.mark.parametrize(
	("source", "fault"),
	[
		("{{ name }}", "1: not escaped"),
		("{{ name|upper }}", "1: not escaped"),
		("{{ name|e|upper }}", "1: not escaped"),
		("{{ _('Hello {0}').format(name) }}", "1: not escaped"),
		("{{ name|e if name else other }}", "1: not escaped"),
		("{{ name|e ~ other }}", "1: not escaped"),
		("\n{{ field() }}", "2: not escaped"),
		("{{ name|safe|e }}", "1: filter safe"),
		("{{ Markup(name)|e }}", "1: Markup"),
		("{% autoescape false %}{{ name|e }}{% endautoescape %}", "1: ScopedEvalContextModifier"),
		("{% filter safe %}{{ name|e }}{% endfilter %}", "1: FilterBlock"),
		("<a href={{ url|e }}>", "1: in an attribute without quotes"),
		("<p>{{ values|tojson }}</p>", "1: JSON outside a script or a single-quoted data attribute"),
		('<p data-x="{{ picker.json|e }}">', "1: JSON outside a script or a single-quoted data attribute"),
		('<p data-x="{{ values|tojson }}">', "1: JSON outside a script or a single-quoted data attribute"),
	],
)
def test_a_leak_is_found(source, fault):
	assert fault in find_faults(source)


@pytest.mark.parametrize(
	"source",
	[
		"{{ name|e }}",
		'<a href="{{ url|urlencode|e }}">',
		"{% for part in parts %}{{ part.name|escape }}{% endfor %}",
		"{{ _('Hello {0}').format(name)|e }}",
		"<p data-x='{{ values|tojson }}'>",
		"<script>const x = {{ values|tojson }};</script>",
	],
)
def test_what_is_escaped_passes(source):
	assert find_faults(source) == []
