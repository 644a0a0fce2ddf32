"""A document and its life: insert, save and delete, with the controller's methods and the apps' doc_events."""

import datetime

import frappe
from frappe import _
from frappe._documents import get_doc  # noqa: F401  Frappe keeps it here too
from frappe._local import NotOfferedError, _dict
from frappe.model import optional_fields, table_fields
from frappe.model.base_document import BaseDocument
from frappe.model.naming import set_new_name, validate_name
from frappe.utils import cint, cstr, flt, get_datetime, get_timedelta, getdate, now


class Document(BaseDocument):
	def __init__(self, *args, **kwargs):
		self.doctype = self.name = None
		self.flags = _dict()
		if args and isinstance(args[0], str):
			self.doctype = args[0]
			self.name = args[1] if len(args) > 1 else args[0]
			self.flags.for_update = kwargs.get("for_update")
			self.load_from_db()
			return
		values = args[0] if args else kwargs
		if not values:
			raise ValueError("Illegal arguments")
		super().__init__(values)
		self.init_valid_columns()

	# Loading

	def load_from_db(self):
		if self.meta.issingle:
			self._load_single()
		else:
			self._load_row()
		for field in self.meta.get_table_fields():
			self.set(field.fieldname, self._load_children(field))
		return self

	def _load_single(self):
		values = frappe.db.get_singles_dict(self.doctype, for_update=self.flags.for_update)
		if not values:
			values = frappe.new_doc(self.doctype, as_dict=True)
			values["name"] = self.doctype
			values.pop("__islocal")
		super().__init__(values)
		self.init_valid_columns()
		self._fix_numeric_types()

	def _load_row(self):
		order = {} if isinstance(self.name, dict | list) else {"order_by": None}
		values = frappe.db.get_value(
			self.doctype, self.name, "*", as_dict=True, for_update=self.flags.for_update, **order
		)
		if not values:
			message = _("{0} {1} not found").format(_(self.doctype), self.name)
			frappe.throw(message, frappe.DoesNotExistError)
		super().__init__(values)

	def _load_children(self, field):
		filters = {"parent": self.name, "parenttype": self.doctype, "parentfield": field.fieldname}
		lock = self.flags.for_update
		return frappe.db.get_values(
			field.options, filters, "*", as_dict=True, order_by="idx asc", for_update=lock
		)

	def _fix_numeric_types(self):
		for field in self.meta.fields:
			value = self.get(field.fieldname)
			if field.fieldtype == "Check" or (field.fieldtype == "Int" and value is not None):
				self.set(field.fieldname, cint(value))
			elif field.fieldtype in ("Float", "Currency", "Percent") and value is not None:
				self.set(field.fieldname, flt(value))

	def reload(self):
		return self.load_from_db()

	def get_latest(self):
		if not self.get_doc_before_save():
			self.load_doc_before_save()
		return self._doc_before_save

	# Writing

	def insert(
		self,
		ignore_permissions=None,
		ignore_links=None,
		ignore_if_duplicate=False,
		ignore_mandatory=None,
		set_name=None,
		set_child_names=True,
	):
		self._set_flags(
			ignore_permissions=ignore_permissions,
			ignore_links=ignore_links,
			ignore_mandatory=ignore_mandatory,
		)
		self.set("__islocal", True)
		self._set_defaults()
		self.set_user_and_timestamp()
		self.set_docstatus()
		self.check_if_latest()
		self._validate_links()
		self.check_permission("create")
		self.run_method("before_insert")
		self.set_new_name(set_name=set_name, set_child_names=set_child_names)
		self.set_parent_in_children()
		self.validate_higher_perm_levels()

		self.flags.in_insert = True
		self.run_before_save_methods()
		self._validate()
		self.flags.in_insert = False
		if self.meta.issingle:
			self.update_single(self.get_valid_dict())
		else:
			self.db_insert(ignore_if_duplicate=ignore_if_duplicate)
		for row in self.get_all_children():
			row.db_insert()

		self.run_method("after_insert")
		self.flags.in_insert = True
		self.run_post_save_methods()
		self.flags.in_insert = False
		self._mark_saved()
		return self

	def save(self, ignore_permissions=None, ignore_version=None):
		"""Write the document and its rows.

		:param ignore_version: may be given; localsite keeps no versions
		"""
		self._set_flags(ignore_permissions=ignore_permissions)
		if self.get("__islocal") or not self.name:
			return self.insert()
		self._set_defaults()
		self.check_permission("write")
		self.set_user_and_timestamp()
		self.set_docstatus()
		self.check_if_latest()
		self.set_parent_in_children()
		self.set_name_in_children()
		self.validate_higher_perm_levels()
		self._validate_links()
		self.run_before_save_methods()
		self._validate()
		if self.meta.issingle:
			self.update_single(self.get_valid_dict())
		else:
			self.db_update()
		self.update_children()
		self.run_post_save_methods()
		self._mark_saved()
		return self

	def _set_flags(self, **flags):
		self.flags.update({name: value for name, value in flags.items() if value is not None})

	def _mark_saved(self):
		for key in ("__islocal", "__unsaved"):
			self.__dict__.pop(key, None)

	def delete(self, ignore_permissions=False, force=False, *, delete_permanently=False):
		frappe.delete_doc(
			self.doctype, self.name, ignore_permissions=ignore_permissions, flags=self.flags, force=force
		)

	def submit(self):
		raise NotOfferedError("Document.submit, cancel and amend")

	cancel = submit

	def add_comment(self, *args, **kwargs):
		raise NotOfferedError("Document.add_comment")

	def update_single(self, values):
		frappe.db.delete("Singles", {"doctype": self.doctype})
		for field, value in values.items():
			frappe.db.sql("insert into `tabSingles` values (%s, %s, %s)", [self.doctype, field, value])
		frappe.db.value_cache.pop(self.doctype, None)

	def update_children(self):
		for field in self.meta.get_table_fields():
			rows = self.get(field.fieldname)
			kept = [row.name for row in rows if row.name and not row.is_new()]
			filters = {"parent": self.name, "parenttype": self.doctype, "parentfield": field.fieldname}
			if kept:
				filters["name"] = ("not in", kept)
			frappe.db.delete(field.options, filters)
			for row in rows:
				row.db_update()

	def set_user_and_timestamp(self):
		self._original_modified = self.modified
		self.modified, self.modified_by = now(), frappe.session.user
		if self.is_new() and not (
			frappe.flags.in_install or frappe.flags.in_patch or frappe.flags.in_migrate
		):
			self.creation, self.owner = self.modified, self.modified_by
		for row in self.get_all_children():
			row.modified, row.modified_by = self.modified, self.modified_by
			row.owner = row.owner or self.owner
			row.creation = row.creation or self.creation
		frappe.flags.currently_saving.append((self.doctype, self.name))

	def set_docstatus(self):
		if cint(self.docstatus):
			raise NotOfferedError("submitted documents")
		for row in self.get_all_children():
			row.docstatus = self.docstatus

	def set_new_name(self, force=False, set_name=None, set_child_names=True):
		if self.flags.name_set and not force:
			return
		wanted = set_name or (
			self.get("__newname") if (self.meta.autoname or "").lower() == "prompt" else None
		)
		if wanted:
			self.name = validate_name(self.doctype, wanted)
		else:
			set_new_name(self)
		for row in self.get_all_children() if set_child_names else ():
			set_new_name(row)
		self.flags.name_set = True

	def set_parent_in_children(self):
		for row in self.get_all_children():
			row.parent, row.parenttype = self.name, self.doctype

	def set_name_in_children(self):
		for row in self.get_all_children():
			if not row.name:
				set_new_name(row)

	def _set_defaults(self):
		if frappe.flags.in_import:
			return
		if self.is_new():
			self.update_if_missing(frappe.new_doc(self.doctype, as_dict=True))
		for field in self.meta.get_table_fields():
			new_rows = [row for row in self.get(field.fieldname) or [] if row.is_new()]
			defaults = new_rows and frappe.new_doc(
				field.options, parent_doc=self, parentfield=field.fieldname, as_dict=True
			)
			for row in new_rows:
				row.update_if_missing(defaults)

	# Checks

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

	# The controller's methods and the apps' hooks

	def run_method(self, method, *args, **kwargs):
		"""Call the controller's method and then the handlers of doc_events; dicts they return are merged."""
		result = None
		own = getattr(self, method, None)
		if callable(own):
			result = own(*args, **kwargs)
		hooks = frappe.get_doc_hooks()
		for doctype in (self.doctype, "*"):
			for handler in hooks.get(doctype, {}).get(method, []):
				answer = frappe.get_attr(handler)(self, method, *args, **kwargs)
				if isinstance(answer, dict) and isinstance(result, dict):
					result.update(answer)
				elif answer is not None:
					result = answer
		return result

	def run_before_save_methods(self):
		self.run_method("before_validate")
		if self.flags.ignore_validate:
			return
		self.run_method("validate")
		self.run_method("before_save")

	def run_post_save_methods(self):
		self.run_method("on_update")
		self.clear_cache()
		if self.flags.get("notify_update", True):
			self.notify_update()
		self.run_method("on_change")
		saving = frappe.flags.currently_saving
		if (self.doctype, self.name) in saving:
			saving.remove((self.doctype, self.name))

	def clear_cache(self):
		frappe.clear_document_cache(self.doctype, self.name)

	def notify_update(self):
		"""Tell nobody: localsite has no browsers that listen for changes."""

	def get_title(self):
		return self.get(self.meta.get_title_field()) or ""

	def db_set(self, fieldname, value=None, update_modified=True, notify=False, commit=False):
		"""Write a field, or a dict of fields, at once and without the checks of `save`."""
		values = fieldname if isinstance(fieldname, dict) else {fieldname: value}
		self.update(values)
		if update_modified and (self.doctype, self.name) not in frappe.flags.currently_saving:
			self.modified, self.modified_by = now(), frappe.session.user
		if not self.get_doc_before_save():
			self.load_doc_before_save()
		self.run_method("before_change")
		if self.name is None:
			return
		frappe.db.set_value(
			self.doctype, self.name, dict(values), None, self.modified, self.modified_by, update_modified
		)
		self.run_method("on_change")
		if commit:
			frappe.db.commit()

	def db_get(self, fieldname):
		return frappe.db.get_value(self.doctype, self.name, fieldname)


def _comparable(rows):
	changing = ("modified", "modified_by", "creation")
	dicts = [row.as_dict(convert_dates_to_str=True) for row in rows]
	return [{key: value for key, value in values.items() if key not in changing} for values in dicts]
