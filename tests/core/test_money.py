"""Amounts that would be a hundred times too high or too low, and cents lost by rounding."""

from decimal import Decimal

import pytest

from meeting_manager.scheduling.money import (
	Money,
	is_currency,
	nearest_minor,
	percent_of,
	to_decimal,
	to_minor,
)


@pytest.mark.parametrize(
	("value", "currency", "amount"),
	[
		pytest.param("12.5", "EUR", 1250, id="cents"),
		pytest.param(0.07, "USD", 7, id="a float as Frappe reads it"),
		pytest.param(29.99, "EUR", 2999, id="a float that binary cannot hold"),
		pytest.param(Decimal("1250"), "JPY", 1250, id="no minor unit"),
		pytest.param("1.234", "KWD", 1234, id="thousandths"),
		pytest.param(0, "EUR", 0, id="nothing"),
	],
)
def test_amounts_are_kept_in_the_currency_s_own_minor_unit(value, currency, amount):
	assert to_minor(value, currency) == amount
	assert to_decimal(Money(amount, currency)) == Decimal(str(value))


@pytest.mark.parametrize(("value", "currency"), [("12.345", "EUR"), ("0.5", "JPY"), ("1.2345", "KWD")])
def test_an_amount_finer_than_the_smallest_coin_is_refused(value, currency):
	with pytest.raises(ValueError, match="finer"):
		to_minor(value, currency)


@pytest.mark.parametrize(
	("price", "percent", "amount"),
	[
		(10_000, 50, 5_000),
		(9_999, 50, 5_000),
		(9_997, 50, 4_999),
		(1, 50, 1),
		(1, 49, 0),
		(12_345, 100, 12_345),
		(12_345, 0, 0),
		(0, 50, 0),
	],
)
def test_a_percentage_is_rounded_half_up(price, percent, amount):
	assert percent_of(price, percent) == amount


@pytest.mark.parametrize(
	("value", "currency", "amount"),
	[(29.99, "EUR", 2999), ("12.345", "EUR", 1235), (0.5, "JPY", 1), (0.4, "JPY", 0), (7, "KWD", 7000)],
)
def test_a_price_is_rounded_to_the_nearest_coin(value, currency, amount):
	assert nearest_minor(value, currency) == amount


@pytest.mark.parametrize(("code", "is_one"), [("EUR", True), ("eur", False), ("EURO", False), ("", False)])
def test_a_currency_is_three_capitals(code, is_one):
	assert is_currency(code) is is_one


@pytest.mark.parametrize("currency", ["", "Euro"])
def test_an_amount_has_a_currency_and_nothing_needs_none(currency):
	with pytest.raises(ValueError, match="no currency"):
		Money(1, currency)
	assert Money() == Money(0, "")
