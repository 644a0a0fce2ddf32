"""The guest pages over HTTP, as a browser without JavaScript uses them."""

import hashlib
import html
import re
from base64 import b64encode
from pathlib import Path

import pytest

from tests.site.answers import INVALID_LINK, NOBODY_FREE, state_of
from tests.site.clock import stop_clock
from tests.site.factories import make_meeting_type, next_monday
from tests.site.people import MANAGER, make_people, sign_in

MONDAY = next_monday().isoformat()
PUBLIC = Path(__file__).resolve().parents[2] / "meeting_manager" / "public"
LARGEST_PAGE = 30 * 1024
UNKNOWN = "A" * 43


def text_of(response) -> str:
	return response.get_data(as_text=True)


def words_of(response) -> str:
	"""What a person reads: no tags, no entities."""
	return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text_of(response))))


def value_of(response, name: str) -> str:
	return html.unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', text_of(response))[1])


def offered_times(response, name: str) -> list[str]:
	return [
		html.unescape(value)
		for value in re.findall(rf'type="radio" name="{name}" value="([^"]*)"', text_of(response))
	]


@pytest.fixture
def book_path(consulting) -> str:
	return f"/book/{consulting.slug}/{consulting.type_slug}"


@pytest.fixture
def reschedule_path(booking) -> str:
	return f"/reschedule-booking?token={booking.reschedule_token}"


@pytest.fixture
def cancel_path(booking) -> str:
	return f"/cancel-booking?token={booking.cancel_token}"


@pytest.fixture
def every_path(book_path, consulting, reschedule_path, cancel_path) -> list[str]:
	"""Each page that a guest can open, and the errors they lead to."""
	return [
		"/book",
		f"/book/{consulting.slug}",
		book_path,
		f"{book_path}?date={MONDAY}",
		reschedule_path,
		f"{reschedule_path}&date={MONDAY}",
		cancel_path,
		"/book/nowhere",
		f"/book/{consulting.slug}/nothing",
		"/book/a/b/c",
		f"/reschedule-booking?token={UNKNOWN}",
		"/cancel-booking",
	]


@pytest.fixture
def details() -> dict:
	return {
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		"customer_phone": "+49 30 1234567",
		"notes": "Our first question",
	}


@pytest.fixture
def settings(site):
	"""Change MM Settings for one test: `settings(cancel_notice_hours=24)`."""
	before = {}

	def change(**values):
		doc = site.get_doc("MM Settings")
		before.update({name: doc.get(name) for name in values if name not in before})
		doc.update(values)
		doc.save()
		site.db.commit()

	yield change
	site.db.rollback()
	if before:
		change(**before)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_page_changes_nothing(every_path, http, consulting, method):
	before = state_of(consulting.name)
	for path in every_path:
		assert http.send(method, path).status_code in (200, 404), path
	assert state_of(consulting.name) == before


def test_a_query_with_everything_to_act_changes_nothing_by_get(http, booking, consulting):
	before = state_of(consulting.name)
	http.get(f"/cancel-booking?token={booking.cancel_token}&confirmed=1")
	http.get(f"/reschedule-booking?token={booking.reschedule_token}&new_date={MONDAY}&new_time=14:00")
	assert state_of(consulting.name) == before


def test_a_token_page_is_not_served_to_the_next_token(book, http):
	first = book("10:00", customer_name="Alex Example")
	second = book("11:00", customer_name="Robin Vale")
	for page, purpose in (("reschedule-booking", "reschedule_token"), ("cancel-booking", "cancel_token")):
		assert "Alex Example" in text_of(http.get(f"/{page}?token={getattr(first, purpose)}"))
		answer = text_of(http.get(f"/{page}?token={getattr(second, purpose)}"))
		assert "Robin Vale" in answer and "Alex Example" not in answer


