"""The files that every guest page loads."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import frappe

FILES = ("css/guest.css", "js/guest.js")


@lru_cache(maxsize=1)
def asset_version() -> str:
	"""Return what their addresses end with, so that a browser keeps no older ones."""
	public = Path(frappe.get_app_path("meeting_manager", "public"))
	return sha256(b"".join((public / name).read_bytes() for name in FILES)).hexdigest()[:8]
