"""Filters, fields and orders of `get_all`, and where `frappe.db` and `frappe.qb` differ.

What the filters find was compared with Frappe 15.56.1 on MariaDB 10.11.
"""

import datetime as dt

import pytest

pytest_plugins = ["tests.localsite.library"]

BOOKS = [
	{"title": "Alpha", "state": "New", "pages": 10, "published": "2026-05-01 00:00:00"},
	{"title": "Beta", "state": "Lent", "pages": 20, "published": "2026-05-02 23:59:59.999999"},
	{"title": "Gamma", "state": "", "pages": 30, "published": None, "notes": "12 shelves"},
	{"title": "Delta", "state": None, "pages": 0, "published": "2026-05-03 08:00:00", "notes": "none"},
]


@pytest.fixture
def books(frappe):
	for values in BOOKS:
		frappe.get_doc({"doctype": "Book", **values, "copies": [{"shelf": values["title"][0]}]}).insert()
	frappe.db.set_value("Book", {"title": "Gamma"}, "state", "")
	frappe.db.set_value("Book", {"title": "Delta"}, "state", None)


@pytest.mark.parametrize(
	("filters", "in_lists", "in_db"),
	[
		({"state": "New"}, "A", "A"),
		({"state": "new "}, "A", "A"),
		({"state": ["!=", "New"]}, "BGD", "BG"),
		({"state": ["in", ["New", "Lent"]]}, "AB", "AB"),
		({"state": ["in", ["New", ""]]}, "AGD", "AG"),
		({"state": ["not in", ["New"]]}, "BGD", "BG"),
		({"state": ["is", "set"]}, "AB", "ABG"),
		({"state": ["is", "not set"]}, "GD", "D"),
		({"state": ["!=", "new "]}, "BGD", "BG"),
		({"isbn": ""}, "ABGD", ""),
		({"pages": ["is", "not set"]}, "", ""),
		({"pages": ["in", []]}, "", "D"),
		({"published": ["!=", "2026-05-01"]}, "BGD", "BD"),
		({"state": ["in", "New,Lent"]}, "AB", "AB"),
		({"state": ""}, "GD", "G"),
		({"title": ["like", "%lta"]}, "D", "D"),
		({"title": ["not like", "%lta"]}, "ABG", "ABG"),
		({"pages": [">", 10]}, "BG", "BG"),
		({"pages": ["<=", "10"]}, "AD", "AD"),
		({"pages": 0}, "D", "D"),
		({"pages": ["in", ["20", 30]]}, "BG", "BG"),
		({"published": ["between", ["2026-05-01", "2026-05-02"]]}, "AB", "A"),
		({"published": [">=", dt.date(2026, 5, 2)]}, "BD", "BD"),
		({"published": ["<", "2026-05-02"]}, "AG", "A"),
		({"pages": 20, "state": "Lent"}, "B", "B"),
		([["pages", ">", 5], ["pages", "<", 25]], "AB", "AB"),
		([["Book", "pages", "=", 10]], "A", "A"),
		({}, "ABGD", "ABGD"),
	],
)
def test_filters(frappe, books, filters, in_lists, in_db):
	def initials(titles):
		return "".join(title[0] for title in titles)

	assert (
		initials(frappe.get_all("Book", filters=filters, pluck="title", order_by="creation asc")) == in_lists
	)
	found = frappe.db.get_values("Book", filters, "title", order_by="creation asc")
	assert initials(row[0] for row in found) == in_db
	assert frappe.db.count("Book", filters) == len(in_db)


def test_or_filters_hold_beside_the_filters(frappe, books):
	either = {"state": "New", "title": "Gamma"}
	titles = frappe.get_all("Book", filters={"pages": [">", 10]}, or_filters=either, pluck="title")
	assert titles == ["Gamma"]


@pytest.mark.parametrize(
	("options", "answer"),
	[
		({"fields": ["title as name_of", "pages"], "limit": 1}, [{"name_of": "Alpha", "pages": 10}]),
		({"fields": "title, pages", "start": 1, "limit": 1}, [{"title": "Beta", "pages": 20}]),
		({"fields": ["count(name) as books"], "order_by": None}, [{"books": 4}]),
		(
			{"fields": ["sum(pages) as pages", "max(title) as last"], "order_by": None},
			[{"pages": 60, "last": "Gamma"}],
		),
		({"pluck": "title", "order_by": "pages desc, title asc", "limit": 2}, ["Gamma", "Beta"]),
		({"fields": ["title"], "as_list": True, "limit": 1}, (("Alpha",),)),
		({"fields": ["`tabBook`.`title`"], "limit": 1}, [{"title": "Alpha"}]),
		(
			{
				"fields": ["state", "count(*) as books"],
				"group_by": "state",
				"order_by": "books desc, state asc",
				"limit": 1,
			},
			[{"state": None, "books": 1}],
		),
	],
)
def test_fields_orders_and_limits(frappe, books, options, answer):
	assert frappe.get_all("Book", **{"order_by": "creation asc", **options}) == answer


