"""Mail templates that operators write: what may stand in them, and how they are rendered.

They get values and nothing else of the site, and every value is escaped: a guest's name with HTML or Jinja in it stays text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = frozenset(
	[
		"recipient_name",
		"customer_name",
		"members",
		"meeting",
		"department",
		"date",
		"hours",
		"begins",
		"zone",
		"when",
		"before",
		"starts_in",
		"place",
		"reference",
		"headline",
		"lead",
		"facts",
		"links",
		"notes",
		"terms",
		"reschedule_url",
		"cancel_url",
		"book_again_url",
		"booking_url",
		"company",
		"support_email",
		"support_phone",
	]
)
"""What stands in a template between double braces; a name without a value for the occasion is empty."""
FORBIDDEN_FILTERS = frozenset({"safe", "xmlattr", "urlize", "tojson"})
FORBIDDEN_NODES = (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier, nodes.Include, nodes.Import)
FORBIDDEN_NODES += (nodes.FromImport, nodes.Extends)
UNQUOTED_ATTRIBUTE = re.compile(r"<[^<>]*\s[\w:-]+\s*=\s*$")


class WrongTemplateError(ValueError):
	"""Says what is wrong, in English, with the line where Jinja knows it."""


@lru_cache(maxsize=2)
def environment(is_html: bool) -> ImmutableSandboxedEnvironment:
	made = ImmutableSandboxedEnvironment(autoescape=is_html, undefined=StrictUndefined)
	made.globals = {"range": made.globals["range"]}
	for name in FORBIDDEN_FILTERS:
		del made.filters[name]
	return made


def render(source: str, values: dict, is_html: bool) -> str:
	"""
	:raises WrongTemplateError: whatever its author has done wrong.
	"""
	template = compile_template(source, is_html)
	try:
		return template.render(values)
	except Exception as error:  # a template may do anything that Python can refuse
		raise WrongTemplateError(f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=64)
def compile_template(source: str, is_html: bool) -> Template:
	"""
	:raises WrongTemplateError: it cannot be parsed, would let markup through, or uses a name that is not there.
	"""
	made = environment(is_html)
	try:
		tree = made.parse(source)
		fault = _fault(tree)
		template = made.from_string(source)
	except TemplateSyntaxError as error:
		raise WrongTemplateError(f"line {error.lineno}: {error.message}") from error
	except TemplateError as error:
		raise WrongTemplateError(str(error)) from error
	if fault:
		raise WrongTemplateError(fault)
	return template


def _fault(tree: nodes.Template) -> str | None:
	for node in tree.find_all(FORBIDDEN_NODES):
		return f"line {node.lineno}: {type(node).__name__} is not possible here"
	for node in tree.find_all(nodes.Filter):
		if node.name in FORBIDDEN_FILTERS:
			return f"line {node.lineno}: the filter {node.name} is not possible here"
	unknown = sorted(meta.find_undeclared_variables(tree) - NAMES - {"range"})
	if unknown:
		return f"there is no {unknown[0]}. There are {', '.join(sorted(NAMES))}"
	return _unquoted(tree)


def _unquoted(tree: nodes.Template) -> str | None:
	"""A value with a space in it would begin another attribute."""
	for output in tree.find_all(nodes.Output):
		for before, node in zip(output.nodes, output.nodes[1:], strict=False):
			if isinstance(before, nodes.TemplateData) and UNQUOTED_ATTRIBUTE.search(before.data):
				return f"line {node.lineno}: write quotes around the value of the attribute"
	return None


def refuse_wrong(subject: str, body: str) -> None:
	"""
	:raises WrongTemplateError: one of the two cannot be used.
	"""
	compile_template(subject or "", False)
	compile_template(body or "", True)
