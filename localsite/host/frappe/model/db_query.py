"""`get_list` and `get_all`: lists of documents, the first within what the user may read."""

import re

import frappe
from frappe import _
from frappe._local import refuse_arguments
from frappe.database.conditions import PLAIN_NAME, Conditions
from frappe.database.query import SMUGGLED, column, split_fields
from frappe.permissions import get_role_permissions, requires_owner_constraint
from frappe.utils import cint, get_table_name

KEEP_DEFAULT_ORDERING = "KEEP_DEFAULT_ORDERING"
AGGREGATE = re.compile(r"(count|min|max|sum|avg)\(", re.IGNORECASE)


class DatabaseQuery:
	def __init__(self, doctype, user=None):
		self.doctype = doctype
		self.table = f"`{get_table_name(doctype)}`"
		self.meta = frappe.get_meta(doctype)
		self.user = user or frappe.session.user

	def execute(
		self,
		fields=None,
		filters=None,
		or_filters=None,
		*,
		group_by=None,
		order_by=KEEP_DEFAULT_ORDERING,
		limit_start=0,
		limit_page_length=None,
		start=None,
		page_length=None,
		limit=None,
		as_list=False,
		distinct=False,
		pluck=None,
		debug=False,
		update=None,
		ignore_permissions=False,
		user=None,
		parent_doctype=None,
		ignore_ifnull=False,
		**other,
	):
		"""Return dicts, or tuples with `as_list`, or the values of one field with `pluck`.

		:param or_filters: at least one of these must hold too
		:param ignore_ifnull: do not take NULL for empty
		"""
		refuse_arguments("frappe.get_list", other)
		self.user = user or self.user
		if isinstance(fields, dict) or (isinstance(fields, list) and fields and isinstance(fields[0], list)):
			fields, filters = filters, fields  # given by position, as Frappe allows
		fields = split_fields(fields) if fields else [pluck or "name"]
		conditions = Conditions(self.doctype, lenient=not ignore_ifnull)
		where = conditions.all_of(filters)
		either = conditions.all_of(or_filters)
		where += [f"({' or '.join(either)})"] if either else []
		if not ignore_permissions:
			right = self._check_readable(parent_doctype)
			fields = self._permitted(fields, right, parent_doctype)
			where += self._permission_conditions()
			if not fields:
				return []
		statement = self._statement(fields, conditions, where, group_by, order_by, distinct)
		statement += _limit(limit or page_length or limit_page_length, start or limit_start)
		rows = frappe.db.sql(
			statement, conditions.parameters, as_dict=not as_list, update=update, debug=debug
		)
		return [row[pluck] for row in rows] if pluck else rows

	def _statement(self, fields, conditions, where, group_by, order_by, distinct):
		columns = ", ".join(column(self.doctype, field) for field in fields)
		joins = [
			f"left join `tab{child}` on (`tab{child}`.parenttype = {frappe.db.escape(self.doctype)} "
			f"and `tab{child}`.parent = {self.table}.name)"
			for child in conditions.child_doctypes
		]
		order = "" if distinct else self._order(fields, order_by, group_by)
		parts = [f"select {'distinct ' if distinct else ''}{columns} from {self.table}", *joins]
		parts += [f"where {' and '.join(where)}"] if where else []
		parts += [f"group by {self._checked(group_by)}"] if group_by else []
		parts += [f"order by {self._checked(order)}"] if order else []
		return " ".join(parts)

	def _order(self, fields, order_by, group_by):
		if order_by != KEEP_DEFAULT_ORDERING:
			return order_by
		if not group_by and len(fields) == 1 and AGGREGATE.match(fields[0]):
			return ""
		field, direction = self.meta.sort_field or "modified", self.meta.sort_order or "desc"
		return field if "," in field else f"{field} {direction if self.meta.sort_field else 'desc'}"

	def _checked(self, text):
		"""Return an order or grouping with plain columns given their table."""
		if SMUGGLED.search(text):
			frappe.throw(_("Cannot use sub-query in order by"))
		parts = []
		for declaration in text.split(","):
			name, *direction = declaration.split()
			is_column = PLAIN_NAME.fullmatch(name) and frappe.db.has_column(self.doctype, name)
			parts.append(" ".join([f"{self.table}.`{name}`" if is_column else name, *direction]))
		return ", ".join(parts)

	def _check_readable(self, parent_doctype):
		"""Refuse users who may neither select nor read; return the right they have."""
		permissions = get_role_permissions(self.meta, self.user)
		right = "select" if permissions.get("select") and not permissions.get("read") else "read"
		frappe.has_permission(self.doctype, right, user=self.user, parent_doctype=parent_doctype, throw=True)
		return right

	def _permitted(self, fields, right, parent_doctype):
		"""Return the fields without those above the user's permission levels."""
		if self.user == "Administrator":
			return fields
		permitted = self.meta.get_permitted_fieldnames(parent_doctype, user=self.user, permission_type=right)
		hidden = set(self.meta.get_valid_columns()) - set(permitted)
		kept = []
		for field in fields:
			if field in ("*", f"{self.table}.*"):
				kept += permitted
			elif not hidden & set(re.findall(r"\w+", re.split(r"\s+as\s+", field, flags=re.IGNORECASE)[0])):
				kept.append(field)
		return kept

	def _permission_conditions(self):
		"""Return the owner's restriction and what the apps' hooks say; a hook that says nothing restricts nothing."""
		conditions = []
		if requires_owner_constraint(get_role_permissions(self.meta, self.user)):
			conditions.append(f"{self.table}.`owner` = {frappe.db.escape(self.user)}")
		hooks = frappe.get_hooks("permission_query_conditions", {})
		for method in hooks.get(self.doctype, []) + hooks.get("*", []):
			condition = frappe.call(method, self.user, doctype=self.doctype)
			if condition:
				conditions.append(f"({condition.replace('%', '%%')})")
		return conditions


def _limit(length, start):
	if not cint(length):
		return ""
	return f" limit {cint(length)} offset {cint(start)}"
