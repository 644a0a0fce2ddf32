"""What the Desk translates of the records that an app ships as JSON: DocTypes, reports, workspaces and the like."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KEYS = (
	"label",
	"description",
	"title",
	"subtitle",
	"success_message",
	"documentation_label",
	"report_name",
	"chart_name",
	"action_label",
	"page_name",
)
"""Fields whose text a person reads, in whichever record."""
CHOICES = "Select"
UNTRANSLATED = re.compile(r"[\W\d_]*|[a-z0-9_-]+|https?://\S+")
"""Signs, fieldnames and addresses."""
IN_BLOCKS = re.compile(r"<[^>]+>")
OF_FRAPPE = frozenset(
	Path(__file__).with_name("texts_of_frappe.txt").read_text(encoding="utf-8").splitlines()
)
"""Texts of this app that Frappe 15 or 16 translates otherwise than its catalogues do."""


class Text(NamedTuple):
	id: str
	context: str = ""


def texts_of_record(record, doctype: str = "") -> Iterator[Text]:
	"""What Frappe translates otherwise is left to it, except in fields of the app's own DocTypes.

	:param record: parsed JSON, a record or a list of records.
	:param doctype: whose fields they are.
	"""
	if isinstance(record, list):
		for row in record:
			yield from texts_of_record(row, doctype)
	elif isinstance(record, dict):
		doctype = record.get("name", "") if record.get("doctype") == "DocType" else doctype
		is_field = "fieldtype" in record
		for text in filter(_is_translated, _own_texts(record)):
			if text not in OF_FRAPPE:
				yield Text(text)
			elif is_field and doctype:
				yield Text(text, doctype)
		for value in record.values():
			if isinstance(value, list | dict):
				yield from texts_of_record(value, doctype)


def _own_texts(record: dict) -> Iterator[str]:
	yield from (record[key] for key in KEYS if isinstance(record.get(key), str))
	if record.get("doctype") in (
		"DocType",
		"Report",
		"Workspace",
		"Number Card",
		"Dashboard Chart",
		"Print Format",
	):
		yield record.get("name", "")
	if record.get("fieldtype") == CHOICES:
		yield from (record.get("options") or "").splitlines()
	if isinstance(record.get("role"), str):
		yield record["role"]
	if record.get("doctype") == "Workspace":
		yield from _headings(record.get("content") or "[]")


def _headings(content: str) -> Iterator[str]:
	"""Of a workspace's blocks: they stand in it as JSON within JSON."""
	for block in json.loads(content):
		text = block.get("data", {}).get("text")
		if text:
			yield IN_BLOCKS.sub("", text)


def _is_translated(text: str) -> bool:
	return not UNTRANSLATED.fullmatch(text)