def test_every_answer_carries_the_headers(every_path, http):
	for path in every_path:
		headers = http.get(path).headers
		assert headers["Cache-Control"] == "no-store", path
		assert headers["Referrer-Policy"] == "no-referrer", path
		assert headers["X-Content-Type-Options"] == "nosniff", path
		assert ("X-Robots-Tag" in headers) is not path.startswith("/book"), path
		policy = headers["Content-Security-Policy"].split("; ")
		assert {
			"default-src 'none'",
			"frame-ancestors 'none'",
			"form-action 'self'",
			"base-uri 'none'",
		} < set(policy)
		assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
	"path",
	[
		"/{}.html?token=x",
		"/{}/index?token=x",
		"/%20{}?token=x",
		"/{}/?token=x",
		"/./{}?token=x",
		"/%2e/{}?token=x",
		"//{}?token=x",
		"/.//{}/.?token=x",
	],
)
@pytest.mark.parametrize("page", ["book", "reschedule-booking", "cancel-booking"])
def test_no_spelling_of_the_address_loses_the_headers(http, page, path):
	answer = http.get(f"http://localhost{path.format(page)}")
	if answer.status_code < 300 or answer.status_code >= 400:
		assert answer.headers["Referrer-Policy"] == "no-referrer"
		assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
		assert answer.headers.get("X-Robots-Tag") == (None if page == "book" else "noindex")


@pytest.mark.parametrize("route", ["/api/method/", "/api/v2/method/"])
def test_the_guest_api_carries_the_headers_too(http, route):
	name = "meeting_manager.meeting_manager.api.public.get_booking_details"
	headers = http.post(route + name, json={"token": UNKNOWN}).headers
	assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_the_policy_allows_the_brand_s_style_and_no_other(http):
	answer = http.get("/book")
	style = re.search(r"<style>(.*?)</style>", text_of(answer))[1]
	digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
	assert f"style-src 'self' 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
	assert not re.search(r'\sstyle="|\son\w+="|<script>', text_of(answer))


def test_nothing_comes_from_or_leads_to_another_host(every_path, http):
	for path in every_path:
		for link in re.findall(r'\b(?:src|href|action)="([^"]*)"', text_of(http.get(path))):
			assert re.match(r"/(?!/)|#|data:,|mailto:|tel:", link), (path, link)


def test_the_token_stands_in_no_link(reschedule_path, cancel_path, booking, http):
	for path in (reschedule_path, cancel_path):
		links = re.findall(r'(?:src|href|action)="([^"]*)"', text_of(http.get(path)))
		assert not [link for link in links if "token" in link]
	assert booking.reschedule_token not in text_of(http.get(cancel_path))
	assert booking.cancel_token not in text_of(http.get(reschedule_path))


