"""DocTypes from their JSON files into the database."""

import json
from pathlib import Path

import frappe
from frappe._local import NotOfferedError
from frappe.database.schema import sync_table
from frappe.model.meta import Meta, clear_meta_cache
from frappe.modules.utils import get_module_list, load_doctype_module


def doctype_files(app):
	"""Return the JSON files of the app's DocTypes, the DocType called DocType first."""
	files = []
	for module in get_module_list(app):
		folder = Path(frappe.get_app_path(app)) / frappe.scrub(module) / "doctype"
		files += sorted(path for path in folder.glob("*/*.json") if path.stem == path.parent.name)
	return sorted(files, key=lambda path: path.stem != "doctype")


def sync_app(app):
	"""Store the app's DocTypes and bring their tables up to them; return what was done, as sentences."""
	done = []
	for path in doctype_files(app):
		definition = frappe.get_file_json(path)
		if definition.get("doctype") == "DocType":
			done += _sync_doctype(definition)
	frappe.db.commit()
	return done


def _sync_doctype(definition):
	meta = Meta(definition)
	_refuse_what_is_missing(meta)
	done = sync_table(meta)
	text = json.dumps(definition, sort_keys=True)
	if frappe.db.get_value("DocType", meta.name, "definition", order_by=None) != text:
		_store(meta, text)
		done = done or [f"updated {meta.name}"]
	clear_meta_cache(meta.name)
	for role in {rule.role for rule in meta.permissions} if frappe.db.table_exists("Role") else ():
		if not frappe.db.exists("Role", role):
			values = {"name": role, "role_name": role, "desk_access": 1, "modified": frappe.utils.now()}
			frappe.db.insert_row("Role", values)
	module = load_doctype_module(meta.name, meta.module)
	if hasattr(module, "on_doctype_update"):
		module.on_doctype_update()
	return done


def _store(meta, text):
	frappe.db.delete("DocType", {"name": meta.name})
	values = {"name": meta.name, "module": meta.module, "definition": text, "modified": frappe.utils.now()}
	values |= {key: int(bool(getattr(meta, key))) for key in ("istable", "issingle", "custom", "is_virtual")}
	frappe.db.insert_row("DocType", values)


def _refuse_what_is_missing(meta):
	tables = [field for field in meta.get_table_fields() if field.set_only_once]
	if meta.is_submittable or meta.is_tree or tables or any(rule.if_owner for rule in meta.permissions):
		missing = "submittable documents, trees, tables set only once and permissions for owners alone"
		raise NotOfferedError(f"{missing} ({meta.name})")
