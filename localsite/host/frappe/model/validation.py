"""What a document must be before it is written."""

import frappe
from frappe import _
from frappe._local import _dict
from frappe.model import LONG_TEXT, column_of_fieldtype, display_fieldtypes, table_fields
from frappe.utils import (
	cint,
	cstr,
	flt,
	split_emails,
	strip_html,
	validate_email_address,
	validate_name,
	validate_phone_number,
	validate_url,
)

LARGEST_INTEGER = 2**31 - 1
UNSANITIZED = ("Attach", "Attach Image", "Barcode", "Code")


class Validation:
	def _get_missing_mandatory_fields(self):
		missing = [
			(field.fieldname, self._missing_message(field))
			for field in self.meta.fields
			if field.reqd and not self._has_content(field)
		]
		if self.meta.istable:
			for fieldname in ("parent", "parenttype"):
				if not self.get(fieldname):
					missing.append((fieldname, self._missing_message(_dict(label=fieldname))))
		return missing

	def _has_content(self, field):
		value = self.get(field.fieldname)
		if value in (None, []):
			return False
		text = cstr(value)
		keeps_images = field.fieldtype == "Text Editor" or (
			field.fieldtype == "Code" and field.options == "HTML"
		)
		return bool(strip_html(text).strip() or (keeps_images and "<img" in text))

	def _missing_message(self, field):
		if field.fieldtype in table_fields:
			return f"{_('Error')}: {_('Data missing in table')}: {_(field.label)}"
		if self.get("parentfield"):
			row = f"{frappe.bold(_(self.doctype))} {_('Row')} #{self.idx}"
			return f"{_('Error')}: {row}: {_('Value missing for')}: {_(field.label)}"
		return _("Error: Value missing for {0}: {1}").format(_(field.parent), _(field.label))

	def get_invalid_links(self):
		"""Return (fieldname, value, message) of links to what does not exist; copy what is fetched over links."""
		invalid = []
		for field in [f for f in self.meta.fields if f.fieldtype in ("Link", "Dynamic Link")]:
			docname = self.get(field.fieldname)
			if not docname:
				continue
			doctype = field.options if field.fieldtype == "Link" else self.get(field.options)
			if not doctype:
				frappe.throw(_("{0} must be set first").format(self.meta.get_label(field.options)))
			values = self._linked_values(doctype, docname, field)
			if not values:
				place = f"{_('Row')} #{self.idx}: " if self.get("parentfield") else ""
				invalid.append((field.fieldname, docname, f"{place}{_(field.label)}: {docname}"))
				continue
			setattr(self, field.fieldname, values.name)
			for fetched in self._fields_to_fetch(field.fieldname):
				self.set(fetched.fieldname, values[fetched.fetch_from.split(".")[-1]])
		return invalid

	def _fields_to_fetch(self, link):
		fields = self.meta.get_fields_to_fetch(link)
		return [f for f in fields if not f.fetch_if_empty or not self.get(f.fieldname)]

	def _linked_values(self, doctype, docname, field):
		sources = [fetched.fetch_from.split(".")[-1] for fetched in self._fields_to_fetch(field.fieldname)]
		if frappe.get_meta(doctype).issingle:
			return _dict(frappe.get_cached_doc(doctype).as_dict(), name=doctype)
		return frappe.db.get_value(doctype, docname, ["name", *sources], as_dict=True)

	def _validate_selects(self):
		if frappe.flags.in_import:
			return
		for field in self.meta.get_select_fields():
			options = (field.options or "").split("\n")
			if not self.get(field.fieldname) or not any(options):
				continue
			value = cstr(self.get(field.fieldname)).strip()
			self.set(field.fieldname, value)
			if value not in options:
				self._refuse_option(field, value, options)

	def _refuse_option(self, field, value, options):
		prefix = _("Row #{0}:").format(self.idx) if self.get("parentfield") else ""
		allowed = '", "'.join(_(option) for option in options)
		message = _('{0} {1} cannot be "{2}". It should be one of "{3}"')
		frappe.throw(message.format(prefix, _(field.label), value, allowed))

	def _validate_data_fields(self):
		for field in self.meta.get_data_fields():
			value = self.get(field.fieldname)
			if field.options == "Email" and not {self.owner, value} <= set(frappe.STANDARD_USERS):
				for address in split_emails(value):
					validate_email_address(address, throw=True)
			elif field.options == "Name":
				validate_name(value, throw=True)
			elif field.options == "Phone":
				validate_phone_number(value, throw=True)
			elif field.options == "URL" and value:
				validate_url(value, throw=True)

	def _validate_non_negative(self):
		for field in self.meta.fields:
			if field.non_negative and flt(self.get(field.fieldname)) < 0:
				message = _("Value cannot be negative for {0}: {1}")
				label = frappe.bold(_(field.label))
				frappe.throw(
					message.format(_(field.parent), label), frappe.NonNegativeError, title=_("Negative Value")
				)

	def _validate_length(self):
		if frappe.flags.in_install or self.meta.issingle:
			return
		for fieldname, value in self.get_valid_dict(ignore_virtual=True).items():
			field = self.meta.get_field(fieldname)
			if not field or field.fieldtype == "Check":
				continue
			kind, text = column_of_fieldtype[field.fieldtype]
			longest = cint(field.length) or frappe.db.VARCHAR_LEN
			if kind == "TEXT" and text != LONG_TEXT and len(cstr(value)) > longest:
				self._refuse_length(field, longest, value)
			if kind == "INTEGER" and cint(field.length) <= 11 and abs(cint(value)) > LARGEST_INTEGER:
				self._refuse_length(field, LARGEST_INTEGER, value)

	def _refuse_length(self, field, longest, value):
		reference = f"{_(self.doctype)} {self.name}"
		if self.get("parentfield"):
			reference = _("{0}, Row {1}").format(_(self.doctype), self.idx)
		message = _("{0}: '{1}' ({3}) will get truncated, as max characters allowed is {2}")
		frappe.throw(
			message.format(reference, frappe.bold(_(field.label)), longest, value),
			frappe.CharacterLengthExceededError,
			title=_("Value too big"),
		)

	def _sanitize_content(self):
		"""Clean HTML out of what looks like it, except where a field says that it is meant."""
		from frappe.utils.html_utils import sanitize_html

		if frappe.flags.in_install:
			return
		for fieldname, value in self.get_valid_dict(ignore_virtual=True).items():
			if not isinstance(value, str) or not ("<" in value or ">" in value):
				continue
			field = self.meta.get_field(fieldname) or _dict()
			is_address = field.fieldtype in ("Data", "Small Text", "Text") and field.options == "Email"
			if not (field.ignore_xss_filter or is_address or field.fieldtype in UNSANITIZED):
				self.set(fieldname, sanitize_html(value))

	def _sync_autoname_field(self):
		_empty, _field, fieldname = (self.meta.autoname or "").partition("field:")
		if fieldname and self.name and self.name != self.get(fieldname):
			self.set(fieldname, self.name)

	def _save_passwords(self):
		"""Move passwords into the encrypted table and leave asterisks."""
		from frappe.utils.password import remove_encrypted_password, set_encrypted_password

		for field in self.meta.fields:
			if field.fieldtype != "Password" or self.flags.ignore_save_passwords is True:
				continue
			password = self.get(field.fieldname)
			if not password:
				remove_encrypted_password(self.doctype, self.name, field.fieldname)
			elif not self.is_dummy_password(password):
				set_encrypted_password(self.doctype, self.name, password, field.fieldname)
				self.set(field.fieldname, "*" * len(password))

	def get_password(self, fieldname="password", raise_exception=True):
		from frappe.utils.password import get_decrypted_password

		value = self.get(fieldname)
		if value and not self.is_dummy_password(value):
			return value
		return get_decrypted_password(self.doctype, self.name, fieldname, raise_exception)

	def is_dummy_password(self, pwd):
		return set(pwd) == {"*"}

	def reset_values_if_no_permlevel_access(self, has_access_to, high_permlevel_fields):
		"""Put back what the user may not write: to the stored value, or to the default in a new document."""
		to_reset = [
			field
			for field in high_permlevel_fields
			if field.permlevel not in has_access_to and field.fieldtype not in display_fieldtypes
		]
		reference = self._permlevel_reference() if to_reset else None
		for field in to_reset if reference else ():
			self.set(field.fieldname, reference.get(field.fieldname))

	def _permlevel_reference(self):
		if self.is_new():
			return frappe.new_doc(self.doctype)
		parent = self.get("parent_doc")
		if not parent:
			return self.get_latest()
		rows = [row for row in parent.get_latest().get(self.parentfield) if row.name == self.name]
		return rows[0] if rows else None
