"""Who may do what: roles and rules of the DocTypes, and the apps' `has_permission` hooks, which can only refuse."""

import frappe

GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE = "Guest", "All", "Desk User"
AUTOMATIC_ROLES = (GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE, "Administrator")


def get_roles(user=None):
	user = user or frappe.session.user
	if not user or user == "Guest":
		return [GUEST_ROLE]
	if user == "Administrator":
		return frappe.get_all("Role", pluck="name")
	held = {"parenttype": "User", "parent": user, "role": ("not in", AUTOMATIC_ROLES)}
	roles = [row[0] for row in frappe.db.get_values("Has Role", held, "role")]
	is_system_user = frappe.db.get_value("User", user, "user_type") == "System User"
	return [*roles, ALL_USER_ROLE, GUEST_ROLE, *([SYSTEM_USER_ROLE] if is_system_user else [])]


def has_permission(doctype=None, ptype="read", doc=None, user=None, throw=False, *, parent_doctype=None):
	"""Tell whether the user may, with all documents of the type or with one, given or named."""
	doctype, user = doctype or doc.doctype, user or frappe.session.user
	allowed = user == "Administrator" or _is_allowed(doctype, ptype, doc, user, parent_doctype)
	if throw and not allowed:
		name = doc if isinstance(doc, str) else doc.name if doc else ""
		message = frappe._("No permission for {0}").format(f"{frappe._(doctype)} {name}".strip())
		frappe.flags.error_message = message
		raise frappe.PermissionError
	return allowed


def _is_allowed(doctype, ptype, doc, user, parent_doctype):
	if frappe.get_meta(doctype).istable:
		return _is_row_allowed(doctype, ptype, doc, user, parent_doctype)
	if not _roles_allow(doctype, ptype, user):
		return False
	if isinstance(doc, str):
		doc = frappe.get_doc(doctype, doc)
	return not doc or _hooks_allow(doc, ptype, user)


def _is_row_allowed(doctype, ptype, doc, user, parent_doctype):
	"""Rows are permitted with their parent; a parent type that does not hold such rows permits nothing."""
	if isinstance(doc, str):
		doc = frappe.db.get_value(doctype, doc, ["parent", "parenttype", "parentfield"], as_dict=True)
	parent_doctype = doc.parenttype if doc else parent_doctype
	if not parent_doctype:
		return False
	parent_meta = frappe.get_meta(parent_doctype)
	tables = {field.fieldname: field for field in parent_meta.get_table_fields() if field.options == doctype}
	if not doc:
		return bool(tables) and has_permission(parent_doctype, ptype, user=user)
	table = tables.get(doc.parentfield)
	if not table or table.permlevel not in {0, *parent_meta.get_permlevel_access(ptype, user=user)}:
		return False
	return has_permission(parent_doctype, ptype, doc.get("parent_doc") or doc.parent, user)


def _roles_allow(doctype, ptype, user):
	key = (doctype, ptype, user)
	if key not in frappe.local.role_permissions:
		roles, rules = get_roles(user), frappe.get_meta(doctype).permissions
		allowed = any(rule.role in roles and rule.get(ptype) and not rule.permlevel for rule in rules)
		frappe.local.role_permissions[key] = allowed
	return frappe.local.role_permissions[key]


def _hooks_allow(doc, ptype, user):
	"""Ask the apps' hooks, the last one first: the first that says yes or no decides; without one it is yes."""
	hooks = frappe.get_hooks("has_permission", {})
	for method in reversed(hooks.get(doc.doctype, []) + hooks.get("*", [])):
		answer = frappe.call(method, doc=doc, ptype=ptype, user=user)
		if answer is not None:
			return bool(answer)
	return True
