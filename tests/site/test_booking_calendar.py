"""The calendar of bookings has what touches its range, of what the user may read, at the right instants."""

from datetime import timedelta

import pytest

from tests.site.counting import counted_queries
from tests.site.factories import make_user, next_monday

DAY = next_monday()
ADA, BEN = "ada.test@example.com", "ben.test@example.com"
LEADER = "lea.test@example.com"


@pytest.fixture
def events(consulting, site):
	from meeting_manager.meeting_manager.api import booking_calendar

	def ask(
		start=f"{DAY}T00:00:00Z", end=f"{DAY + timedelta(days=1)}T00:00:00Z", user="Administrator", **filters
	):
		site.set_user(user)
		return booking_calendar.get_events(start=start, end=end, **{"department": consulting.name, **filters})

	return ask


def names(told):
	return [event["name"] for event in told["events"]]


def test_event_says_who_meets_whom_when(events, book):
	booking = book("10:00", assigned_users=[{"member": BEN}], customer_name="Kim One")
	told = events()
	assert told == {
		"is_cut": False,
		"events": [
			{
				"name": booking.name,
				"booking_reference": booking.booking_reference,
				"customer_name": "Kim One",
				"status": "Confirmed",
				"calendar_sequence": 0,
				"meeting": "Discovery Call",
				"start": booking.start_utc_minute,
				"end": booking.start_utc_minute + 30,
				"members": [BEN],
				"assigned_to": ["Ben Test"],
			}
		],
	}


def test_range_is_one_of_instants_whose_end_is_not_in_it(events, book):
	from meeting_manager.scheduling.zones import to_instant

	booking = book("10:00")
	before, begin, within, end = (
		to_instant(booking.start_utc_minute + minutes).isoformat() for minutes in (-5, 0, 15, 30)
	)
	assert names(events(before, begin)) == []
	assert names(events(begin, within)) == names(events(within, end)) == [booking.name]
	assert names(events(end, to_instant(booking.end_utc_minute + 60).isoformat())) == []


def test_same_instant_in_another_zone_is_the_same_range(events, book):
	booking = book("10:00")
	day = DAY.isoformat()
	assert names(events(f"{day}T08:00:00-10:00", f"{day}T12:00:00-10:00")) == []
	night = (DAY - timedelta(days=1)).isoformat()
	assert names(events(f"{night}T20:00:00-10:00", f"{day}T02:00:00-10:00")) == [booking.name]


def test_member_and_department_narrow_it(events, book):
	of_ada = book("10:00", assigned_users=[{"member": ADA}])
	of_both = book("11:00", assigned_users=[{"member": ADA}, {"member": BEN}])
	assert names(events()) == [of_ada.name, of_both.name]
	assert names(events(member=BEN)) == [of_both.name]
	assert events(member=BEN)["events"][0]["assigned_to"] == ["Ada Test", "Ben Test"]
	assert names(events(member="nobody@example.com")) == []
	assert names(events(department="No Such Department")) == []


def test_filters_of_the_list_narrow_it_too(events, book, site):
	book("10:00", assigned_users=[{"member": ADA}])
	kim = book("10:00", assigned_users=[{"member": BEN}], customer_name="Kim One")
	for filters in (
		[["MM Meeting Booking", "customer_name", "=", "Kim One"]],
		[["MM Meeting Booking", "customer_name", "=", "Kim One", False]],
		'[["customer_name", "like", "Kim%"]]',
	):
		assert names(events(filters=filters)) == [kim.name]
	assert len(names(events(filters="[]"))) == 2


@pytest.mark.parametrize(
	"filters",
	[
		'"x"',
		'{"customer_name": "Kim"}',
		["customer_name"],
		[["nothing", "=", "x"]],
		[[["name"], "=", "x"]],
		[["User", "name", "=", "x"]],
		[["customer_name", "="]],
	],
	ids=str,
)
def test_what_is_no_filter_of_bookings_is_refused(events, site, filters):
	with pytest.raises(site.ValidationError, match="Filters: use a list of fields of the booking"):
		events(filters=filters)


def test_cancelled_bookings_are_there_with_their_status(events, book):
	booking = book("10:00")
	booking.cancel_meeting("Ill")
	assert [(event["name"], event["status"]) for event in events()["events"]] == [(booking.name, "Cancelled")]


def test_each_sees_what_they_may_read(events, book, consulting, site):
	of_ada = book("10:00", assigned_users=[{"member": ADA}])
	of_ben = book("10:00", assigned_users=[{"member": BEN}])
	make_user(LEADER, "Lea Test", ("MM Department Leader",))
	assert names(events(user=ADA)) == [of_ada.name]
	assert names(events(user=ADA, member=BEN)) == []
	assert names(events(user=LEADER)) == []
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	assert sorted(names(events(user=LEADER))) == sorted([of_ada.name, of_ben.name])


def test_range_that_is_too_long_or_turned_round_is_refused(events, site):
	far = (DAY + timedelta(days=63)).isoformat()
	for start, end in ((f"{DAY}T00:00:00Z", f"{far}T00:00:00Z"), (f"{far}T00:00:00Z", f"{DAY}T00:00:00Z")):
		with pytest.raises(site.ValidationError, match="Ask for 62 days at most"):
			events(start, end)
	with pytest.raises(site.ValidationError, match="start: expected an instant"):
		events("2027-03-01")


def test_more_than_an_answer_holds_is_said_to_be_cut(events, book, monkeypatch):
	from meeting_manager.meeting_manager.api import booking_calendar

	monkeypatch.setattr(booking_calendar, "MOST", 1)
	first = book("10:00")
	book("11:00")
	told = events()
	assert (names(told), told["is_cut"]) == ([first.name], True)


@pytest.mark.parametrize("filters", [{}, {"member": ADA}], ids=["all", "one member's"])
def test_questions_to_the_database_do_not_grow_with_the_bookings(events, book, filters):
	book("09:00", assigned_users=[{"member": ADA}])
	events(**filters)
	with counted_queries() as few:
		events(**filters)
	for time in ("10:00", "11:00", "12:00"):
		book(time, assigned_users=[{"member": ADA}])
	with counted_queries() as many:
		assert len(events(**filters)["events"]) == 4
	assert len(many) == len(few) <= 5, many
