"""The two hosts that the same tests run on: localsite in a temporary folder, or a site of a real bench."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCH_SITE = os.environ.get("MM_BENCH_SITE")
"""Set by `./test --bench DIR --site NAME`, which also makes DIR/sites the working directory."""


def make_frappe_importable() -> None:
	if not BENCH_SITE:
		sys.path.insert(0, str(ROOT))
		import localsite

		localsite.activate()


def open_site(folder: Path) -> str:
	"""The name of a site with the app installed, its parent the working directory."""
	if BENCH_SITE:
		return BENCH_SITE
	from localsite.site import make_site

	make_site(folder / "test.localhost", apps=["meeting_manager"], apps_path=ROOT)
	os.chdir(folder)
	return "test.localhost"


def prepare() -> None:
	"""Give a site that no setup wizard has seen a language and a zone; end the run where mails cannot be queued."""
	import frappe

	if not frappe.db.get_single_value("System Settings", "time_zone"):
		for field, value in {"language": "en", "time_zone": "Europe/Berlin"}.items():
			frappe.db.set_single_value("System Settings", field, value)
		frappe.db.commit()
	if BENCH_SITE and not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		pytest.exit(f"{BENCH_SITE} has no default outgoing Email Account. Make one first", returncode=2)


def connect(site: str) -> None:
	import frappe

	frappe.init(site=site, sites_path=".", force=True)
	frappe.connect()
	frappe.set_user("Administrator")
