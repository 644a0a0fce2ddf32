"""Amounts of money as people read them."""

from babel.numbers import format_currency

from meeting_manager.presentation.languages import current_locale
from meeting_manager.scheduling.money import Money, to_decimal


def in_words(money: Money) -> str:
	"""Return "€12.50", as the reader's language writes it."""
	return format_currency(to_decimal(money), money.currency, locale=current_locale())
