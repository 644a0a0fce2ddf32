"""A site with the app noticeboard, which knows nothing of meetings, and a client without a network."""

import contextvars
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from werkzeug.test import Client

APPS = Path(__file__).parent / "apps"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def made_site(tmp_path_factory):
	"""The folder of a new site with Administrator's password "admin"."""
	sys.path[:0] = [str(ROOT), str(APPS)]
	import localsite

	localsite.activate()
	from frappe.utils import password

	password.HASHING = "scrypt:1024:8:1"  # the tests guard nobody, and sign in often
	from localsite.site import make_site

	folder = tmp_path_factory.mktemp("web") / "board.localhost"
	make_site(folder, apps=["noticeboard"], admin_password="admin")
	return folder


class Visitor(Client):
	"""Each request runs in a context of its own, as on a server, and leaves the test's alone."""

	def open(self, *args, **options):
		return contextvars.Context().run(super().open, *args, buffered=True, **options)


class Board:
	"""The site as a test sees it: requests from outside, the database in contexts of their own."""

	def __init__(self, folder):
		self.folder = folder

	def open(self):
		from localsite.site import open_site

		return open_site(self.folder)

	def apart(self, function, *arguments):
		"""Call the function on the site in a thread, as another process would."""

		def call():
			with self.open():
				return function(*arguments)

		with ThreadPoolExecutor(1) as pool:
			return pool.submit(call).result()

	def client(self, **cookies):
		from frappe.app import application

		client = Visitor(application)
		for key, value in cookies.items():
			client.set_cookie(key, value)
		return client

	def signed_in(self, user="Administrator", password="admin"):
		client = self.client()
		assert client.post("/api/method/login", data={"usr": user, "pwd": password}).status_code == 200
		return client

	def titles(self):
		return self.values("Notice", "title")

	def values(self, doctype, field):
		import frappe

		return self.apart(lambda: frappe.get_all(doctype, pluck=field, order_by="creation asc"))

	def configure(self, **values):
		"""Change site_config.json; None takes a key out."""
		import json

		path = self.folder / "site_config.json"
		config = json.loads(path.read_text()) | values
		path.write_text(json.dumps({key: value for key, value in config.items() if value is not None}))


EMPTIED = ("Notice", "Email Queue", "Error Log", "RQ Job", "Scheduled Job Type", "Sessions")


@pytest.fixture
def board(made_site, monkeypatch):
	import frappe
	import frappe.app

	monkeypatch.setattr(frappe.app, "_site", made_site.name)
	monkeypatch.setattr(frappe.app, "_sites_path", str(made_site.parent))
	config = (made_site / "site_config.json").read_text()
	board = Board(made_site)
	with board.open():
		for doctype in EMPTIED:
			frappe.db.delete(doctype)
		frappe.db.commit()
		frappe.cache.delete_keys("")
	for message in (made_site / "outbox").glob("*"):
		message.unlink()
	yield board
	(made_site / "site_config.json").write_text(config)


@pytest.fixture
def client(board):
	return board.client()
