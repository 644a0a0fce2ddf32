"""The ways in which a request can read, change, make or delete a record, and what came of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe

from tests.site.hosts import BENCH_SITE
from tests.site.role_records import Record


@dataclass(frozen=True)
class Way:
	"""
	:param right: a letter of the role table.
	:param request: of a record: method, path and options.
	:param is_list: of here and there, judged by what it shows.
	:param refused: the answer to whoever may not.
	"""

	name: str
	right: str
	request: Callable[[Record], tuple[str, str, dict]]
	is_list: bool = False
	refused: str = "403"
	is_everywhere: bool = False
	"""Offered by localsite too."""

	def outcome(self, answer, record: Record) -> str:
		if answer.status_code >= 300:
			return str(answer.status_code)
		if not self.is_list:
			return "yes"
		text = answer.get_data(as_text=True)
		names = {"here": record.here, "there": record.there}
		return " ".join(label for label, name in names.items() if name and name in text) or "nothing"


def call(function: str, **arguments) -> tuple[str, str, dict]:
	return "POST", f"/api/method/{function}", {"json": arguments}


def both(record: Record) -> dict:
	return {"name": ["in", [name for name in (record.here, record.there) if name]]}


def parent_of(record: Record) -> str | None:
	return record.parent and record.parent[0]


def in_query(path: str, **values) -> tuple[str, str, dict]:
	return "GET", path, {"query_string": {key: value for key, value in values.items() if value}}


def listed_at(path: str) -> Callable[[Record], tuple[str, str, dict]]:
	return lambda record: in_query(
		f"{path}/{record.doctype}",
		fields='["name"]',
		filters=json.dumps(both(record)),
		parent=parent_of(record),
	)


def as_stored(record: Record, **changes) -> str:
	"""The whole document as the Desk sends it back."""
	frappe.db.rollback()
	return frappe.as_json({**frappe.get_doc(record.doctype, record.here).as_dict(), **changes})


def as_new(record: Record) -> dict:
	return {"doctype": record.doctype, **record.create}


def form_of_list(record: Record, **more) -> dict:
	fields = [f"`tab{record.doctype}`.`name`"]
	filters = [[record.doctype, "name", *both(record)["name"]]]
	form = {
		"doctype": record.doctype,
		"fields": fields,
		"filters": filters,
		"parent_doctype": parent_of(record),
	}
	return {**form, "order_by": f"`tab{record.doctype}`.`name` asc", "page_length": 20, "start": 0, **more}


def exported(record: Record) -> tuple[str, str, dict]:
	form = form_of_list(record, file_format_type="CSV", title=record.doctype)
	form = {
		key: value if isinstance(value, str) else json.dumps(value) for key, value in form.items() if value
	}
	return "POST", "/api/method/frappe.desk.reportview.export_query", {"data": form}


def at(path: str, record: Record, name: str | None = None) -> str:
	return f"{path}/{record.doctype}" + (f"/{name}" if name else "")


def first_value(record: Record) -> tuple[str, str, dict]:
	return call(
		"frappe.client.get_value",
		doctype=record.doctype,
		fieldname="name",
		filters={"name": record.here},
		parent=parent_of(record),
	)


REST, REST2 = "/api/resource", "/api/v2/document"
HIDDEN = "404" if getattr(frappe, "__version__", "").startswith("15.") else "403"
"""Frappe 15 says of a page that may not be printed that it is not there."""

READ = (
	Way("REST, one", "r", lambda r: ("GET", at(REST, r, r.here), {}), is_everywhere=True),
	Way("REST 2, one", "r", lambda r: ("GET", at(REST2, r, r.here) + "/", {})),
	Way(
		"client.get",
		"r",
		lambda r: call("frappe.client.get", doctype=r.doctype, name=r.here, parent=parent_of(r)),
	),
	Way(
		"form",
		"r",
		lambda r: in_query("/api/method/frappe.desk.form.load.getdoc", doctype=r.doctype, name=r.here),
	),
	Way("print view", "r", lambda r: in_query("/printview", doctype=r.doctype, name=r.here), refused=HIDDEN),
	Way(
		"print",
		"r",
		lambda r: call("frappe.www.printview.get_html_and_style", doc=r.doctype, name=r.here),
	),
)
LISTS = (
	Way("REST, list", "r", listed_at(REST), is_list=True, is_everywhere=True),
	Way("REST 2, list", "r", listed_at(REST2), is_list=True),
	Way(
		"client.get_list",
		"r",
		lambda r: call("frappe.client.get_list", doctype=r.doctype, filters=both(r), parent=parent_of(r)),
		is_list=True,
	),
	Way("client.get_value", "r", first_value, is_list=True),
	Way("report", "r", lambda r: call("frappe.desk.reportview.get", **form_of_list(r)), is_list=True),
	Way("export", "r", exported, is_list=True),
	Way(
		"link search",
		"r",
		lambda r: call("frappe.desk.search.search_link", doctype=r.doctype, txt="", filters=both(r)),
		is_list=True,
	),
)
WRITE = (
	Way("REST, change", "w", lambda r: ("PUT", at(REST, r, r.here), {"json": r.edit}), is_everywhere=True),
	Way("REST 2, change", "w", lambda r: ("PATCH", at(REST2, r, r.here) + "/", {"json": r.edit})),
	Way(
		"client.set_value",
		"w",
		lambda r: call("frappe.client.set_value", doctype=r.doctype, name=r.here, fieldname=r.edit),
	),
	Way("client.save", "w", lambda r: call("frappe.client.save", doc=as_stored(r, **r.edit))),
	Way(
		"form, save",
		"w",
		lambda r: call("frappe.desk.form.save.savedocs", doc=as_stored(r, **r.edit), action="Save"),
	),
)
CREATE = (
	Way("REST, new", "c", lambda r: ("POST", at(REST, r), {"json": r.create}), is_everywhere=True),
	Way("REST 2, new", "c", lambda r: ("POST", at(REST2, r), {"json": r.create})),
	Way("client.insert", "c", lambda r: call("frappe.client.insert", doc=as_new(r))),
	Way(
		"form, new",
		"c",
		lambda r: call(
			"frappe.desk.form.save.savedocs",
			doc=frappe.as_json({"name": "new-1", **as_new(r), "__islocal": 1}),
			action="Save",
		),
	),
)


def delete(way: str, name: str, record: Record) -> tuple[str, str, dict]:
	if way == "client.delete":
		return call("frappe.client.delete", doctype=record.doctype, name=name)
	path = at(REST, record, name) if way == "REST, delete" else at(REST2, record, name) + "/"
	return "DELETE", path, {}


DELETE = ("REST, delete", "REST 2, delete", "client.delete")

IS_OFFERED_HERE = bool(BENCH_SITE)


def offered(ways: tuple[Way, ...]) -> list[Way]:
	return [way for way in ways if way.is_everywhere or IS_OFFERED_HERE]