@pytest.mark.parametrize(
	"name",
	[
		"<script>alert(1)</script>",
		'"><img src=x onerror=alert(1)>',
		"' onmouseover='alert(1)",
		"{{ 7 * 7 }} {% raw %}",
		"<!-- csrf_token -->",
	],
)
def test_a_name_stays_text(site, booking, http, reschedule_path, cancel_path, name):
	site.db.set_value("MM Meeting Booking", booking.name, "customer_name", name)
	for path in (reschedule_path, cancel_path):
		answer = http.get(path)
		assert answer.status_code == 200
		assert str(html.escape(name)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in text_of(answer)
		assert "onerror=alert(1)>" not in text_of(answer) and "<script>" not in text_of(answer)


def test_no_template_value_is_missing(every_path, http):
	for path in every_path:
		assert "{{" not in text_of(http.get(path)), path


def test_a_page_with_style_and_script_stays_small(book_path, reschedule_path, http, capsys):
	common = sum((PUBLIC / name).stat().st_size for name in ("css/guest.css", "js/guest.js"))
	for path in (f"{book_path}?date={MONDAY}", f"{reschedule_path}&date={MONDAY}"):
		size = len(http.get(path).get_data())
		with capsys.disabled():
			print(f"\n{path.split('?')[0]}: {size} bytes, with style and script {size + common}")
		assert size + common < LARGEST_PAGE


def test_booking_by_plain_forms(http, consulting, book_path, details, site):
	month = http.get(f"{book_path}?month={MONDAY[:7]}")
	assert f'name="date" value="{MONDAY}"' in text_of(month)
	day = http.get(f"{book_path}?date={MONDAY}")
	start = offered_times(day, "start")[2]
	form = {**details, "start": start, "idempotency_key": value_of(day, "idempotency_key")}
	answer = http.post(book_path, data=form)
	assert answer.status_code == 200
	assert "Your booking is confirmed" in words_of(answer)
	[booked] = site.get_all("MM Meeting Booking", {"department": consulting.name}, ["*"])
	assert booked.customer_name == "Alex Example" and booked.booking_reference in text_of(answer)
	repeated = http.post(book_path, data=form)
	assert repeated.status_code == 200 and booked.booking_reference in text_of(repeated)
	assert site.db.count("MM Meeting Booking", {"department": consulting.name}) == 1


def test_a_form_that_has_booked_says_so_and_books_again_with_its_new_key(
	http, consulting, book_path, details, site
):
	day = http.get(f"{book_path}?date={MONDAY}")
	first, second = offered_times(day, "start")[2:4]
	form = {**details, "start": first, "idempotency_key": value_of(day, "idempotency_key")}
	assert http.post(book_path, data=form).status_code == 200
	again = http.post(book_path, data={**form, "start": second})
	assert again.status_code == 409
	assert "You have already booked with this form" in words_of(again)
	new_key = value_of(again, "idempotency_key")
	assert new_key not in ("", form["idempotency_key"])
	answer = http.post(book_path, data={**form, "start": second, "idempotency_key": new_key})
	assert answer.status_code == 200 and "Your booking is confirmed" in words_of(answer)
	assert site.db.count("MM Meeting Booking", {"department": consulting.name}) == 2


def test_a_wrong_email_is_named_at_its_field_and_the_rest_is_kept(http, consulting, book_path, details):
	start = offered_times(http.get(f"{book_path}?date={MONDAY}"), "start")[2]
	answer = http.post(book_path, data={**details, "customer_email": "alex(at)example", "start": start})
	assert answer.status_code == 417
	field = re.search(r'<input name="customer_email"[^>]*>', text_of(answer))[0]
	assert 'aria-invalid="true"' in field and 'value="alex(at)example"' in field
	assert "expected one address such as name@example.com" in words_of(answer)
	assert value_of(answer, "customer_name") == "Alex Example" and "Our first question" in text_of(answer)
	assert re.search(rf'value="{re.escape(start)}"[^>]* checked', text_of(answer))
	assert state_of(consulting.name)[0] == []


def test_a_time_taken_meanwhile_is_refused_with_the_form_kept(http, book_path, details, book, consulting):
	start = offered_times(http.get(f"{book_path}?date={MONDAY}"), "start")[2]
	for _member in consulting.members:
		book(start[11:16])
	answer = http.post(book_path, data={**details, "start": start})
	assert answer.status_code == 409
	assert NOBODY_FREE in words_of(answer) and "Please choose another time." in words_of(answer)
	assert value_of(answer, "customer_email") == details["customer_email"]
	assert start not in offered_times(answer, "start")


def test_a_forgotten_time_is_asked_for(http, book_path, details):
	answer = http.post(book_path, data=details)
	assert answer.status_code == 417 and "Please choose a day and a time" in words_of(answer)


def test_a_meeting_that_needs_approval_is_not_called_confirmed(http, consulting, details, site):
	kind = make_meeting_type(consulting.name, "On Request", requires_approval=1)
	try:
		path = f"/book/{consulting.slug}/{kind.meeting_slug}"
		start = offered_times(http.get(f"{path}?date={MONDAY}"), "start")[0]
		answer = words_of(http.post(path, data={**details, "start": start}))
		assert "Your request has been received" in answer and "confirmed" not in answer.split("received")[0]
	finally:
		from tests.site.factories import delete_bookings

		delete_bookings(consulting.name)
		site.delete_doc("MM Meeting Type", kind.name, force=True)
		site.db.commit()


def test_rescheduling_by_plain_forms(http, booking, reschedule_path):
	day = http.get(f"{reschedule_path}&date={MONDAY}")
	assert "14:30" in offered_times(day, "new_time")
	form = {"token": value_of(day, "token"), "new_date": value_of(day, "new_date"), "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 200
	assert "Your booking has been rescheduled" in words_of(answer)
	assert "14:30–15:00" in words_of(answer) and "10:00–10:30" in words_of(answer)
	booking.reload()
	assert booking.reschedule_token not in text_of(answer) and booking.cancel_token not in text_of(answer)
	again = http.post("/reschedule-booking", data=form)
	assert again.status_code == 404 and INVALID_LINK in words_of(again)


@pytest.mark.parametrize("field", ["is_active", "is_public"])
def test_a_booking_of_a_type_that_is_no_longer_offered_can_be_moved(http, another_type, book, field):
	kind = another_type("Hidden")
	booking = book("10:00", meeting_type=kind.name)
	kind.set(field, 0)
	kind.save()
	day = http.get(f"/reschedule-booking?token={booking.reschedule_token}&date={MONDAY}")
	assert day.status_code == 200 and "14:30" in offered_times(day, "new_time")
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 200 and "Your booking has been rescheduled" in words_of(answer)


def test_rescheduling_to_a_taken_time_offers_the_others(http, booking, consulting, book, reschedule_path):
	for _member in consulting.members:
		book("14:30")
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "14:30"}
	answer = http.post("/reschedule-booking", data=form)
	assert answer.status_code == 409 and NOBODY_FREE in words_of(answer)
	assert "15:00" in offered_times(answer, "new_time") and "14:30" not in offered_times(answer, "new_time")


def test_who_takes_over_is_named(http, booking, book, consulting, site):
	[member] = booking.assigned_users
	others = [each for each in consulting.members if each != member.member]
	book("16:00", assigned_users=[{"member": member.member}])
	form = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "16:00"}
	answer = words_of(http.post("/reschedule-booking", data=form))
	names = [site.db.get_value("MM Member Profile", other, "full_name") for other in others]
	assert any(f"{name} will meet you instead of {member.member_name}" in answer for name in names)


