"""The languages that the app speaks: one whole page or mail is in one of them.

Frappe's own translations would otherwise turn up between untranslated sentences.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import frappe
from babel import Locale

SOURCE_LANGUAGE = "en"


@lru_cache(maxsize=1)
def spoken_languages() -> frozenset[str]:
	"""Return the languages that a translation file is shipped for, and the source language."""
	app = Path(frappe.get_app_path("meeting_manager"))
	files = [*app.glob("locale/*.po"), *app.glob("translations/*.csv")]
	return frozenset({SOURCE_LANGUAGE, *(file.stem.replace("_", "-") for file in files)})


def nearest_spoken(language: str | None) -> str:
	wanted = (language or "").replace("_", "-")
	choices = (wanted, wanted.split("-")[0])
	return next((choice for choice in choices if choice in spoken_languages()), SOURCE_LANGUAGE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
	"""Translate into the nearest language that the app speaks."""
	usual = frappe.local.lang
	frappe.local.lang = nearest_spoken(language)
	try:
		yield
	finally:
		frappe.local.lang = usual


def current_language() -> str:
	return nearest_spoken(frappe.local.lang)


def current_locale() -> Locale:
	return Locale.parse(current_language(), sep="-")
