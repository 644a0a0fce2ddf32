from collections import defaultdict

import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.fields import first_repeated, make_slug, validate_slug
from meeting_manager.adapters.site_time import require_zone
from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import DEPARTMENT, end_address
from meeting_manager.meeting_manager.doctype.mm_member_profile.left_outside import warn_of_new_holidays
from meeting_manager.permissions import sees_everything

HALVES = ["Afternoon", "Morning"]


class MMDepartment(Document):
	def before_validate(self):
		self.department_slug = self.department_slug or make_slug(self.department_name or "")
		for row in self.members:
			row.assignment_priority = row.assignment_priority or 1

	def validate(self):
		validate_slug(self.department_slug, "Address on the Booking Page")
		require_zone(self.timezone, "Time Zone")
		self.validate_slug_is_free()
		self.validate_members()
		self.validate_who_adds_members()
		self.validate_holidays()

	def on_update(self):
		warn_of_new_holidays(self.get_doc_before_save(), self)
		self.end_address_of_former_leader()

	def after_rename(self, old_name: str, _new_name: str, _merge: bool = False):
		end_address(DEPARTMENT, old_name)

	def on_trash(self):
		end_address(DEPARTMENT, self.name)

	def end_address_of_former_leader(self):
		before = self.get_doc_before_save()
		if before and before.leader != self.leader:
			end_address(DEPARTMENT, self.name)

	def validate_slug_is_free(self):
		other = frappe.db.get_value(
			"MM Department", {"department_slug": self.department_slug, "name": ["!=", self.name]}
		)
		if other:
			frappe.throw(
				_("The address {0} is taken by {1}. Choose another one").format(self.department_slug, other),
				frappe.DuplicateEntryError,
			)

	def validate_members(self):
		repeated = first_repeated(row.member for row in self.members)
		if repeated:
			frappe.throw(_("{0} is in the list of members twice. Remove one of the rows").format(repeated))
		if self.is_active and not any(row.is_active for row in self.members):
			frappe.throw(
				_("An active department needs at least one active member. Add one, or untick Active")
			)
		for row in self.members:
			if row.assignment_priority < 1:
				frappe.throw(_("Row {0}: the priority is 1 or more").format(row.idx))

	def validate_who_adds_members(self):
		"""Whoever leads a member's department may change the member's hours, so leaders cannot appoint members."""
		before = self.get_doc_before_save()
		known = {row.member for row in before.members} if before else set()
		added = [row.member for row in self.members if row.member not in known]
		if added and not (self.flags.ignore_permissions or sees_everything(frappe.session.user)):
			frappe.throw(
				_("Only an MM Manager adds members to a department. Ask one to add {0}").format(
					", ".join(added)
				),
				frappe.PermissionError,
			)

	def validate_holidays(self):
		parts = defaultdict(list)
		for row in self.holidays:
			parts[str(row.holiday_date)].append(row.day_part)
		for day, closed in parts.items():
			if sorted(closed) == HALVES:
				frappe.throw(_("{0} is closed in two halves. Keep one of the rows, as Whole Day").format(day))
			if len(closed) > 1:
				frappe.throw(_("{0} is in the list of holidays twice. Remove one of the rows").format(day))
