"""What the Desk translates of the records that an app ships as JSON: DocTypes, reports, workspaces and the like."""

import json
import re
from collections.abc import Iterator

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


def texts_of_record(record) -> Iterator[str]:
	"""
	:param record: parsed JSON, a record or a list of records.
	"""
	if isinstance(record, list):
		for row in record:
			yield from texts_of_record(row)
	elif isinstance(record, dict):
		yield from filter(_is_translated, _own_texts(record))
		for value in record.values():
			if isinstance(value, list | dict):
				yield from texts_of_record(value)


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
