"""Two departments to try the app with. Run again, it changes nothing that is there.

`bench --site NAME execute meeting_manager.demo.make_demo_data`
"""

import frappe
from frappe.utils.password import update_password

ACCOUNTS = {
	"manager@example.com": ("Demo Manager", "MM Manager"),
	"leader@example.com": ("Demo Leader", "MM Department Leader"),
	"anna@example.com": ("Anna Demo", "MM Member"),
	"ben@example.com": ("Ben Demo", "MM Member"),
	"clara@example.com": ("Clara Demo", "MM Member"),
}
MEMBERS = ("anna@example.com", "ben@example.com", "clara@example.com")
WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HOURS = (("09:00:00", "12:30:00"), ("13:30:00", "17:30:00"))

CONSULTING = {
	"department_name": "Consulting",
	"department_slug": "consulting",
	"timezone": "Europe/Berlin",
	"description": "Talk to us about your project, before it starts or while it runs.",
}
COACHING = {
	"department_name": "Coaching",
	"department_slug": "coaching",
	"timezone": "America/New_York",
	"assignment_algorithm": "Least Busy",
	"description": "Sessions with a coach, by video or on the phone.",
}
MEETING_TYPES = {
	"Consulting": (
		{
			"meeting_name": "Discovery Call",
			"meeting_slug": "discovery-call",
			"duration": 30,
			"description": "We get to know each other and see whether we can help.",
		},
		{
			"meeting_name": "Strategy Session",
			"meeting_slug": "strategy-session",
			"duration": 90,
			"slot_interval": 30,
			"buffer_after": 15,
			"minimum_notice": 24 * 60,
			"requires_approval": 1,
			"location_type": "In Person",
			"description": "An hour and a half on one question of yours, around a table.",
		},
	),
	"Coaching": (
		{
			"meeting_name": "Coaching Session",
			"meeting_slug": "coaching-session",
			"duration": 45,
			"slot_interval": 15,
			"buffer_before": 5,
			"buffer_after": 10,
			"location_type": "Phone",
			"description": "Forty-five minutes for what is on your mind.",
		},
	),
}


def make_demo_data(password: str | None = None) -> None:
	"""
	:param password: of all demo accounts; without one nobody can sign in with them.
	"""
	for email, (full_name, role) in ACCOUNTS.items():
		make_user(email, full_name, role, password)
	for member in MEMBERS:
		make_profile(member)
	for department in (CONSULTING, COACHING):
		make_department(department)
	settings = frappe.get_doc("MM Settings")
	if not settings.company_name:
		settings.update({"company_name": "Example Company", "support_email": "hello@example.com"})
		settings.save()
	frappe.db.commit()


def make_user(email: str, full_name: str, role: str, password: str | None) -> None:
	if not frappe.db.exists("User", email):
		first, last = full_name.split()
		values = {"email": email, "first_name": first, "last_name": last, "send_welcome_email": 0}
		frappe.get_doc({"doctype": "User", **values}).insert()
		if password:
			update_password(email, password)
	user = frappe.get_doc("User", email)
	if role not in [row.role for row in user.roles]:
		user.append("roles", {"role": role})
		user.save()


def make_profile(user: str) -> None:
	if not frappe.db.exists("MM Member Profile", user):
		hours = [
			{"weekday": day, "start_time": start, "end_time": end} for day in WORKDAYS for start, end in HOURS
		]
		frappe.get_doc(
			{"doctype": "MM Member Profile", "user": user, "timezone": "Europe/Berlin", "weekly_hours": hours}
		).insert()


def make_department(values: dict) -> None:
	name = values["department_name"]
	if frappe.db.exists("MM Department", name):
		return
	members = [{"member": member, "assignment_priority": number} for number, member in enumerate(MEMBERS, 1)]
	frappe.get_doc(
		{"doctype": "MM Department", "leader": "leader@example.com", "members": members, **values}
	).insert()
	for kind in MEETING_TYPES[name]:
		frappe.get_doc({"doctype": "MM Meeting Type", "department": name, **kind}).insert()


def set_guest_limit(writes_per_minute: int | None = None) -> None:
	"""
	:param writes_per_minute: from one address; None for the usual number, 0 takes all other limits away as well.
	"""
	settings = frappe.get_doc("MM Settings")
	limits = ("guest_writes_per_minute", "guest_reads_per_minute", "bookings_per_address_per_day")
	for name in limits:
		settings.set(name, 0 if writes_per_minute == 0 else int(settings.meta.get_field(name).default))
	if writes_per_minute is not None:
		settings.guest_writes_per_minute = writes_per_minute
	settings.save()
