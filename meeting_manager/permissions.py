"""Who sees and changes what: managers all, leaders their departments', members their own.

Rights on a document are judged on what is stored: a request that brings other values cannot grant them to itself.
"""

import frappe

FULL_ACCESS = {"System Manager", "MM Manager"}
CHANGES = {"write", "create", "delete", "share"}
BOOKING = "MM Meeting Booking"
ASSIGNED = "MM Meeting Booking Assigned User"


def booking_query_conditions(user: str | None = None) -> str:
	user = user or frappe.session.user
	if sees_everything(user):
		return ""
	me = frappe.db.escape(user)
	return f"""(
		`tabMM Meeting Booking`.department in (select name from `tabMM Department` where leader = {me})
		or `tabMM Meeting Booking`.name in (
			select parent from `tabMM Meeting Booking Assigned User` where user = {me}
		)
	)"""


def booking_row_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Rows of the booking's tables are listed with their booking."""
	return _listed_with_booking(f"`tab{doctype}`.parent", user)


def has_booking_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if sees_everything(user) or leads(user, _stored(doc, "department")):
		return True
	return not doc.is_new() and _is_assigned(user, doc.name)


def message_query_conditions(user: str | None = None) -> str:
	"""Messages are listed with their booking."""
	return _listed_with_booking("`tabMM Message`.booking", user)


def reply_query_conditions(user: str | None = None) -> str:
	"""Answers are listed with their booking; those to none, for those who see everything."""
	return _listed_with_booking("`tabMM Calendar Reply`.booking", user)


def _listed_with_booking(column: str, user: str | None) -> str:
	visible = booking_query_conditions(user)
	return f"{column} in (select name from `tabMM Meeting Booking` where {visible})" if visible else ""


def has_message_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""Whoever may read a booking may read its messages and answers; one without a booking is for those who see everything."""
	user = user or frappe.session.user
	if sees_everything(user):
		return True
	return bool(doc.booking and frappe.db.exists(BOOKING, doc.booking)) and has_booking_permission(
		frappe.get_doc(BOOKING, doc.booking), ptype, user
	)


def preference_query_conditions(user: str | None = None) -> str:
	return _listed_to_its_user("`tabMM Notification Preference`.user", user)


def has_preference_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	return _is_its_user(doc, "user", user)


def operation_query_conditions(user: str | None = None) -> str:
	return _listed_to_its_user("`tabMM Operation`.operated_by", user)


def has_operation_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""Operations are for whoever did them, and for those who see everything."""
	return _is_its_user(doc, "operated_by", user)


def _listed_to_its_user(column: str, user: str | None) -> str:
	user = user or frappe.session.user
	return "" if sees_everything(user) else f"{column} = {frappe.db.escape(user)}"


def _is_its_user(doc, fieldname: str, user: str | None) -> bool:
	user = user or frappe.session.user
	return sees_everything(user) or _stored(doc, fieldname) == user


def _is_assigned(user: str, booking: str) -> bool:
	return bool(frappe.db.exists(ASSIGNED, {"parenttype": BOOKING, "parent": booking, "user": user}))


def profile_query_conditions(user: str | None = None) -> str:
	user = user or frappe.session.user
	if sees_everything(user):
		return ""
	me = frappe.db.escape(user)
	return f"""(
		`tabMM Member Profile`.user = {me}
		or `tabMM Member Profile`.name in (
			select row.member from `tabMM Department Member` row
			join `tabMM Department` department on department.name = row.parent
			where department.leader = {me}
		)
	)"""


def profile_row_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Hours and days off are listed with their profile."""
	return _listed_with_profile(f"`tab{doctype}`.parent", user)


def has_profile_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	return sees_everything(user) or _stored(doc, "user") == user or _leads_member(user, doc.name)


def busy_time_query_conditions(user: str | None = None) -> str:
	"""Busy times are listed with their member's profile."""
	return _listed_with_profile("`tabMM Busy Time`.member", user)


def _listed_with_profile(column: str, user: str | None) -> str:
	visible = profile_query_conditions(user)
	return f"{column} in (select name from `tabMM Member Profile` where {visible})" if visible else ""


def has_busy_time_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""Whoever has a right on the member's profile has it on the member's busy times."""
	user = user or frappe.session.user
	return sees_everything(user) or _is_of(user, _stored(doc, "member"))


def demand_query_conditions(user: str | None = None) -> str:
	"""What was looked for in vain is listed with the departments that the user leads."""
	user = user or frappe.session.user
	if sees_everything(user):
		return ""
	led = f"select name from `tabMM Department` where leader = {frappe.db.escape(user)}"
	return f"`tabMM Unmet Demand`.department in ({led})"


def has_demand_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	return sees_everything(user) or leads(user, _stored(doc, "department"))


def has_department_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	return ptype not in CHANGES or sees_everything(user) or leads(user, doc.name)


def has_meeting_type_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""A type that moves to another department takes the leaders of both."""
	user = user or frappe.session.user
	if ptype not in CHANGES or sees_everything(user):
		return True
	return leads(user, _stored(doc, "department")) and leads(user, doc.department)


def has_app_permission() -> bool:
	"""Whether the app is shown to whoever has signed in among the others of the site."""
	roles = {"MM Department Leader", "MM Member"}.intersection(frappe.get_roles())
	return bool(roles) or sees_everything(frappe.session.user)


def sees_everything(user: str) -> bool:
	return user == "Administrator" or bool(FULL_ACCESS.intersection(frappe.get_roles(user)))


def leads(user: str, department: str | None) -> bool:
	return bool(department) and frappe.db.get_value("MM Department", department, "leader") == user


def may_override(user: str, department: str) -> bool:
	"""Whether the user may act against the rules of a department, for a reason: its leader, and those who see everything."""
	return sees_everything(user) or leads(user, department)


def may_book_for_customers(user: str, department: str) -> bool:
	"""Whoever takes part in the department: its active members may book what a customer could."""
	return may_override(user, department) or _is_active_member(user, department)


def departments_to_book_in(user: str) -> list[str]:
	"""The active departments of `may_book_for_customers`, by name."""
	active = frappe.get_all("MM Department", {"is_active": 1}, ["name", "leader"], order_by="name asc")
	if sees_everything(user):
		return [department.name for department in active]
	joined = set(_departments_of(user))
	return [one.name for one in active if one.leader == user or one.name in joined]


def _is_active_member(user: str, department: str) -> bool:
	return department in _departments_of(user)


def _departments_of(user: str) -> list[str]:
	row, profile = frappe.qb.DocType("MM Department Member"), frappe.qb.DocType("MM Member Profile")
	query = frappe.qb.from_(row).join(profile).on(profile.name == row.member).select(row.parent)
	return [name for (name,) in query.where((profile.user == user) & (row.is_active == 1)).run()]


def _is_of(user: str, member: str | None) -> bool:
	"""Whether the member is this user, or in a department that the user leads."""
	if not member:
		return False
	return frappe.db.get_value("MM Member Profile", member, "user") == user or _leads_member(user, member)


def _leads_member(user: str, member: str) -> bool:
	departments = frappe.get_all("MM Department Member", {"member": member}, pluck="parent")
	return bool(departments) and bool(
		frappe.db.exists("MM Department", {"name": ["in", departments], "leader": user})
	)


def _stored(doc, fieldname: str) -> str | None:
	"""The value in the database, or that of a document which is not there yet."""
	return frappe.db.get_value(doc.doctype, doc.name, fieldname) if not doc.is_new() else doc.get(fieldname)
