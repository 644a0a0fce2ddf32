"""What staff can book for customers: the meeting types of departments, public or not, with whoever may take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import frappe

from meeting_manager.adapters.offers import COLLECTIVE, IN_PERSON

TYPE_FIELDS = ["name", "department", "meeting_name", "duration", "location_type", "member_mode"]


def describe_departments(names: Sequence[str]) -> list[dict]:
	"""In their order, in a fixed number of queries. Departments without a meeting type are left out."""
	members, named = _members_by_department(names), _named_members()
	kinds = defaultdict(list)
	filters = {"department": ["in", [*names, ""]], "is_active": 1}
	for kind in frappe.get_all("MM Meeting Type", filters, TYPE_FIELDS, order_by="meeting_name asc"):
		only = named.get(kind.name)
		candidates = [one for one in members[kind.department] if not only or one["member"] in only]
		kinds[kind.department].append(_describe(kind, candidates))
	zones = _zones(names)
	return [
		{"department": name, "timezone": zones[name], "meeting_types": kinds[name]}
		for name in names
		if kinds[name]
	]


def _describe(kind: frappe._dict, members: list[dict]) -> dict:
	return {
		"meeting_type": kind.name,
		"meeting_name": kind.meeting_name,
		"duration": kind.duration,
		"is_in_person": kind.location_type == IN_PERSON,
		"is_collective": kind.member_mode == COLLECTIVE,
		"members": members,
	}


def _members_by_department(names: Sequence[str]) -> dict[str, list[dict]]:
	row, profile = frappe.qb.DocType("MM Department Member"), frappe.qb.DocType("MM Member Profile")
	query = (
		frappe.qb.from_(row)
		.join(profile)
		.on(profile.name == row.member)
		.select(row.parent, profile.name, profile.full_name)
		.where((row.is_active == 1) & (profile.is_bookable == 1) & row.parent.isin([*names, ""]))
		.orderby(profile.full_name, profile.name)
	)
	members = defaultdict(list)
	for department, name, full_name in query.run():
		members[department].append({"member": name, "name": full_name or name})
	return members


def _named_members() -> dict[str, set[str]]:
	"""By the meeting types that name some."""
	named = defaultdict(set)
	for row in frappe.get_all("MM Meeting Type Member", fields=["parent", "member"], order_by="name asc"):
		named[row.parent].add(row.member)
	return named


def _zones(names: Sequence[str]) -> dict[str, str]:
	filters = {"name": ["in", [*names, ""]]}
	rows = frappe.get_all("MM Department", filters, ["name", "timezone"], order_by="name asc")
	return {row.name: row.timezone for row in rows}
