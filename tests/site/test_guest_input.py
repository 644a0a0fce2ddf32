"""Bad values of every kind for every argument: refused by name, never with a 5xx, a traceback or a trace in the data."""

import pytest

from tests.site.answers import API, INVALID_LINK, assert_refused, assert_tells_nothing, message_of, state_of
from tests.site.conftest import make_booking
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
READS = {
	"get_meeting_types": ("department_slug",),
	"get_available_dates": (
		"department_slug",
		"meeting_type_slug",
		"start_date",
		"end_date",
		"timezone",
		"reschedule_token",
	),
	"get_available_time_slots": (
		"department_slug",
		"meeting_type_slug",
		"date",
		"timezone",
		"reschedule_token",
	),
	"get_booking_details": ("token",),
}
WRITES = {
	"create_booking": (
		"department_slug",
		"meeting_type_slug",
		"date",
		"time",
		"start",
		"customer_name",
		"customer_email",
		"customer_phone",
		"customer_timezone",
		"notes",
		"idempotency_key",
	),
	"reschedule_booking": ("token", "new_date", "new_time"),
	"cancel_booking": ("token", "reason"),
}
EVERY = [(function, name) for function, names in {**READS, **WRITES}.items() for name in names]

NO_TEXT = {
	"list": ["a"],
	"empty list": [],
	"operator": ["like", "%"],
	"dict": {"a": 1},
	"empty dict": {},
	"nested": [[{"a": [None, {"b": "c"}]}]],
	"zero": 0,
	"number": 20270301,
	"fraction": 1.5,
	"true": True,
	"false": False,
}
BAD_TEXT = {
	"NUL": "\0",
	"NUL inside": "10:00\0",
	"escape sequence": "\x1b[31mred",
	"half a surrogate": "a\ud800b",
	"line separator": "a\u2028b",
	"longer than anything": "x" * 10_001,
}
"""Refused wherever text is expected."""
WRONG_FORM = {
	"percent": "%",
	"placeholder": "%s %(name)s {0}",
	"SQL": "' OR 1=1 -- ",
	"more SQL": '"; DROP TABLE `tabUser`; --',
	"template": "{{ frappe.db.sql('select 1') }}",
	"JSON": '["like", "%"]',
	"path": "../../../etc/passwd",
	"Arabic digits": "٢٠٢٧-٠٣-٠١",
	"no such day or hour": "2027-02-30T24:00",
	"too early": "1969-12-31T10:00Z",
	"two lines": "2027-03-01\n10:00",
	"markup": "<b onload=alert(1)>",
	"accent": "dïscovery-call",
	"right to left": "\u202e10:00",
	"ten thousand characters": "x" * 10_000,
}
"""Refused wherever a form is expected; as a name or a note some of them are fine."""
IN_A_FORM = {"NUL inside", "escape sequence", "percent", "SQL", "JSON", "accent", "longer than anything"}
ALSO_BAD = {
	"customer_name": ("two lines", "markup", "right to left", "ten thousand characters"),
	"notes": ("right to left", "ten thousand characters"),
	"reason": ("right to left", "ten thousand characters"),
	"idempotency_key": ("two lines", "right to left", "ten thousand characters"),
}
REQUIRED = {
	"get_meeting_types": ("department_slug",),
	"get_available_dates": ("department_slug", "meeting_type_slug"),
	"get_available_time_slots": ("department_slug", "meeting_type_slug", "date"),
	"get_booking_details": ("token",),
	"create_booking": (
		"department_slug",
		"meeting_type_slug",
		"date",
		"time",
		"customer_name",
		"customer_email",
	),
	"reschedule_booking": ("token", "new_date", "new_time"),
	"cancel_booking": ("token",),
}


def bad_texts(argument):
	return {**BAD_TEXT, **{kind: WRONG_FORM[kind] for kind in ALSO_BAD.get(argument, WRONG_FORM)}}


def expected_refusal(argument, value):
	"""The code, and the sentence or how it begins."""
	if argument.endswith("token"):
		return 404, INVALID_LINK
	if isinstance(value, str) and value.strip() and value not in BAD_TEXT.values():
		if argument == "department_slug":
			return 404, "Department not found"
		if argument == "meeting_type_slug":
			return 404, "Meeting type not found"
	return 417, f"{argument}: expected "


@pytest.fixture(scope="module")
def proper(shared_department):
	"""What a good call of each function sends; the booking it speaks of is there for all tests of this file."""
	booking = make_booking(shared_department, "10:00")
	offer = {"department_slug": shared_department.slug, "meeting_type_slug": shared_department.type_slug}
	customer = {"customer_name": "Alex Example", "customer_email": "alex@example.com"}
	return {
		"get_meeting_types": {"department_slug": shared_department.slug},
		"get_available_dates": offer,
		"get_available_time_slots": {**offer, "date": MONDAY},
		"get_booking_details": {"token": booking.cancel_token},
		"create_booking": {**offer, "date": MONDAY, "time": "10:00", **customer},
		"reschedule_booking": {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "11:00"},
		"cancel_booking": {"token": booking.cancel_token},
	}


