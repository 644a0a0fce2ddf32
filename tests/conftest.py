"""The one site of a run, for all tests that need one."""

import pytest


@pytest.fixture(scope="session")
def opened_site(tmp_path_factory):
	from tests.site import hosts

	name = hosts.open_site(tmp_path_factory.mktemp("sites"))
	hosts.connect(name)
	hosts.prepare()
	yield name
	import frappe

	frappe.destroy()