def test_cancelling_by_plain_forms(http, booking, cancel_path):
	page = http.get(cancel_path)
	assert "Confirm Cancellation" in words_of(page) and "free of charge" in words_of(page)
	form = {"token": value_of(page, "token"), "confirmed": value_of(page, "confirmed"), "reason": "Ill"}
	answer = http.post("/cancel-booking", data=form)
	assert answer.status_code == 200
	assert "Your booking has been cancelled successfully" in words_of(answer)
	booking.reload()
	assert (booking.status, booking.cancellation_note) == ("Cancelled", "Ill")
	again = http.get(cancel_path)
	assert again.status_code == 409
	assert "This booking has already been cancelled" in words_of(again)


def test_cancelling_needs_the_confirmation(http, booking, consulting):
	before = state_of(consulting.name)
	answer = http.post("/cancel-booking", data={"token": booking.cancel_token})
	assert answer.status_code == 200 and "Confirm Cancellation" in words_of(answer)
	assert state_of(consulting.name) == before


@pytest.mark.parametrize("page", ["reschedule-booking", "cancel-booking"])
@pytest.mark.parametrize("token", [UNKNOWN, "", "x", "%00", "a'b", "A" * 5000])
def test_a_bad_link_says_so_and_what_to_do(http, page, token):
	for answer in (
		http.get(f"/{page}?token={token}"),
		http.post(f"/{page}", data={"token": token, "confirmed": "1"}),
	):
		assert answer.status_code == 404
		assert INVALID_LINK in words_of(answer) and "newest email" in words_of(answer)
		assert 'href="/book"' in text_of(answer)


def test_the_other_purpose_s_token_does_nothing(http, booking, consulting):
	before = state_of(consulting.name)
	assert http.get(f"/reschedule-booking?token={booking.cancel_token}").status_code == 404
	assert http.get(f"/cancel-booking?token={booking.reschedule_token}").status_code == 404
	moved = {"token": booking.cancel_token, "new_date": MONDAY, "new_time": "15:00"}
	assert http.post("/reschedule-booking", data=moved).status_code == 404
	answer = http.post("/cancel-booking", data={"token": booking.reschedule_token, "confirmed": "1"})
	assert answer.status_code == 404
	assert state_of(consulting.name) == before


