"""What holds for every guest page: its headers, what it leads to and what it never shows."""

import hashlib
import html
import re
from base64 import b64encode

import pytest

from tests.site.answers import state_of
from tests.site.pages.reading import MONDAY, UNKNOWN, text_of, words_of


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


def test_only_an_own_logo_and_a_hex_colour_reach_the_page(http, settings, site):
	settings(company_name="Nord & Süd", logo="/files/logo.png", brand_color="#ffdd00")
	answer = text_of(http.get("/book"))
	assert '<img src="/files/logo.png" alt="Nord &amp; Süd">' in answer
	settings(logo="https://example.org/logo.png")
	site.db.set_single_value("MM Settings", "brand_color", "red;}</style><script>")
	site.clear_document_cache("MM Settings", "MM Settings")
	answer = text_of(http.get("/book"))
	assert "example.org" not in answer and "red;" not in answer and "--brand:#" in answer
