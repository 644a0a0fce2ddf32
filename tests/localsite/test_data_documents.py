"""A document's life, its checks, its rows and its names."""

import datetime as dt
import re

import pytest

pytest_plugins = ["tests.localsite.library"]


def new_book(frappe, **values):
	return frappe.get_doc({"doctype": "Book", "title": "Herland", **values})


def test_the_order_of_an_insert(library, frappe):
	new_book(frappe).insert()
	assert library.noted == [
		"before_insert name=False new=True",
		"before_naming name=False new=True",
		"before_validate name=True new=True",
		"validate name=True new=True",
		"hook Book.validate",
		"before_save name=True new=True",
		"after_insert name=True new=False",
		"on_update name=True new=False",
		"hook Book.on_update",
		"on_change name=True new=False",
	]


def test_the_order_of_a_save_and_a_deletion(library, frappe):
	book = new_book(frappe).insert()
	library.noted.clear()
	book.save()
	book.delete()
	assert [line.split(" name")[0] for line in library.noted] == [
		"before_validate",
		"validate",
		"hook Book.validate",
		"before_save",
		"on_update",
		"hook Book.on_update",
		"on_change",
		"on_trash",
		"hook Book.on_trash",
		"on_change",
		"after_delete",
	]
	assert not frappe.db.exists("Book", book.name)


@pytest.mark.parametrize(
	("values", "error"),
	[
		({"title": " "}, "MandatoryError"),
		({"title": "x" * 41}, "CharacterLengthExceededError"),
		({"isbn": "9" * 141}, "CharacterLengthExceededError"),
		({"pages": 2**31}, "CharacterLengthExceededError"),
		({"pages": -1}, "NonNegativeError"),
		({"state": "Burnt"}, "ValidationError"),
		({"author": "Nobody"}, "LinkValidationError"),
		({"contact": "not an address"}, "InvalidEmailAddressError"),
		({"copies": [{"shelf": ""}]}, "MandatoryError"),
		({"isbn": "taken"}, "UniqueValidationError"),
		({"title": ["list"]}, "ValidationError"),
		({"docstatus": 1}, "NotOfferedError"),
	],
)
def test_what_a_document_must_be(frappe, values, error):
	new_book(frappe, isbn="taken", title="First").insert()
	with pytest.raises(Exception) as refusal:
		new_book(frappe, **values).insert()
	assert refusal.type.__name__ == error
	assert frappe.db.count("Book") == 1


def test_empty_unique_values_do_not_collide(frappe):
	new_book(frappe, isbn="").insert()
	new_book(frappe, title="Moving the Mountain", isbn=" ").insert()
	assert frappe.get_all("Book", pluck="isbn") == [None, None]


def test_links_take_the_stored_spelling_and_fetch(frappe):
	frappe.get_doc(doctype="Author", author_name="Ursula", country="US").insert()
	book = new_book(frappe, author="URSULA").insert()
	assert (book.author, book.author_country) == ("Ursula", "US")


def test_defaults(frappe):
	today = frappe.utils.getdate()
	book = new_book(frappe).insert().reload()
	assert (book.state, book.entered, book.pages, book.copies, book.docstatus) == ("New", today, 0, [], 0)
	assert isinstance(book.opens, dt.timedelta)  # as in Frappe a Time starts with the present time
	assert frappe.new_doc("Book", title="Given").title == "Given"


def test_rows_keep_their_order_and_go_when_left_out(frappe):
	book = new_book(frappe, copies=[{"shelf": "A"}, {"shelf": "B"}]).insert()
	book.append("copies", {"shelf": "C", "bought_on": "2026-01-02", "worn": 1})
	book.remove(book.copies[0])
	book.save()
	rows = frappe.get_doc("Book", book.name).copies
	assert [(row.shelf, row.idx, row.parent, row.worn) for row in rows] == [
		("B", 1, book.name, 0),
		("C", 2, book.name, 1),
	]
	assert rows[1].bought_on == dt.date(2026, 1, 2)
	assert [row.shelf for row in book.get("copies", {"worn": 1})] == ["C"]
	book.delete()
	assert frappe.db.count("Copy") == 0


def test_a_document_changed_meanwhile_is_not_overwritten(frappe):
	book = new_book(frappe).insert()
	other = frappe.get_doc("Book", book.name)
	book.save()
	with pytest.raises(frappe.TimestampMismatchError):
		other.save()
	other.reload().save()


def test_fields_set_only_once(frappe):
	for author in ("Ursula", "Joanna"):
		frappe.get_doc(doctype="Author", author_name=author).insert()
	book = new_book(frappe, author="Ursula").insert()
	book.author = "Joanna"
	with pytest.raises(frappe.CannotChangeConstantError):
		book.save()


def test_what_changed_is_known_after_a_save(frappe):
	book = new_book(frappe, published="2026-05-01 10:00:00").insert().reload()
	book.update({"published": "2026-05-01 10:00", "pages": 3})
	book.save()
	changed = [name for name in ("title", "published", "pages") if book.has_value_changed(name)]
	assert changed == ["pages"]
	assert book.get_doc_before_save().pages == 0


