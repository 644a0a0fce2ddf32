"""A document and its life: insert, save and delete, with the controller's methods and the apps' doc_events."""

import frappe
from frappe import _
from frappe._documents import get_doc  # noqa: F401  Frappe keeps it here too
from frappe._local import NotOfferedError, _dict
from frappe.model.base_document import BaseDocument
from frappe.model.document_checks import DocumentChecks
from frappe.model.naming import set_new_name, validate_name
from frappe.utils import cint, flt, now


class Document(DocumentChecks, BaseDocument):
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
