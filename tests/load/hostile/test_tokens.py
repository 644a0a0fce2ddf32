"""No token of the past and none that only looks like one opens anything, however many are tried."""

import time
from itertools import islice

from tests.load.hostile.size import sized
from tests.load.scale import scale
from tests.site.answers import API, state_of
from tests.site.conftest import make_booking
from tests.site.token_doors import MONDAY, function_doors, page_doors, purpose_of
from tests.site.wrong_tokens import wrong_tokens

MOVES, BOOKINGS = 1000, 10
VARIANTS = 10_000
AT_A_PAGE = 20
"""One token of so many."""
PLACES = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30", "14:00")
"""One more than there are bookings, so that each moves to where none is."""


def test_every_token_of_the_past_is_dead(http, site, consulting, report):
	"""After each move all of them are looked for in the database; at the end all are tried."""
	begin = time.monotonic()
	bookings = [
		make_booking(consulting, place, customer_email=f"alex.{place[:2]}{place[3:]}@example.com")
		for place in PLACES[:BOOKINGS]
	]
	knocks, pages = function_doors(consulting).values(), list(page_doors().values())
	dead, moves, requests = [], max(BOOKINGS, sized(MOVES)), 0
	free = PLACES[BOOKINGS]
	for number in range(moves):
		booking = bookings[number % BOOKINGS]
		free = move_to(http, booking, free)
		dead += [booking.reschedule_token, booking.cancel_token]
		booking.reload()
		assert stored_of(site, dead) == []
		requests += 1
	assert len(set(dead)) == 2 * moves
	requests += try_all(http, dead, knocks, pages)
	for booking in bookings:
		assert purpose_of(http, booking.cancel_token) == "cancel"
		assert purpose_of(http, booking.reschedule_token) == "reschedule"
	report(
		"tokens of the past",
		scale=scale(),
		moves=moves,
		dead=len(dead),
		requests=requests,
		accepted=0,
		seconds=round(time.monotonic() - begin),
	)


def move_to(http, booking, place: str) -> str:
	"""Return the place that is free now."""
	left = booking.start.astimezone(booking.zone).strftime("%H:%M")
	answer = http.post(
		API + "reschedule_booking",
		json={"token": booking.reschedule_token, "new_date": MONDAY, "new_time": place},
	)
	assert answer.status_code == 200, answer.text
	return left


def stored_of(site, tokens: list[str]) -> list[str]:
	"""The bookings that any of these tokens leads to."""
	from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import digest

	site.db.rollback()
	digests = [digest(token) for token in tokens]
	row = site.qb.DocType("MM Meeting Booking")
	is_stored = row.reschedule_token_digest.isin(digests) | row.cancel_token_digest.isin(digests)
	return site.qb.from_(row).select(row.name).where(is_stored).run(pluck=True)


def try_all(http, tokens: list, knocks, pages: list) -> int:
	"""At every function, and some at a page; the number of requests."""
	for token in tokens:
		for knock in knocks:
			knock(http, token)
	for number, token in enumerate(tokens[::AT_A_PAGE]):
		pages[number % len(pages)](http, token)
	return len(tokens) * len(knocks) + len(tokens[::AT_A_PAGE])


def test_no_variant_of_a_token_is_accepted(http, consulting, report):
	begin = time.monotonic()
	first, second = (make_booking(consulting, time) for time in PLACES[:2])
	before = state_of(consulting.name)
	others = [
		first.reschedule_token_digest,
		first.cancel_token_digest,
		first.token_nonce,
		second.token_nonce,
		first.name,
		first.booking_reference,
		first.calendar_uid,
	]
	values = list(islice(wrong_tokens(first.reschedule_token, others), sized(VARIANTS)))
	requests = try_all(http, values, function_doors(consulting).values(), list(page_doors().values()))
	assert state_of(consulting.name) == before
	report(
		"variants of a token",
		scale=scale(),
		variants=len(values),
		requests=requests,
		accepted=0,
		seconds=round(time.monotonic() - begin),
	)
