"""What may leave of an answer: the named keys, and no other."""

import pytest
from icalendar import Calendar

from meeting_manager.meeting_manager.api import public
from meeting_manager.meeting_manager.doctype.mm_calendar_feed.mm_calendar_feed import feed_of
from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import derive_token
from tests.site.answers import API
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
PATH = API.removeprefix("/api/method/")
PLACE = {"department_name", "department_slug", "timezone"}
DECISION = {"allowed", "until", "fee", "currency", "free_until", "needs_reason", "reasons"}
WALL = {"date", "time"}
DETAILS = {
	"token_purpose",
	"booking_id",
	"booking_reference",
	"department",
	"meeting_type",
	"current_date",
	"current_time",
	"start",
	"end",
	"timezone",
	"duration",
	"location_type",
	"customer_name",
	"customer_email",
	"customer_timezone",
	"assigned_to",
	"status",
	"policy",
}
CONTRACT = {
	"get_departments": {"": {"departments"}, "departments": PLACE | {"description"}},
	"get_meeting_types": {
		"": {"department", "meeting_types"},
		"department": PLACE | {"description"},
		"meeting_types": {"meeting_name", "meeting_slug", "description", "duration", "location_type"},
	},
	"get_available_dates": {"": {"timezone", "available_dates"}},
	"get_available_time_slots": {"": {"timezone", "date", "slots"}, "slots": {"time", "start", "end"}},
	"create_booking": {
		"": {
			"success",
			"booking_id",
			"booking_reference",
			"status",
			"start",
			"end",
			"timezone",
			"message",
			"cancel_url",
			"reschedule_url",
			"calendar_url",
		}
	},
	"get_booking_details": {
		"": DETAILS,
		"department": PLACE,
		"meeting_type": {"meeting_name", "meeting_slug"},
		"policy": {"reschedule", "cancel"},
		"policy.reschedule": DECISION,
		"policy.cancel": DECISION,
	},
	"reschedule_booking": {
		"": {
			"success",
			"message",
			"booking_id",
			"old_datetime",
			"new_datetime",
			"member_changed",
			"calendar_url",
			"old_assigned_to",
			"new_assigned_to",
		},
		"old_datetime": WALL,
		"new_datetime": WALL,
	},
	"cancel_booking": {"": {"success", "message"}},
	"get_mail_choices": {"": {"about", "reminders", "thanks"}},
	"set_mail_choice": {"": {"success", "message", "about", "reminders", "thanks"}},
}
"""The keys of each answer by where they stand in it; a list stands for each of its entries."""

FILES = {
	"ics": {
		"VCALENDAR": {"PRODID", "VERSION", "CALSCALE", "METHOD"},
		"VEVENT": {
			*("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS"),
			*("SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER"),
		},
		"VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
	},
	"feed": {
		"VCALENDAR": {
			*("PRODID", "VERSION", "CALSCALE", "METHOD"),
			*("NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
		},
		"VEVENT": {
			*("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS"),
			*("SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER"),
		},
	},
}
"""The properties of each calendar that a function answers, by component."""


def keys_of(value, place=""):
	"""Yield where a dict stands and its keys, for all that an answer holds."""
	if isinstance(value, dict):
		yield place, set(value)
		for key, part in value.items():
			yield from keys_of(part, f"{place}.{key}".strip("."))
	elif isinstance(value, list):
		for part in value:
			yield from keys_of(part, place)


@pytest.fixture
def arguments(consulting, book):
	"""What makes each function answer with all that it can tell."""
	offer = {"department_slug": consulting.slug, "meeting_type_slug": consulting.type_slug}
	cleo = {"assigned_users": [{"member": consulting.members[2]}]}
	for member in consulting.members[:1] + consulting.members[2:]:
		book("11:00", assigned_users=[{"member": member}])
	moved, cancelled = book("10:00", **cleo), book("12:00", **cleo)
	return {
		"get_departments": {},
		"get_meeting_types": offer,
		"get_available_dates": {**offer, "start_date": MONDAY, "end_date": MONDAY},
		"get_available_time_slots": {**offer, "date": MONDAY},
		"create_booking": {
			**offer,
			"date": MONDAY,
			"time": "14:00",
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
		},
		"get_booking_details": {"token": moved.cancel_token},
		"reschedule_booking": {"token": moved.reschedule_token, "new_date": MONDAY, "new_time": "11:00"},
		"cancel_booking": {"token": cancelled.cancel_token},
		"ics": {"token": moved.calendar_token},
		"feed": {"token": feed_of("MM Department", consulting.name).address.split("token=")[1]},
		"get_mail_choices": {"token": derive_token("guarded@example.com", "thanks")},
		"set_mail_choice": {
			"token": derive_token("guarded@example.com", "thanks"),
			"about": "thanks",
			"wanted": "yes",
		},
	}


@pytest.mark.parametrize("function", CONTRACT)
@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
def test_answer_has_the_keys_of_the_contract_and_no_other(http, arguments, function, road):
	answer = http.post(road + PATH + function, json=arguments[function])
	assert answer.status_code == 200, answer.text
	result = "data" if "v2" in road else "message"
	assert set(answer.json) == {result}
	for place, keys in keys_of(answer.json[result]):
		assert keys == CONTRACT[function][place], place


@pytest.mark.parametrize("function", FILES)
@pytest.mark.parametrize("road", ["/api/method/", "/api/v2/method/"])
def test_file_has_the_properties_of_the_contract_and_no_other(http, arguments, function, road):
	answer = http.post(road + PATH + function, json=arguments[function])
	assert (answer.status_code, answer.mimetype) == (200, "text/calendar"), answer.text
	for component in Calendar.from_ical(answer.get_data()).walk():
		assert set(component) <= FILES[function][component.name], component.name


def test_contract_names_every_function(site):
	"""A new function comes with what it may tell."""
	guarded = {name for name, value in vars(public).items() if hasattr(value, "__wrapped__")}
	assert guarded == {*CONTRACT, *FILES}