def test_what_is_too_late_is_said_before_anything_is_chosen(http, settings, book, monkeypatch):
	settings(cancel_notice_hours=24, reschedule_notice_hours=48, support_email="help@example.com")
	booking = book("10:00")
	stop_clock(monkeypatch, booking.start_utc_minute - 60)
	for page, token, done in (
		("reschedule-booking", booking.reschedule_token, "rescheduled"),
		("cancel-booking", booking.cancel_token, "cancelled"),
	):
		answer = http.get(f"/{page}?token={token}")
		assert f"This booking can no longer be {done} online" in words_of(answer)
		assert "It was possible until" in words_of(answer) and "help@example.com" in text_of(answer)
		assert "<form" not in text_of(answer)
	refused = http.post("/cancel-booking", data={"token": booking.cancel_token, "confirmed": "1"})
	assert refused.status_code == 409 and "Cancelling was possible until" in words_of(refused)


def test_too_many_requests_say_when_to_come_back(http, settings, booking):
	settings(guest_writes_per_minute=1)
	form = {"token": UNKNOWN, "confirmed": "1"}
	sent = {"environ_base": {"REMOTE_ADDR": "192.0.2.77"}}
	http.post("/cancel-booking", data={**form, "token": booking.cancel_token, "reason": "x" * 501}, **sent)
	answer = http.post("/cancel-booking", data={**form, "token": booking.cancel_token}, **sent)
	assert answer.status_code == 429
	assert "Too many requests" in words_of(answer) and 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
	"query",
	[
		"date=garbage",
		"date=2026-02-30",
		"month=9999-99",
		"month=0001-01",
		"date=1999-01-01",
		"date=2500-01-01",
		"month=2999-01",
	],
)
def test_an_odd_date_in_the_address_breaks_nothing(http, book_path, query):
	answer = http.get(f"{book_path}?{query}")
	assert answer.status_code in (200, 417) and "Choose a day and a time" in words_of(answer)


def test_a_body_that_is_no_form_breaks_nothing(http, book_path, booking):
	for body in ({"start": ["x"], "customer_name": {"a": 1}}, {"token": 5}):
		assert http.post(book_path, json=body).status_code == 417
		assert http.post("/cancel-booking", json={**body, "confirmed": 1}).status_code == 404


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_an_error_of_ours_shows_no_traceback(http, monkeypatch, accept):
	from meeting_manager.guest import page

	monkeypatch.setattr(page, "read_brand", lambda: 1 / 0)
	answer = http.get("/book", headers={"Accept": accept})
	assert answer.status_code == 500
	assert "Something went wrong" in words_of(answer)
	assert "Traceback" not in text_of(answer) and "ZeroDivision" not in text_of(answer)
	assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_looks_like_ours(http):
	answer = http.get("/book/a/b/c")
	assert answer.status_code == 404
	assert "Page not found" in words_of(answer) and "guest.css" in text_of(answer)


def test_a_signed_in_user_s_form_carries_the_session_s_token(http, site, book_path, details, consulting):
	make_people()
	signed_in = sign_in(http, MANAGER)
	for page_that_makes_the_token in ("/app", "/me"):
		http.get(page_that_makes_the_token, headers=signed_in)
	day = http.get(f"{book_path}?date={MONDAY}", headers=signed_in)
	form = {**details, "start": offered_times(day, "start")[0]}
	assert http.post(book_path, data=form, headers=signed_in).status_code == 400
	token = value_of(day, "csrf_token")
	assert f'<meta name="csrf-token" content="{token}">' in text_of(day)
	assert http.post(book_path, data={**form, "csrf_token": token}, headers=signed_in).status_code == 200


def test_only_an_own_logo_and_a_hex_colour_reach_the_page(http, settings, site):
	settings(company_name="Nord & Süd", logo="/files/logo.png", brand_color="#ffdd00")
	answer = text_of(http.get("/book"))
	assert '<img src="/files/logo.png" alt="Nord &amp; Süd">' in answer
	settings(logo="https://example.org/logo.png")
	site.db.set_single_value("MM Settings", "brand_color", "red;}</style><script>")
	site.clear_document_cache("MM Settings", "MM Settings")
	answer = text_of(http.get("/book"))
	assert "example.org" not in answer and "red;" not in answer and "--brand:#" in answer
