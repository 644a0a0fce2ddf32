"""A search that found nothing and was not counted, or one that changed the database, or told who looked."""

import json
from datetime import timedelta

import frappe
import pytest

from meeting_manager.adapters import unmet_demand
from tests.site.answers import API
from tests.site.checksums import changed, checksums
from tests.site.factories import next_monday

SUNDAY = next_monday() + timedelta(days=6)
"""On which nobody works."""
DEMAND = "MM Unmet Demand"


@pytest.fixture
def counted(site, consulting):
	"""The counts of the department once the job ran: (from, to, searches)."""
	forget(site, consulting)

	def read():
		unmet_demand.write_counts()
		site.db.commit()
		fields = ["searched_from", "searched_to", "searches", "meeting_type", "counted_hour"]
		rows = site.get_all(
			DEMAND, {"department": consulting.name}, fields, order_by="searched_from asc, searches asc"
		)
		assert {row.meeting_type for row in rows} <= {consulting.meeting_type}
		return [(str(row.searched_from), str(row.searched_to), row.searches) for row in rows]

	yield read
	forget(site, consulting)


def forget(site, consulting):
	unmet_demand.write_counts()
	site.db.delete(DEMAND, {"department": consulting.name})
	site.db.commit()


def ask(http, consulting, function, method="GET", **arguments):
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}
	answer = http.send(method, f"{API}{function}", query_string={**offer, **arguments})
	assert answer.status_code == 200, answer.text
	return answer.json["message"]


def slots(http, consulting, day, **options):
	return ask(http, consulting, "get_available_time_slots", date=day.isoformat(), **options)["slots"]


def test_looking_in_vain_changes_no_table(http, consulting, counted):
	before, page = checksums(), f"/book/{consulting.slug}/{consulting.type_slug}"
	assert slots(http, consulting, SUNDAY) == []
	for method in ("GET", "HEAD"):
		assert http.send(method, page, query_string={"date": SUNDAY.isoformat()}).status_code == 200
	assert changed(before, checksums()) == []
	assert counted() == [(SUNDAY.isoformat(), SUNDAY.isoformat(), 3)]


def test_each_search_in_vain_is_counted_once(http, consulting, counted):
	for _time in range(3):
		assert slots(http, consulting, SUNDAY) == []
	weekend = {"start_date": (SUNDAY - timedelta(days=1)).isoformat(), "end_date": SUNDAY.isoformat()}
	assert ask(http, consulting, "get_available_dates", "POST", **weekend)["available_dates"] == []
	saturday, sunday = weekend.values()
	expected = [(saturday, sunday, 1), (sunday, sunday, 3)]
	assert counted() == expected
	assert counted() == expected, "a second run of the job counted again"


def test_search_that_finds_something_is_not_counted(http, consulting, counted):
	assert slots(http, consulting, next_monday())
	assert ask(http, consulting, "get_available_dates")["available_dates"]
	assert counted() == []


@pytest.mark.parametrize("days", [-30, 366])
def test_days_that_nobody_could_book_are_not_counted(http, consulting, counted, days):
	"""They are over, or farther ahead than the type may be booked."""
	assert slots(http, consulting, frappe.utils.getdate() + timedelta(days=days)) == []
	assert counted() == []


def test_counts_of_later_searches_come_with_the_next_run(http, consulting, counted):
	slots(http, consulting, SUNDAY)
	counted()
	slots(http, consulting, SUNDAY)
	assert [row[2] for row in counted()] == [1, 1]


def test_nothing_of_whoever_looked_is_kept(http, consulting, counted):
	kept = []
	add = frappe.cache.hincrby
	spy = lambda key, search, amount: kept.append(search) or add(key, search, amount)  # noqa: E731
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(type(frappe.cache), "hincrby", lambda _self, *values: spy(*values))
		slots(http, consulting, SUNDAY, customer_email="alex@example.com")
	(search,) = kept
	day = SUNDAY.isoformat()
	assert json.loads(search)[:4] == [consulting.name, consulting.meeting_type, day, day]
	assert json.loads(search)[4].endswith(":00:00")
	counted()
	(row,) = frappe.get_all(DEMAND, {"department": consulting.name}, ["owner", "modified_by"])
	assert set(row.values()) == {"Administrator"}


def test_search_is_answered_though_the_cache_is_down(http, consulting, counted, monkeypatch):
	def refuse(*_arguments):
		raise ConnectionError

	monkeypatch.setattr(type(frappe.cache), "hlen", refuse)
	assert slots(http, consulting, SUNDAY) == []
	monkeypatch.undo()
	assert counted() == []


def test_invented_searches_end_at_a_limit(http, consulting, counted, monkeypatch):
	monkeypatch.setattr(unmet_demand, "MOST_COUNTED", 2)
	for weeks in range(4):
		slots(http, consulting, SUNDAY + timedelta(weeks=weeks))
	assert len(counted()) == 2


def test_counts_of_a_type_that_is_gone_are_dropped(http, consulting, counted, another_type):
	kind = another_type("Gone Soon")
	offer = {"department_slug": consulting.slug, "meeting_type_slug": kind.meeting_slug}
	http.get(f"{API}get_available_time_slots", query_string={**offer, "date": SUNDAY.isoformat()})
	frappe.delete_doc("MM Meeting Type", kind.name)
	assert counted() == []


def test_old_counts_are_forgotten(site, consulting, counted):
	for name, days in (
		("demand old", unmet_demand.KEPT_DAYS + 1),
		("demand new", unmet_demand.KEPT_DAYS - 1),
	):
		hour = frappe.utils.add_to_date(frappe.utils.now_datetime(), days=-days)
		values = {"name": name, "department": consulting.name, "meeting_type": consulting.meeting_type}
		values |= {"searched_from": "2025-01-01", "searched_to": "2025-01-01", "counted_hour": str(hour)}
		table = frappe.qb.DocType(DEMAND)
		frappe.qb.into(table).columns(*values, "searches").insert(*values.values(), 1).run()
	assert len(counted()) == 1


def test_department_with_counts_can_be_deleted(site, http, counted, another_type, consulting):
	kind = another_type("To Be Deleted")
	offer = {"department_slug": consulting.slug, "meeting_type_slug": kind.meeting_slug}
	http.get(f"{API}get_available_time_slots", query_string={**offer, "date": SUNDAY.isoformat()})
	unmet_demand.write_counts()
	frappe.delete_doc("MM Meeting Type", kind.name)
