"""What a document must be before it is written."""

import frappe
from frappe import _
from frappe._local import _dict
from frappe.model import SHORT_TEXT, column_of_fieldtype, table_fields
from frappe.utils import cint, cstr, flt, strip_html, validate_email_address, validate_phone_number
from frappe.utils.html_utils import sanitize_html
from frappe.utils.password import (
	get_decrypted_password,
	remove_encrypted_password,
	set_encrypted_password,
)

LARGEST_INTEGER = 2**31 - 1
UNSANITIZED = ("Attach", "Attach Image", "Barcode", "Code")


class Validation:
	def _validate(self):
		docs = [self, *self.get_all_children()]
		if not self.flags.ignore_mandatory:
			self._refuse_missing([each for doc in docs for each in doc._missing_fields()])
		for doc in docs:
			for field in doc.meta.fields:
				doc._validate_field(field, doc.get(field.fieldname))
			doc._validate_columns()
			doc._save_passwords()
		if not self.is_new():
			self._validate_set_only_once()

	def _refuse_missing(self, missing):
		for _fieldname, message in missing:
			frappe.msgprint(message)
		if missing:
			fields = ", ".join(fieldname for fieldname, _message in missing)
			raise frappe.MandatoryError(f"[{self.doctype}, {self.name}]: {fields}")

	def _missing_fields(self):
		for field in self.meta.fields:
			value = self.get(field.fieldname)
			if not field.reqd or (value not in (None, []) and strip_html(cstr(value)).strip()):
				continue
			if field.fieldtype in table_fields:
				message = _("Error: Data missing in table: {0}").format(_(field.label))
			elif self.get("parentfield"):
				message = _("Error: {0} Row #{1}: Value missing for: {2}")
				message = message.format(frappe.bold(_(self.doctype)), self.idx, _(field.label))
			else:
				message = _("Error: Value missing for {0}: {1}").format(_(field.parent), _(field.label))
			yield field.fieldname, message

	def _validate_links(self):
		if self.flags.ignore_links:
			return
		invalid = [each for doc in [self, *self.get_all_children()] for each in doc._invalid_links()]
		if invalid:
			frappe.throw(_("Could not find {0}").format(", ".join(invalid)), frappe.LinkValidationError)

	def _invalid_links(self):
		"""Yield links to what does not exist; spell the others as stored and copy what is fetched over them."""
		for field in self.meta.fields:
			docname = self.get(field.fieldname)
			if field.fieldtype not in ("Link", "Dynamic Link") or not docname:
				continue
			doctype = field.options if field.fieldtype == "Link" else self.get(field.options)
			fetched = {
				each.fieldname: each.fetch_from.split(".")[1]
				for each in self.meta.fields
				if (each.fetch_from or "").startswith(f"{field.fieldname}.")
				and not (each.fetch_if_empty and self.get(each.fieldname))
			}
			values = frappe.db.get_value(doctype, docname, ["name", *fetched.values()], as_dict=True)
			if values:
				self.set(field.fieldname, values.name)
				self.update({fieldname: values[source] for fieldname, source in fetched.items()})
			else:
				place = f"{_('Row')} #{self.idx}: " if self.get("parentfield") else ""
				yield f"{place}{_(field.label)}: {docname}"

	def _validate_field(self, field, value):
		if field.fieldtype == "Select" and value and (field.options or "").strip():
			options = field.options.split("\n")
			value = cstr(value).strip()
			self.set(field.fieldname, value)
			if value not in options:
				self._refuse_option(field, value, options)
		if field.fieldtype == "Data" and field.options == "Email" and self.name not in frappe.STANDARD_USERS:
			for address in filter(None, cstr(value).split(",")):
				validate_email_address(address.strip(), throw=True)
		if field.fieldtype == "Data" and field.options == "Phone":
			validate_phone_number(value, throw=True)
		if field.non_negative and flt(value) < 0:
			message = _("Value cannot be negative for {0}: {1}")
			message = message.format(_(field.parent), frappe.bold(_(field.label)))
			frappe.throw(message, frappe.NonNegativeError, title=_("Negative Value"))

	def _refuse_option(self, field, value, options):
		prefix = _("Row #{0}:").format(self.idx) if self.get("parentfield") else ""
		allowed = '", "'.join(_(option) for option in options)
		message = _('{0} {1} cannot be "{2}". It should be one of "{3}"')
		frappe.throw(message.format(prefix, _(field.label), value, allowed))

	def _validate_columns(self):
		"""Refuse what is too long; clean HTML out of what looks like it, except where a field says it is meant."""
		for fieldname, value in self.get_valid_dict(ignore_virtual=True).items():
			field = self.meta.get_field(fieldname) or _dict(fieldtype="Data")
			longest = cint(field.length) or frappe.db.VARCHAR_LEN
			if field.fieldtype in SHORT_TEXT and len(cstr(value)) > longest and not self.meta.issingle:
				self._refuse_length(field, longest, value)
			if column_of_fieldtype[field.fieldtype] == "INTEGER" and abs(cint(value)) > LARGEST_INTEGER:
				self._refuse_length(field, LARGEST_INTEGER, value)
			is_html = isinstance(value, str) and ("<" in value or ">" in value)
			is_meant = field.ignore_xss_filter or field.options == "Email" or field.fieldtype in UNSANITIZED
			if is_html and not is_meant:
				self.set(fieldname, sanitize_html(value))
		autoname = self.meta.autoname or ""
		if autoname.startswith("field:") and self.name:
			self.set(autoname[6:], self.name)

	def _refuse_length(self, field, longest, value):
		message = _("{0}: '{1}' ({3}) will get truncated, as max characters allowed is {2}")
		label = frappe.bold(_(field.label))
		message = message.format(f"{_(self.doctype)} {self.name}", label, longest, value)
		frappe.throw(message, frappe.CharacterLengthExceededError, title=_("Value too big"))

	def _validate_set_only_once(self):
		for field in self.meta.fields:
			if field.set_only_once and self.has_value_changed(field.fieldname):
				message = _("Value cannot be changed for {0}").format(frappe.bold(field.label))
				frappe.throw(message, frappe.CannotChangeConstantError)

	# Passwords

	def _save_passwords(self):
		"""Move passwords into the encrypted table and leave asterisks."""
		for field in [field for field in self.meta.fields if field.fieldtype == "Password"]:
			password = self.get(field.fieldname)
			if not password:
				remove_encrypted_password(self.doctype, self.name, field.fieldname)
			elif not _is_dummy(password):
				set_encrypted_password(self.doctype, self.name, password, field.fieldname)
				self.set(field.fieldname, "*" * len(password))

	def get_password(self, fieldname="password", raise_exception=True):
		value = self.get(fieldname)
		if value and not _is_dummy(value):
			return value
		return get_decrypted_password(self.doctype, self.name, fieldname, raise_exception)


def _is_dummy(password):
	return set(password) == {"*"}
