"""Signs that no eye sees, field by field: what is refused, by which words, and what people need and may send."""

import pytest

from tests.site.answers import assert_refused, state_of
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
UNREADABLE = "text without control characters"
HIDDEN = "text without invisible signs; please type it instead of copying it"
TURNED = "text without signs that turn its direction round"


@pytest.fixture
def offer(consulting):
	return {
		"department_slug": consulting.slug,
		"meeting_type_slug": consulting.type_slug,
		"date": MONDAY,
		"time": "10:00",
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
	}


@pytest.mark.parametrize(
	("field", "value", "expected"),
	[
		pytest.param("customer_name", "Alex\0", UNREADABLE, id="NUL in a name"),
		pytest.param("customer_name", "Alex\x7f", UNREADABLE, id="DEL in a name"),
		pytest.param("customer_name", "Alex \ud83d", UNREADABLE, id="half an emoji in a name"),
		pytest.param("customer_name", "Alex\uffff", UNREADABLE, id="noncharacter in a name"),
		pytest.param("customer_name", "Alex\tBerg", "one line of text", id="tab in a name"),
		pytest.param("customer_name", "\u202egreB xelA", TURNED, id="override in a name"),
		pytest.param("customer_name", "Alex\u200bBerg", HIDDEN, id="zero-width space in a name"),
		pytest.param("customer_name", "Alex\u2066Berg", HIDDEN, id="isolate in a name"),
		pytest.param("customer_name", "\u200d", HIDDEN, id="a joiner as a name"),
		pytest.param("customer_name", "\u3164", HIDDEN, id="a name that takes no room"),
		pytest.param("customer_email", "al\u200bex@example.com", HIDDEN, id="zero-width space in an address"),
		pytest.param("customer_email", "alex@exam\u00adple.com", HIDDEN, id="soft hyphen in an address"),
		pytest.param(
			"customer_email", "alex@example.com\u202c", HIDDEN, id="end of a direction in an address"
		),
		pytest.param("notes", "a\x1b[31mb", UNREADABLE, id="escape sequence in a note"),
		pytest.param("notes", "a\u2028b", UNREADABLE, id="line separator in a note"),
		pytest.param("notes", "pay \u202e001 to me", TURNED, id="override in a note"),
		pytest.param("customer_phone", "+49\0 30 1234567", UNREADABLE, id="NUL in a number"),
		pytest.param("time", "10\x0000", UNREADABLE, id="NUL in a time"),
		pytest.param("idempotency_key", "key\x01", UNREADABLE, id="control sign in a key"),
		pytest.param("department_slug", "consulting\x00", UNREADABLE, id="NUL in a slug"),
	],
)
def test_hidden_sign_is_refused_by_its_field(http, offer, consulting, field, value, expected):
	before = state_of(consulting.name)
	answer = http.call("create_booking", **{**offer, field: value})
	assert_refused(answer, 417, f"{field}: expected {expected}", "InvalidInputError")
	assert state_of(consulting.name) == before


@pytest.mark.parametrize(
	("field", "value", "stored"),
	[
		pytest.param("customer_name", "می\u200cخواهم", "می\u200cخواهم", id="Persian joiner"),
		pytest.param("customer_name", "Ann 👩\u200d💻", "Ann 👩\u200d💻", id="joined emoji"),
		pytest.param("customer_name", "葛\U000e0100城", "葛\U000e0100城", id="variant of a Japanese sign"),
		pytest.param("notes", "one\n\ttwo\r\nthree", "one\n\ttwo\nthree", id="lines and tabs in a note"),
		pytest.param("notes", "שלום\u200f (hello)", "שלום\u200f (hello)", id="direction mark in a note"),
		pytest.param(
			"customer_phone", "\u202a+49 30 1234567\u202c", "+49 30 1234567", id="number from an address book"
		),
	],
)
def test_what_people_need_is_stored(http, site, offer, field, value, stored):
	answer = http.call("create_booking", **{**offer, field: value})
	assert answer.status_code == 200, answer.text
	booking = site.get_doc("MM Meeting Booking", answer.json["message"]["booking_id"])
	assert booking.get("customer_notes" if field == "notes" else field) == stored
