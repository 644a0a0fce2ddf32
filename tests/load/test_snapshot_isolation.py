"""The same on a MariaDB that refuses stale reads, as it does by default from 11.6.2."""

import frappe
import pytest

from tests.load import test_changes_at_once as changes
from tests.load import test_overlapping_starts as staggered
from tests.load import test_same_slot as same
from tests.load.scale import scale, scaled
from tests.load.servers import special_server

NAME = "innodb_snapshot_isolation"


@pytest.fixture(scope="module")
def strict_server(site_name, no_limits):
	if frappe.db.db_type != "mariadb":
		pytest.skip(f"{frappe.db.db_type} knows no {NAME}")
	if not frappe.db.sql(f"show variables like '{NAME}'"):
		version = frappe.db.sql("select version()")[0][0]
		pytest.skip(f"MariaDB {version} knows no {NAME}")
	with special_server(site_name, snapshot=True) as running:
		yield running


def test_same_slot(strict_server, make_scene, report):
	requests = scaled(same.REQUESTS, least=40)
	figures = same.fill_slots(strict_server.guests, make_scene(same.MEMBERS), same.ROUNDS, requests)
	report(f"same slot, {NAME}", scale=scale(), **figures)


def test_overlapping_starts(strict_server, make_scene, report):
	scene = make_scene(staggered.MEMBERS, **staggered.TYPE)
	figures = staggered.book_staggered(strict_server.guests, scene, scaled(staggered.REQUESTS, 200))
	report(f"overlapping starts, {NAME}", scale=scale(), **figures)


def test_two_moves(strict_server, make_scene, report):
	figures = changes.two_moves(strict_server.guests, make_scene(1), scaled(changes.RACES))
	report(f"reschedule || reschedule, {NAME}", scale=scale(), **figures)


def test_cancel_and_move(strict_server, make_scene, report):
	figures = changes.cancel_and_move(strict_server.guests, make_scene(1), scaled(changes.RACES))
	report(f"cancel || reschedule, {NAME}", scale=scale(), **figures)


def test_confirm_and_cancel(strict_server, make_scene, report):
	scene, staff = make_scene(1, requires_approval=1), changes.sign_in(strict_server.guests)
	figures = changes.confirm_and_cancel(strict_server.guests, scene, staff, scaled(changes.RACES))
	report(f"confirm || cancel, {NAME}", scale=scale(), **figures)
