"""A document and its life: insert, save and delete, with the controller's methods and the apps' doc_events."""

import frappe
from frappe import _
from frappe._local import NotOfferedError, _dict
from frappe.model.base_document import BaseDocument, defaults_of
from frappe.model.naming import set_new_name, validate_name
from frappe.model.validation import Validation
from frappe.utils import cint, cstr, get_datetime, getdate, now, to_timedelta


class Document(Validation, BaseDocument):
	def __init__(self, *args, **kwargs):
		self.doctype = self.name = None
		self.flags = _dict()
		if args and isinstance(args[0], str):
			self.doctype, self.name = args[0], args[1] if len(args) > 1 else args[0]
			self.flags.for_update = kwargs.get("for_update")
			self.load_from_db()
		else:
			super().__init__(args[0] if args else kwargs)
			self.init_valid_columns()

	# Loading

	def load_from_db(self):
		lock = bool(self.flags.for_update)
		if self.meta.issingle:
			values = frappe.db.get_singles_dict(self.doctype, for_update=lock, cast=True)
			values = values or {"name": self.doctype, **defaults_of(self.meta)}
		else:
			values = frappe.db.get_value(
				self.doctype, self.name, "*", as_dict=True, for_update=lock, order_by=None
			)
		if not values:
			message = _("{0} {1} not found").format(_(self.doctype), self.name)
			frappe.throw(message, frappe.DoesNotExistError)
		super().__init__(values)
		self.init_valid_columns()
		for field in self.meta.get_table_fields():
			options = {"as_dict": True, "order_by": "idx asc", "for_update": lock}
			rows = frappe.db.get_values(field.options, self._rows_of(field), "*", **options)
			self.set(field.fieldname, rows)
		return self

	reload = load_from_db

	def _rows_of(self, field):
		return {"parent": self.name, "parenttype": self.doctype, "parentfield": field.fieldname}

	# Writing

	def insert(
		self,
		ignore_permissions=None,
		ignore_links=None,
		ignore_if_duplicate=False,
		ignore_mandatory=None,
		set_name=None,
	):
		self._set_flags(
			ignore_permissions=ignore_permissions,
			ignore_links=ignore_links,
			ignore_mandatory=ignore_mandatory,
		)
		self.set("__islocal", True)
		self._prepare("create")
		self._validate_links()
		self.check_permission("create")
		self.run_method("before_insert")
		self.set_new_name(set_name)
		self._set_parent_in_children()
		self._put_back_higher_levels()

		self.flags.in_insert = True
		self._run_before_save_methods()
		self._validate()
		self._write(lambda: self.db_insert(ignore_if_duplicate))
		for row in self.get_all_children():
			row.db_insert()
		self.run_method("after_insert")
		self._run_post_save_methods()
		self.flags.in_insert = False
		return self

	def save(self, ignore_permissions=None, ignore_version=None):
		"""Write the document and its rows.

		:param ignore_version: may be given; localsite keeps no versions
		"""
		self._set_flags(ignore_permissions=ignore_permissions)
		if self.is_new() or not self.name:
			return self.insert()
		self._prepare("write")
		self._set_parent_in_children()
		self._put_back_higher_levels()
		self._validate_links()
		self._run_before_save_methods()
		self._validate()
		self._write(self.db_update)
		self._update_children()
		self._run_post_save_methods()
		return self

	def _set_flags(self, **flags):
		self.flags.update({name: value for name, value in flags.items() if value is not None})

	def _prepare(self, right):
		self._set_defaults()
		if right == "write":
			self.check_permission("write")
		self._set_user_and_timestamp()
		if cint(self.docstatus):
			raise NotOfferedError("submitted documents")
		self.check_if_latest()

	def _write(self, write_row):
		if self.meta.issingle:
			frappe.db.delete_single(self.doctype)
			frappe.db.insert_single(self.doctype, self.get_valid_dict())
		else:
			write_row()

	def _update_children(self):
		for field in self.meta.get_table_fields():
			rows = self.get(field.fieldname)
			kept = [row.name for row in rows if row.name and not row.is_new()]
			filters = self._rows_of(field) | ({"name": ("not in", kept)} if kept else {})
			frappe.db.delete(field.options, filters)
			for row in rows:
				row.db_update()

	def _set_user_and_timestamp(self):
		self._original_modified = self.modified
		self.modified, self.modified_by = now(), frappe.session.user
		if self.is_new():
			self.creation, self.owner = self.modified, self.modified_by
		for row in self.get_all_children():
			row.modified, row.modified_by = self.modified, self.modified_by
			row.owner, row.creation = row.owner or self.owner, row.creation or self.creation
		frappe.flags.currently_saving.append((self.doctype, self.name))

	def set_new_name(self, set_name=None):
		if set_name:
			self.name = validate_name(self.doctype, set_name)
		else:
			set_new_name(self)

	def _set_parent_in_children(self):
		for row in self.get_all_children():
			row.parent, row.parenttype = self.name, self.doctype
			if not row.name:
				set_new_name(row)

	def _set_defaults(self):
		for doc in [self, *self.get_all_children()]:
			if doc.is_new():
				doc.update_if_missing(defaults_of(doc.meta))

	def delete(self, ignore_permissions=False, force=False, *, delete_permanently=False):
		frappe.delete_doc(
			self.doctype, self.name, ignore_permissions=ignore_permissions, flags=self.flags, force=force
		)

	# The controller's methods and the apps' hooks

	def run_method(self, method, *args, **kwargs):
		"""Call the controller's method and then the handlers of doc_events."""
		own = getattr(self, method, None)
		result = own(*args, **kwargs) if callable(own) else None
		hooks = frappe.get_doc_hooks()
		for doctype in (self.doctype, "*"):
			for handler in hooks.get(doctype, {}).get(method, []):
				answer = frappe.get_attr(handler)(self, method, *args, **kwargs)
				result = answer if answer is not None else result
		return result

	def _run_before_save_methods(self):
		self.run_method("before_validate")
		if not self.flags.ignore_validate:
			self.run_method("validate")
			self.run_method("before_save")

	def _run_post_save_methods(self):
		self.run_method("on_update")
		self.clear_cache()
		self.run_method("on_change")
		saving = frappe.flags.currently_saving
		if (self.doctype, self.name) in saving:
			saving.remove((self.doctype, self.name))
		self.__dict__.pop("__islocal", None)

	def clear_cache(self):
		frappe.clear_document_cache(self.doctype, self.name)

	def notify_update(self):
		"""Tell nobody: localsite has no browsers that listen for changes."""

	def db_set(self, fieldname, value=None, update_modified=True, notify=False, commit=False):
		"""Write a field, or a dict of fields, at once and without the checks of `save`."""
		values = fieldname if isinstance(fieldname, dict) else {fieldname: value}
		self.update(values)
		if update_modified and (self.doctype, self.name) not in frappe.flags.currently_saving:
			self.modified, self.modified_by = now(), frappe.session.user
		self.run_method("before_change")
		frappe.db.set_value(
			self.doctype, self.name, dict(values), None, self.modified, self.modified_by, update_modified
		)
		self.run_method("on_change")
		if commit:
			frappe.db.commit()

	# What was stored before

	def check_if_latest(self):
		"""Lock the stored document and refuse to overwrite what was saved since this copy was read."""
		self._doc_before_save = previous = (
			None if self.is_new() else frappe.get_doc(self.doctype, self.name, for_update=True)
		)
		if previous and cstr(previous.modified) != cstr(self._original_modified):
			message = _("Error: Document has been modified after you have opened it ({0}, {1}).")
			message = message.format(previous.modified, self._original_modified)
			frappe.throw(
				f"{message} {_('Please refresh to get the latest document.')}", frappe.TimestampMismatchError
			)

	def get_doc_before_save(self):
		return getattr(self, "_doc_before_save", None)

	def has_value_changed(self, fieldname):
		previous = self.get_doc_before_save()
		if not previous:
			return True
		read = {"Datetime": get_datetime, "Date": getdate, "Time": to_timedelta}
		before, current = previous.get(fieldname), self.get(fieldname)
		field = self.meta.get_field(fieldname)
		if field and field.fieldtype in read and before and current:
			before, current = (read[field.fieldtype](value) for value in (before, current))
		return before != current

	# Permissions

	def check_permission(self, permtype="read", permlevel=None):
		if not self.has_permission(permtype):
			message = _("You need the '{0}' permission on {1} {2} to perform this action.")
			doctype = frappe.bold(_(self.doctype))
			frappe.flags.error_message = message.format(_(permtype), doctype, self.name or "")
			raise frappe.PermissionError

	def has_permission(self, permtype="read", *, user=None):
		if self.flags.ignore_permissions:
			return True
		return frappe.has_permission(self.doctype, permtype, self, user=user)

	def _put_back_higher_levels(self):
		"""Give fields above the user's permission levels their stored values, or their defaults in a new document."""
		if self.flags.ignore_permissions or frappe.session.user == "Administrator":
			return
		levels = self.meta.get_permlevel_access("write")
		before = self.get_doc_before_save()
		stored = {row.name: row for row in before.get_all_children()} if before else {}
		for doc in [self, *(() if self.is_new() else self.get_all_children())]:
			original = before if doc is self else stored.get(doc.name)
			for field in doc.meta.fields:
				if field.permlevel and field.permlevel not in levels:
					value = (
						original.get(field.fieldname)
						if original
						else defaults_of(doc.meta).get(field.fieldname)
					)
					doc.set(field.fieldname, value)

	def apply_fieldlevel_read_permissions(self):
		"""Remove the values that the user may not read."""
		levels = self.meta.get_permlevel_access("read")
		for doc in [self, *self.get_all_children()] if frappe.session.user != "Administrator" else ():
			for field in doc.meta.fields:
				if field.permlevel and field.permlevel not in levels:
					doc.__dict__.pop(field.fieldname, None)
