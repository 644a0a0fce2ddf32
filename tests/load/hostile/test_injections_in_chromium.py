"""A guest's text that is shown to a customer or to staff runs nothing there, fetches nothing and becomes no element."""

from datetime import timedelta

import pytest

from tests.load.hostile.browsing import CHROMIUM, watched
from tests.load.hostile.size import sized
from tests.load.scale import scale
from tests.site.answers import API
from tests.site.factories import next_monday
from tests.site.hosts import BENCH_SITE
from tests.site.injections import payloads
from tests.site.people import MANAGER, PASSWORD, make_people

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine")]

BOOKING = "MM Meeting Booking"
TIMES = [f"{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30")]
LONGEST_NOTE, LONGEST_REASON = 2000, 500
ENTERED = (
	"customer_name",
	"customer_email",
	"customer_phone",
	"customer_timezone",
	"notes",
	"idempotency_key",
)
CHOSEN = ("date", "month", "start", "time", "new_date", "new_time", "token", "reason", "confirmed")


@pytest.fixture
def make_bookings(http, site, consulting):
	"""Bookings whose names and notes are payloads: together their notes hold all that a note may hold."""

	def make(texts: list[str]) -> list:
		names = [text for text in texts if is_taken(text, 80)]
		notes = packed([text for text in texts if is_taken(text, LONGEST_NOTE)], LONGEST_NOTE)
		made = []
		for number, name in enumerate(names[: len(TIMES) * 10]):
			day = next_monday() + timedelta(days=number // len(TIMES) // 5 * 7 + number // len(TIMES) % 5)
			values = {
				"department_slug": consulting.slug,
				"meeting_type_slug": consulting.type_slug,
				"date": day.isoformat(),
				"time": TIMES[number % len(TIMES)],
				"customer_name": name,
				"customer_email": "alex@example.com",
				"notes": notes[number % len(notes)],
			}
			answer = http.post(API + "create_booking", json=values)
			assert answer.status_code in (200, 417), answer.text
			if answer.status_code == 200:
				made.append(answer.json["message"]["booking_id"])
		site.db.rollback()
		return [site.get_doc(BOOKING, name) for name in made]

	return make


def is_taken(text: str, longest: int) -> bool:
	"""Whether a note may hold it."""
	from meeting_manager.exceptions import InvalidInputError
	from meeting_manager.meeting_manager.api.guest_input import read_note

	try:
		return bool(read_note(text, "notes", longest))
	except InvalidInputError:
		return False


def packed(texts: list[str], longest: int) -> list[str]:
	"""As few lines of texts as hold all of them."""
	found = [""]
	for text in texts:
		if len(found[-1]) + len(text) + 1 > longest:
			found.append("")
		found[-1] += text + " "
	return found


def test_guest_pages_show_text_as_text(site, consulting, make_bookings, report):
	own = f"/book/{consulting.slug}/{consulting.type_slug}"
	with watched(site.local.site) as seen:
		texts = payloads(site.local.site, seen.canary)[:: max(1, round(1 / scale()))]
		bookings = make_bookings(texts)
		seen.open(own)
		for text in packed([text for text in texts if "\0" not in text], 150):
			seen.send(own, dict.fromkeys(ENTERED + CHOSEN, text))
		for booking in bookings[: sized(60)]:
			seen.open(f"/reschedule-booking?token={booking.reschedule_token}")
			seen.open(f"/cancel-booking?token={booking.cancel_token}")
			when = {"new_date": texts[0], "new_time": booking.customer_notes[:100]}
			seen.send("/reschedule-booking", {"token": booking.reschedule_token, **when})
			reason = {"reason": booking.customer_notes + "x" * LONGEST_REASON, "confirmed": "1"}
			seen.send("/cancel-booking", {"token": booking.cancel_token, **reason})
		report(
			"guest pages in Chromium",
			scale=scale(),
			payloads=len(texts),
			pages=seen.looked_at,
			executed=0,
			fetched=0,
		)


@pytest.mark.skipif(not BENCH_SITE, reason="localsite has no Desk")
def test_desk_shows_text_as_text(http, site, make_bookings, report):
	from frappe.utils.password import update_password

	make_people()
	update_password(MANAGER, PASSWORD)
	site.db.commit()
	with watched(site.local.site) as seen:
		texts = payloads(site.local.site, seen.canary)[:: max(1, round(1 / scale()))]
		bookings = make_bookings(texts)
		cancel_some(
			http, bookings[::3], packed([text for text in texts if is_taken(text, 500)], LONGEST_REASON)
		)
		answer = seen.page.request.post(
			f"{seen.address}/api/method/login", form={"usr": MANAGER, "pwd": PASSWORD}
		)
		assert answer.ok, answer.text()
		for view in ("list", "report"):
			seen.open(f"/app/mm-meeting-booking/view/{view}")
			seen.page.wait_for_function("window.cur_list?.data?.length > 0")
			seen.page.wait_for_timeout(500)
			seen.look(view)
		for booking in bookings[: sized(60)]:
			seen.page.evaluate("(name) => frappe.set_route('Form', 'MM Meeting Booking', name)", booking.name)
			seen.page.wait_for_function(
				"(name) => window.cur_frm?.docname === name && !frappe.request.ajax_count", arg=booking.name
			)
			seen.page.wait_for_timeout(150)
			seen.look(f"form of {booking.customer_name!r}")
		for booking in bookings[: sized(20)]:
			seen.open(f"/printview?doctype=MM%20Meeting%20Booking&name={booking.name}")
		report(
			"Desk in Chromium",
			scale=scale(),
			payloads=len(texts),
			bookings=len(bookings),
			views=seen.looked_at,
			executed=0,
			fetched=0,
		)


def cancel_some(http, bookings: list, reasons: list[str]) -> None:
	for number, booking in enumerate(bookings):
		reason = reasons[number % len(reasons)]
		answer = http.post(API + "cancel_booking", json={"token": booking.cancel_token, "reason": reason})
		assert answer.status_code == 200, answer.text
