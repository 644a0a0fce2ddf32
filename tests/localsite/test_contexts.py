"""Contexts of several sites in one thread, and the write lock that all threads share."""

import statistics
import threading
import time

import pytest

pytest_plugins = ["tests.localsite.library"]
WRITERS = 60


def test_a_context_opened_within_another_gives_it_back(library, frappe, tmp_path):
	from localsite.site import make_site, open_site

	frappe.get_doc(doctype="Author", author_name="Ursula").insert()
	frappe.flags.mark = "outer"
	inner = make_site(tmp_path / "inner")
	with open_site(inner, user="Guest"):
		assert (frappe.local.site, frappe.session.user, frappe.flags.mark) == ("inner", "Guest", None)
		assert frappe.get_installed_apps() == ["frappe"]
	assert (frappe.local.site, frappe.session.user, frappe.flags.mark) == ("site", "Administrator", "outer")
	assert frappe.get_installed_apps() == ["frappe", "library"]
	frappe.db.rollback()
	assert not frappe.db.exists("Author", "Ursula")


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "error"])
def test_the_write_lock_is_free_after_every_ending(library, frappe, ending):
	def end():
		frappe.db.set_value("Author", "nobody", "country", "X")
		if ending == "error":
			frappe.db.sql("insert into tabAuthor (nothing) values (1)")
		elif ending != "close":
			getattr(frappe.db, ending)()

	error = library.elsewhere(end)
	assert bool(error) is (ending == "error")
	started = time.monotonic()
	assert library.elsewhere(lambda: frappe.db.get_value("Author", "x", for_update=True)) is None
	assert time.monotonic() - started < 1


def test_another_process_that_writes_is_waited_for_and_named(library, frappe, monkeypatch):
	import sqlite3

	from frappe.database import connection

	monkeypatch.setattr(connection, "LOCK_WAIT_SECONDS", 0.05)
	other = sqlite3.connect(library.folder / "site.db", isolation_level=None)
	other.execute("BEGIN IMMEDIATE")
	write = lambda: frappe.db.set_value("Author", "x", "country", "X")  # noqa: E731
	assert type(library.elsewhere(write)) is frappe.QueryTimeoutError
	other.execute("ROLLBACK")
	assert library.elsewhere(write) is None


def test_writers_get_the_lock_in_the_order_in_which_they_asked():
	from frappe.database.connection import WriteLock

	lock, order = WriteLock(), []
	lock.acquire(1)

	def write(number):
		assert lock.acquire(5)
		order.append(number)
		lock.release()

	threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
	for thread in threads:
		thread.start()
		time.sleep(0.01)
	assert not lock.acquire(0.01)
	lock.release()
	for thread in threads:
		thread.join()
	assert order == list(range(10))


def test_a_writer_ahead_of_others_is_next():
	from frappe.database.connection import WriteLock

	lock, order = WriteLock(), []
	lock.acquire(1)

	def write(number):
		assert lock.acquire(5, ahead=number == 2)
		order.append(number)
		lock.release()

	threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
	for thread in threads:
		thread.start()
		time.sleep(0.01)
	lock.release()
	for thread in threads:
		thread.join()
	assert order == [2, 0, 1]


def test_many_writers_at_once_all_come_through(library, frappe, capsys):
	"""Each counts up under the lock; nobody times out, and nobody waits for much longer than the others."""
	name = frappe.get_doc(doctype="Book", title="Counted", pages=0).insert().name
	frappe.db.commit()
	waits, errors, start = [], [], threading.Barrier(WRITERS)

	def count_up():
		start.wait()
		began = time.monotonic()
		pages = frappe.db.get_value("Book", name, "pages", for_update=True)
		waits.append(time.monotonic() - began)
		frappe.db.set_value("Book", name, "pages", pages + 1)
		frappe.db.commit()

	def run():
		if error := library.elsewhere(count_up):
			errors.append(error)

	threads = [threading.Thread(target=run) for _writer in range(WRITERS)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert (errors, frappe.db.get_value("Book", name, "pages")) == ([], WRITERS)
	with capsys.disabled():
		middle, longest = statistics.median(waits), max(waits)
		print(f"\n{WRITERS} writers at once waited for {middle:.3f} s (median), {longest:.3f} s (longest)")
