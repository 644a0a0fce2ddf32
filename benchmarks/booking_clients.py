"""Clients that book at the same time, each a process with a connection of its own."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hosts
from benchmarks.site_rows import ADDRESSES, DEPARTMENT, DEPARTMENT_SLUG, MEETING_TYPE, TYPE_SLUG, address
from benchmarks.workloads import MINUTES_PER_DAY
from meeting_manager.scheduling.zones import to_instant

DURATION = 30
PATIENCE = 120
"""Seconds until all clients are connected."""
BARE = "bare-"
"""Begins the names of the rows that the bare transaction inserts."""
OVERLAPPING = """
	select name from `tabMM Meeting Booking Assigned User` where member = %s and is_blocking = 1
	and start_utc_minute < %s and start_utc_minute > %s and end_utc_minute > %s
"""
BARE_ROW = """
	insert into `tabMM Meeting Booking Assigned User`
	(name, parent, parenttype, parentfield, member, start_utc_minute, end_utc_minute, is_blocking)
	values (%s, %s, 'MM Meeting Booking', 'assigned_users', %s, %s, %s, 1)
"""


@dataclass(frozen=True)
class Crowd:
	"""
	:param first: UTC minute of the first time that is booked.
	"""

	site: str
	bench: Path | None
	clients: int
	members: int
	first: int
	seconds: float

	def per_second(self, book: Callable[[Crowd, int], bool]) -> tuple[float, int]:
		"""Bookings a second by all clients together, and how many attempts were refused."""
		context = multiprocessing.get_context("fork")
		ready, counts = context.Barrier(self.clients + 1), context.Queue()
		processes = [
			context.Process(target=self._run, args=(book, number, ready, counts))
			for number in range(self.clients)
		]
		for process in processes:
			process.start()
		ready.wait(PATIENCE)
		begin = time.perf_counter()
		found = [counts.get(timeout=PATIENCE) for _process in processes]
		seconds = time.perf_counter() - begin
		for process in processes:
			process.join()
		return sum(done for done, _refused in found) / seconds, sum(refused for _done, refused in found)

	def _run(self, book, number: int, ready, counts) -> None:
		with hosts.reopen_site(self.site, self.bench):
			book(self, number)  # loads what a worker has loaded
			done = refused = 0
			ready.wait(PATIENCE)
			until = time.perf_counter() + self.seconds
			while time.perf_counter() < until:
				if book(self, number + self.clients * (1 + done + refused)):
					done += 1
				else:
					refused += 1
			counts.put((done, refused))

	def start(self, position: int) -> int:
		"""UTC minute; each is taken by as many as there are members."""
		return self.first + position // self.members * DURATION


def through_app(crowd: Crowd, position: int) -> bool:
	"""The whole of a booking but HTTP: the guard, the locks, the look, the rows, the claims and the mails."""
	import frappe

	from meeting_manager.meeting_manager.api import public

	_begin_request(frappe)
	try:
		public.create_booking(
			department_slug=DEPARTMENT_SLUG,
			meeting_type_slug=TYPE_SLUG,
			start=to_instant(crowd.start(position)).isoformat(),
			customer_name="Alex Example",
			customer_email=f"alex.{position}@example.com",
		)
		frappe.db.commit()
		return True
	except frappe.ValidationError:
		frappe.db.rollback()
		return False


def _begin_request(frappe) -> None:
	"""Forget what Frappe keeps for one request."""
	frappe.set_user("Guest")
	frappe.clear_messages()
	for kept in ("cache", "document_cache"):
		if hasattr(frappe.local, kept):
			setattr(frappe.local, kept, {})


def bare(crowd: Crowd, position: int) -> bool:
	"""Lock the member, check, insert one row, commit: the least that keeps two bookings apart."""
	import frappe

	member, start = address(position % crowd.members), crowd.start(position)
	end, name = start + DURATION, f"{BARE}{position}"
	frappe.db.sql("select name from `tabMM Member Profile` where name = %s for update", member)
	taken = frappe.db.sql(OVERLAPPING, (member, end, start - MINUTES_PER_DAY, start))
	if not taken:
		frappe.db.sql(BARE_ROW, (name, name, member, start, end))
	frappe.db.commit()
	return not taken


@contextmanager
def without_limits() -> Iterator[None]:
	"""Let one address book as often as it can."""
	import frappe

	fields = ("guest_writes_per_minute", "bookings_per_address_per_day")
	settings = frappe.get_doc("MM Settings")
	before = {field: settings.get(field) for field in fields}
	_set(settings, dict.fromkeys(fields, 0))
	try:
		yield
	finally:
		frappe.db.rollback()
		_set(frappe.get_doc("MM Settings"), before)


def _set(settings, values: dict) -> None:
	import frappe

	settings.update(values)
	settings.save(ignore_permissions=True)
	frappe.db.commit()


def remove_bookings() -> None:
	"""What the clients wrote, in few statements."""
	import frappe

	frappe.db.rollback()
	booked = "select name from `tabMM Meeting Booking` where meeting_type = %(kind)s"
	mails = f"select name from `tabEmail Queue` where reference_name in ({booked})"
	for table, condition in (
		("Email Queue Recipient", f"parent in ({mails})"),
		("Email Queue", f"reference_name in ({booked})"),
		("MM Message", f"booking in ({booked})"),
		("MM Booking History", f"parent in ({booked})"),
		("MM Meeting Booking", "department = %(department)s"),
		("MM Meeting Booking Assigned User", "member like %(members)s"),
		("MM Time Claim", "member like %(members)s"),
	):
		values = {"kind": MEETING_TYPE, "department": DEPARTMENT, "members": ADDRESSES}
		frappe.db.sql(f"delete from `tab{table}` where {condition}", values)
	frappe.db.commit()
