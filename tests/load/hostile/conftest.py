"""What the tests of hostile guests need of those in tests/site, and a quicker way to send."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.site.conftest import (  # noqa: F401
	Http,
	booking,
	consulting,
	queued_mails,
	shared_department,
	site,
)


class QuickHttp(Http):
	"""The application in one thread of its own: what the test has written has to be committed."""

	def __init__(self, *arguments):
		super().__init__(*arguments)
		self.pool = ThreadPoolExecutor(1)

	def send(self, method: str, path: str, headers: dict | None = None, **options):
		options["headers"] = {**self.headers, **(headers or {})}
		answer = self.pool.submit(self._open, method, path, options).result()
		self.frappe.db.rollback()  # the next look sees what the call has done
		return answer


@pytest.fixture
def http(site, opened_site):  # noqa: F811
	quick = QuickHttp(site, opened_site)
	yield quick
	quick.pool.shutdown()
