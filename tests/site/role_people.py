"""Two departments with their people and one record of each DocType, for the role matrix."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import frappe

from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import feed_of
from tests.site.factories import (
	ZONE,
	delete_bookings,
	make_department,
	make_meeting_type,
	make_profile,
	make_user,
	next_monday,
)

BOOKING, ROW = "MM Meeting Booking", "MM Meeting Booking Assigned User"
TOMBSTONE, OPERATION = "MM Booking Tombstone", "MM Operation"
FOR_THE_MATRIX = "For the role matrix"
PEOPLE = {
	"customer": ("kim.role@example.com", "Kim Role", ()),
	"member": ("mara.role@example.com", "Mara Role", ("MM Member",)),
	"colleague": ("cole.role@example.com", "Cole Role", ("MM Member",)),
	"outsider": ("olga.role@example.com", "Olga Role", ("MM Member",)),
	"leader": ("lena.role@example.com", "Lena Role", ("MM Department Leader",)),
	"other leader": ("otis.role@example.com", "Otis Role", ("MM Department Leader",)),
	"manager": ("maja.role@example.com", "Maja Role", ("MM Manager",)),
	"system manager": ("sven.role@example.com", "Sven Role", ("System Manager",)),
}
NEWCOMER, LEAVER = "nina.role@example.com", "liam.role@example.com"


def email_of(role: str) -> str:
	return PEOPLE[role][0]


def make_people() -> None:
	"""And forget the bookings of a run that was broken off."""
	for name in frappe.get_all("MM Department", {"name": ["like", "Roles %"]}, pluck="name"):
		delete_bookings(name)
	_forget_logs()
	forget_made_up_records()
	for email, full_name, roles in PEOPLE.values():
		make_user(email, full_name, roles)
	make_user(NEWCOMER, "Nina Role")


def forget_made_up_records() -> None:
	for doctype in ("MM Guest Count", "MM History Check"):
		frappe.db.delete(doctype, {"name": ["like", "role %"]})
	for booking in frappe.get_all(TOMBSTONE, {"reason": FOR_THE_MATRIX}, pluck="booking"):
		frappe.db.delete("MM History Seal", {"name": booking})
		frappe.db.delete("MM Message", {"booking": booking})
	frappe.db.delete(TOMBSTONE, {"reason": FOR_THE_MATRIX})
	frappe.db.delete(OPERATION, {"note": FOR_THE_MATRIX})


def make_place(leader: str, members: list[str]) -> SimpleNamespace:
	"""A department with a booking, a busy time and rows in each table, all of its first member."""
	for role in members:
		email, full_name, _roles = PEOPLE[role]
		make_profile(email, full_name, date_overrides=[{"date": "2027-03-01", "is_day_off": 1}])
	emails = [email_of(role) for role in members]
	department = make_department(
		f"Roles {uuid4().hex[:8]}", emails, leader=email_of(leader), holidays=[{"holiday_date": "2027-05-01"}]
	)
	kind = make_meeting_type(
		department.name,
		f"Talk with {PEOPLE[leader][1]}",
		named_members=[{"member": email} for email in emails],
	)
	place = SimpleNamespace(
		department=department,
		type=kind,
		member=emails[0],
		profile=frappe.get_doc("MM Member Profile", emails[0]),
	)
	place.busy = make_busy_time(emails[0])
	place.booking = make_booking(place, 10)
	place.claim = frappe.get_all("MM Time Claim", {"member": emails[0]}, pluck="name", order_by="name asc")[0]
	place.preference = make_preference(emails[0])
	place.feed = feed_of("MM Member Profile", emails[0])
	place.reply = make_open_reply(place.booking)
	place.policy = make_policy(f"Roles {uuid4().hex[:8]}")
	place.message = make_sent_message(place.booking)
	place.demand = make_demand(place)
	place.tombstone = make_tombstone(place)
	return place


def make_demand(place: SimpleNamespace) -> str:
	"""A count as the hourly job writes it."""
	values = {"name": uuid4().hex[:10], "department": place.department.name, "meeting_type": place.type.name}
	row = frappe.qb.DocType("MM Unmet Demand")
	frappe.qb.into(row).columns(*values).insert(*values.values()).run()
	return values["name"]


def make_tombstone(place: SimpleNamespace) -> str:
	booking = make_booking(place, 9)
	booking.flags.deletion_reason = FOR_THE_MATRIX
	booking.delete()
	return frappe.db.get_value(TOMBSTONE, {"booking": booking.name})


def make_operation(place: SimpleNamespace) -> str:
	"""The place's member moved a booking; it can be undone for the rest of the day. Begins a new transaction."""
	from meeting_manager.meeting_manager.doctype.mm_operation import changes_by_staff, operations

	moved = make_booking(place, 12)
	frappe.db.commit()
	frappe.set_user(place.member)
	change = changes_by_staff.move_by(minutes=60)
	name = operations.run(operations.MOVE, [moved.name], change, FOR_THE_MATRIX)[0].name
	frappe.set_user("Administrator")
	until = frappe.db.get_value(OPERATION, name, "undo_until_utc_minute") + 24 * 60
	frappe.db.set_value(OPERATION, name, "undo_until_utc_minute", until)
	return name


