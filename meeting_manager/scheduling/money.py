"""Amounts as integers of a currency's minor unit, as ISO 4217 has it: 1250 EUR are 12.50 euros, 1250 JPY 1,250 yen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CODE = re.compile(r"[A-Z]{3}")
WITHOUT_MINOR_UNIT = {
	*("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
	*("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
}
OF_A_THOUSAND = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}


@dataclass(frozen=True, slots=True)
class Money:
	"""
	:param amount: in minor units.
	:param currency: ISO 4217 code; "" of an amount of 0 where there is none.
	"""

	amount: int = 0
	currency: str = ""

	def __post_init__(self):
		if self.amount and not is_currency(self.currency):
			raise ValueError(f"{self.amount} of no currency: {self.currency!r}")


NOTHING = Money()


def is_currency(code: str) -> bool:
	return bool(CODE.fullmatch(code))


def digits_of(currency: str) -> int:
	"""Decimals of the currency."""
	if currency in WITHOUT_MINOR_UNIT:
		return 0
	return 3 if currency in OF_A_THOUSAND else 2


def to_minor(value: Decimal | float | int | str, currency: str) -> int:
	"""
	:raises ValueError: the currency has no such small coin.
	"""
	scaled = Decimal(str(value)).scaleb(digits_of(currency))
	if scaled != scaled.to_integral_value():
		raise ValueError(f"{value} is finer than {currency} has coins")
	return int(scaled)


def nearest_minor(value: Decimal | float | int | str, currency: str) -> int:
	"""Of an amount that may be finer than the currency's coins; rounded half up."""
	scaled = Decimal(str(value)).scaleb(digits_of(currency))
	return int(scaled.quantize(Decimal(1), ROUND_HALF_UP))


def to_decimal(money: Money) -> Decimal:
	return Decimal(money.amount).scaleb(-digits_of(money.currency))


def percent_of(price: int, percent: int) -> int:
	"""Rounded half up, to the minor unit."""
	return int((Decimal(price) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
