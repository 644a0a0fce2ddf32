"""Texts that nobody can translate, that a catalogue lacks, or whose values a translation loses."""

import re

import pytest

from scripts import translations
from scripts.translations import LANGUAGES, POT, csv_of, path_of, read_catalogue, read_sources

VALUE = re.compile(r"\{[a-z0-9_]*\}|%[sd]|</?[a-z][^>]*>")
TEXTS = {message.id for message in read_sources() if message.id}


def test_the_template_holds_the_texts_of_the_sources():
	with POT.open("rb") as file:
		held = {message.id for message in translations.read_po(file) if message.id}
	assert held ^ TEXTS == set(), "run python -m scripts.translations extract"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_translates_every_text_and_no_other(language):
	found = {message.id: message.string for message in read_catalogue(language) if message.id}
	assert set(found) ^ TEXTS == set()
	assert [text for text, translation in found.items() if not translation] == []


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
