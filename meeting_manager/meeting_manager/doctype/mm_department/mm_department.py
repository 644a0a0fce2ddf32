import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.fields import make_slug, validate_slug
from meeting_manager.adapters.site_time import require_zone


class MMDepartment(Document):
	def before_validate(self):
		self.department_slug = self.department_slug or make_slug(self.department_name or "")

	def validate(self):
		validate_slug(self.department_slug, "Address on the Booking Page")
		require_zone(self.timezone, "Time Zone")
		self.validate_slug_is_free()
		self.validate_members()
		self.validate_holidays()

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
		self._refuse_twice("members", "member", "{0} is in the list of members twice. Remove one of the rows")
		if self.is_active and not any(row.is_active for row in self.members):
			frappe.throw(
				_("An active department needs at least one active member. Add one, or untick Active")
			)
		for row in self.members:
			if (row.assignment_priority or 0) < 1:
				frappe.throw(_("Row {0}: the priority is 1 or more").format(row.idx))

	def validate_holidays(self):
		self._refuse_twice(
			"holidays", "holiday_date", "{0} is in the list of holidays twice. Remove one of the rows"
		)

	def _refuse_twice(self, table, fieldname, message):
		seen = set()
		for row in self.get(table):
			value = str(row.get(fieldname))
			if value in seen:
				frappe.throw(_(message).format(value))
			seen.add(value)
