"""Load tests: real HTTP to a real server. `./test --load` runs them, a plain `./test` only the small ones."""

import json
from pathlib import Path

import pytest

from tests.load.scale import load_is_asked_for

LIMITS = ("guest_writes_per_minute", "guest_reads_per_minute", "bookings_per_address_per_day")


def pytest_collection_modifyitems(config, items):
	here = Path(__file__).parent
	for item in items:
		if here in item.path.parents and not item.get_closest_marker("small"):
			item.add_marker(pytest.mark.load)
	if load_is_asked_for():
		return
	dropped = [item for item in items if item.get_closest_marker("load")]
	items[:] = [item for item in items if item not in dropped]
	config.hook.pytest_deselected(items=dropped)


@pytest.fixture
def report(request):
	"""Print a line of figures past pytest's capture: `report("same slot", requests=1000)`."""
	capture = request.config.pluginmanager.getplugin("capturemanager")

	def print_figures(test, **figures):
		with capture.global_and_fixture_disabled():
			print("\n" + json.dumps({"test": test, **figures}), flush=True)

	return print_figures


@pytest.fixture(scope="session")
def site_name(opened_site):
	return opened_site


@pytest.fixture(scope="module")
def no_limits(site_name):
	"""All guests of a load test come from one address, and no limit is to stop them."""
	import frappe

	from tests.load.scene import remove_interrupted_scenes

	remove_interrupted_scenes()
	settings = frappe.get_doc("MM Settings")
	before = {field: settings.get(field) for field in LIMITS if settings.meta.has_field(field)}
	_set(dict.fromkeys(before, 0))
	yield
	_set(before)


def _set(values):
	import frappe

	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.get_doc("MM Settings").update(values).save()
	frappe.db.commit()


@pytest.fixture(scope="module")
def server(site_name, no_limits):
	"""Gone before other tests: it delivers the mails of the site."""
	from tests.load.servers import usual_server

	with usual_server(site_name) as running:
		yield running


@pytest.fixture
def make_scene(site_name, no_limits):
	"""A department that goes with the test: `make_scene(3, duration=60)`."""
	import frappe

	from tests.load import scene

	frappe.set_user("Administrator")
	made = []

	def make(*arguments, **values):
		made.append(scene.make_scene(*arguments, cast=len(made), **values))
		return made[-1]

	yield make
	for one in made:
		scene.remove_scene(one)
