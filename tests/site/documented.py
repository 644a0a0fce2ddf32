"""docs/openapi.json as a measure: whether an answer is what it says."""

import json
import re

from scripts.openapi import FILE, ROAD

DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
KINDS = {
	"string": str,
	"integer": int,
	"number": (int, float),
	"boolean": bool,
	"null": type(None),
	"object": dict,
	"array": list,
}


def call_of(function: str, method: str = "post") -> dict:
	return DOCUMENT["paths"][ROAD + function][method]


def resolve(shape: dict) -> dict:
	"""What a reference stands for."""
	while "$ref" in shape:
		found = DOCUMENT
		for step in shape["$ref"].removeprefix("#/").split("/"):
			found = found[step]
		shape = found
	return shape


def assert_documented(function: str, answer, method: str = "post") -> None:
	"""The code is one of the function's, and the body has the kind and the shape that stand there for it."""
	responses = call_of(function, method)["responses"]
	assert str(answer.status_code) in responses, answer.status_code
	content = resolve(responses[str(answer.status_code)])["content"]
	assert answer.mimetype in content, answer.mimetype
	if answer.mimetype != "application/json":
		return
	shape = content["application/json"]["schema"]
	assert list(misfits(answer.json, shape, function)) == []


def misfits(value, shape: dict, place: str):
	"""Yield where a value is not what a schema says, for the few words of JSON Schema that the document uses."""
	shape = resolve(shape)
	if "const" in shape or "enum" in shape:
		if value not in shape.get("enum", [shape.get("const")]):
			yield f"{place}: {value!r}"
		return
	kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
	if not any(isinstance(value, KINDS[kind]) for kind in kinds):
		yield f"{place}: {value!r} is no {kinds}"
	elif isinstance(value, dict):
		yield from _misfitting_keys(value, shape, place)
	elif isinstance(value, list):
		for number, part in enumerate(value):
			yield from misfits(part, shape["items"], f"{place}[{number}]")
	elif isinstance(value, str) and not re.search(shape.get("pattern", ""), value):
		yield f"{place}: {value!r} is not {shape['pattern']}"


def _misfitting_keys(value: dict, shape: dict, place: str):
	missing, unknown = set(shape["required"]) - set(value), set(value) - set(shape["properties"])
	if missing or unknown:
		yield f"{place}: without {missing}, with {unknown}"
	for name in set(value) & set(shape["properties"]):
		yield from misfits(value[name], shape["properties"][name], f"{place}.{name}")
