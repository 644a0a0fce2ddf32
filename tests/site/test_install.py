"""What installing the app does, and that it may run again."""

from hashlib import sha256

import frappe
import pytest

from meeting_manager import hooks, install
from meeting_manager.presentation.desk_assets import PUBLIC
from tests.site.hosts import BENCH_SITE

ROLES = {"MM Manager", "MM Department Leader", "MM Member"}


@pytest.mark.skipif(not BENCH_SITE, reason="localsite reads the modules of an app whenever it needs them")
def test_list_of_modules_without_the_app_is_read_anew(site, monkeypatch):
	"""As after a bench command that ran before the app was fetched: with that list no table would be made."""
	known = {app: modules for app, modules in frappe.local.app_modules.items() if app != "meeting_manager"}
	monkeypatch.setattr(frappe.local, "app_modules", known, raising=False)
	frappe.cache.delete_value("app_modules")
	install.before_install()
	assert frappe.local.app_modules["meeting_manager"] == ["meeting_manager"]


def test_roles_and_settings_are_there_after_every_run(site):
	for _run in range(2):
		install.after_install()
		install.after_migrate()
	assert set(frappe.get_all("Role", {"name": ["in", list(ROLES)]}, pluck="name")) == ROLES
	assert frappe.get_all("Role", {"name": ["in", list(ROLES)], "desk_access": 0}) == []


def test_second_run_keeps_settings_that_were_changed(site):
	frappe.db.set_single_value("MM Settings", "guest_writes_per_minute", 7)
	install.after_install()
	assert frappe.db.get_single_value("MM Settings", "guest_writes_per_minute") == 7


@pytest.mark.parametrize(
	("fieldname", "default"), [("guest_writes_per_minute", 20), ("guest_reads_per_minute", 300)]
)
def test_limits_are_set_before_anybody_opens_the_settings(site, fieldname, default):
	frappe.db.delete("Singles", {"doctype": "MM Settings"})
	frappe.clear_document_cache("MM Settings", "MM Settings")
	install.save_default_settings()
	stored = frappe.db.get_singles_dict("MM Settings")
	assert int(stored[fieldname]) == default
	frappe.clear_document_cache("MM Settings", "MM Settings")


@pytest.mark.parametrize("kind", ["app_include_js", "app_include_css"])
def test_every_file_that_the_desk_loads_is_there(kind):
	"""A misspelt one would leave the forms without their script."""
	for address in getattr(hooks, kind):
		path, digest = address.removeprefix("/assets/meeting_manager/").split("?v=")
		content = (PUBLIC / path).read_bytes()
		assert sha256(content).hexdigest().startswith(digest)
