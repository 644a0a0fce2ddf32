import pytest

from meeting_manager.adapters import site_time
from tests.site.clock import stop_clock
from tests.site.messages.mail_server import given_server, receiving


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