def test_linked_documents_are_kept(frappe):
	frappe.get_doc(doctype="Author", author_name="Ursula").insert()
	book = new_book(frappe, author="Ursula").insert()
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("Author", "Ursula")
	frappe.delete_doc("Author", "Ursula", force=True)
	assert frappe.delete_doc("Author", "Ursula") is False
	assert book.name


@pytest.mark.parametrize(
	("doctype", "values", "name"),
	[
		("Author", {"author_name": " Ursula "}, "Ursula"),
		("Loan", {"reader": "Kim"}, r"LOAN-Kim-\d{4}"),
		("Book", {"title": "Herland"}, r"[a-v0-9]{10}"),
		("Role", {"role_name": "Binder"}, "Binder"),
		("User", {"email": "Alex@Example.com", "first_name": "Alex"}, "alex@example.com"),
	],
)
def test_names(frappe, doctype, values, name):
	assert re.fullmatch(name, frappe.get_doc({"doctype": doctype, **values}).insert().name)


def test_names_are_taken_once_and_hold_no_tags(frappe):
	frappe.get_doc(doctype="Author", author_name="Ursula").insert()
	with pytest.raises(frappe.DuplicateEntryError):
		frappe.get_doc(doctype="Author", author_name="URSULA").insert()
	with pytest.raises(frappe.NameError):
		frappe.get_doc(doctype="Author", author_name="<b>").insert()
	assert new_book(frappe).insert(set_name="chosen").name == "chosen"


def test_html_is_cleaned_out(frappe):
	book = new_book(frappe, notes="<script>x</script> 1 < 2 <b>bold</b>").insert()
	assert "<script>" not in book.notes
	assert "<b>bold</b>" in book.notes


def test_passwords_are_encrypted_at_rest(frappe):
	book = new_book(frappe, combination="open sesame").insert()
	assert book.combination == "*" * 11
	assert frappe.get_doc("Book", book.name).get_password("combination") == "open sesame"
	stored = frappe.db.sql("select password from __Auth where doctype = 'Book'", pluck=True)
	assert len(stored) == 1
	assert "sesame" not in stored[0]
	book.delete()
	assert frappe.db.sql("select 1 from __Auth where doctype = 'Book'") == ()


def test_db_set_writes_at_once_and_moves_the_time(frappe):
	book = new_book(frappe).insert()
	before = book.modified
	book.db_set({"pages": 7, "state": "Lost"})
	assert frappe.db.get_value("Book", book.name, ["pages", "state"]) == (7, "Lost")
	assert str(book.modified) > str(before)
	book.save()


def test_virtual_fields_are_computed_and_never_stored(frappe):
	book = new_book(frappe, pages=9).insert()
	assert (book.spine, book.as_dict().spine) == ("Herland (9)", "Herland (9)")
	assert not frappe.db.has_column("Book", "spine")


def test_copies_are_new_documents(frappe):
	book = new_book(frappe, isbn="1", copies=[{"shelf": "A"}]).insert()
	copied = frappe.copy_doc(book)
	copied.update({"isbn": "2", "title": "Again"})
	copied.insert()
	assert copied.name != book.name
	assert frappe.get_all("Copy", pluck="parent", order_by="creation asc") == [book.name, copied.name]


def test_cached_documents_follow_every_connection(library, frappe):
	name = new_book(frappe, pages=1).insert().name
	frappe.db.commit()
	assert frappe.get_cached_value("Book", name, "pages") == 1
	frappe.db.set_value("Book", name, "pages", 2)
	assert frappe.get_cached_value("Book", name, "pages") == 2
	frappe.db.commit()

	def change():
		frappe.db.set_value("Book", name, "pages", 3)
		frappe.db.commit()

	library.elsewhere(change)
	assert frappe.get_cached_value("Book", name, ["pages", "state"], as_dict=True) == {
		"pages": 3,
		"state": "New",
	}
	assert frappe.get_cached_value("Book", "none", "pages") is None


@pytest.mark.parametrize(
	("given", "error"),
	[
		(("Book", "none"), "DoesNotExistError"),
		((), "ValueError"),
		((None,), "ValueError"),
		(({},), "ValueError"),
	],
)
def test_no_such_document(frappe, given, error):
	with pytest.raises(Exception) as refusal:
		frappe.get_doc(*given)
	assert refusal.type.__name__ == error


def test_what_happened_is_told_in_messages(frappe):
	with pytest.raises(frappe.MandatoryError):
		new_book(frappe, title="").insert()
	assert frappe.get_message_log()[-1].message == "Error: Value missing for Book: Title"


@pytest.mark.parametrize("delete_permanently", [False, True])
def test_a_deleted_document_is_kept_as_such_unless_it_shall_go_for_good(library, frappe, delete_permanently):
	book = new_book(frappe, pages=12).insert()
	frappe.delete_doc("Book", book.name, delete_permanently=delete_permanently)
	kept = frappe.get_all(
		"Deleted Document",
		{"deleted_name": book.name},
		["deleted_doctype", "data", "owner"],
		order_by="name asc",
	)
	if delete_permanently:
		assert kept == []
		return
	(row,) = kept
	assert (row.deleted_doctype, row.owner) == ("Book", "Administrator")
	values = frappe.parse_json(row.data)
	assert (values["title"], values["pages"]) == ("Herland", 12)
