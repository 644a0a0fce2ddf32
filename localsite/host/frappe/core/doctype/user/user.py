import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils.password import update_password


class User(Document):
	def autoname(self):
		is_standard = frappe.flags.in_install == "frappe"
		self.name = self.first_name if is_standard else self.email.strip().lower()

	def validate(self):
		if self.send_welcome_email:
			frappe.throw(
				_("localsite sends no welcome emails: leave Send Welcome Email off and set a password")
			)
		if self.name not in frappe.STANDARD_USERS:
			self.email = self.name
		self.full_name = " ".join(filter(None, [self.first_name, self.last_name]))
		self.user_type = "System User" if self._has_desk_access() else "Website User"
		self._password, self.new_password = self.new_password, ""

	def _has_desk_access(self):
		roles = [row.role for row in self.roles]
		if self.name == "Administrator":
			return True
		return bool(roles and frappe.get_all("Role", {"name": ["in", roles], "desk_access": 1}, limit=1))

	def on_update(self):
		if self._password:
			update_password(self.name, self._password)
			self._password = ""
		frappe.clear_cache(user=self.name)

	def on_trash(self):
		if self.name in frappe.STANDARD_USERS:
			frappe.throw(_("User {0} cannot be deleted").format(self.name))

	def add_roles(self, *roles):
		held = {row.role for row in self.roles}
		for role in roles:
			if role not in held:
				self.append("roles", {"role": role})
		self.save()
