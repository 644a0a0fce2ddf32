"""Fees that are added over currencies, waived ones among what is due, or somebody else's in a member's figures."""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

import frappe
import pytest

from tests.site.figures.made_up import FIRST, LAST, LEADER, may_see

READERS = ("manager", "leader", "other leader", "member", "member of both")
SIGNS = {"EUR": "€{:,.2f}", "JPY": "¥{:,.0f}", "KWD": "KWD{:,.3f}"}


def without_spaces(value):
	"""Versions of Babel differ in the one before an amount whose currency has no sign."""
	return value.replace("\xa0", "") if isinstance(value, str) else value


def expected_of(season, who, **only):
	"""The bookings made up that cost something, start in the range, and may be read."""
	for made in season.bookings:
		kind, amount, currency, is_waived = made.fee or ("", "0", "", False)
		told = {"kind": kind, "currency": currency, "state": "Waived" if is_waived else "Due"}
		is_own = who != "manager" or made.department == season.here.name
		is_asked = all(told[name] == value for name, value in only.items())
		if (
			FIRST <= made.day <= LAST
			and is_own
			and may_see(who, made, season)
			and is_asked
			and Decimal(amount)
		):
			yield made


def asked_of(season, who, filters):
	return {"department": season.here.name, **filters} if who == "manager" else filters


def sums_of(bookings):
	"""{(currency, is waived): amount}, added up as decimals."""
	sums = defaultdict(Decimal)
	for made in bookings:
		_kind, amount, currency, is_waived = made.fee
		sums[currency, is_waived] += Decimal(amount)
	return dict(sums)


@pytest.mark.parametrize("who", READERS)
def test_each_fee_is_listed_with_what_for_and_whether_it_was_waived(run, season, who):
	answer = run(who, "Booking Fees", **asked_of(season, who, {}))
	shown = [
		(
			row["booking"],
			row["kind"],
			Decimal(str(row["amount"])),
			row["currency"],
			row["due"],
			row["waived"],
			row["waived_by"],
			row["waived_reason"],
		)
		for row in answer.rows
	]
	expected = [
		(
			made.name,
			made.fee[0],
			Decimal(made.fee[1]),
			made.fee[2],
			int(not made.fee[3]),
			int(made.fee[3]),
			LEADER if made.fee[3] else "",
			"'=SUM(A1)" if made.fee[3] else "",
		)
		for made in expected_of(season, who)
	]
	assert sorted(shown) == sorted(expected) and len(expected) > 2


@pytest.mark.parametrize("who", READERS)
def test_totals_are_told_by_currency_and_waived_ones_apart(run, season, who):
	answer = run(who, "Booking Fees", **asked_of(season, who, {}))
	bookings = list(expected_of(season, who))
	sums = sums_of(bookings)
	currencies = {currency for currency, _is_waived in sums}
	expected = {
		"Fees Due": sum(not made.fee[3] for made in bookings),
		"Fees Waived": sum(made.fee[3] for made in bookings),
	}
	for currency in currencies:
		for label, is_waived in (("Due", False), ("Waived", True)):
			amount = sums.get((currency, is_waived), Decimal())
			expected[f"{label} in {currency}"] = SIGNS[currency].format(amount)
	assert {label: without_spaces(value) for label, value in answer.summary.items()} == expected
	assert len(currencies) > 1


def test_totals_agree_with_the_database(run, season):
	"""Added up once more by SQL alone."""
	answer = run("leader", "Booking Fees")
	rows = frappe.db.sql(
		"select fee_currency, fee_waived, sum(fee_amount), count(*) from `tabMM Meeting Booking` "
		"where department = %s and fee_amount > 0 and start_datetime >= %s and start_datetime < %s "
		"group by fee_currency, fee_waived",
		(season.here.name, f"{FIRST} 00:00:00", f"{LAST + timedelta(days=1)} 00:00:00"),
	)
	for currency, is_waived, amount, _count in rows:
		label = "Waived" if is_waived else "Due"
		assert without_spaces(answer.summary[f"{label} in {currency}"]) == SIGNS[currency].format(
			round(Decimal(str(amount)), 6)
		)
	assert sum(row[3] for row in rows) == len(answer.rows)


@pytest.mark.parametrize(
	("field", "value", "asked"),
	[
		("kind", "No-Show", "No-Show"),
		("state", "Waived", "Waived"),
		("state", "Due", "Due"),
		("currency", "EUR", " eur "),
	],
)
def test_fees_are_narrowed_to_what_is_asked_for(run, season, field, value, asked):
	answer = run("leader", "Booking Fees", **{field: asked})
	expected = {made.name for made in expected_of(season, "leader", **{field: value})}
	assert {row["booking"] for row in answer.rows} == expected
	assert 0 < len(expected) < len(list(expected_of(season, "leader")))


@pytest.mark.parametrize("period", ["Week", "Month"])
def test_the_chart_counts_fees_and_adds_up_amounts_of_one_currency_only(run, season, period):
	def start_of(day):
		return day - timedelta(days=day.weekday()) if period == "Week" else day.replace(day=1)

	bookings = list(expected_of(season, "leader"))
	drawn = run("leader", "Booking Fees", period=period).chart["data"]["datasets"]
	assert [line["name"] for line in drawn] == ["Fees Due", "Fees Waived"]
	for line, is_waived in zip(drawn, (False, True), strict=True):
		counts = Counter(start_of(made.day) for made in bookings if made.fee[3] is is_waived)
		assert [count for count in line["values"] if count] == [counts[day] for day in sorted(counts)]
	drawn = run("leader", "Booking Fees", period=period, currency="EUR").chart["data"]["datasets"]
	assert [line["name"] for line in drawn] == ["Due in EUR", "Waived in EUR"]
	sums = sums_of(bookings)
	for line, is_waived in zip(drawn, (False, True), strict=True):
		assert sum(Decimal(str(value)) for value in line["values"]) == sums.get(("EUR", is_waived), 0)
