"""Departments, members and meeting types to test with."""

from datetime import date, timedelta
from types import SimpleNamespace

import frappe

WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
ZONE = "Europe/Berlin"
MEMBERS = {
	"ada.test@example.com": "Ada Test",
	"ben.test@example.com": "Ben Test",
	"cleo.test@example.com": "Cleo Test",
}


def make_user(email: str, full_name: str, roles: tuple[str, ...] = ("MM Member",)) -> str:
	if not frappe.db.exists("User", email):
		first, last = full_name.split()
		user = frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": first,
				"last_name": last,
				"send_welcome_email": 0,
			}
		)
		user.insert(ignore_permissions=True)
	_give_roles(email, roles)
	return email


def _give_roles(email: str, roles: tuple[str, ...]) -> None:
	"""Again where the app was uninstalled meanwhile, which takes its roles from everybody."""
	user = frappe.get_doc("User", email)
	missing = [role for role in roles if role not in {row.role for row in user.roles}]
	if missing:
		user.extend("roles", [{"role": role} for role in missing])
		user.save(ignore_permissions=True)


def make_profile(email: str, full_name: str, timezone: str = ZONE, **values) -> str:
	make_user(email, full_name)
	if not frappe.db.exists("MM Member Profile", email):
		hours = [{"weekday": day, "start_time": "09:00:00", "end_time": "17:00:00"} for day in WORKDAYS]
		values = {"timezone": timezone, "weekly_hours": hours, **values}
		frappe.get_doc({"doctype": "MM Member Profile", "user": email, **values}).insert()
	return email


def make_department(name: str, members: list[str], **values):
	values = {
		"timezone": ZONE,
		"members": [{"member": member, "assignment_priority": n} for n, member in enumerate(members, 1)],
		**values,
	}
	return frappe.get_doc({"doctype": "MM Department", "department_name": name, **values}).insert()


def make_meeting_type(department: str, name: str = "Discovery Call", **values):
	values = {"duration": 30, "booking_horizon": 365, **values}
	return frappe.get_doc(
		{"doctype": "MM Meeting Type", "department": department, "meeting_name": name, **values}
	).insert()


def make_consulting(name: str, **values) -> SimpleNamespace:
	members = [make_profile(email, full_name) for email, full_name in MEMBERS.items()]
	department = make_department(name, members, **values)
	kind = make_meeting_type(department.name)
	return SimpleNamespace(
		name=department.name,
		slug=department.department_slug,
		meeting_type=kind.name,
		type_slug=kind.meeting_slug,
		members=members,
		zone=ZONE,
	)


def next_monday(weeks: int = 2) -> date:
	"""A working day of the members that no notice or clock of the test machine reaches."""
	today = date.today()
	return today + timedelta(days=7 * weeks - today.weekday())


def delete_bookings(department: str) -> None:
	from meeting_manager.adapters.occupancy import mark_changed

	members = frappe.get_all("MM Department Member", {"parent": department}, pluck="member")
	mark_changed(members)
	for member in members:
		frappe.db.delete("MM Time Claim", {"member": member})
	for name in frappe.get_all("MM Meeting Booking", {"department": department}, pluck="name"):
		forget("Email Queue", {"reference_name": name})
		frappe.db.delete("MM Message", {"booking": name})
		frappe.db.delete("MM Calendar Reply", {"booking": name})
		frappe.db.delete("Notification Log", {"document_name": name})
		frappe.db.delete("MM Meeting Booking Assigned User", {"parent": name})
		frappe.db.delete("MM Booking History", {"parent": name})
		frappe.db.delete("MM History Seal", {"name": name})
		frappe.db.delete("MM Meeting Booking", {"name": name})


def forget(doctype: str, filters: dict) -> None:
	for name in frappe.get_all(doctype, filters, pluck="name"):
		if doctype == "Email Queue":
			frappe.db.delete("Email Queue Recipient", {"parent": name})
		frappe.db.delete(doctype, {"name": name})
