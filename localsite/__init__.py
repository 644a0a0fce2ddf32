"""A Frappe site in one process, for a machine without a bench.

localsite offers the part of the `frappe` API that the app uses, under Frappe's own module paths, on SQLite. It reads
the app as Frappe does (hooks, modules, DocType JSON, patches, templates, pages) and keeps Frappe's dangerous defaults,
so that a mistake shows here too. What it lacks answers with an error that names the missing call. It knows nothing of
any app, an app never imports it, and on a bench it is neither installed nor imported.
"""

import sys
from pathlib import Path

HOST = Path(__file__).parent / "host"


def activate():
	"""Make `import frappe` find localsite's host from here on."""
	loaded = sys.modules.get("frappe")
	if loaded and not Path(loaded.__file__).is_relative_to(HOST):
		raise RuntimeError("frappe is imported already: localsite cannot stand in for it. Use the bench.")
	if str(HOST) not in sys.path:
		sys.path.insert(0, str(HOST))
	if not any(isinstance(finder, _MissingModules) for finder in sys.meta_path):
		sys.meta_path.append(_MissingModules())


class _MissingModules:
	"""Name the module of Frappe that localsite lacks; asked last, when nobody else found it."""

	def find_spec(self, name, path=None, target=None):
		if name.startswith("frappe."):
			raise ModuleNotFoundError(f"localsite does not offer the module {name}: use a bench", name=name)
		return None
