"""Weeks and months as people read them."""

from datetime import date

from babel.dates import format_skeleton

from meeting_manager.presentation.languages import current_locale


def period_in_words(start: date, is_month: bool = False) -> str:
	"""Return "Nov 23" for the week that begins then, or "Nov 2026"."""
	return format_skeleton("yMMM" if is_month else "MMMd", start, locale=current_locale())
