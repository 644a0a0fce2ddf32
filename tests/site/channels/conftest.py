import frappe
import pytest

from tests.site.channels.digests import DAILY, deliver_digests, due_of
from tests.site.channels.sms_gateway import given_gateway, listening
from tests.site.factories import forget
from tests.site.mails.conftest import changed, reload  # noqa: F401 (fixtures)
from tests.site.messages.conftest import at, mail_server, messages, now  # noqa: F401 (fixtures)
from tests.site.messages.operations import ADA
from tests.site.pages.conftest import settings  # noqa: F401 (fixture)

PREFERENCE = "MM Notification Preference"


@pytest.fixture
def prefers(site, consulting):
	"""Save what a user prefers, for one test: `prefers(user, mails="Once a day")`."""

	def save(user, **values):
		name = frappe.db.exists(PREFERENCE, user)
		doc = frappe.get_doc(PREFERENCE, name) if name else frappe.new_doc(PREFERENCE, user=user)
		doc.update(values)
		doc.save()
		site.db.commit()
		return doc

	yield save
	site.db.rollback()
	site.db.delete(PREFERENCE, {"user": ["in", consulting.members]})
	for member in consulting.members:
		forget("Email Queue", {"reference_name": member})
	site.db.commit()


@pytest.fixture
def gateway(site, settings):  # noqa: F811
	"""An SMS gateway that keeps what it accepts, and a site that sends by it."""
	with listening() as server, given_gateway(server.address):
		settings(send_sms=1)
		yield server
		settings(send_sms=0)


@pytest.fixture
def daily(prefers):
	"""Ada wants one mail a day."""
	return prefers(ADA, **DAILY)


@pytest.fixture
def book_ada(book, daily):
	return lambda time, **values: book(time, assigned_users=[{"member": ADA}], **values)


@pytest.fixture
def digest(at, now, mail_server):  # noqa: F811
	"""Let the next digest of a user go: the mails that the user got with it."""

	def send(user=ADA):
		frappe.db.commit()
		at(due_of(user))
		before = len(mail_server.accepted)
		deliver_digests(user)
		return [mail for to, mail in mail_server.mails()[before:] if to == user]

	return send
