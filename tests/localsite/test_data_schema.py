"""Tables that follow the DocTypes, and what happens at install, migrate and uninstall."""

import datetime as dt
import importlib
import sys

import pytest

pytest_plugins = ["tests.localsite.library"]


def migrate():
	from frappe.migrate import migrate

	return migrate()


def add(**properties):
	return lambda definition: definition["fields"].append({"label": "Added", **properties})


def edit(fieldname, **properties):
	def change(definition):
		next(each for each in definition["fields"] if each["fieldname"] == fieldname).update(properties)

	return change


def drop(fieldname):
	def change(definition):
		definition["fields"] = [each for each in definition["fields"] if each["fieldname"] != fieldname]

	return change


def test_what_an_installation_leaves(library, frappe):
	assert frappe.get_installed_apps() == ["frappe", "library"]
	assert frappe.db.exists("Role", "Keeper")
	assert frappe.db.has_index("tabBook", "unique_title_author")
	assert frappe.db.has_index("tabBook", "pages_state_index")
	assert migrate() == ["nothing to change"]
	assert library.noted == ["after_migrate"]


@pytest.mark.parametrize(
	("change", "done"),
	[
		(add(fieldname="weight", fieldtype="Int", default="3"), ["added tabBook.weight"]),
		(add(fieldname="part", fieldtype="Section Break"), ["updated Book"]),
		(
			add(fieldname="rank", fieldtype="Data", search_index=1),
			["added tabBook.rank", "created index tabBook.rank.index"],
		),
		(edit("notes", unique=1), ["created index tabBook.notes.unique"]),
		(edit("published", search_index=0), ["dropped index tabBook.published.index"]),
		(
			edit("isbn", unique=0, search_index=1),
			["dropped index tabBook.isbn.unique", "created index tabBook.isbn.index"],
		),
		(edit("price", fieldtype="Data"), ["changed tabBook.price"]),
		(edit("pages", fieldtype="Float"), ["changed tabBook.pages"]),
		(edit("notes", fieldtype="Int"), ["changed tabBook.notes"]),
		(drop("notes"), ["updated Book"]),
	],
)
def test_a_changed_doctype_reaches_the_table_once_and_loses_nothing(library, frappe, change, done):
	frappe.get_doc(doctype="Book", title="Herland", pages=146, price=9.5, notes="12", isbn="i").insert()
	frappe.db.commit()
	library.change("Book", change)
	assert migrate() == done
	assert migrate() == ["nothing to change"]
	values = frappe.db.sql("select title, pages, price, notes, isbn from tabBook")[0]
	assert [str(value).removesuffix(".0") for value in values] == ["Herland", "146", "9.5", "12", "i"]
	frappe.get_doc(doctype="Book", title="Another").insert()
	frappe.clear_cache()
	assert frappe.get_doc("Book", {"title": "Herland"}).save().title == "Herland"


@pytest.mark.parametrize(
	"asked", [{"permissions": [{"role": "Keeper", "read": 1, "if_owner": 1}]}, {"is_submittable": 1}]
)
def test_a_doctype_that_asks_for_more_than_there_is_is_refused(library, frappe, asked):
	library.change("Loan", lambda definition: definition.update(asked))
	with pytest.raises(AttributeError, match=r"\(Loan\): use a bench"):
		migrate()


def test_before_the_migration_the_old_doctype_holds(library, frappe):
	library.change("Book", add(fieldname="weight", fieldtype="Int"))
	frappe.clear_cache()
	assert not frappe.get_meta("Book").has_field("weight")
	frappe.get_doc(doctype="Book", title="Herland").insert()


def test_a_new_column_has_its_default_in_old_rows(library, frappe):
	frappe.get_doc(doctype="Book", title="Herland").insert()
	frappe.db.commit()
	library.change("Book", add(fieldname="weight", fieldtype="Int", default="3"))
	library.change("Book", add(fieldname="cover", fieldtype="Select", options="Hard\nSoft", default="Soft"))
	migrate()
	assert frappe.db.get_value("Book", {}, ["weight", "cover"]) == (3, "Soft")


