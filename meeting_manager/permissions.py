"""Who sees and changes what: managers all, leaders their departments', members their own."""

import frappe

FULL_ACCESS = {"System Manager", "MM Manager"}


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


def has_booking_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if sees_everything(user) or leads(user, doc.department):
		return True
	return any(row.user == user for row in doc.assigned_users)


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


def has_profile_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if sees_everything(user) or doc.user == user:
		return True
	departments = frappe.get_all("MM Department Member", {"member": doc.name}, pluck="parent")
	return any(leads(user, department) for department in departments)


def sees_everything(user: str) -> bool:
	return user == "Administrator" or bool(FULL_ACCESS.intersection(frappe.get_roles(user)))


def leads(user: str, department: str) -> bool:
	return frappe.get_cached_value("MM Department", department, "leader") == user
