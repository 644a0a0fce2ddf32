"""A figure that differs from what was made up, a booking counted for somebody who may not read it."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from statistics import median

import frappe
import pytest

from tests.site.figures.made_up import FIRST, LAST, LEADER, insert, may_see, minute_of

READERS = ("manager", "leader", "other leader", "member", "member of both")
LEADERS = READERS[:3]


def monday(day):
	return day - timedelta(days=day.weekday())


def seen(season, who, **only):
	"""Of the season's bookings those that start in the range, that somebody may read, and that are asked for."""
	return [
		made
		for made in season.bookings
		if FIRST <= made.day <= LAST
		and may_see(who, made, season)
		and all(
			wanted in (getattr(made, name) if name == "members" else [getattr(made, name)])
			for name, wanted in only.items()
		)
	]


def asked_of(season, who, filters):
	"""The manager of a shared site sees other departments too: ask for one of the season's."""
	return {"department": season.here.name, **filters} if who == "manager" else filters


def own(season, who, made):
	return who != "manager" or made.department == season.here.name


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("period", ["Week", "Month"])
def test_summary_counts_what_was_booked(run, season, who, period):
	answer = run(who, "Booking Summary", **asked_of(season, who, {"period": period}))
	groups = {"Pending": "pending", "Confirmed": "confirmed", "Rescheduled": "confirmed"}
	groups |= {"Completed": "completed", "Cancelled": "cancelled", "No-Show": "no_show"}
	expected = defaultdict(Counter)
	for made in seen(season, who):
		if own(season, who, made):
			start = monday(made.day) if period == "Week" else made.day.replace(day=1)
			row = expected[start, made.department, made.kind_name]
			row["bookings"] += 1
			row[groups[made.status]] += 1
			row["minutes"] += made.minutes * (made.status != "Cancelled")
	names = ("bookings", "pending", "confirmed", "completed", "cancelled", "no_show", "minutes")
	shown = {
		(row["period"], row["department"], row["meeting_name"].removeprefix("'")): {n: row[n] for n in names}
		for row in answer.rows
	}
	assert shown == {key: {name: row[name] for name in names} for key, row in expected.items()}
	assert answer.summary["Bookings"] == sum(row["bookings"] for row in expected.values())
	drawn = [
		sum(values)
		for values in zip(*(line["values"] for line in answer.chart["data"]["datasets"]), strict=True)
	]
	assert sum(drawn) == answer.summary["Bookings"] > 5
	assert len(drawn) == (11 if period == "Week" else 3)


def test_summary_agrees_with_the_database(run, season):
	"""Counted once more by SQL alone."""
	answer = run("leader", "Booking Summary")
	counted = frappe.db.sql(
		"select status, count(*) from `tabMM Meeting Booking` where department = %s and start_datetime >= %s "
		"and start_datetime < %s group by status",
		(season.here.name, f"{FIRST} 00:00:00", f"{LAST + timedelta(days=1)} 00:00:00"),
	)
	counted = dict(counted)
	assert answer.summary["Cancelled"] == counted["Cancelled"]
	assert answer.summary["No-Show"] == counted["No-Show"]
	assert answer.summary["Bookings"] == sum(counted.values())


@pytest.mark.parametrize("field", ["meeting_type", "member"])
def test_filters_leave_out_what_is_not_asked_for(run, season, field):
	value = sorted(season.here.kinds)[0] if field == "meeting_type" else season.here.members[1]
	name = {"meeting_type": "kind", "member": "members"}[field]
	answer = run("leader", "Booking Summary", **{field: value})
	expected = len(seen(season, "leader", **{name: value}))
	assert 0 < expected < len(seen(season, "leader"))
	assert answer.summary["Bookings"] == expected


def changes_of(season, who):
	"""(kind, made, move) of all that was changed in the range."""
	for made in season.bookings:
		if may_see(who, made, season) and own(season, who, made):
			for move in [*made.moves, *filter(None, [made.cancelled])]:
				if FIRST <= move.at.date() <= LAST:
					yield ("Cancelled" if move is made.cancelled else "Rescheduled"), made, move


ACTED_AS = {
	"customer (link)": ("Customer", "Customer, by link"),
	"customer (account)": ("Customer", "Customer, signed in"),
	"staff": ("Staff", "Staff"),
	"import": ("Staff", "Import"),
	"console": ("Staff", "Console"),
	"system": ("System", "System"),
}
BY_LOGIN = {"Guest": "customer (link)", "Administrator": "system", LEADER: "staff"}


def actor(move, made):
	"""The side, and as what; where the row does not say so by the login, which is else the customer's."""
	return ACTED_AS[move.acted_as or BY_LOGIN.get(move.by, "customer (account)")]


