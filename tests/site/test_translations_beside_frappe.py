"""A text of the app that takes the place of Frappe's own translation of it, in forms and lists that are none of the app's."""

import csv
from pathlib import Path

import frappe
import pytest
from babel.messages.pofile import read_po

from scripts.translations import LANGUAGES, read_catalogue
from tests.site.hosts import BENCH_SITE

needs_bench = pytest.mark.skipif(not BENCH_SITE, reason="localsite has no catalogues of Frappe's")


def of_frappe(language: str) -> dict[str, set[str]]:
	"""What the bench's Frappe says for a text that is looked up without a context."""
	found, app = {}, Path(frappe.get_app_path("frappe"))
	table, catalogue = app / "translations" / f"{language}.csv", app / "locale" / f"{language}.po"
	if table.exists():
		with table.open(encoding="utf-8", newline="") as file:
			for text, translation, *context in csv.reader(file):
				if not any(context):
					found.setdefault(text, set()).add(translation.strip())
	if catalogue.exists():
		with catalogue.open("rb") as file:
			for message in read_po(file, locale=language):
				if isinstance(message.id, str) and message.string and not message.context:
					found.setdefault(message.id, set()).add(message.string)
	return found


@needs_bench
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_ours_changes_frappes_own(site, language):
	"""Add such a text to scripts/texts_of_frappe.txt, and give it a context where the app says it."""
	theirs = of_frappe(language)
	ours = {
		message.id: message.string
		for message in read_catalogue(language)
		if message.id and not message.context
	}
	changed = {
		text: (ours[text], *theirs[text])
		for text in ours
		if theirs.get(text, {ours[text]}) - {text, ours[text]}
	}
	assert changed == {}


def test_the_app_says_in_its_own_words_what_frappe_says_otherwise(site):
	"""Where no Frappe is in between, too."""
	frappe.local.lang = "de"
	try:
		assert frappe._("Cancel", context="Meeting Manager") == "Absagen"
		assert frappe._("To", context="MM Mail Template") == "An"
		assert frappe._("To", context="MM Busy Time") == "Bis"
		assert frappe._("Cancel") != "Absagen"
	finally:
		frappe.local.lang = "en"
