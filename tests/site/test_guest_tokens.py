"""Whatever is not the one right token gets one and the same answer, and changes nothing."""

import pytest

from tests.site.answers import INVALID_LINK, assert_refused, state_of
from tests.site.conftest import make_booking
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LOOKALIKES = {
	"a": "а",
	"e": "é",
	"o": "ο",
	"A": "Å",
	"K": "\u212a",
	"s": "ſ",
	"-": "‐",
	"_": "\uff3f",
	"0": "٠",
}


def variants(token):
	"""Two hundred values near a real token, by name; none of them is it."""
	middle = len(token) // 2
	near = {
		"upper case": token.upper(),
		"lower case": token.lower(),
		"swapped case": token.swapcase(),
		"backwards": token[::-1],
		"half": token[:middle],
		"twice": token + token,
		"without its end": token[:-1],
		"without its beginning": token[1:],
		"padded": token + "=",
		"quoted": f'"{token}"',
		"in a list": f'["{token}"]',
		"percent": "%" * 43,
		"underscores": "_" * 43,
		"like": token[:20] + "%",
		"SQL": f"{token}' OR '1'='1",
		"comment": f"{token}-- ",
		"NUL behind": token + "\0",
		"NUL before": "\0" + token,
		"URL": f"https://example.com/?token={token}",
		"escaped": token.replace(token[0], f"%{ord(token[0]):02x}", 1),
		"joined by zero width": f"{token[:middle]}\u200d{token[middle:]}",
		"wide": "".join(chr(ord(sign) + 0xFEE0) for sign in token),
		"null": "null",
		"None": "None",
		"zero": "0",
		"empty": "",
		"long": token * 300,
	}
	for name, sign in {
		"blank": " ",
		"tab": "\t",
		"line end": "\n",
		"no-break space": "\xa0",
		"dot": ".",
	}.items():
		near[f"{name} behind"] = token + sign
		near[f"{name} before"] = sign + token
		near[f"{name} inside"] = token[:middle] + sign + token[middle + 1 :]
	for position, sign in enumerate(token):
		other = ALPHABET[(ALPHABET.index(sign) + 1) % len(ALPHABET)]
		near[f"another sign at {position}"] = token[:position] + other + token[position + 1 :]
		near[f"other case at {position}"] = token[:position] + sign.swapcase() + token[position + 1 :]
		if sign in LOOKALIKES:
			near[f"lookalike at {position}"] = token[:position] + LOOKALIKES[sign] + token[position + 1 :]
	for number, sign in enumerate(ALPHABET):
		near[f"only {sign}"] = sign * 43
		near[f"moved by {number}"] = token[number % 43 + 1 :] + token[: number % 43 + 1]
	return {name: value for name, value in near.items() if value != token}


@pytest.fixture(scope="module")
def standing(shared_department):
	"""A booking that all tests of this file knock at."""
	return make_booking(shared_department, "10:00")


CALLS = {
	"get_booking_details": ("reschedule_token", {}),
	"reschedule_booking": ("reschedule_token", {"new_date": MONDAY, "new_time": "11:00"}),
	"cancel_booking": ("cancel_token", {}),
}


@pytest.mark.parametrize("function", CALLS)
def test_two_hundred_wrong_tokens_get_one_answer_and_change_nothing(
	http, standing, shared_department, function
):
	purpose, arguments = CALLS[function]
	wrong = list(variants(getattr(standing, purpose)).items())
	assert len(wrong) >= 200
	before = state_of(shared_department.name)
	of_this_call = wrong[list(CALLS).index(function) :: len(CALLS)]
	for name, token in of_this_call:
		answer = http.call(function, token=token, **arguments)
		assert answer.status_code == 404, name
		assert_refused(answer, 404, INVALID_LINK, "InvalidLinkError")
		assert set(answer.json) == {"exc_type", "_server_messages"}, name
	assert state_of(shared_department.name) == before


def test_token_of_the_other_purpose_opens_nothing(http, standing, shared_department):
	before = state_of(shared_department.name)
	when = {"new_date": MONDAY, "new_time": "11:00"}
	assert_refused(http.call("reschedule_booking", token=standing.cancel_token, **when), 404, INVALID_LINK)
	assert_refused(http.call("cancel_booking", token=standing.reschedule_token), 404, INVALID_LINK)
	offer = {"department_slug": shared_department.slug, "meeting_type_slug": shared_department.type_slug}
	for function, asked in (("get_available_time_slots", {"date": MONDAY}), ("get_available_dates", {})):
		answer = http.call(function, **offer, **asked, reschedule_token=standing.cancel_token)
		assert_refused(answer, 404, INVALID_LINK)
	assert state_of(shared_department.name) == before


@pytest.mark.parametrize("field", ["name", "token_nonce", "cancel_token_digest", "booking_reference"])
def test_what_the_row_holds_is_no_token(http, standing, field):
	assert_refused(http.call("cancel_booking", token=standing.get(field)), 404, INVALID_LINK)


def test_details_open_with_either_token(http, standing):
	for token in (standing.cancel_token, standing.reschedule_token):
		answer = http.call("get_booking_details", token=token)
		assert answer.json["message"]["booking_id"] == standing.name


def test_every_link_of_the_past_is_dead_after_each_move(http, book):
	booking = book("10:00")
	dead = []
	for time in ("11:00", "12:00"):
		dead += [booking.cancel_token, booking.reschedule_token]
		moved = http.call(
			"reschedule_booking", token=booking.reschedule_token, new_date=MONDAY, new_time=time
		)
		assert moved.status_code == 200, moved.text
		booking.reload()
		for token in dead:
			assert_refused(http.call("get_booking_details", token=token), 404, INVALID_LINK)
	assert http.call("cancel_booking", token=booking.cancel_token).status_code == 200
