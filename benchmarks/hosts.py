"""Open the site that is measured: a folder of localsite, or a site of a real bench."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class UnusableSite(Exception):
	"""Says why nothing was measured, and what to give instead."""


@contextmanager
def open_site(site: str, bench: Path | None) -> Iterator[str]:
	"""Connect to the site and say what hosts it.

	:param site: a folder, or with `bench`, whose environment has to run this process, the name of one of its sites.
	"""
	with _open_bench_site(bench, site) if bench else _open_localsite(Path(site).resolve()):
		import frappe

		if "meeting_manager" not in frappe.get_installed_apps():
			raise UnusableSite(f"Meeting Manager is not installed on {site}")
		product = f"Frappe {frappe.__version__}" if bench else "localsite"
		yield f"{product}, {frappe.db.db_type}"


@contextmanager
def reopen_site(site: str, bench: Path | None) -> Iterator[None]:
	"""Connect once more to a site that `open_site` has made ready, as another process or after an interval."""
	if bench:
		with _open_bench_site(bench, site):
			yield
	else:
		from localsite.site import open_site as open_folder

		with open_folder(Path(site).resolve()):
			yield


def is_in_bench(bench: Path) -> bool:
	return Path(sys.prefix).resolve() == (bench / "env").resolve()


def run_in_bench(bench: Path, site: str, program: str = "benchmarks.slots", more: Sequence = ()) -> int:
	"""Measure in a process of the bench's own Python, and return its exit code."""
	python = bench.resolve() / "env" / "bin" / "python"
	if not python.exists():
		raise UnusableSite(f"{bench} is not a bench: it has no env/bin/python")
	options = ["--bench", bench.resolve(), "--site", site, *map(str, more)]
	return subprocess.call([python, "-m", program, *options], cwd=ROOT)


@contextmanager
def _open_localsite(folder: Path) -> Iterator[None]:
	"""Make the site, or bring it up to date; it may hold nothing but the benchmark's own data."""
	if importlib.util.find_spec("werkzeug") is None:
		raise UnusableSite("localsite's packages are missing: run ./test once, then use .venv/bin/python")
	from localsite.site import make_site, open_site

	is_new = not (folder / "site_config.json").exists()
	if is_new:
		_require_empty(folder)
		settings = {"time_zone": "Europe/Berlin"}
		make_site(folder, apps=["meeting_manager"], apps_path=ROOT, system_settings=settings)
	with open_site(folder):
		if not is_new:
			_update(folder)
		yield


def _require_empty(folder: Path) -> None:
	if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
		raise UnusableSite(f"{folder} is not empty and no localsite: give a folder that does not exist yet")


def _update(folder: Path) -> None:
	from frappe.migrate import migrate

	from benchmarks.site_data import holds_other_data

	if holds_other_data():
		raise UnusableSite(f"{folder} holds other departments: give a folder that does not exist yet")
	migrate()


@contextmanager
def _open_bench_site(bench: Path, name: str) -> Iterator[None]:
	os.chdir(bench / "sites")
	if not Path(name, "site_config.json").exists():
		raise UnusableSite(f"{bench} has no site {name}")
	import frappe

	frappe.init(site=name, sites_path=".")
	frappe.connect()
	try:
		yield
	finally:
		frappe.destroy()
