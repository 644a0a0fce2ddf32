"""Translations of the installed apps: `translations/<lang>.csv` and `locale/<lang>.po`."""

import csv
from pathlib import Path

import frappe

# Frappe itself reads catalogues with Babel, and Babel also knows what CLDR says about dates.
from babel.messages.pofile import read_po


def _(msg, lang=None, context=None):
	"""Return the text in the language asked for, by default the request's; unknown texts come back as they are."""
	if not getattr(frappe.local, "site", None):
		return msg
	translations = get_all_translations(lang or getattr(frappe.local, "lang", None) or "en")
	text = str(msg).strip()
	return (context and translations.get(f"{text}:{context}")) or translations.get(text) or msg


def get_all_translations(lang):
	return frappe.cache.get_value(
		f"translations|{lang}", lambda: _read_apps(_parent(lang)) | _read_apps(lang)
	)


def _parent(lang):
	"""Return the language without its country."""
	return lang.replace("-", "_").split("_")[0]


def _read_apps(lang):
	translations = {}
	for app in frappe.get_installed_apps():
		folder = Path(frappe.get_app_path(app))
		translations |= _read_csv(folder / "translations" / f"{lang}.csv")
		translations |= _read_catalogue(folder / "locale" / f"{lang.replace('-', '_')}.po")
	return translations


def _read_csv(path):
	if not path.is_file():
		return {}
	with path.open(encoding="utf-8", newline="") as file:
		rows = [row for row in csv.reader(file) if len(row) in (2, 3)]
	return {":".join(filter(None, (row[0], *row[2:]))): row[1].strip() for row in rows}


def _read_catalogue(path):
	if not path.is_file():
		return {}
	with path.open("rb") as file:
		messages = [message for message in read_po(file) if message.id and not message.fuzzy]
	return {
		":".join(filter(None, (_first(message.id), message.context))): _first(message.string)
		for message in messages
		if _first(message.string)
	}


def _first(text_or_plurals):
	return text_or_plurals if isinstance(text_or_plurals, str) else text_or_plurals[0]


def get_language():
	"""Choose the request's language: `_lang`, the signed-in user's, the cookie, Accept-Language, the site's."""
	available = get_available_languages()
	if frappe.form_dict.get("_lang") in available:
		return frappe.form_dict["_lang"]
	if frappe.session.user != "Guest":
		return frappe.local.lang
	asked = [frappe.request.cookies.get("preferred_language"), *frappe.request.accept_languages.values()]
	candidates = [each for lang in asked if lang for each in (lang, _parent(lang))]
	return next((lang for lang in candidates if lang in available), get_default_language())


def get_available_languages():
	"""English and every language for which an installed app ships a file."""
	languages = {"en"}
	for app in frappe.get_installed_apps():
		folder = Path(frappe.get_app_path(app))
		languages |= {path.stem for path in folder.glob("translations/*.csv")}
		languages |= {path.stem.replace("_", "-") for path in folder.glob("locale/*.po")}
	return languages


def get_user_lang(user):
	return frappe.get_cached_value("User", user, "language") or get_default_language()


def get_default_language():
	return frappe.db.get_single_value("System Settings", "language") or frappe.local.conf.get("lang") or "en"
