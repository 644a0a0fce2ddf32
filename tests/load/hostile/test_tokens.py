"""No token of the past and none that only looks like one opens anything, however many are tried."""

import time
from itertools import islice

from tests.load.scale import scale, scaled
from tests.site.answers import API, state_of
from tests.site.conftest import make_booking
from tests.site.token_doors import MONDAY, doors, purpose_of
from tests.site.wrong_tokens import wrong_tokens

MOVES, BOOKINGS = 1000, 10
VARIANTS = 10_000
PLACES = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30", "13:00", "13:30", "14:00")
"""One more than there are bookings, so that each moves to where none is."""


def test_every_token_of_the_past_is_dead(http, site, consulting, report):
	"""After each move all earlier ones are asked for in the database, the last two at the doors; at the end all at all doors."""
	begin = time.monotonic()
	bookings = [
		make_booking(consulting, place, customer_email=f"alex.{place[:2]}{place[3:]}@example.com")
		for place in PLACES[:BOOKINGS]
	]
	knocks = list(doors(consulting).values())
	dead, moves, requests = [], scaled(MOVES, BOOKINGS), 0
	free = PLACES[BOOKINGS]
	for number in range(moves):
		booking = bookings[number % BOOKINGS]
		free = move_to(http, booking, free)
		dead += [booking.reschedule_token, booking.cancel_token]
		booking.reload()
		assert stored_of(site, dead) == []
		for token in dead[-2:]:
			knocks[number % len(knocks)](http, token)
		requests += 3
	assert (len(set(dead)), site.db.count("Error Log", {"error": ["like", "%token%"]})) == (2 * moves, 0)
	for token in dead:
		for knock in knocks:
			knock(http, token)
	for booking in bookings:
		assert purpose_of(http, booking.cancel_token) == "cancel"
		assert purpose_of(http, booking.reschedule_token) == "reschedule"
	requests += len(dead) * len(knocks)
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


def stored_of(site, tokens: list[str]) -> list:
	"""The bookings that any of these tokens leads to."""
	from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import digest

	site.db.rollback()
	digests = [digest(token) for token in tokens]
	fields = ("reschedule_token_digest", "cancel_token_digest")
	return [
		site.get_all("MM Meeting Booking", {field: ["in", digests]}, pluck="name", order_by="name asc")
		for field in fields
		if digests and site.db.exists("MM Meeting Booking", {field: ["in", digests]})
	]


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
	values = list(islice(wrong_tokens(first.reschedule_token, others), scaled(VARIANTS)))
	knocks = list(doors(consulting).values())
	each = len(knocks) if scale() >= 1 else 2
	for number, value in enumerate(values):
		for turn in range(each):
			knocks[(number * each + turn) % len(knocks)](http, value)
	assert state_of(consulting.name) == before
	report(
		"variants of a token",
		scale=scale(),
		variants=len(values),
		doors=len(knocks),
		requests=len(values) * each,
		accepted=0,
		seconds=round(time.monotonic() - begin),
	)
