"""A reminder that cannot be stopped, stops when it is only looked at, or stops for somebody else."""

import json
import re
from urllib.parse import urlsplit

import frappe
import pytest

from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_notification_choice import mail_choices
from meeting_manager.notifications.delivery import deliver
from tests.site.answers import API, INVALID_LINK
from tests.site.checksums import changed as tables_changed
from tests.site.checksums import checksums
from tests.site.clock import save_as_it_begins
from tests.site.mails.reading import CUSTOMER, html_of, links_of, text_of
from tests.site.pages.reading import value_of, words_of

CHOICE = "MM Notification Choice"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def no_choices(site):
	frappe.db.delete(CHOICE)
	site.db.commit()
	yield
	site.db.rollback()
	frappe.db.delete(CHOICE)
	site.db.commit()


@pytest.fixture
def receive(mail_server, messages):
	"""Let the customer's message of an occasion go now: the mail as it arrived, or the row's reason."""

	def send(booking, occasion):
		frappe.db.commit()
		row = messages(booking, occasion=occasion, recipient_kind="Customer", channel="Email")[-1]
		now = {"state": "Due", "due_utc_minute": current_minute(), "next_try_utc_minute": 0}
		frappe.db.set_value("MM Message", row.name, now)
		frappe.db.commit()
		before = len(mail_server.accepted)
		deliver(row.name)
		(row,) = messages(booking, name=row.name)
		return mail_server.mails()[before][1] if row.state == "Sent" else row.reason

	return send


def path_of(mail) -> str:
	return urlsplit(address_in(mail)).path


def address_in(mail) -> str:
	return mail["List-Unsubscribe"].strip().strip("<>")


def choices() -> list[tuple]:
	frappe.db.rollback()
	rows = frappe.get_all(CHOICE, fields=["reminders_off", "thanks_off"], order_by="name asc")
	return [tuple(row.values()) for row in rows]


def test_the_headers_arrive_in_one_line_each(booking, receive, mail_server, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "host_name", "https://example.com")
	receive(booking, "Reminder")
	raw = mail_server.accepted[-1][1].decode()
	(address,) = re.findall(r"\r\nList-Unsubscribe:\s+<(https[^\s>]+)>\r\n", raw)
	assert re.fullmatch(r"/mails/r[A-Za-z0-9_-]{24}", urlsplit(address).path)
	assert raw.count("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") == 1


def test_without_https_one_click_is_not_promised(booking, receive, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "host_name", "http://example.com")
	mail = receive(booking, "Reminder")
	assert address_in(mail).startswith("http://example.com/mails/r")
	assert "List-Unsubscribe-Post" not in mail


@pytest.mark.parametrize("length", [35, 36])
def test_an_address_that_would_be_garbled_stands_in_the_text_only(
	booking, receive, mail_server, monkeypatch, length
):
	host = "https://" + "m" * (length - len(".example.com")) + ".example.com"
	monkeypatch.setitem(frappe.local.conf, "host_name", host)
	mail = receive(booking, "Reminder")
	assert f"{host}/mails/r" in text_of(mail) and f"{host}/mails/r" in html_of(mail)
	if length == 35:
		assert address_in(mail).startswith(f"{host}/mails/r")
	else:
		assert "List-Unsubscribe" not in mail and "List-Unsubscribe-Post" not in mail
	assert b"=?utf-8?q?=3Chttps" not in mail_server.accepted[-1][1]


def test_what_changes_the_calendar_offers_no_way_out(booking, receive, reload):
	mails = [receive(booking, "Confirmed")]
	reload(booking).reschedule(booking.start_utc_minute + 60, "")
	mails.append(receive(booking, "Rescheduled"))
	reload(booking).cancel_meeting("Customer Cancelled")
	mails.append(receive(booking, "Cancelled"))
	for mail in mails:
		assert "List-Unsubscribe" not in mail and "List-Unsubscribe-Post" not in mail
		assert "/mails/" not in text_of(mail) + html_of(mail)


def test_a_members_reminder_has_no_token(booking, messages, mail_server):
	(row, *_rest) = messages(booking, occasion="Reminder", recipient_kind="Member")
	frappe.db.set_value("MM Message", row.name, "due_utc_minute", 0)
	frappe.db.commit()
	deliver(row.name)
	((_to, mail),) = mail_server.mails()
	assert "List-Unsubscribe" not in mail and "/mails/" not in text_of(mail)


@pytest.mark.parametrize(
	"form",
	[
		pytest.param({"data": ONE_CLICK}, id="form"),
		pytest.param({"data": ONE_CLICK, "content_type": "multipart/form-data"}, id="multipart"),
	],
)
def test_one_click_stops_reminders_and_nothing_else(booking, receive, http, reload, form):
	mail = receive(booking, "Reminder")
	answer = http.post(path_of(mail), **form)
	assert answer.status_code == 200 and "You will not be reminded any more" in words_of(answer)
	assert choices() == [(1, 0)]
	assert receive(booking, "Reminder") == "Switched off by the recipient"
	over = reload(booking)
	over.status = "Completed"
	save_as_it_begins(over)
	mail = receive(booking, "Completed")
	assert "Switch off thank-you emails" in text_of(mail)
	assert http.post(path_of(mail), **form).status_code == 200
	assert choices() == [(1, 1)]
	assert receive(booking, "Completed") == "Switched off by the recipient"


