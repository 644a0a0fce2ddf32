import pytest

from tests.site.mails.reading import BOOKING
from tests.site.messages.conftest import at, mail_server, now  # noqa: F401 (fixtures)


@pytest.fixture
def new_mails(site, queued_mails):
	"""Commit and return the mails that came since the last look."""
	seen = {}

	def look(booking):
		site.db.commit()
		mails = queued_mails(booking)
		start = seen.get(booking.name, 0)
		seen[booking.name] = len(mails)
		return mails[start:]

	return look


@pytest.fixture
def reload(site):
	return lambda booking: site.get_doc(BOOKING, booking.name)


@pytest.fixture
def changed(site):
	"""Set fields of a document for one test: `changed(doctype, name, field=value)`."""
	before = []

	def change(doctype, name, **values):
		before.append((doctype, name, site.db.get_value(doctype, name, list(values), as_dict=True)))
		write(doctype, name, values)

	def write(doctype, name, values):
		site.db.set_value(doctype, name, values)
		site.clear_document_cache(doctype, name)
		site.db.commit()

	yield change
	site.db.rollback()
	for doctype, name, values in reversed(before):
		write(doctype, name, dict(values))
