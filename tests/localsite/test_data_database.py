"""Statements, values, text comparison, transactions and locks of `frappe.db`."""

import datetime as dt
import json
import sqlite3
import threading
import time

import pytest

pytest_plugins = ["tests.localsite.library"]
MOMENT = dt.datetime(2026, 3, 29, 1, 30, 0, 500)


def add_author(frappe, name, **values):
	return frappe.get_doc({"doctype": "Author", "author_name": name, **values}).insert()


@pytest.mark.parametrize(
	("stored", "sought", "found"),
	[
		pytest.param("Ursula", "URSULA", True, id="case"),
		pytest.param("Ursula", "Ursula  ", True, id="trailing spaces"),
		pytest.param("Ursula", " Ursula", False, id="leading space"),
		pytest.param("Çelik", "celik", True, id="accents"),
		pytest.param("Strauß", "strauss", True, id="sharp s"),
		pytest.param("Ursula", "Ursul", False, id="beginning"),
	],
)
def test_text_is_compared_as_in_mariadb(frappe, stored, sought, found):
	add_author(frappe, stored)
	assert bool(frappe.db.exists("Author", sought)) is found
	assert bool(frappe.db.get_value("Author", {"author_name": sought})) is found
	assert bool(frappe.db.sql("select 1 from tabAuthor where name in %s", [[sought]])) is found


def test_unique_values_collide_as_in_mariadb(frappe):
	frappe.get_doc(doctype="Book", title="One", isbn="ab-1").insert()
	with pytest.raises(frappe.UniqueValidationError):
		frappe.get_doc(doctype="Book", title="Two", isbn="AB-1 ").insert()


@pytest.mark.parametrize(
	("pattern", "found"),
	[("ursu%", True), ("URS_LA", True), ("%é", False), ("ursula\\%", False), ("%sul", False), ("%", True)],
)
def test_like_ignores_case_and_knows_its_escape(frappe, pattern, found):
	add_author(frappe, "Ursula")
	assert bool(frappe.get_all("Author", {"author_name": ["like", pattern]})) is found


@pytest.mark.parametrize(
	("fieldname", "written", "read"),
	[
		("published", MOMENT, MOMENT),
		("published", "2026-03-29 01:30", dt.datetime(2026, 3, 29, 1, 30)),
		("published", "", None),
		("entered", "2026-03-29", dt.date(2026, 3, 29)),
		("opens", "9:05:00", dt.timedelta(hours=9, minutes=5)),
		("opens", dt.time(23, 59, 59), dt.timedelta(hours=23, minutes=59, seconds=59)),
		("pages", "12", 12),
		("pages", None, 0),
		("price", "1.5", 1.5),
		("extra", {"a": [1]}, '{"a":[1]}'),
		("notes", "2026-03-29 01:30:00.000000", "2026-03-29 01:30:00.000000"),
	],
)
def test_values_come_back_in_the_type_of_their_field(frappe, fieldname, written, read):
	book = frappe.get_doc({"doctype": "Book", "title": "Hours", fieldname: written}).insert()
	value = frappe.db.get_value("Book", book.name, fieldname)
	assert (value, type(value)) == (read, type(read))
	frappe.db.set_value("Book", book.name, fieldname, read)
	assert frappe.get_doc("Book", book.name).get(fieldname) == read


def test_the_maximum_of_datetimes_is_a_datetime(frappe):
	from frappe.query_builder.functions import Max

	frappe.get_doc(doctype="Book", title="Hours", published=MOMENT).insert()
	book = frappe.qb.DocType("Book")
	assert frappe.qb.from_(book).select(Max(book.published)).run() == ((MOMENT,),)


@pytest.mark.parametrize("operator", ["=", ">=", "<="])
def test_datetimes_compare_as_moments_not_as_text(frappe, operator):
	frappe.get_doc(doctype="Book", title="Hours", published="2026-03-29 01:30:00").insert()
	statement = f"select title from tabBook where published {operator} %s"
	assert frappe.db.sql(statement, "2026-03-29 01:30:00", pluck=True) == ["Hours"]


