"""The page of figures: shown to whoever has a role and to nobody else, with the figures of the reports."""

import re
from datetime import date, timedelta

import frappe
import pytest

from tests.site.figures import made_up
from tests.site.figures.made_up import ADA, LEADER, MANAGER, forget_season, make_season, may_see
from tests.site.pages.reading import text_of, words_of
from tests.site.people import STRANGER, sign_in

PATH = "/meeting-manager/insights"
TODAY = date.today()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture(scope="module")
def season(opened_site):
	"""Bookings of the weeks around today."""
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(made_up, "FIRST", MONDAY - timedelta(weeks=11))
		frappe.set_user("Administrator")
		made = make_season(3, count=120)
	yield made
	forget_season(made)


@pytest.fixture
def read(http, season):
	def read_page(user: str, **query):
		return http.get(PATH, headers=sign_in(http, user), query_string=query)

	return read_page


def panel(answer, key: str) -> str:
	return text_of(answer).split(f'<section class="panel {key}"', 1)[1].split("</section>", 1)[0]


def table(answer, key: str) -> list[list[int]]:
	rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", panel(answer, key), re.S)
	return [[float(cell) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in rows]


def expected_bookings(season, who: str, **only) -> list:
	last = MONDAY + timedelta(days=6)
	return [
		made
		for made in season.bookings
		if MONDAY - timedelta(weeks=11) <= made.day <= last
		and may_see(who, made, season)
		and made.department == only.get("department", made.department)
	]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_guests_are_sent_to_sign_in(http, method):
	answer = http.send(method, PATH)
	assert (answer.status_code, answer.headers["Location"]) == (302, f"/login?redirect-to={PATH}")
	assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_has_no_role_is_refused(read):
	answer = read(STRANGER)
	assert answer.status_code == 403
	assert "You may not see these figures" in words_of(answer)
	assert "<svg" not in text_of(answer)


@pytest.mark.parametrize(("who", "user"), [("leader", LEADER), ("member", ADA)])
def test_each_sees_the_own_bookings_week_by_week(read, season, who, user):
	answer = read(user)
	assert answer.status_code == 200
	bookings = expected_bookings(season, who)
	by_week = [
		sum(
			made.day - timedelta(days=made.day.weekday()) == MONDAY - timedelta(weeks=weeks)
			for made in bookings
		)
		for weeks in range(11, -1, -1)
	]
	assert [sum(row) for row in table(answer, "bookings")] == by_week
	assert sum(by_week) > 10
	missed = [made for made in bookings if made.status == "No-Show"]
	assert sum(sum(row) for row in table(answer, "no-shows")) == len(missed)


def test_manager_narrows_to_a_department(read, season):
	answer = read(MANAGER, department=season.here.name)
	expected = expected_bookings(season, "manager", department=season.here.name)
	assert sum(sum(row) for row in table(answer, "bookings")) == len(expected)
	assert f'<option value="{season.here.name}" selected>' in text_of(answer)


def test_department_that_is_not_the_own_is_as_if_not_asked_for(read, season):
	assert table(read(LEADER, department=season.there.name), "bookings") == table(read(LEADER), "bookings")
	assert f'value="{season.there.name}"' not in text_of(read(LEADER))


@pytest.mark.parametrize(
	("asked", "weeks"), [("4", 4), ("52", 52), ("5", 12), ("x", 12), ("", 12), ("-1", 12)]
)
def test_weeks_that_can_be_chosen(read, asked, weeks):
	assert len(table(read(LEADER, weeks=asked), "bookings")) == weeks


def test_what_was_looked_for_in_vain_is_for_leaders(read):
	assert 'class="panel demand"' in text_of(read(LEADER))
	assert 'class="panel demand"' not in text_of(read(ADA))


def test_page_of_one_is_not_served_to_another(read, season):
	assert table(read(LEADER), "bookings") != table(read(ADA), "bookings")


def test_page_runs_and_loads_nothing_from_elsewhere(read):
	answer = read(LEADER)
	assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
	assert answer.headers["X-Robots-Tag"] == "noindex"
	html = text_of(answer)
	assert "style=" not in html and not re.search(r"\son\w+=", html)
	assert {link.split("?")[0] for link in re.findall(r'(?:href|src)="(/assets[^"]*)"', html)} == {
		"/assets/meeting_manager/css/guest.css",
		"/assets/meeting_manager/css/insights.css",
		"/assets/meeting_manager/js/guest.js",
	}


def test_bars_are_as_high_as_their_numbers(read):
	"""Read back from the picture, by the grid's own scale."""
	answer = read(LEADER)
	drawn = panel(answer, "bookings")
	grid = re.findall(r'<line [^>]*y1="([\d.]+)"[^>]*/>\s*<text[^>]*>([\d.]+)<', drawn)
	(base, zero), (top, highest) = (tuple(map(float, line)) for line in (grid[0], grid[-1]))
	assert zero == 0
	heights = [
		sum(float(height) for height in re.findall(r'class="series-\d"[^>]*height="([\d.]+)"', column))
		for column in re.findall(r"<g><title>.*?</g>", drawn, re.S)
	]
	values = [round(height * highest / (base - top), 1) for height in heights]
	assert values == [sum(row) for row in table(answer, "bookings")]


def test_looking_changes_nothing(http, season):
	from tests.site.checksums import changed, checksums

	headers = sign_in(http, LEADER)
	http.get(PATH, headers=headers)
	before = checksums()
	for method in ("GET", "HEAD"):
		assert http.send(method, PATH, headers=headers, query_string={"weeks": 52}).status_code == 200
	assert set(changed(before, checksums())) <= {"tabSessions", "tabUser"}


@pytest.mark.parametrize(("who", "user"), [("leader", LEADER), ("member", ADA)])
def test_fees_are_drawn_by_week_and_told_by_currency(read, season, who, user):
	from decimal import Decimal

	answer = read(user)
	bookings = [made for made in expected_bookings(season, who) if made.fee and Decimal(made.fee[1])]
	for column, is_waived in ((0, False), (1, True)):
		found = sum(row[column] for row in table(answer, "fees"))
		assert found == sum(made.fee[3] is is_waived for made in bookings)
	euros = [made for made in bookings if made.fee[2] == "EUR"]
	for label, is_waived in (("Due", False), ("Waived", True)):
		amount = sum((Decimal(made.fee[1]) for made in euros if made.fee[3] is is_waived), Decimal())
		shown = re.search(rf"<dt>{label} in EUR</dt><dd>(.*?)</dd>", panel(answer, "fees")).group(1)
		assert shown == f"€{amount:,.2f}"


def test_without_fees_there_is_no_panel_of_them(read, season):
	names = [made.name for made in season.bookings]
	before = frappe.get_all("MM Meeting Booking", {"name": ["in", names]}, ["name", "fee_amount"])
	frappe.db.set_value("MM Meeting Booking", {"name": ["in", names]}, "fee_amount", 0)
	assert 'class="panel fees"' not in text_of(read(LEADER))
	for row in before:
		frappe.db.set_value("MM Meeting Booking", row.name, "fee_amount", row.fee_amount)
	frappe.db.commit()
