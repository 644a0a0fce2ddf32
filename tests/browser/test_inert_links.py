"""A mailed link that acts when a browser with JavaScript only opens it, as sandboxes of mail filters do."""

import hashlib
import sqlite3
import time

import pytest

from tests.browser.conftest import SERVED

LOADS = 10
"""Of each link, the buttons focused and hovered over each time, but never pressed."""
SCHEDULE = {"tabScheduled Job Type", "tabScheduled Job Log", "tabRQ Job"}
"""Left out: the site's own clock writes them whether anybody looks or not."""

pytestmark = pytest.mark.skipif(bool(SERVED), reason="the tables of a site served elsewhere are not at hand")


@pytest.fixture
def checksums(site_folder):
	"""Of all tables, once mails that wait have been sent and nothing changes by itself."""

	def read():
		with sqlite3.connect(site_folder / "site.db", timeout=10) as database:
			tables = [
				table for (table,) in database.execute("select name from sqlite_master where type = 'table'")
			]
			rows = {table: database.execute(f"select * from `{table}`").fetchall() for table in tables}
		waiting = [
			row for row in rows["tabMM Message"] if "Reminder" not in row and {"Due", "Queued"} & set(row)
		]
		texts = {
			table: "\n".join(sorted(map(repr, rows[table]))) for table in tables if table not in SCHEDULE
		}
		return not waiting, {
			table: hashlib.sha256(text.encode()).hexdigest() for table, text in texts.items()
		}

	def read_at_rest():
		deadline = time.monotonic() + 20
		while time.monotonic() < deadline:
			(is_done, first), _pause, (_, second) = read(), time.sleep(0.6), read()
			if is_done and first == second:
				return first
		pytest.fail("the site's tables do not come to rest")

	return read_at_rest


def look_at(page, path):
	page.goto(path, wait_until="networkidle")
	for button in page.locator("main :is(a, button, input):visible").all()[:20]:
		button.hover(force=True)
		button.focus()
	page.mouse.wheel(0, 2000)
	page.wait_for_load_state("networkidle")


def differences(before, after):
	return sorted(table for table in before if before[table] != after[table])


def test_opening_the_links_changes_no_table(page, booked, checksums):
	before = checksums()
	for path in (booked.cancel_path, booked.reschedule_path) * LOADS:
		look_at(page, path)
		assert page.locator("form[method=post]").count() == 1
	assert differences(before, checksums()) == []


def test_pressing_the_button_is_what_changes_them(page, booked, checksums):
	"""The checksums see what they are there for."""
	before = checksums()
	look_at(page, booked.cancel_path)
	page.get_by_role("button", name="Confirm Cancellation").click()
	page.get_by_role("heading", name="Your booking has been cancelled").wait_for()
	assert {"tabMM Meeting Booking", "tabMM Message", "tabMM Time Claim"} <= set(
		differences(before, checksums())
	)
