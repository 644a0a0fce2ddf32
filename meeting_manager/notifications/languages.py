"""The language of a mail: the recipient's where the app speaks it, else the one it is written in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import frappe
from babel import Locale
from frappe.translate import get_user_lang

SOURCE_LANGUAGE = "en"


def language_of_customer() -> str:
	"""A guest's request speaks the guest's language; what staff does says nothing about it."""
	return frappe.local.lang if frappe.session.user == "Guest" else get_user_lang("Guest")


@contextmanager
def speaking(language: str) -> Iterator[None]:
	"""Translate into another language than the request's."""
	usual = frappe.local.lang
	frappe.local.lang = _nearest_spoken(language)
	try:
		yield
	finally:
		frappe.local.lang = usual


def current_locale() -> Locale:
	return Locale.parse(frappe.local.lang, sep="-")


def _nearest_spoken(language: str) -> str:
	"""A whole mail in one language: Frappe's own words would otherwise turn up between untranslated ones."""
	wanted = language.replace("_", "-")
	choices = (wanted, wanted.split("-")[0])
	return next((choice for choice in choices if choice in _spoken_languages()), SOURCE_LANGUAGE)


@lru_cache(maxsize=1)
def _spoken_languages() -> frozenset[str]:
	app = Path(frappe.get_app_path("meeting_manager"))
	files = [*app.glob("locale/*.po"), *app.glob("translations/*.csv")]
	return frozenset({SOURCE_LANGUAGE, *(file.stem.replace("_", "-") for file in files)})
