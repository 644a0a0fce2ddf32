"""A department of its own for a load test: times enough for all, and no trace of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from uuid import uuid4
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.occupancy import ASSIGNED, mark_changed
from tests.load.clients import Call, guest_call
from tests.site.factories import ZONE, make_department, make_meeting_type, make_profile, next_monday
from tests.site.hosts import BENCH_SITE

BOOKING = "MM Meeting Booking"
NAME = "Load"
"""With which the departments' names begin."""
DURATION = 30
FIRST_HOUR, PLACES_A_DAY = 9, 16
HOURS = {"start_time": "09:00:00", "end_time": "17:00:00"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Finn")

OF_SCENE = f"select name from `tab{BOOKING}` where department = %(department)s"
OF_MAILS = (
	(
		"Email Queue Recipient",
		f"parent in (select name from `tabEmail Queue` where reference_name in ({OF_SCENE}))",
	),
	("Email Queue", f"reference_name in ({OF_SCENE})"),
)
OF_BOOKINGS = (
	(ASSIGNED, f"parent in ({OF_SCENE})"),
	("MM Booking History", f"parent in ({OF_SCENE})"),
	("MM Message", f"booking in ({OF_SCENE})"),
	(BOOKING, "department = %(department)s"),
)
"""Tables with the rows that go, in this order."""


@dataclass(frozen=True)
class Scene:
	"""
	:param members: names, in order.
	"""

	department: str
	slug: str
	meeting_type: str
	type_slug: str
	members: list[str]

	def book(self, start: int, guest: int | str, key: str = "") -> Call:
		"""
		:param start: UTC minute.
		:param guest: makes the address one of its own, so that no limit for one address is met.
		"""
		return guest_call(
			"create_booking",
			department_slug=self.slug,
			meeting_type_slug=self.type_slug,
			start=instant(start),
			customer_name="Alex Example",
			customer_email=f"alex.{guest}@example.com",
			idempotency_key=key,
		)


def move(token: str, start: int) -> Call:
	day, clock = local(start).strftime("%Y-%m-%d %H:%M").split()
	return guest_call("reschedule_booking", token=token, new_date=day, new_time=clock)


def cancel(token: str) -> Call:
	return guest_call("cancel_booking", token=token)


def place(number: int) -> int:
	"""The UTC minute of one of the half hours of a working day that follow each other without end."""
	day, position = divmod(number, PLACES_A_DAY)
	opening = datetime.combine(next_monday() + timedelta(days=day), datetime.min.time(), ZoneInfo(ZONE))
	start = opening + timedelta(minutes=FIRST_HOUR * 60 + position * DURATION)
	return int(start.timestamp()) // 60


def instant(minute: int) -> str:
	return datetime.fromtimestamp(minute * 60, timezone.utc).isoformat()


def local(minute: int) -> datetime:
	return datetime.fromtimestamp(minute * 60, ZoneInfo(ZONE))


def make_scene(number_of_members: int, cast: int = 0, **values) -> Scene:
	"""
	:param cast: which people, where there are several scenes at once.
	:param values: of the meeting type.
	"""
	hours = [{"weekday": day, **HOURS} for day in DAYS]
	names = NAMES[:number_of_members]
	people = [(f"{name.lower()}.load{cast}@example.com", f"{name} Load") for name in names]
	members = [make_profile(email, name, weekly_hours=hours) for email, name in people]
	department = make_department(f"{NAME} {uuid4().hex[:8]}", members)
	options = {"duration": DURATION, "booking_horizon": 0, **values}
	kind = make_meeting_type(department.name, "Load Call", **options)
	frappe.db.commit()
	return Scene(department.name, department.department_slug, kind.name, kind.meeting_slug, members)


def remove_scene(scene: Scene) -> None:
	frappe.db.rollback()
	remove_bookings(scene)
	frappe.delete_doc("MM Meeting Type", scene.meeting_type, force=True)
	frappe.delete_doc("MM Department", scene.department, force=True)
	for member in scene.members:
		frappe.delete_doc("MM Member Profile", member, force=True)
	frappe.db.commit()


def remove_interrupted_scenes() -> None:
	"""What a run left that could not end."""
	for department in frappe.get_all(
		"MM Department", {"name": ["like", f"{NAME} %"]}, pluck="name", order_by="name asc"
	):
		members = frappe.get_all(
			"MM Department Member", {"parent": department}, pluck="member", order_by="idx asc"
		)
		for kind in frappe.get_all(
			"MM Meeting Type", {"department": department}, pluck="name", order_by="name asc"
		):
			remove_scene(Scene(department, "", kind, "", members))


def remove_bookings(scene: Scene) -> None:
	"""In few statements, since there are thousands; localsite's mails stay, since its worker may be delivering them."""
	for table, condition in (*(OF_MAILS if BENCH_SITE else ()), *OF_BOOKINGS):
		frappe.db.sql(f"delete from `tab{table}` where {condition}", {"department": scene.department})
	for member in scene.members:
		frappe.db.delete("MM Time Claim", {"member": member})
	mark_changed(scene.members)
	frappe.db.commit()
