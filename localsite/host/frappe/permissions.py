"""Who may do what: roles and rules of the DocTypes, and the apps' `has_permission` hooks, which can only refuse."""

import frappe
from frappe._local import _dict
from frappe.utils import cint

ADMIN_ROLE, GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE = "Administrator", "Guest", "All", "Desk User"
AUTOMATIC_ROLES = (GUEST_ROLE, ALL_USER_ROLE, SYSTEM_USER_ROLE, ADMIN_ROLE)
rights = "select read write create delete submit cancel amend print email report import export share".split()


def get_roles(user=None):
	user = user or frappe.session.user
	if not user or user == "Guest":
		return [GUEST_ROLE]
	if user == "Administrator":
		return frappe.get_all("Role", pluck="name")
	held = {"parenttype": "User", "parent": user, "role": ("not in", AUTOMATIC_ROLES)}
	roles = [row.role for row in frappe.db.get_values("Has Role", held, ["role"], as_dict=True)]
	is_system_user = frappe.db.get_value("User", user, "user_type") == "System User"
	return [*roles, ALL_USER_ROLE, GUEST_ROLE, *([SYSTEM_USER_ROLE] if is_system_user else [])]


def has_permission(doctype, ptype="read", doc=None, user=None, *, parent_doctype=None):
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if frappe.is_table(doctype):
		return _has_child_permission(doctype, ptype, doc, user, parent_doctype)
	if not doc:
		return bool(get_role_permissions(doctype, user).get(ptype))
	if isinstance(doc, str):
		doc = frappe.get_doc(doctype, doc)
	if not _hooks_allow(doc, ptype, user):
		return False
	is_owner = (doc.get("owner") or "").lower() == user.lower()
	permissions = get_role_permissions(doctype, user, is_owner)
	return bool({**permissions, **permissions.if_owner}.get(ptype))


def _has_child_permission(doctype, ptype, doc, user, parent_doctype):
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
	levels = parent_meta.get_permlevel_access(ptype, user=user)
	if not table or (table.permlevel and table.permlevel not in levels):
		return False
	return has_permission(parent_doctype, ptype, doc.get("parent_doc") or doc.parent, user)


def get_role_permissions(doctype, user, is_owner=None):
	"""Return what the user's roles allow; what only owners may stands under "if_owner" as well."""
	meta = frappe.get_meta(doctype)
	if user == "Administrator":
		return _dict(dict.fromkeys(rights, 1), if_owner={})
	key = (meta.name, user, bool(is_owner))
	if key not in frappe.local.role_permissions:
		frappe.local.role_permissions[key] = _evaluate(meta, get_roles(user), is_owner)
	return frappe.local.role_permissions[key]


def _evaluate(meta, roles, is_owner):
	rules = [rule for rule in meta.permissions if rule.role in roles and not cint(rule.permlevel)]
	permissions = _dict(if_owner={})
	for right in rights:
		granting = [rule for rule in rules if rule.get(right)]
		permissions[right] = 1 if granting else 0
		if granting and all(rule.if_owner for rule in granting) and right != "create":
			permissions.if_owner[right] = cint(is_owner)
			# lists are opened to owners and then filtered by owner
			permissions[right] = 1 if right in ("select", "read") else 0
	return permissions


def _hooks_allow(doc, ptype, user):
	"""Ask the apps' hooks, the last one first: the first that says yes or no decides; without one it is yes."""
	hooks = frappe.get_hooks("has_permission", {})
	for method in reversed(hooks.get(doc.doctype, []) + hooks.get("*", [])):
		answer = frappe.call(method, doc=doc, ptype=ptype, user=user)
		if answer is not None:
			return bool(answer)
	return True


def requires_owner_constraint(permissions):
	"""Tell whether the user may list only what is theirs."""
	return bool(permissions.if_owner) and not any(
		permissions.get(right) and right not in permissions.if_owner for right in ("select", "read")
	)
