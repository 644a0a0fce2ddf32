import pytest

from meeting_manager.adapters import site_time
from tests.site.clock import stop_clock
from tests.site.factories import forget
from tests.site.messages.mail_server import given_server, receiving
from tests.site.messages.operations import ADA, ALEX, MESSAGE, ROBIN, names


@pytest.fixture
def mail_server(site):
	"""A mail server that keeps what it accepts: the site sends to it until the test is over."""
	with receiving() as server, given_server(server.port):
		yield server


@pytest.fixture
def messages(site):
	"""The ledger's rows of a booking, as they are committed now: `messages(booking, occasion="Reminder")`."""

	def read(booking, **filters):
		site.db.rollback()
		return site.get_all(
			"MM Message", {"booking": booking.name, **filters}, ["*"], order_by="creation asc, name asc"
		)

	return read


@pytest.fixture
def at(monkeypatch):
	"""Let the app's clock stand still at a UTC minute."""
	return lambda minute: stop_clock(monkeypatch, minute)


@pytest.fixture
def now(at):
	"""The minute in which the app's clock stands still."""
	minute = site_time.current_minute()
	at(minute)
	return minute


@pytest.fixture
def bookings(site, book, now):
	"""Of Alex at 10:00 and 14:00, of Robin at 12:00, all with Ada, told and done with; their operations go with the test."""
	made = [
		book("10:00", assigned_users=[{"member": ADA}]),
		book("12:00", assigned_users=[{"member": ADA}], customer_name="Robin Vale", customer_email=ROBIN),
		book("14:00", assigned_users=[{"member": ADA}], customer_email=ALEX.title()),
	]
	told = {"booking": ["in", names(made)], "occasion": ["!=", "Reminder"]}
	site.db.set_value(MESSAGE, told, "state", "Sent")
	site.db.commit()
	yield made
	site.db.rollback()
	site.set_user("Administrator")
	for name in site.get_all("MM Operation", {"note": ["like", "Test%"]}, pluck="name", order_by="name asc"):
		forget("Email Queue", {"reference_name": name})
		site.db.delete("MM Operation", {"name": name})
	site.db.commit()


@pytest.fixture
def told(mail_server):
	"""The mails that somebody has got: `told(address)`."""
	return lambda address: [mail for to, mail in mail_server.mails() if to.lower() == address]