def test_values_that_are_not_unique_cannot_become_so(library, frappe):
	for title in ("One", "Two"):
		frappe.get_doc(doctype="Book", title=title, notes="same").insert()
	frappe.db.commit()
	library.change("Book", edit("notes", unique=1))
	with pytest.raises(frappe.ValidationError, match="non-unique existing values"):
		migrate()
	assert frappe.db.count("Book") == 2


def test_text_that_becomes_a_date_stays_readable(library, frappe):
	frappe.get_doc(doctype="Book", title="Herland", notes="2026-05-01").insert()
	frappe.db.commit()
	library.change("Book", edit("notes", fieldtype="Datetime"))
	assert migrate() == ["changed tabBook.notes"]
	assert frappe.db.get_value("Book", {}, "notes") == dt.datetime(2026, 5, 1)


@pytest.fixture
def patches(library):
	"""Write patches.txt and a module that notes which patch ran, seeing which columns."""
	lines = "[pre_model_sync]\nlibrary.first\n[post_model_sync]\nlibrary.second\nexecute:print('third')\n"
	library.write(library.package / "patches.txt", lines)
	for name in ("first", "second"):
		sys.modules.pop(f"library.{name}", None)
		text = "import frappe\nfrom library.events import noted\n\n\ndef execute():\n"
		text += f"\tnoted.append(f\"{name} {{frappe.db.has_column('Book', 'weight')}}\")\n"
		library.write(library.package / f"{name}.py", text)
	return library


def test_patches_run_once_around_the_sync(patches, frappe, capsys):
	patches.change("Book", add(fieldname="weight", fieldtype="Int"))
	assert migrate() == [
		"ran library.first",
		"added tabBook.weight",
		"ran library.second",
		"ran execute:print('third')",
	]
	assert patches.noted == ["first False", "second True", "after_migrate"]
	assert migrate() == ["nothing to change"]
	assert capsys.readouterr().out == "third\n"


def test_a_patch_that_fails_runs_again_next_time(patches, frappe):
	patches.write(patches.package / "second.py", "def execute():\n\traise ValueError\n")
	for _time in range(2):
		with pytest.raises(ValueError):
			migrate()
	assert frappe.get_all("Patch Log", pluck="patch") == ["library.first"]


def test_an_uninstalled_app_takes_its_tables_along_and_can_come_back(patches, frappe):
	from frappe.installer import install_app, remove_app

	frappe.get_doc(doctype="Book", title="Herland").insert()
	frappe.get_doc("Opening").save()
	patches.noted.clear()
	remove_app("library", yes=True)
	assert frappe.get_installed_apps() == ["frappe"]
	assert not [table for table in frappe.db.get_tables() if table in ("tabBook", "tabCopy")]
	assert not frappe.db.get_singles_dict("Opening")
	with pytest.raises(frappe.DoesNotExistError):
		frappe.get_meta("Book")
	install_app("library")
	install_app("library")
	assert patches.noted == ["before_uninstall", "after_install sees 0 books"]
	assert len(frappe.get_all("Patch Log")) == 3
	assert migrate() == ["nothing to change"]


def test_a_site_is_made_once_with_secrets_of_its_own(library, tmp_path):
	import json

	from localsite.site import make_site

	keys = set()
	for name in ("one", "two"):
		folder = make_site(
			tmp_path / name, admin_password="p", system_settings={"time_zone": "Europe/Berlin"}
		)
		config = folder / "site_config.json"
		keys.add(json.loads(config.read_text())["encryption_key"])
		assert config.stat().st_mode & 0o077 == 0
	assert len(keys) == 2
	with pytest.raises(FileExistsError):
		make_site(tmp_path / "one")


def test_an_app_with_hooks_that_localsite_lacks_is_not_installed(library, frappe):
	from frappe.installer import install_app, remove_app

	remove_app("library", yes=True)
	hooks = library.package / "hooks.py"
	library.write(hooks, hooks.read_text() + '\nfixtures = ["Author"]\n')
	importlib.reload(sys.modules["library.hooks"])
	frappe.clear_cache()
	with pytest.raises(AttributeError, match="the hooks fixtures of library: use a bench"):
		install_app("library")
	assert frappe.get_installed_apps() == ["frappe"]
	library.restore()
	del sys.modules["library.hooks"]
	frappe.clear_cache()