@pytest.fixture
def all_refused(http, shared_department):
	"""Send each value and hold that all are refused as expected and leave everything as it was."""

	def check(argument, values, send):
		before = state_of(shared_department.name)
		surprises = {}
		for kind, value in values.items():
			answer = send(value)
			code, sentence = expected_refusal(argument, value)
			if answer.status_code != code or not message_of(answer).startswith(sentence):
				surprises[kind] = (answer.status_code, message_of(answer), "instead of", code, sentence)
			assert_tells_nothing(answer)
		assert surprises == {}
		assert state_of(shared_department.name) == before

	return check


EACH_ARGUMENT = pytest.mark.parametrize(("function", "argument"), EVERY, ids=[".".join(row) for row in EVERY])


@EACH_ARGUMENT
def test_bad_value_in_a_json_body_is_refused_by_name(http, proper, all_refused, function, argument):
	values = {**NO_TEXT, **bad_texts(argument)}
	all_refused(argument, values, lambda value: http.call(function, **{**proper[function], argument: value}))


@EACH_ARGUMENT
def test_bad_value_in_a_form_or_query_is_refused_by_name(http, proper, all_refused, function, argument):
	"""What a form can carry: no types and no lone surrogates, but what looks like JSON."""
	texts = {kind: text for kind, text in bad_texts(argument).items() if kind in IN_A_FORM}

	def send(value):
		values = {**proper[function], argument: value}
		if function in READS:
			return http.get(API + function, query_string=values)
		return http.post(API + function, data=values)

	all_refused(argument, texts, send)


@pytest.mark.parametrize("function", REQUIRED)
@pytest.mark.parametrize("blank", [None, "", "  \n"], ids=["null", "empty", "blanks"])
def test_required_value_is_asked_for_by_name(http, proper, all_refused, function, blank):
	for argument in REQUIRED[function]:
		values = {**proper[function], argument: blank}
		all_refused(argument, {argument: blank}, lambda _blank, values=values: http.call(function, **values))


@pytest.mark.parametrize("function", REQUIRED)
def test_call_without_any_argument_asks_for_the_first(http, proper, all_refused, function):
	all_refused(REQUIRED[function][0], {"no arguments": None}, lambda _value: http.call(function))


@pytest.mark.parametrize(
	"email",
	[
		pytest.param("a@example.com, b@example.com", id="two"),
		pytest.param("a@example.com,b@example.com", id="two without a space"),
		pytest.param("a@example.com,", id="comma behind"),
		pytest.param("a@example.com;b@example.com", id="semicolon"),
		pytest.param("Alex Example <a@example.com>", id="with a name"),
		pytest.param("<a@example.com>", id="in brackets"),
		pytest.param("a@example.com\nBcc: b@example.com", id="header line"),
		pytest.param("a@example.com b@example.com", id="blank"),
		pytest.param("a@b@example.com", id="two signs"),
		pytest.param("example.com", id="no sign"),
		pytest.param("@example.com", id="nobody"),
		pytest.param("a@", id="nowhere"),
		pytest.param("a@localhost", id="no domain"),
		pytest.param("ä@example.com", id="umlaut"),
		pytest.param("a@exämple.com", id="umlaut in the domain"),
		pytest.param("undisclosed-recipients:;", id="a group"),
		pytest.param("a@example.com?bcc=b@example.com", id="query"),
		pytest.param(f"{'a' * 130}@example.com", id="too long"),
	],
)
def test_customer_email_is_one_plain_address(http, proper, shared_department, email):
	before = state_of(shared_department.name)
	answer = http.call("create_booking", **{**proper["create_booking"], "customer_email": email})
	expected = "at most 140 characters" if len(email) > 140 else "one address such as name@example.com"
	expected = "one line of text" if "\n" in email else expected
	assert_refused(answer, 417, f"customer_email: expected {expected}", "InvalidInputError")
	assert state_of(shared_department.name) == before


@pytest.mark.parametrize(
	"phone", ["030/1234567", "+49 30 1234 5678 9012 3", "12", "++49 30 123456", "call me", "+"]
)
def test_phone_number_that_frappe_would_refuse_is_refused_by_name(http, proper, shared_department, phone):
	before = state_of(shared_department.name)
	answer = http.call("create_booking", **{**proper["create_booking"], "customer_phone": phone})
	assert_refused(
		answer, 417, "customer_phone: expected a phone number such as +49 30 1234567", "InvalidInputError"
	)
	assert state_of(shared_department.name) == before


@pytest.mark.parametrize(
	("name", "expected"),
	[
		pytest.param("https://evil.example", "a name, without < > / : @", id="a link"),
		pytest.param("See www.evil.example", "a name, without < > / : @", id="a host"),
		pytest.param("WWW.evil.example", "a name, without < > / : @", id="a host in capitals"),
		pytest.param("a@b", "a name, without < > / : @", id="an address"),
		pytest.param("x" * 81, "at most 80 characters", id="too long"),
	],
)
def test_customer_name_is_nothing_that_a_mail_program_makes_a_link(
	http, proper, shared_department, name, expected
):
	before = state_of(shared_department.name)
	answer = http.call("create_booking", **{**proper["create_booking"], "customer_name": name})
	assert_refused(answer, 417, f"customer_name: expected {expected}", "InvalidInputError")
	assert state_of(shared_department.name) == before
