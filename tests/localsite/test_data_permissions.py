"""Roles, owners, levels, and what the apps' hooks add."""

import pytest

pytest_plugins = ["tests.localsite.library"]


@pytest.fixture
def people(library):
	"""One user per role, and one without any."""
	return {role: library.make_user(role.lower(), role) for role in ("Reader", "Keeper")} | {
		"Nobody": library.make_user("nobody"),
		"Guest": "Guest",
		"Administrator": "Administrator",
	}


def add_loan(frappe, reader, **values):
	return frappe.get_doc({"doctype": "Loan", "reader": reader, **values}).insert()


def test_roles(frappe, people):
	assert frappe.get_roles("Guest") == ["Guest"]
	assert frappe.get_roles(people["Nobody"]) == ["All", "Guest"]
	assert frappe.get_roles(people["Keeper"]) == ["Keeper", "All", "Guest", "Desk User"]
	assert {"Keeper", "Reader", "System Manager"} <= set(frappe.get_roles("Administrator"))


@pytest.mark.parametrize(
	("who", "doctype", "rights"),
	[
		("Reader", "Author", {"read"}),
		("Keeper", "Author", {"read", "write", "create", "delete"}),
		("Reader", "Book", set()),
		("Nobody", "Book", set()),
		("Guest", "Author", set()),
		("Administrator", "Book", {"read", "write", "create", "delete"}),
		("Reader", "Loan", {"read", "write", "create", "delete"}),
	],
)
def test_rights_by_role(frappe, people, who, doctype, rights):
	frappe.set_user(people[who])
	asked = ("read", "write", "create", "delete")
	assert {right for right in asked if frappe.has_permission(doctype, right)} == rights


@pytest.mark.parametrize("act", ["insert", "save", "delete", "list", "check"])
def test_without_permission_nothing_happens_unless_it_is_ignored(frappe, people, act):
	author = frappe.get_doc(doctype="Author", author_name="Ursula").insert()
	frappe.set_user(people["Nobody"])
	new = frappe.get_doc(doctype="Author", author_name="Joanna")
	acts = {
		"insert": (new.insert, lambda: new.insert(ignore_permissions=True)),
		"save": (author.save, lambda: author.save(ignore_permissions=True)),
		"delete": (author.delete, lambda: frappe.delete_doc("Author", "Ursula", ignore_permissions=True)),
		"list": (lambda: frappe.get_list("Author"), lambda: frappe.get_all("Author")),
		"check": (lambda: author.check_permission("write"), lambda: None),
	}
	with pytest.raises(frappe.PermissionError):
		acts[act][0]()
	assert frappe.db.get_value("Author", "Ursula") == "Ursula"
	acts[act][1]()


def test_hooks_can_only_refuse(frappe, people):
	frappe.set_user(people["Reader"])
	for reader, remark in (("A", "secret"), ("B", "hidden"), ("C", "")):
		add_loan(frappe, reader).db_set("remark", remark)
	readers = {
		loan.reader: loan for loan in map(frappe.get_doc, ["Loan"] * 3, frappe.get_all("Loan", pluck="name"))
	}
	assert [who for who, loan in sorted(readers.items()) if loan.has_permission("read")] == ["B", "C"]
	assert sorted(frappe.get_list("Loan", pluck="reader")) == ["A", "C"]
	frappe.set_user(people["Nobody"])
	assert not readers["C"].has_permission("read")


def test_fields_above_the_users_level_are_neither_read_nor_written(frappe, people):
	frappe.get_doc(doctype="Author", author_name="Ursula", country="US", royalty=0.1).insert()
	frappe.set_user(people["Reader"])
	assert "royalty" not in frappe.get_list("Author", fields=["*"])[0]
	assert frappe.get_list("Author", fields=["country", "royalty", "max(royalty) as most"]) == [
		{"country": "US"}
	]
	author = frappe.get_doc("Author", "Ursula")
	author.apply_fieldlevel_read_permissions()
	assert author.get("royalty") is None
	frappe.set_user(people["Keeper"])
	assert frappe.get_list("Author", fields=["royalty"]) == [{"royalty": 0.1}]


def test_values_above_the_users_level_are_put_back(frappe, people):
	frappe.get_doc(doctype="Author", author_name="Ursula", royalty=0.1).insert()
	meta = frappe.get_meta("Author")
	level_one = next(rule for rule in meta.permissions if rule.permlevel)
	level_one.write = 0
	frappe.set_user(people["Keeper"])
	author = frappe.get_doc("Author", "Ursula")
	author.update({"royalty": 0.9, "country": "US"})
	author.save()
	assert frappe.db.get_value("Author", "Ursula", ["royalty", "country"]) == (0.1, "US")
	frappe.get_doc(doctype="Author", author_name="Joanna", royalty=0.9).insert()
	assert frappe.db.get_value("Author", "Joanna", "royalty") == 0


def test_rows_of_a_child_table_are_listed_through_their_parent(frappe, people):
	book = frappe.get_doc(doctype="Book", title="Herland", copies=[{"shelf": "A"}]).insert()
	for who, allowed in (("Nobody", False), ("Keeper", True)):
		frappe.set_user(people[who])
		for row in (book.copies[0], book.copies[0].name):
			assert frappe.has_permission("Copy", "read", row) is allowed
	assert frappe.get_list("Copy", parent_doctype="Book", pluck="shelf") == ["A"]
	for parent in (None, "Author"):
		with pytest.raises(frappe.PermissionError):
			frappe.get_list("Copy", parent_doctype=parent)


def test_the_api_lists_rows_for_those_who_may_read_the_parents_type(frappe, people):
	from frappe.api import list_documents

	frappe.get_doc(doctype="Book", title="Herland", copies=[{"shelf": "A"}, {"shelf": "cellar"}]).insert()

	def listed(who, parent):
		frappe.set_user(people[who])
		frappe.local.form_dict = frappe._dict(fields='["shelf"]', parent=parent)
		list_documents("Copy")
		return frappe.local.response.data

	assert listed("Keeper", "Book") == listed("Administrator", "Book") == [{"shelf": "A"}]
	refused = [("Keeper", parent) for parent in (None, "", "Author", "No such type")]
	for who, parent in (*refused, ("Administrator", None), ("Reader", "Book"), ("Guest", "Book")):
		with pytest.raises(frappe.PermissionError):
			listed(who, parent)
