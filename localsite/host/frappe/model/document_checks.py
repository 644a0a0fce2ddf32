"""Whether a document may be written, as a whole and by this user."""

import datetime

import frappe
from frappe import _
from frappe.model import optional_fields, table_fields
from frappe.utils import cstr, get_datetime, get_timedelta, getdate


class DocumentChecks:
	def check_if_latest(self):
		"""Lock the stored document and refuse to overwrite what was saved since this copy was read."""
		self.load_doc_before_save(raise_exception=True)
		previous = self._doc_before_save
		if previous and cstr(previous.modified) != cstr(self._original_modified):
			frappe.msgprint(
				_("Error: Document has been modified after you have opened it")
				+ f" ({previous.modified}, {self.modified}). "
				+ _("Please refresh to get the latest document."),
				raise_exception=frappe.TimestampMismatchError,
			)

	def load_doc_before_save(self, *, raise_exception=False):
		self._doc_before_save = None
		if self.is_new():
			return
		try:
			self._doc_before_save = frappe.get_doc(self.doctype, self.name, for_update=True)
		except frappe.DoesNotExistError:
			if raise_exception:
				raise
			frappe.clear_last_message()

	def _validate(self):
		self._validate_mandatory()
		for doc in [self, *self.get_all_children()]:
			doc._validate_data_fields()
			doc._validate_selects()
			doc._validate_non_negative()
			doc._validate_length()
			doc._sync_autoname_field()
			doc._sanitize_content()
			doc._save_passwords()
		if self.is_new():
			for fieldname in optional_fields:
				self.set(fieldname, None)
		else:
			self.validate_set_only_once()

	def _validate_mandatory(self):
		if self.flags.ignore_mandatory:
			return
		docs = [self, *self.get_all_children()]
		missing = [each for doc in docs for each in doc._get_missing_mandatory_fields()]
		for _fieldname, message in missing:
			frappe.msgprint(message)
		if missing:
			fields = ", ".join(fieldname for fieldname, _message in missing)
			raise frappe.MandatoryError(f"[{self.doctype}, {self.name}]: {fields}")

	def _validate_links(self):
		if self.flags.ignore_links:
			return
		invalid = [each for doc in [self, *self.get_all_children()] for each in doc.get_invalid_links()]
		if invalid:
			message = ", ".join(text for _fieldname, _docname, text in invalid)
			frappe.throw(_("Could not find {0}").format(message), frappe.LinkValidationError)

	def validate_set_only_once(self):
		for field in self.meta.get_set_only_once_fields() if self._doc_before_save else ():
			value, original = self.get(field.fieldname), self._doc_before_save.get(field.fieldname)
			if field.fieldtype in table_fields:
				same = _comparable(value) == _comparable(original)
			elif field.fieldtype in ("Date", "Datetime", "Time"):
				same = str(value) == str(original)
			else:
				same = value == original
			if not same:
				message = _("Value cannot be changed for {0}").format(frappe.bold(field.label))
				frappe.throw(message, exc=frappe.CannotChangeConstantError)

	def get_doc_before_save(self):
		return getattr(self, "_doc_before_save", None)

	def has_value_changed(self, fieldname):
		previous = self.get_doc_before_save()
		if not previous:
			return True
		before, current = previous.get(fieldname), self.get(fieldname)
		if isinstance(before, datetime.datetime):
			current = get_datetime(current)
		elif isinstance(before, datetime.date):
			current = getdate(current)
		elif isinstance(before, datetime.timedelta):
			current = get_timedelta(current)
		return before != current

	# Permissions

	def check_permission(self, permtype="read", permlevel=None):
		if not self.has_permission(permtype):
			message = _("You need the '{0}' permission on {1} {2} to perform this action.")
			doctype = frappe.bold(_(self.doctype))
			frappe.flags.error_message = message.format(_(permtype), doctype, self.name or "")
			raise frappe.PermissionError

	def has_permission(self, permtype="read", *, debug=False, user=None):
		from frappe.permissions import has_permission

		return bool(self.flags.ignore_permissions) or has_permission(self.doctype, permtype, self, user=user)

	def get_permlevel_access(self, permission_type="write"):
		return self.meta.get_permlevel_access(permission_type, self.get("parenttype"))

	def validate_higher_perm_levels(self):
		"""Put back the values of fields above the user's permission levels."""
		if self.flags.ignore_permissions or frappe.flags.in_install or frappe.session.user == "Administrator":
			return
		access = self.get_permlevel_access()
		self.reset_values_if_no_permlevel_access(access, self.meta.get_high_permlevel_fields())
		for row in () if self.is_new() else self.get_all_children():
			row.reset_values_if_no_permlevel_access(access, row.meta.get_high_permlevel_fields())

	def apply_fieldlevel_read_permissions(self):
		"""Remove the values that the user may not read."""
		if frappe.session.user == "Administrator":
			return
		access = self.get_permlevel_access("read")
		for doc in [self, *self.get_all_children()]:
			for field in doc.meta.fields:
				if field.permlevel and field.permlevel not in access:
					doc.__dict__.pop(field.fieldname, None)


def _comparable(rows):
	changing = ("modified", "modified_by", "creation")
	dicts = [row.as_dict(convert_dates_to_str=True) for row in rows]
	return [{key: value for key, value in values.items() if key not in changing} for values in dicts]