@pytest.mark.parametrize(
	("statement", "values", "answer"),
	[
		("select %s, %s", (1, "a%s"), ((1, "a%s"),)),
		("select %(a)s, %(a)s", {"a": 2}, ((2, 2),)),
		("select '50%%', %s", [3], (("50%", 3),)),
		("select '50%'", None, (("50%",),)),
		("select name from tabRole where name in %s", [("Guest", "guest")], (("Guest",),)),
	],
)
def test_placeholders(frappe, statement, values, answer):
	assert frappe.db.sql(statement, values) == answer


@pytest.mark.parametrize(
	("statement", "values", "error"),
	[
		("select %s, %s", [1], TypeError),
		("select %s", [1, 2], TypeError),
		("select %s", [dt.datetime.now(dt.timezone.utc)], TypeError),
		("select %s", [object()], TypeError),
		("select 1 where 1 in ()", None, sqlite3.ProgrammingError),
		("truncate table tabBook", None, AttributeError),
		("select nothing from tabBook", None, sqlite3.OperationalError),
	],
)
def test_what_mariadb_or_localsite_refuses(frappe, statement, values, error):
	with pytest.raises(error):
		frappe.db.sql(statement, values)


def test_reads_see_what_others_commit_until_a_write_begins(library, frappe):
	def count():
		return frappe.db.count("Author")

	def add(name):
		add_author(frappe, name)
		frappe.db.commit()

	assert count() == 0
	library.elsewhere(lambda: add("One"))
	assert count() == 1
	add_author(frappe, "Two")
	assert library.elsewhere(count) == 1
	frappe.db.rollback()
	assert count() == 1


@pytest.mark.parametrize("lock", ["write", "for update", "get_doc", "qb"])
def test_a_second_writer_waits_and_then_times_out(library, frappe, monkeypatch, lock):
	from frappe.database import connection

	def take_lock():
		author = frappe.qb.DocType("Author")
		{
			"write": lambda: frappe.db.set_value("Author", "One", "country", "X"),
			"for update": lambda: frappe.db.get_value("Author", "One", for_update=True),
			"get_doc": lambda: frappe.get_doc("Author", "One", for_update=True),
			"qb": lambda: frappe.qb.from_(author).select(author.name).for_update().run(),
		}[lock]()

	add_author(frappe, "One")
	frappe.db.commit()
	take_lock()
	monkeypatch.setattr(connection, "LOCK_WAIT_SECONDS", 0.05)
	error = library.elsewhere(take_lock)
	assert type(error) is frappe.QueryTimeoutError
	assert frappe.db.is_timedout(error.args[0])
	assert library.elsewhere(lambda: frappe.db.count("Author")) == 1


@pytest.mark.parametrize("holder", ["this process", "another process"])
def test_the_site_says_how_long_a_write_waits(library, frappe, holder):
	path = library.folder / "site_config.json"
	path.write_text(json.dumps({**json.loads(path.read_text()), "lock_wait_seconds": 0.2}))
	other = sqlite3.connect(library.folder / "site.db", isolation_level=None)
	if holder == "this process":
		add_author(frappe, "One")
	else:
		other.execute("BEGIN IMMEDIATE")
	start = time.monotonic()
	error = library.elsewhere(lambda: add_author(frappe, "Two"))
	assert type(error) is frappe.QueryTimeoutError
	assert 0.2 <= time.monotonic() - start < 1
	other.close()


def test_waiting_for_a_turn_leaves_less_time_for_other_processes(library, frappe, monkeypatch):
	from frappe.database import connection

	monkeypatch.setattr(connection, "LOCK_WAIT_SECONDS", 0.6)
	turn = connection.write_locks[str(library.folder / "site.db")]
	other = sqlite3.connect(library.folder / "site.db", isolation_level=None)
	other.execute("BEGIN IMMEDIATE")
	turn.acquire(1)
	release = threading.Timer(0.4, turn.release)
	release.start()
	start = time.monotonic()
	error = library.elsewhere(lambda: add_author(frappe, "Two"))
	assert type(error) is frappe.QueryTimeoutError
	assert 0.5 < time.monotonic() - start < 0.9
	release.join()
	other.close()