@pytest.mark.parametrize("who", READERS)
def test_changes_are_listed_with_who_why_and_how_late(run, season, who):
	answer = run(who, "Cancellations and Reschedules", **asked_of(season, who, {}))
	shown = Counter(
		(
			row["booking"],
			row["kind"],
			(row["side"], row["acted_as"]),
			row["by"],
			row["reason"],
			row["lead_hours"],
			row["at"],
		)
		for row in answer.rows
	)
	expected = Counter(
		(
			made.name,
			kind,
			actor(move, made),
			f"'{move.by}" if move.by.startswith("=") else move.by,
			f"'{made.reason}"
			if (made.reason if kind == "Cancelled" else "").startswith("=")
			else made.reason * (kind == "Cancelled"),
			round((move.old_start - minute_of(move.at)) / 60, 1),
			move.at,
		)
		for kind, made, move in changes_of(season, who)
	)
	assert shown == expected and len(expected) > 5
	leads = [move.old_start - minute_of(move.at) for _kind, _made, move in changes_of(season, who)]
	kinds = Counter(kind for kind, _made, _move in changes_of(season, who))
	assert answer.summary["Cancellations"] == kinds["Cancelled"]
	assert answer.summary["Moves"] == kinds["Rescheduled"]
	assert answer.summary["Half of Them Earlier Than (Hours)"] == round(median(leads) / 60)
	sides = Counter(actor(move, made)[0] for _kind, made, move in changes_of(season, who))
	assert {side: answer.summary[f"By {side}"] for side in sides} == sides
	late = sum(lead < 24 * 60 for lead in leads)
	assert answer.summary["In the Last 24 Hours"] == round(100 * late / len(leads), 1)
	assert sum(sum(line["values"]) for line in answer.chart["data"]["datasets"]) == len(leads)


@pytest.mark.parametrize(
	("field", "value"), [("kind", "Cancelled"), ("side", "Staff"), ("acted_as", "customer (link)")]
)
def test_changes_are_narrowed_to_a_kind_or_to_who_made_them(run, season, field, value):
	answer = run("leader", "Cancellations and Reschedules", **{field: value})
	expected = [
		kind
		for kind, made, move in changes_of(season, "leader")
		if value
		== {
			"kind": kind,
			"side": actor(move, made)[0],
			"acted_as": move.acted_as or BY_LOGIN.get(move.by, "customer (account)"),
		}[field]
	]
	assert len(answer.rows) == len(expected) > 0


@pytest.mark.parametrize("who", READERS)
def test_no_shows_are_counted_among_what_is_over(run, season, who):
	answer = run(who, "No-Shows", **asked_of(season, who, {}))
	expected = defaultdict(list)
	for made in seen(season, who):
		if own(season, who, made) and made.status in ("Completed", "No-Show"):
			names = ", ".join(member.split(".")[0] for member in made.members)
			expected[monday(made.day), made.department, made.kind_name, names].append(
				made.status == "No-Show"
			)
	shown = {
		(row["period"], row["department"], row["meeting_name"].removeprefix("'"), row["members"]): (
			row["held"],
			row["no_shows"],
			row["rate"],
		)
		for row in answer.rows
	}
	assert shown == {
		key: (len(missed), sum(missed), round(100 * sum(missed) / len(missed), 1))
		for key, missed in expected.items()
	}
	every = [one for missed in expected.values() for one in missed]
	assert answer.summary["Share of All"] == round(100 * sum(every) / len(every), 1)


@pytest.mark.parametrize("who", LEADERS)
def test_patterns_tell_how_often_and_how_late_each_customer_moves(run, season, who):
	answer = run(who, "Reschedule Patterns", **asked_of(season, who, {}))
	expected = {}
	bookings = [made for made in seen(season, who) if own(season, who, made)]
	for customer in {made.customer.lower() for made in bookings}:
		theirs = [made for made in bookings if made.customer.lower() == customer]
		leads = sorted(move.old_start - minute_of(move.at) for made in theirs for move in made.moves)
		expected[customer] = (
			len(theirs),
			sum(bool(made.moves) for made in theirs),
			len(leads),
			sum(lead < 1440 for lead in leads),
			round(median(leads) / 60, 1) if leads else None,
			round(leads[0] / 60, 1) if leads else None,
			sum(made.status == "Cancelled" for made in theirs),
			sum(made.status == "No-Show" for made in theirs),
		)
	names = (
		"bookings",
		"moved_bookings",
		"moves",
		"late_moves",
		"median_lead",
		"shortest_lead",
		"cancellations",
	)
	shown = {
		row["customer_email"].removeprefix("'"): tuple(row[name] for name in (*names, "no_shows"))
		for row in answer.rows
	}
	assert shown == expected and len(shown) >= 3
	assert sum(answer.chart["data"]["datasets"][0]["values"]) == len(expected)


@pytest.mark.parametrize("who", LEADERS)
def test_demand_is_counted_by_what_was_looked_for(run, season, who):
	places = {"leader": [season.here], "other leader": [season.there], "manager": [season.here]}[who]
	for place in (season.here, season.there):
		frappe.db.delete("MM Unmet Demand", {"department": place.name})
		for number, kind in enumerate(sorted(place.kinds), 1):
			for hour in (datetime(2025, 3, 30, 23), datetime(2025, 3, 31, 0), datetime(2025, 5, 21)):
				days = {"searched_from": "2025-06-02", "searched_to": "2025-06-02"}
				values = {"department": place.name, "meeting_type": kind, "counted_hour": hour, **days}
				insert("MM Unmet Demand", name=frappe.generate_hash(length=10), searches=number, **values)
	answer = run(who, "Unmet Demand", **asked_of(season, who, {}))
	shown = [
		(str(row["period"]), row["department"], row["meeting_name"], row["searches"]) for row in answer.rows
	]
	expected = [
		(week, place.name, place.kinds[kind], number)
		for place in places
		for week in ("2025-03-24", "2025-03-31")
		for number, kind in enumerate(sorted(place.kinds), 1)
	]
	assert sorted(shown) == sorted(
		(*row[:2], f"'{row[2]}" if row[2][0] == "+" else row[2], row[3]) for row in expected
	)
	assert answer.summary["Searches That Found Nothing"] == 6
