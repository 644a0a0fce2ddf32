"""`get_list` and `get_all`: lists of documents, the first within what the user may read."""

import re

import frappe
from frappe._local import refuse_arguments
from frappe.database.conditions import ALIAS, Conditions, columns, order, split_fields
from frappe.utils import cint, get_table_name

AGGREGATE = re.compile(r"(count|min|max|sum|avg)\(", re.IGNORECASE)


def get_list(
	doctype,
	fields=None,
	filters=None,
	or_filters=None,
	*,
	group_by=None,
	order_by="",
	start=0,
	limit_start=0,
	limit=None,
	limit_page_length=None,
	page_length=None,
	as_list=False,
	distinct=False,
	pluck=None,
	ignore_permissions=False,
	parent_doctype=None,
	**other,
):
	"""Return dicts, or tuples with `as_list`, or the values of one field with `pluck`.

	:param or_filters: at least one of these must hold too
	:param order_by: None for none; by default what the DocType says, else the latest change first
	"""
	refuse_arguments("frappe.get_list", other)
	if isinstance(fields, dict) or (isinstance(fields, list) and fields and isinstance(fields[0], list)):
		fields, filters = filters, fields  # given by position, as Frappe allows
	meta, table = frappe.get_meta(doctype), f"`{get_table_name(doctype)}`"
	fields = split_fields(fields) if fields else [pluck or "name"]
	conditions = Conditions(doctype, filters, lenient=True)
	if or_filters:
		conditions.parts.append(f"({' or '.join(conditions.all_of(or_filters))})")
	if not ignore_permissions:
		fields = _permitted(meta, fields, parent_doctype)
		conditions.parts += _permission_conditions(meta)
	if not fields:
		return []
	statement = f"select {'distinct ' if distinct else ''}{columns(doctype, fields)} from {table}"
	statement += conditions.where()
	statement += f" group by {order(doctype, group_by)}" if group_by else ""
	if order_by == "" and not distinct and not AGGREGATE.match(fields[0]):
		order_by = f"{meta.sort_field or 'modified'} {meta.sort_order or 'desc'}"
	statement += f" order by {order(doctype, order_by)}" if order_by else ""
	length = cint(limit or page_length or limit_page_length)
	statement += f" limit {length} offset {cint(start or limit_start)}" if length else ""
	rows = frappe.db.sql(statement, conditions.parameters, as_dict=not as_list)
	return [row[pluck] for row in rows] if pluck else rows


def get_all(doctype, *args, **kwargs):
	"""List documents whoever asks."""
	return get_list(doctype, *args, **{**kwargs, "ignore_permissions": True})


def _permitted(meta, fields, parent_doctype):
	"""Refuse users who may not read; return the fields without those above the user's permission levels."""
	frappe.has_permission(meta.name, "read", parent_doctype=parent_doctype, throw=True)
	if frappe.session.user == "Administrator":
		return fields
	permitted = meta.get_permitted_fieldnames(parent_doctype)
	hidden, kept = set(meta.get_valid_columns()) - set(permitted), []
	for field in fields:
		alias = ALIAS.match(field)
		if field == "*":
			kept += permitted
		elif not hidden & set(re.findall(r"\w+", alias[1] if alias else field)):
			kept.append(field)
	return kept


def _permission_conditions(meta):
	"""Return what the apps' hooks say; a hook that says nothing restricts nothing."""
	conditions = []
	hooks = frappe.get_hooks("permission_query_conditions", {})
	for method in hooks.get(meta.name, []) + hooks.get("*", []):
		condition = frappe.call(method, frappe.session.user, doctype=meta.name)
		if condition:
			conditions.append(f"({condition.replace('%', '%%')})")
	return conditions