def test_a_second_click_says_the_same(booking, receive, http):
	path = path_of(receive(booking, "Reminder"))
	for _click in range(2):
		assert http.post(path, data=ONE_CLICK).status_code == 200
	assert choices() == [(1, 0)]


def test_the_page_switches_off_and_on_again_by_plain_forms(booking, receive, http):
	mail = receive(booking, "Reminder")
	address = next(link for link in links_of(mail) if "/mails/" in link)
	page = http.get(urlsplit(address).path)
	assert page.status_code == 200 and "You are reminded" in words_of(page)
	form = {name: value_of(page, name) for name in ("token", "about", "wanted")}
	assert (form["about"], form["wanted"]) == ("reminders", "no")
	off = http.post("/mails", data=form)
	assert "You will not be reminded any more" in words_of(off) and "Switch on again" in words_of(off)
	assert choices() == [(1, 0)]
	again = {name: value_of(off, name) for name in ("token", "about", "wanted")}
	assert again["wanted"] == "yes"
	assert "You will be reminded again" in words_of(http.post("/mails", data=again))
	assert choices() == [(0, 0)]
	assert "Discovery Call" in receive(booking, "Reminder")["Subject"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(booking, receive, http, method):
	path = path_of(receive(booking, "Reminder"))
	token, before = path.rsplit("/", 1)[1], checksums()
	acting = {"about": "reminders", "wanted": "no", **ONE_CLICK}
	looks = [
		(path, {}),
		(path, acting),
		("/mails", {"token": token, **acting}),
		("/mails.html", {"token": token, "_method": "POST", **acting}),
	]
	for address, query in looks:
		assert http.send(method, address, query_string=query).status_code == 200, address
	for function in ("get_mail_choices", "set_mail_choice"):
		refused = http.send(method, API + function, query_string={"token": token, **acting})
		assert refused.status_code == (200 if (method, function) == ("GET", "get_mail_choices") else 403)
	assert tables_changed(before, checksums()) == []


@pytest.mark.parametrize("about", ["", "everything", "r"])
def test_a_choice_that_is_none_is_refused_in_the_page(booking, receive, http, about):
	token = path_of(receive(booking, "Reminder")).rsplit("/", 1)[1]
	answer = http.post("/mails", data={"token": token, "about": about, "wanted": "no"})
	assert answer.status_code == 417 and "Please check what you entered" in words_of(answer)
	assert choices() == []


def forgeries(token: str) -> list[str]:
	flipped = [
		token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
		for place in range(1, len(token))
	]
	return [
		*flipped,
		token[1:],
		f"x{token[1:]}",
		f"{token}A",
		token.lower(),
		f"{token[0]}{'A' * 24}",
		"",
		"%00",
	]


def test_no_other_token_opens_anything(site, http):
	token = mail_choices.derive_token(CUSTOMER, "reminders")
	for forged in forgeries(token):
		assert mail_choices.open_token(forged) is None, forged
	for forged in (*forgeries(token)[:2], "x", "A" * 43):
		for answer in (http.get(f"/mails/{forged}"), http.post(f"/mails/{forged}", data=ONE_CLICK)):
			assert answer.status_code == 404 and INVALID_LINK in words_of(answer)
			assert "Nothing has been changed by opening this page" in words_of(answer)
	assert choices() == []


def test_a_token_is_the_addresses_and_not_the_bookings(site):
	tokens = {
		mail_choices.derive_token(address, about)
		for address in (CUSTOMER, CUSTOMER.upper(), "robin@example.com")
		for about in ("reminders", "thanks")
	}
	assert len(tokens) == 4 and {len(token) for token in tokens} == {25}


def test_another_key_ends_tokens_and_no_choice(site, monkeypatch):
	token = mail_choices.derive_token(CUSTOMER, "reminders")
	mail_choices.choose(*mail_choices.open_token(token), False)
	monkeypatch.setattr(mail_choices, "get_encryption_key", lambda: "another key")
	assert mail_choices.open_token(token) is None
	assert not mail_choices.wants(CUSTOMER, "reminders")


def test_no_address_is_kept(booking, receive, http):
	http.post(path_of(receive(booking, "Reminder")), data=ONE_CLICK)
	frappe.db.rollback()
	(name,) = frappe.get_all(CHOICE, pluck="name", order_by="name asc")
	assert re.fullmatch(r"[0-9a-f]{18}", name)
	row = frappe.get_doc(CHOICE, name).as_dict()
	assert "alex" not in json.dumps(row, default=str)
	assert {field for field, value in row.items() if value == 1} == {"reminders_off"}


def test_the_same_choice_twice_at_once_is_one_row(site, monkeypatch):
	"""The other one's row comes between the look and the insert."""
	mailbox, about = mail_choices.open_token(mail_choices.derive_token(CUSTOMER, "thanks"))
	mail_choices.choose(mailbox, "reminders", False)
	mail_choices._insert(mailbox, about)
	frappe.db.commit()
	assert choices() == [(1, 1)]