def make_sent_message(booking) -> str:
	"""The one that told the customer of the booking."""
	told = {"booking": booking.name, "recipient_kind": "Customer", "occasion": "Confirmed"}
	name = frappe.db.get_value("MM Message", told)
	frappe.db.set_value("MM Message", name, "state", "Sent")
	return name


def make_preference(user: str):
	return frappe.get_doc({"doctype": "MM Notification Preference", "user": user}).insert()


def make_open_reply(booking) -> str:
	"""The customer's calendar has declined."""
	values = {"booking": booking.name, "who": "Customer", "state": "Open", "attention": "Customer Declined"}
	reply = frappe.get_doc({"doctype": "MM Calendar Reply", "attendee": booking.customer_email, **values})
	reply.booking_sequence = booking.calendar_sequence
	return reply.insert().name


def make_policy(name: str):
	rows = {"fee_tiers": [{"within_hours": 2, "fee_amount": 5}], "reasons": [{"reason": "Illness"}]}
	values = {"policy_name": name, "currency": "EUR", **rows}
	return frappe.get_doc({"doctype": "MM Cancellation Policy", **values}).insert()


def make_busy_time(member: str):
	return frappe.get_doc({"doctype": "MM Busy Time", **busy_values(member, 15)}).insert()


def busy_values(member: str, hour: int) -> dict:
	day = next_monday() + timedelta(days=1)
	return {
		"member": member,
		"start_datetime": f"{day} {hour}:00:00",
		"end_datetime": f"{day} {hour}:30:00",
		"title": "Dentist",
	}


def make_booking(place: SimpleNamespace, hour: int, **values):
	return frappe.get_doc({"doctype": BOOKING, **booking_values(place, hour), **values}).insert()


def booking_values(place: SimpleNamespace, hour: int) -> dict:
	from meeting_manager.scheduling.zones import find_zone, wall_to_minute

	return {
		"department": place.department.name,
		"meeting_type": place.type.name,
		"start_utc_minute": wall_to_minute(find_zone(ZONE), next_monday(), hour * 60),
		"customer_name": "Kim Role",
		"customer_email": email_of("customer"),
		"assigned_users": [{"member": place.member}],
	}


def clear_away(places: list[SimpleNamespace], spares: dict[str, str]) -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for place in places:
		delete_bookings(place.department.name)
		frappe.db.delete("MM Busy Time", {"member": place.member})
		frappe.db.delete("MM Unmet Demand", {"name": place.demand})
		for kind in frappe.get_all("MM Meeting Type", {"department": place.department.name}, pluck="name"):
			frappe.delete_doc("MM Meeting Type", kind, force=True)
		frappe.delete_doc("MM Department", place.department.name, force=True)
	for name in frappe.get_all("MM Cancellation Policy", {"name": ["like", "Roles %"]}, pluck="name"):
		frappe.delete_doc("MM Cancellation Policy", name, force=True)
	frappe.delete_doc("MM Department", spares["MM Department"], force=True)
	for role in ("member", "colleague", "outsider"):
		frappe.delete_doc("MM Member Profile", email_of(role), force=True)
	frappe.delete_doc("MM Member Profile", LEAVER, force=True)
	_forget_logs()
	forget_made_up_records()
	frappe.db.commit()


def _forget_logs() -> None:
	for doctype in ("MM Guest Count", "MM Notification Choice"):
		frappe.db.delete(doctype, {"name": ["like", "role %"]})
	frappe.db.delete("MM Notification Preference", {"user": ["like", "%.role@example.com"]})