def test_locked_counting_loses_no_update(library, frappe):
	name = frappe.get_doc(doctype="Book", title="Counted", pages=0).insert().name
	frappe.db.commit()

	def count_up():
		pages = frappe.db.get_value("Book", name, "pages", for_update=True)
		frappe.db.set_value("Book", name, "pages", pages + 1)
		frappe.db.commit()

	threads = [threading.Thread(target=library.elsewhere, args=(count_up,)) for _number in range(12)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert frappe.db.get_value("Book", name, "pages") == 12


def test_a_connection_is_foreign_to_other_threads(frappe):
	errors = []
	database = frappe.local.db

	def use():
		try:
			database.sql("select 1")
		except sqlite3.ProgrammingError as error:
			errors.append(error)

	thread = threading.Thread(target=use)
	thread.start()
	thread.join()
	assert len(errors) == 1


def test_savepoints_undo_a_part(frappe):
	add_author(frappe, "Kept")
	frappe.db.savepoint("part")
	add_author(frappe, "Undone")
	frappe.db.rollback(save_point="part")
	frappe.db.release_savepoint("part")
	frappe.db.commit()
	assert frappe.get_all("Author", pluck="name") == ["Kept"]


@pytest.mark.parametrize(
	("end", "called"),
	[("commit", ["before_commit", "after_commit"]), ("rollback", ["before_rollback", "after_rollback"])],
)
def test_callbacks_run_once_at_their_end(frappe, end, called):
	calls = []
	for name in ("before_commit", "after_commit", "before_rollback", "after_rollback"):
		getattr(frappe.db, name).add(lambda name=name: calls.append(name))
	getattr(frappe.db, end)()
	frappe.db.commit()
	assert calls == called


def test_the_error_log_stands_in_the_transaction(frappe):
	try:
		raise ValueError("broken")
	except ValueError:
		log = frappe.log_error("Lost with the rollback")
	assert "ValueError: broken" in log.error
	assert frappe.get_all("Error Log", pluck="method") == ["Lost with the rollback"]
	frappe.db.rollback()
	assert frappe.get_all("Error Log") == []


def test_schema_changes_never_commit_writes_unasked(frappe):
	add_author(frappe, "Waiting")
	with pytest.raises(frappe.ImplicitCommitError):
		frappe.db.sql("alter table tabAuthor add column later text")
	frappe.db.rollback()
	assert not frappe.db.count("Author")


def test_single_values(frappe):
	settings = frappe.get_doc("Opening")
	assert (settings.places, settings.closed) == (12, 0)
	settings.update({"closed": 1, "open_from": "08:30:00", "since": "2026-01-02"}).save()
	assert frappe.db.get_value("Opening", None, "places") == "12"
	assert frappe.db.get_single_value("Opening", "closed") == 1
	assert frappe.db.get_single_value("Opening", "since") == dt.date(2026, 1, 2)
	assert frappe.db.get_singles_dict("Opening", cast=True).open_from == dt.timedelta(hours=8, minutes=30)
	frappe.db.set_single_value("Opening", "places", 30)
	assert frappe.db.get_single_value("Opening", "places") == 30
	assert frappe.get_doc("Opening").places == 30


def test_what_is_missing_says_so(frappe):
	with pytest.raises(AttributeError, match=r"frappe\.db\.bulk_update: use a bench"):
		frappe.db.bulk_update  # noqa: B018
	with pytest.raises(AttributeError, match=r"frappe\.rename_doc: use a bench"):
		frappe.rename_doc  # noqa: B018
	with pytest.raises(ModuleNotFoundError, match=r"frappe\.desk: use a bench"):
		import frappe.desk
	with pytest.raises(AttributeError, match="with_comment_count"):
		frappe.get_all("Book", with_comment_count=True)
