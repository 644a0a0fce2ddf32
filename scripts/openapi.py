"""Write docs/openapi.json, the guest API as other programs read it, from the tables in scripts/guest_contract.py and guest_results.py.

Run as `python3 -m scripts.openapi`; a test holds the file equal to the tables, and the tables equal to the code.
"""

import json
from pathlib import Path

from scripts.guest_contract import CALENDAR, EVERYWHERE, FUNCTIONS, REFUSALS, SHAPES
from scripts.guest_results import ANSWERS, TEXT, named, record

FILE = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"
ROAD = "/api/method/meeting_manager.meeting_manager.api.public."
BODIES = ("application/json", "application/x-www-form-urlencoded")
ABOUT = (
	"What customers may ask and do without a login. Every argument is a text, in the query of a GET, in a form or in a "
	"JSON object; arguments that are not listed are ignored. `/api/v2/method/…` answers the same under `data`, and "
	"refusals under `errors`."
)


def main() -> None:
	FILE.write_text(as_text(describe()), encoding="utf-8")
	print(FILE)


def as_text(document: dict) -> str:
	return json.dumps(document, indent="\t", ensure_ascii=False) + "\n"


def describe() -> dict:
	return {
		"openapi": "3.1.0",
		"info": {"title": "Meeting Manager: guest API", "version": "1", "description": ABOUT},
		"servers": [{"url": "/"}],
		"security": [],
		"paths": {ROAD + name: describe_function(name, facts) for name, facts in FUNCTIONS.items()},
		"components": {
			"schemas": {
				**{name.title(): shape for name, shape in SHAPES.items()},
				**{
					arguments_name(name): describe_body(facts["arguments"])
					for name, facts in FUNCTIONS.items()
				},
				**ANSWERS,
				**{refusal_name(code): describe_refusal(code) for code in REFUSALS},
			},
			"responses": {refusal_name(code): describe_refusing(code) for code in REFUSALS},
		},
	}


def describe_function(name: str, facts: dict) -> dict:
	return {method: describe_call(name, facts, method) for method in facts["methods"]}


def describe_call(name: str, facts: dict, method: str) -> dict:
	call = {"operationId": name if method == "post" else f"{name}_by_get", "summary": facts["summary"]}
	if method == "get":
		call["parameters"] = [describe_parameter(*argument) for argument in facts["arguments"]]
	else:
		body = named(arguments_name(name))
		is_required = any(argument[2] for argument in facts["arguments"])
		call["requestBody"] = {
			"required": is_required,
			"content": {kind: {"schema": body} for kind in BODIES},
		}
	return {**call, "responses": describe_answers(facts)}


def describe_parameter(name: str, shape: str, is_required: bool, about: str) -> dict:
	place = {"name": name, "in": "query", "required": is_required, "description": about}
	return {**place, "schema": named(shape.title())}


def describe_body(arguments: list[tuple]) -> dict:
	properties = {
		name: {**SHAPES[shape], "description": about} for name, shape, _is_required, about in arguments
	}
	required = [name for name, _shape, is_required, _about in arguments if is_required]
	body = {"type": "object", "properties": properties, "required": required}
	if "start" in properties:
		body["anyOf"] = [{"required": ["start"]}, {"required": ["date", "time"]}]
	return body


def arguments_name(function: str) -> str:
	return "Arguments" + function.title().replace("_", "")


def describe_answers(facts: dict) -> dict:
	codes = sorted({*facts["refusals"], *EVERYWHERE})
	if facts["answer"] == CALENDAR:
		content = {CALENDAR: {"schema": TEXT}}
	else:
		content = {"application/json": {"schema": record(message=named(facts["answer"]))}}
	refused = {str(code): {"$ref": f"#/components/responses/{refusal_name(code)}"} for code in codes}
	unchanged = {"304": {"description": "As the ETag says that was sent along"}}
	versioned = unchanged if facts.get("is_versioned") else {}
	return {"200": {"description": "Done", "content": content}, **versioned, **refused}


def refusal_name(code: int) -> str:
	return f"Refused{code}"


def describe_refusal(code: int) -> dict:
	"""Frappe writes `_server_messages` as a JSON list of JSON objects; the sentence is the first one's `message`."""
	return record(exc_type={"enum": REFUSALS[code][1]}, _server_messages=TEXT)


def describe_refusing(code: int) -> dict:
	content = {"application/json": {"schema": named(refusal_name(code))}}
	answer = {"description": REFUSALS[code][0], "content": content}
	if code == 429:
		answer["headers"] = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}}
	return answer


if __name__ == "__main__":
	main()
