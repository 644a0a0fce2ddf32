"""The app's translations: what is to be translated, and the catalogues of each language.

	python -m scripts.translations extract        writes locale/main.pot from the sources, and brings each locale/*.po up to it
	python -m scripts.translations missing LANG   prints what the catalogue lacks, as JSON {text: ""}, or {"text:context": ""}
	python -m scripts.translations fill LANG      reads such JSON, filled in, from standard input into the catalogue
	python -m scripts.translations export         writes translations/*.csv, which Frappe 15 and 16 read without a build

The catalogues are the source; the CSV files are made from them.

What an app translates takes the place of Frappe's own translation in the whole Desk, unless it has a context. So texts that Frappe
translates otherwise have one here: in the sources one that says where they stand, `_("Cancel", context="Meeting Manager")` and
`__("Cancel", null, "Meeting Manager")`, and as a field's label or choice the DocType's name, as the Desk asks for it.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from scripts.translatable_records import Text, texts_of_record

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "meeting_manager"
LOCALE = APP / "locale"
POT = LOCALE / "main.pot"
LANGUAGES = ("ar", "da", "de", "es", "fr")
OWNER = "Meeting Manager contributors <meeting-manager@example.com>"
HEADER = {
	"project": "Meeting Manager",
	"version": "1",
	"last_translator": OWNER,
	"language_team": OWNER,
	"msgid_bugs_address": "meeting-manager@example.com",
	"header_comment": "# Texts of Meeting Manager. Same license as the app.",
}
JINJA = {"extensions": "", "silent": "false", "keywords": "_"}
SOURCES = (
	("*.py", "python", ("_",), {}),
	("*.html", "jinja2.ext:babel_extract", ("_",), JINJA),
	("templates/**/*.txt", "jinja2.ext:babel_extract", ("_",), JINJA),
	("public/js/*.js", "javascript", ("__",), {}),
	("*/**/*.js", "javascript", ("__",), {}),
)
"""Files below the app, Babel's extractor for them, the functions that translate, and the extractor's options."""


STRING = r'("(?:[^"\\]|\\.)*")'
IN_CONTEXT = re.compile(
	rf"\b_\(\s*{STRING},\s*context={STRING},?\s*\)|\b__\(\s*{STRING},\s*(?:null|\[[^\]]*\]),\s*{STRING},?\s*\)"
)


def read_sources() -> Catalog:
	catalog = new_catalog()
	for text, place in sorted(_texts()):
		catalog.add(text.id, locations=[(place, None)], context=text.context or None)
	return catalog


def _texts() -> Iterator[tuple[Text, str]]:
	seen = set()
	for pattern, method, keywords, options in SOURCES:
		for path in sorted(set(APP.rglob(pattern)) - seen):
			seen.add(path)
			for text in _extract(path, method, keywords, options):
				yield text, str(path.relative_to(ROOT))
	for path in sorted(APP.rglob("*.json")):
		for text in texts_of_record(json.loads(path.read_text())):
			yield text, str(path.relative_to(ROOT))


def _extract(path: Path, method: str, keywords: tuple[str, ...], options: dict) -> Iterator[Text]:
	source = path.read_text(encoding="utf-8")
	for found in IN_CONTEXT.findall(source):
		text, context = (json.loads(one) for one in found if one)
		yield Text(text, context)
	rest = io.BytesIO(IN_CONTEXT.sub("0", source).encode())
	for _line, text, _comments, _context in extract(method, rest, dict.fromkeys(keywords), (), options):
		if isinstance(text, str) and text.strip():
			yield Text(text)


def new_catalog(language: str | None = None) -> Catalog:
	return Catalog(locale=language, fuzzy=False, charset="utf-8", **HEADER)


def read_catalogue(language: str) -> Catalog:
	path = path_of(language)
	if not path.exists():
		return new_catalog(language)
	with path.open("rb") as file:
		return read_po(file, locale=language)


def path_of(language: str) -> Path:
	return LOCALE / f"{language}.po"


def missing(language: str) -> dict[str, str]:
	return {key_of(message): "" for message in read_catalogue(language) if message.id and not message.string}


def key_of(message) -> str:
	"""As Frappe has it."""
	return f"{message.id}:{message.context}" if message.context else message.id


def write(catalog: Catalog, path: Path) -> None:
	"""Without line numbers and dates, so that a file changes only where a text does."""
	text = io.BytesIO()
	write_po(text, catalog, sort_output=True, include_lineno=False, omit_header=False, width=100)
	lines = [
		line
		for line in text.getvalue().splitlines(True)
		if not line.startswith((b'"POT-Creation', b'"PO-Revision'))
	]
	path.parent.mkdir(exist_ok=True)
	path.write_bytes(b"".join(lines))


def extract_all() -> None:
	template = read_sources()
	write(template, POT)
	for language in LANGUAGES:
		catalog = read_catalogue(language)
		catalog.update(template, no_fuzzy_matching=True)
		catalog.obsolete.clear()
		write(catalog, path_of(language))
		print(f"{language}: {len(missing(language))} of {len(template)} texts to be translated")


def fill(language: str) -> None:
	catalog, given = read_catalogue(language), json.load(sys.stdin)
	messages = {key_of(message): message for message in catalog if message.id}
	for text, translation in given.items():
		if text not in messages:
			sys.exit(f"Not a text of the app: {text!r}. Run extract first")
		messages[text].string = translation
	write(catalog, path_of(language))


def csv_of(language: str) -> str:
	out = io.StringIO()
	rows = [
		(message.id, message.string, *([message.context] if message.context else []))
		for message in read_catalogue(language)
		if message.id and message.string
	]
	csv.writer(out, lineterminator="\n").writerows(sorted(rows))
	return out.getvalue()


def export() -> None:
	for language in LANGUAGES:
		path = APP / "translations" / f"{language}.csv"
		path.parent.mkdir(exist_ok=True)
		path.write_text(csv_of(language), encoding="utf-8")


def main(arguments: list[str]) -> None:
	match arguments:
		case ["extract"]:
			extract_all()
		case ["missing", language] if language in LANGUAGES:
			print(json.dumps(missing(language), indent=1, ensure_ascii=False))
		case ["fill", language] if language in LANGUAGES:
			fill(language)
		case ["export"]:
			export()
		case _:
			sys.exit(__doc__)


if __name__ == "__main__":
	main(sys.argv[1:])
