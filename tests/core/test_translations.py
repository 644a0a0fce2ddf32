"""Texts that nobody can translate, that a catalogue lacks, or whose values a translation loses."""

import re

import pytest

from scripts import translations
from scripts.translatable_records import OF_FRAPPE
from scripts.translations import LANGUAGES, POT, csv_of, key_of, path_of, read_catalogue, read_sources

VALUE = re.compile(r"\{[a-z0-9_]*\}|%[sd]|</?[a-z][^>]*>")
TEXTS = {key_of(message) for message in read_sources() if message.id}


def test_the_template_holds_the_texts_of_the_sources():
	with POT.open("rb") as file:
		held = {key_of(message) for message in translations.read_po(file) if message.id}
	assert held ^ TEXTS == set(), "run python -m scripts.translations extract"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_translates_every_text_and_no_other(language):
	found = {key_of(message): message.string for message in read_catalogue(language) if message.id}
	assert set(found) ^ TEXTS == set()
	assert [text for text, translation in found.items() if not translation] == []


@pytest.mark.parametrize(
	"reason", ["Customer Cancelled", "Not Answered in Time", "Cancelled by Staff", "Declined by Staff"]
)
def test_the_reasons_that_the_app_gives_for_a_cancellation_are_texts(reason):
	assert reason in TEXTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_values(language):
	lost = {
		message.id: message.string
		for message in read_catalogue(language)
		if message.id and sorted(VALUE.findall(message.id)) != sorted(VALUE.findall(message.string))
	}
	assert lost == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_frappe_reads_is_what_the_catalogue_says(language):
	path = translations.APP / "translations" / f"{language}.csv"
	assert path.read_text(encoding="utf-8") == csv_of(language), "run python -m scripts.translations export"


def test_no_translation_is_fuzzy():
	fuzzy = [message.id for language in LANGUAGES for message in read_catalogue(language) if message.fuzzy]
	assert fuzzy == [] and all(path_of(language).exists() for language in LANGUAGES)


def test_texts_in_a_context_are_found_in_each_language_of_the_sources(tmp_path):
	sources = {
		"python": """frappe.throw(_("A {0}", context="B").format(_("C")), _("D", context='no'))""",
		"jinja2.ext:babel_extract": """<b>{{ _("A {0}", context="B").format(1)|e }}{{ _("C")|e }}</b>""",
		"javascript": """__("A {0}", [one, two], "B"); __("A {0}", null, "B"); [__("C"), __("C", [1])]""",
	}
	for method, source in sources.items():
		path = tmp_path / "source"
		path.write_text(source)
		options = translations.JINJA if "jinja" in method else {}
		found = set(translations._extract(path, method, ("_", "__"), options))
		assert {("A {0}", "B"), ("C", "")} <= found <= {("A {0}", "B"), ("C", ""), ("D", "")}, method


def test_every_action_of_a_history_is_a_text_of_the_sources():
	"""They are stored as they are written, and translated where they are shown."""
	doctype = translations.APP / "meeting_manager" / "doctype" / "mm_meeting_booking"
	source = (doctype / "booking_record.py").read_text()
	named = dict(re.findall(r'^([A-Z_]+) = "([A-Z][^"]+)"$', source, re.M))
	named |= {"UNDONE": "Undone", "KEPT": "Kept", "FEE_WAIVED": "Fee Waived"}
	written = re.findall(r'_(?:add|append)_history\(booking, (?:"([^"]+)"|([A-Z_]+))', source)
	actions = {literal or named[name] for literal, name in written}
	assert {"Booked", "Fee Waived", "Links Copied", "Time Kept"} <= actions
	assert actions - TEXTS == set()


def test_what_frappe_translates_otherwise_has_a_context():
	assert {key_of(message) for message in read_sources()} & OF_FRAPPE == set()
