"""A token with one sign changed, in another form or of another purpose opens no door, and all doors say the same."""

from itertools import islice

import pytest

from tests.site.answers import state_of
from tests.site.conftest import make_booking
from tests.site.token_doors import (
	function_doors,
	functions_with_token,
	page_doors,
	purpose_of,
)
from tests.site.wrong_tokens import wrong_tokens

NEAR_MISSES = 600
"""Dealt out to the functions in turn; the load test sends more of them, and to every function."""
AT_A_PAGE = 30
"""One of so many goes to a page too."""


@pytest.fixture(scope="module")
def standing(shared_department):
	return [make_booking(shared_department, time) for time in ("10:00", "12:00")]


def test_every_function_with_a_token_is_known():
	assert set(functions_with_token()) == {
		"get_available_dates",
		"get_available_time_slots",
		"get_booking_details",
		"ics",
		"feed",
		"reschedule_booking",
		"cancel_booking",
		"get_mail_choices",
		"set_mail_choice",
	}


def test_near_misses_open_no_door(http, standing, shared_department):
	before = state_of(shared_department.name)
	first = standing[0]
	others = [first.reschedule_token_digest, first.token_nonce, first.name, first.booking_reference]
	values = list(islice(wrong_tokens(first.reschedule_token, others), NEAR_MISSES))
	real = {
		getattr(booking, f"{purpose}_token") for booking in standing for purpose in ("cancel", "reschedule")
	}
	assert not real & {value for value in values if isinstance(value, str)}
	knocks, pages = list(function_doors(shared_department).values()), list(page_doors().values())
	for number, value in enumerate(values):
		knocks[number % len(knocks)](http, value)
	for number, value in enumerate(values[::AT_A_PAGE]):
		pages[number % len(pages)](http, value)
	assert state_of(shared_department.name) == before
	print(f"\n{len(values)} near misses at {len(knocks) + len(pages)} doors: none opened")


def test_token_of_the_other_purpose_opens_no_door(http, standing, shared_department):
	"""The details and the calendar file are for both, so they are not asked."""
	before = state_of(shared_department.name)
	knocks = {**function_doors(shared_department), **page_doors()}
	del knocks["get_booking_details"], knocks["ics"]
	for name, knock in knocks.items():
		other = "reschedule" if "cancel" in name else "cancel"
		for booking in standing:
			knock(http, getattr(booking, f"{other}_token"))
	assert state_of(shared_department.name) == before


def test_the_doors_do_open(http, standing):
	"""Or else nothing above would mean anything."""
	for booking in standing:
		assert purpose_of(http, booking.cancel_token) == "cancel"
		assert purpose_of(http, booking.reschedule_token) == "reschedule"
