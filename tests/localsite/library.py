"""A throwaway app "library" in a temporary folder and a site of its own for every test."""

import importlib
import json
import shutil
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READERS = {"role": "Reader", "read": 1}
KEEPERS = {"role": "Keeper", "read": 1, "write": 1, "create": 1, "delete": 1}

HOOKS = """
app_name = "library"
after_install = "library.events.after_install"
before_uninstall = "library.events.before_uninstall"
after_migrate = ["library.events.after_migrate"]
doc_events = {
	"Book": {"validate": "library.events.note", "on_update": "library.events.note"},
	("Author", "Loan"): {"after_insert": "library.events.note"},
	"*": {"on_trash": "library.events.note"},
}
has_permission = {"Loan": "library.events.may_see_loan"}
permission_query_conditions = {
	"Copy": "library.events.copy_conditions",
	"Loan": "library.events.loan_conditions",
}
"""
EVENTS = """
import frappe

noted = []


def note(doc, method):
	noted.append(f"hook {doc.doctype}.{method}")


def after_install():
	noted.append(f"after_install sees {frappe.db.count('Book')} books")


def before_uninstall():
	noted.append("before_uninstall")


def after_migrate():
	noted.append("after_migrate")


def may_see_loan(doc, ptype, user):
	if doc.remark == "secret":
		return False


def loan_conditions(user):
	return "" if "Keeper" in frappe.get_roles(user) else "ifnull(`tabLoan`.remark, '') not like 'hidden%'"


def copy_conditions(user):
	return "`tabCopy`.shelf != 'cellar'"
"""
BOOK = """
from library import events
from frappe.model.document import Document

METHODS = ("before_insert", "before_naming", "before_validate", "validate", "before_save", "after_insert",
	"on_update", "on_change", "on_trash", "after_delete")


class Book(Document):
	@property
	def spine(self):
		return f"{self.title} ({self.pages})"


def _noting(method):
	return lambda self: events.noted.append(f"{method} name={bool(self.name)} new={self.is_new()}")


for method in METHODS:
	setattr(Book, method, _noting(method))


def on_doctype_update():
	import frappe

	frappe.db.add_unique("Book", ["title", "author"])
	frappe.db.add_index("Book", ["pages", "state"])
"""


def field(fieldname, fieldtype="Data", **properties):
	label = fieldname.replace("_", " ").title()
	return {"fieldname": fieldname, "fieldtype": fieldtype, "label": label, **properties}


DOCTYPES = {
	"Author": {
		"autoname": "field:author_name",
		"fields": [
			field("author_name", reqd=1),
			field("country"),
			field("royalty", "Float", permlevel=1),
		],
		"permissions": [READERS, KEEPERS, {"role": "Keeper", "permlevel": 1, "read": 1, "write": 1}],
	},
	"Copy": {
		"istable": 1,
		"fields": [field("shelf", reqd=1), field("bought_on", "Date"), field("worn", "Check")],
	},
	"Book": {
		"autoname": "hash",
		"fields": [
			field("title", reqd=1, length=40),
			field("isbn", unique=1),
			field("author", "Link", options="Author", set_only_once=1),
			field("author_country", fetch_from="author.country"),
			field("state", "Select", options="New\nLent\nLost"),
			field("pages", "Int", non_negative=1),
			field("price", "Float"),
			field("published", "Datetime", search_index=1),
			field("opens", "Time"),
			field("entered", "Date", default="Today"),
			field("notes", "Text"),
			field("extra", "JSON"),
			field("contact", options="Email"),
			field("combination", "Password"),
			field("spine", is_virtual=1),
			field("copies", "Table", options="Copy"),
		],
		"permissions": [KEEPERS],
	},
	"Loan": {
		"autoname": "format:LOAN-{reader}-{YYYY}",
		"fields": [field("reader", reqd=1), field("book", "Link", options="Book"), field("remark")],
		"permissions": [KEEPERS, {**KEEPERS, "role": "Reader"}],
	},
	"Opening": {
		"issingle": 1,
		"fields": [
			field("open_from", "Time"),
			field("places", "Int", default="12"),
			field("closed", "Check"),
			field("since", "Date"),
		],
		"permissions": [KEEPERS],
	},
}


def write_app(folder):
	package = folder / "library"
	files = {
		"__init__.py": "",
		"hooks.py": HOOKS,
		"events.py": EVENTS,
		"modules.txt": "Library\n",
		"patches.txt": "",
		"library/__init__.py": "",
		"library/doctype/__init__.py": "",
	}
	for name, definition in DOCTYPES.items():
		place = f"library/doctype/{name.lower()}/"
		definition = {"doctype": "DocType", "name": name, "module": "Library", **definition}
		files[f"{place}__init__.py"] = ""
		files[f"{place}{name.lower()}.json"] = json.dumps(definition)
		plain = f"from frappe.model.document import Document\n\n\nclass {name}(Document):\n\tpass\n"
		files[f"{place}{name.lower()}.py"] = BOOK if name == "Book" else plain
	for name, text in files.items():
		path = package / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text)
	return package


class Library:
	"""The site and the app's folder, as the tests change them."""

	def __init__(self, folder, package):
		self.folder = folder
		self.package = package
		self.originals = {}

	@property
	def noted(self):
		return importlib.import_module("library.events").noted

	def change(self, doctype, change):
		"""Rewrite a DocType's JSON with what the function makes of it."""
		path = self.package / "library" / "doctype" / doctype.lower() / f"{doctype.lower()}.json"
		definition = json.loads(path.read_text())
		change(definition)
		self.write(path, json.dumps(definition))

	def write(self, path, text):
		"""Change a file of the app until the test is over."""
		self.originals.setdefault(path, path.read_text() if path.exists() else None)
		path.write_text(text)
		importlib.invalidate_caches()

	def restore(self):
		for path, text in self.originals.items():
			path.unlink() if text is None else path.write_text(text)

	def elsewhere(self, function):
		"""Run the function on the site in another thread, so on another connection, and return its answer."""
		from localsite.site import open_site

		answers = []

		def run():
			try:
				with open_site(self.folder):
					answers.append(function())
			except Exception as error:
				answers.append(error)

		thread = threading.Thread(target=run)
		thread.start()
		thread.join()
		return answers[0]

	def make_user(self, name, *roles):
		import frappe

		user = {"doctype": "User", "email": f"{name}@example.com", "first_name": name.title()}
		return frappe.get_doc({**user, "roles": [{"role": role} for role in roles]}).insert().name


@pytest.fixture(scope="session")
def library_origin(tmp_path_factory):
	sys.path.insert(0, str(ROOT))
	from localsite.site import make_site

	folder = tmp_path_factory.mktemp("library")
	package = write_app(folder / "apps")
	make_site(folder / "origin", apps=["library"], apps_path=folder / "apps")
	return folder / "origin", package


@pytest.fixture
def library(library_origin, tmp_path):
	"""A fresh copy of the site, connected as Administrator."""
	from localsite.site import open_site

	origin, package = library_origin
	folder = tmp_path / "site"
	folder.mkdir()
	for name in ("site_config.json", "site.db"):
		shutil.copy(origin / name, folder)
	library = Library(folder, package)
	with open_site(folder):
		library.noted.clear()
		yield library
	library.restore()


@pytest.fixture
def frappe(library):
	import frappe

	return frappe
