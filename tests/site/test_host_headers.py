"""No header decides where a link leads: 200 variants of Host and its relatives, and no foreign host anywhere.

A link that is mailed for somebody else's request leads to their server, with a token that works.
"""

import email
import email.policy
import re
from datetime import date, timedelta

import frappe
import pytest

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications.delivery import deliver_for_booking
from tests.load.scale import load_is_asked_for
from tests.site.answers import API
from tests.site.factories import next_monday

MONDAY = next_monday().isoformat()
FOREIGN = "evil.example.net"
NAMES = (
	FOREIGN,
	f"{FOREIGN}:8015",
	f"www.{FOREIGN}",
	f"user@{FOREIGN}",
	f"{FOREIGN}#",
	f"{FOREIGN}/path?x=",
	f"{FOREIGN}, localhost",
	f"localhost, {FOREIGN}",
	f"//{FOREIGN}",
	f"http://{FOREIGN}",
	f"localhost.{FOREIGN}",
	f"{FOREIGN}.",
	FOREIGN.upper(),
	f"[::1].{FOREIGN}",
	f'"><script src=//{FOREIGN}></script>',
	f"{FOREIGN}%0d%0aX-Injected:1",
)
HEADERS = (
	"Host",
	"X-Forwarded-Host",
	"X-Host",
	"X-Original-Host",
	"X-HTTP-Host-Override",
	"X-Forwarded-Server",
	"Forwarded",
	"Origin",
	"Referer",
	"X-Original-URL",
	"X-Rewrite-URL",
	"X-Backend-Host",
)
PROTOCOLS = ("https", "http", "javascript", "ftp", f"https://{FOREIGN}", f"https,{FOREIGN}", "", "file")
SITES = (FOREIGN, "../x", "..", "", "assets", "/etc", "x" * 300, f"{FOREIGN}:80")


def variants():
	"""Yield the headers of each variant: one foreign name in each header, and pairs that belong together."""
	for header in HEADERS:
		for name in NAMES:
			value = f"for=1.2.3.4;host={name};proto=https" if header == "Forwarded" else name
			yield {header: value}
	for protocol in PROTOCOLS:
		yield {"X-Forwarded-Proto": protocol}
		yield {"X-Forwarded-Proto": protocol, "X-Forwarded-Host": FOREIGN}
	for port in ("1", "99999", FOREIGN):
		yield {"X-Forwarded-Port": port, "X-Forwarded-Host": FOREIGN}
	yield {"Host": FOREIGN, "X-Forwarded-Host": FOREIGN, "X-Forwarded-Proto": "https", "Origin": FOREIGN}


VARIANTS = list(variants())
MAILED = len(VARIANTS) if load_is_asked_for() else 40
"""Of how many variants the mails are read."""


@pytest.fixture
def conf_of_host(site):
	"""The site's own address, as mails name it."""
	return page_link("").rstrip("/")


def foreign_in(text: str) -> list[str]:
	return re.findall(rf".{{0,40}}{re.escape(FOREIGN)}.{{0,20}}", text, re.IGNORECASE)


def told(answer) -> str:
	"""Everything that came back."""
	headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
	return f"{headers}\n\n{answer.get_data(as_text=True)}"


def mails_of(names: list[str]) -> list[str]:
	"""The whole mails, decoded part by part."""
	for name in names:
		deliver_for_booking(name)
	rows = frappe.get_all("Email Queue", {"reference_name": ["in", names]}, ["message", "sender"])
	return [f"{row.sender}\n{row.message}\n{decoded(row.message)}" for row in rows]


def decoded(message: str) -> str:
	parsed = email.message_from_string(message, policy=email.policy.default)
	return "\n".join(str(part.get_content()) for part in parsed.walk() if not part.is_multipart())


def test_no_header_comes_into_an_answer_or_page(http, booking, consulting):
	"""Looking at a booking by its link, with each of the variants."""
	found, codes = {}, {}
	for number, headers in enumerate(VARIANTS):
		path = (
			"/api/method/" + API.removeprefix("/api/method/") + "get_booking_details",
			"/cancel-booking",
			"/book",
		)[number % 3]
		answer = http.get(path, headers=headers, query_string={"token": booking.cancel_token})
		codes[answer.status_code] = codes.get(answer.status_code, 0) + 1
		if foreign_in(told(answer)):
			found[str(headers)] = foreign_in(told(answer))
	print(f"\n{len(VARIANTS)} variants of headers: answers {codes}")
	assert found == {}
	assert set(codes) == {200}


def test_no_header_comes_into_a_mail(http, consulting, site, conf_of_host):
	"""Booking, moving and cancelling with headers that name a foreign host."""
	names = []
	for number, headers in enumerate(pick(VARIANTS, MAILED)):
		made = http.post(
			API + "create_booking",
			headers=headers,
			json={
				"department_slug": consulting.slug,
				"meeting_type_slug": consulting.type_slug,
				"date": working_day(number // 12).isoformat(),
				"time": f"{9 + number % 12 // 2:02}:{number % 2 * 30:02}",
				"customer_name": "Alex Example",
				"customer_email": "alex@example.com",
			},
		)
		assert made.status_code == 200, (headers, made.text)
		assert not foreign_in(told(made))
		links = [made.json["message"][link] for link in ("cancel_url", "reschedule_url", "calendar_url")]
		assert all(link.startswith(f"{conf_of_host}/") for link in links)
		names.append(made.json["message"]["booking_id"])
	for name, headers in zip(names, pick(VARIANTS, MAILED), strict=True):
		booking = frappe.get_doc("MM Meeting Booking", name)
		moved = {"token": booking.reschedule_token, "new_date": MONDAY, "new_time": "16:00"}
		http.post(API + "reschedule_booking", headers=headers, json=moved)
		booking.reload()
		done = http.post(API + "cancel_booking", headers=headers, json={"token": booking.cancel_token})
		assert done.status_code == 200, (headers, done.text)
	mails = mails_of(names)
	print(
		f"\n{len(names)} bookings moved and cancelled: {len(mails)} mails, all links lead to {conf_of_host}"
	)
	assert len(mails) >= 4 * len(names)
	assert [foreign_in(mail) for mail in mails if foreign_in(mail)] == []
	pages = set(re.findall(r"(https?://[^/\s\"]+)/(?:cancel|reschedule)-booking", "\n".join(mails)))
	assert pages == {conf_of_host}


def working_day(number: int) -> date:
	return next_monday(2 + number // 5) + timedelta(days=number % 5)


def pick(items: list, count: int) -> list:
	"""So many, evenly from all of them."""
	return [items[number * len(items) // count] for number in range(count)]


@pytest.mark.parametrize("name", SITES, ids=lambda name: name[:20] or "empty")
def test_foreign_site_is_not_found(http, name):
	"""The header chooses among the sites of a bench; it is no road to a file, and is not repeated."""
	answer = http.post(API + "cancel_booking", headers={"X-Frappe-Site-Name": name, "Host": FOREIGN}, json={})
	assert answer.status_code == 404
	assert not re.search(r"Traceback|\.py\b", answer.text)
	assert "<script" not in answer.text