def test_the_default_order_is_the_latest_change_first(frappe, books):
	name = frappe.db.get_value("Book", {"title": "Beta"})
	frappe.db.set_value("Book", name, "pages", 21)
	assert frappe.get_all("Book", pluck="title")[0] == "Beta"
	assert frappe.db.get_value("Book", {}, "title") == "Beta"


def test_distinct_values(frappe, books):
	assert sorted(
		frappe.get_all("Copy", {"parenttype": "Book"}, ["parenttype"], distinct=True, pluck="parenttype")
	) == ["Book"]


@pytest.mark.parametrize(
	("call", "error"),
	[
		(lambda frappe: frappe.get_all("Book", {"colour": "red"}), "OperationalError"),
		(lambda frappe: frappe.get_all("Book", {"name": ["descendants of", "x"]}), "NotOfferedError"),
		(lambda frappe: frappe.get_all("Book", {"pages": ["between", [1, 2]]}), "ProgrammingError"),
		(lambda frappe: frappe.get_all("Book", fields=["(select 1)"]), "DataError"),
		(lambda frappe: frappe.get_all("Book", fields=["title; drop table tabBook"]), "DataError"),
		(lambda frappe: frappe.get_all("Book", order_by="(select 1)"), "ValidationError"),
		(lambda frappe: frappe.get_all("Book", fields=[{"copies": ["shelf"]}]), "NotOfferedError"),
		(lambda frappe: frappe.db.set_value("Book", "x", "title` = 1 --", "y"), "OperationalError"),
		(lambda frappe: frappe.get_all("Nothing"), "DoesNotExistError"),
		(lambda frappe: frappe.get_all("Book", {"notes": 0}), "NotOfferedError"),
		(lambda frappe: frappe.get_all("Book", [["Copy", "shelf", "=", "B"]]), "NotOfferedError"),
		(lambda frappe: frappe.db.get_value("Book", {"notes": 12}), "NotOfferedError"),
		(lambda frappe: frappe.get_all("Book", {"state": None}), "NotOfferedError"),
	],
)
def test_what_is_refused(frappe, call, error):
	with pytest.raises(Exception) as refusal:
		call(frappe)
	assert refusal.type.__name__ == error


@pytest.mark.parametrize(
	("arguments", "answer"),
	[
		((["title", "pages"],), ("Alpha", 10)),
		((["title", "pages"], None, True), {"title": "Alpha", "pages": 10}),
		(("title",), "Alpha"),
		(("title", None, True), {"title": "Alpha"}),
	],
)
def test_get_value(frappe, books, arguments, answer):
	assert frappe.db.get_value("Book", {"pages": 10}, *arguments) == answer
	assert frappe.db.get_value("Book", {"pages": 11}, *arguments) is None


def test_the_query_builder_quotes_joins_and_changes(frappe, books):
	from frappe.query_builder import DocType, Order
	from frappe.query_builder.functions import Coalesce, Count, Sum

	book, copy = DocType("Book"), DocType("Copy")
	query = (
		frappe.qb.from_(book)
		.join(copy)
		.on(copy.parent == book.name)
		.select(book.title, copy.shelf, Coalesce(book.state, "it's %s nothing").as_("state"))
		.where(book.pages.isin([20, 0]) & book.title.like("%a"))
		.orderby(book.pages, order=Order.desc)
	)
	assert query.run() == (("Beta", "B", "Lent"), ("Delta", "D", "it's %s nothing"))
	assert query.run(as_dict=True)[0].shelf == "B"
	assert query.run(pluck=True) == ["Beta", "Delta"]
	assert frappe.qb.from_(book).select(Count("*"), Sum(book.pages)).run() == ((4, 60),)

	frappe.qb.update(book).set(book.state, "Lost").where(book.title == "ALPHA").run()
	assert frappe.db.get_value("Book", {"title": "Alpha"}, "state") == "Lost"
	frappe.qb.from_(book).delete().where(book.state == "Lost").run()
	frappe.qb.into(copy).columns("name", "shelf").insert("x1", "Z").run()
	assert (frappe.db.count("Book"), frappe.db.get_value("Copy", "x1", "shelf")) == (3, "Z")
