"""Imports run one way, and the app and localsite do not know each other."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = "meeting_manager"

LAYERS = (
	("scheduling",),
	("adapters", "presentation", "exceptions"),
	("meeting_manager.doctype", "permissions"),
	("tasks", "notifications"),
	("meeting_manager.api", "meeting_manager.report"),
	("www", "guest", "guest_pages"),
	("hooks", "install", "uninstall", "patches", "demo"),
)
"""From the lowest: a module imports from its own layer and those below it. `meeting_manager/__init__.py` is free to all."""

DOTTED_NAME = re.compile(rf"(localsite|{APP})(\.\w+)+")
WORDS_OF_THE_APP = re.compile(r"meeting_manager|\bMM |\bMM[A-Z]|meeting|booking", re.IGNORECASE)


def imported_modules(source, module):
	"""Absolute names that a module imports, inside functions and by dotted strings too."""
	package = module.split(".")[:-1]
	for node in ast.walk(ast.parse(source)):
		if isinstance(node, ast.Import):
			yield from (alias.name for alias in node.names)
		elif isinstance(node, ast.ImportFrom):
			base = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
			origin = ".".join(filter(None, (base, node.module)))
			yield from (f"{origin}.{alias.name}" for alias in node.names)
		elif isinstance(node, ast.Constant) and DOTTED_NAME.fullmatch(str(node.value)):
			yield node.value


def layer_of(name):
	"""The number of an app module's layer, None for the package's own names."""
	inside = name.removeprefix(f"{APP}.") if name != APP else ""
	for number, layer in enumerate(LAYERS):
		if any(f"{inside}.".startswith(f"{prefix}.") for prefix in layer):
			return number
	return None


def violations(module, source):
	own = layer_of(module)
	for name in imported_modules(source, module):
		top = name.split(".")[0]
		if top == "localsite":
			yield f"{module} knows localsite: {name}"
		if own == 0 and top != APP and top not in sys.stdlib_module_names:
			yield f"{module} is pure and imports {name}"
		if top != APP:
			continue
		other = layer_of(name)
		if other is not None and own is not None and other > own:
			yield f"{module} imports {name} from a layer above"


def app_modules():
	for path in sorted((ROOT / APP).rglob("*.py")):
		parts = path.relative_to(ROOT).with_suffix("").parts
		yield ".".join(parts).removesuffix(".__init__"), path


@pytest.mark.parametrize(("module", "path"), [pytest.param(*row, id=row[0]) for row in app_modules()])
def test_module_imports_from_its_own_layer_and_below(module, path):
	assert list(violations(module, path.read_text())) == []


def test_every_module_has_a_layer():
	homeless = [module for module, path in app_modules() if layer_of(module) is None and path.stat().st_size]
	assert homeless == [APP]


@pytest.mark.parametrize(
	("module", "source"),
	[
		pytest.param("scheduling.slots", "import frappe", id="the core imports frappe"),
		pytest.param("scheduling.slots", "from dateutil import tz", id="the core imports a library"),
		pytest.param(
			"scheduling.slots", "from meeting_manager.adapters import fields", id="core to adapters"
		),
		pytest.param(
			"adapters.fields", "from meeting_manager.meeting_manager.doctype import x", id="adapters up"
		),
		pytest.param(
			"meeting_manager.doctype.mm_settings.mm_settings",
			"def f():\n\tfrom meeting_manager.meeting_manager.api.guest import refuse_link",
			id="a doctype imports the API inside a function",
		),
		pytest.param(
			"meeting_manager.doctype.mm_settings.mm_settings",
			"frappe.get_attr('meeting_manager.notifications.booking_mail.send')",
			id="a doctype calls notifications by name",
		),
		pytest.param("meeting_manager.api.public", "import meeting_manager.www.book.index", id="API to www"),
		pytest.param("notifications.booking_mail", "from ..meeting_manager.api import public", id="relative"),
		pytest.param("tasks", "import localsite", id="the app imports localsite"),
		pytest.param("www.book.index", "importlib.import_module('localsite.site')", id="localsite by name"),
	],
)
def test_this_test_sees_a_forbidden_import(module, source):
	assert len(list(violations(f"{APP}.{module}", source))) == 1


@pytest.mark.parametrize(
	("module", "source"),
	[
		("scheduling.slots", "from zoneinfo import ZoneInfo\nfrom meeting_manager.scheduling import zones"),
		(
			"meeting_manager.api.public",
			"from meeting_manager.meeting_manager.api.guest import READ\nimport frappe",
		),
		(
			"www.book.index",
			"from meeting_manager.guest.page import show\nfrom meeting_manager import __version__",
		),
	],
)
def test_this_test_lets_a_proper_import_pass(module, source):
	assert list(violations(f"{APP}.{module}", source)) == []


def test_localsite_knows_nothing_of_meetings():
	told = [
		f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
		for path in sorted((ROOT / "localsite").rglob("*"))
		if path.suffix in {".py", ".json", ".html", ".txt", ".md", ".css", ".js", ".toml"}
		for number, line in enumerate(path.read_text().splitlines(), 1)
		if WORDS_OF_THE_APP.search(line)
	]
	assert told == []


@pytest.mark.parametrize(
	"line", ["import meeting_manager", 'get_doc("MM Settings")', "class MMBooking:", "# a Booking"]
)
def test_this_test_sees_a_word_of_the_app(line):
	assert WORDS_OF_THE_APP.search(line)
