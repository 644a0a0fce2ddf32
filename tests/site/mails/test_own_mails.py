"""Mails in the operators' own words: what they say, whom they must not fail, and what a guest cannot do in them."""

import re
from types import SimpleNamespace

import pytest

from tests.site.factories import delete_bookings
from tests.site.injected_bookings import Injector
from tests.site.injected_mail import canary
from tests.site.injections import payloads
from tests.site.mails.own_mails import NAME, WHOLE, forget_own, use_own
from tests.site.mails.reading import CUSTOMER, html_of, links_of, mail_to, member_of, text_of, whole

OCCASIONS = ("Confirmed", "Rescheduled", "Cancelled", "Assigned")


@pytest.fixture
def own(site):
	yield use_own
	forget_own()


def errors_logged(site) -> int:
	return site.db.count("Error Log", {"method": f"Email Template {NAME}"})


def test_own_html_is_sent_as_it_is_with_invitation_and_text(own, booking, queued_mails):
	own(["Confirmed"])
	mails = queued_mails(booking)
	mail = mail_to(CUSTOMER, mails)
	start = booking.start.astimezone(booking.zone)
	assert mail["Subject"] == f"Alex Example at {start:%H:%M}"
	assert links_of(mail) == [booking.reschedule_url]
	text = text_of(mail)
	assert text.startswith("Dear Alex Example, Alex Example: Discovery Call, 10:00–10:30")
	assert f"Your meeting is confirmed <{booking.reschedule_url}>" in text
	assert [part.get_filename() for part in mail.iter_attachments()] == ["invite.ics"]
	assert mail_to(member_of(booking), mails)["Subject"].startswith("New meeting with Alex Example")


def test_rich_text_gets_the_brand_and_the_way_to_reach_somebody(own, booking, queued_mails, changed):
	changed("MM Settings", "MM Settings", company_name="Nord Sued", support_email="help@example.com")
	own(["Confirmed"], use_html=0, response="<p>Bring a pen, <b>{{ recipient_name }}</b>.</p>")
	mail = mail_to(CUSTOMER, queued_mails(booking))
	assert re.search(r"<p[^>]*>Bring a pen, <b>Alex Example</b>\.</p>", html_of(mail))
	said = text_of(mail)
	assert said.splitlines()[0] == "Nord Sued" and "Bring a pen, Alex Example." in said
	assert "Questions? We are glad to help: help@example.com" in said
	assert "Your meeting is confirmed" not in said


def test_a_language_s_own_row_goes_before_the_one_for_all(site, own):
	from meeting_manager.notifications.operator_mail import template_for

	own(["Confirmed"])
	settings = site.get_doc("MM Settings")
	row = {
		"occasion": "Confirmed",
		"recipient_kind": "Customer",
		"email_template": "English",
		"language": "en",
	}
	settings.append("mail_templates", row)
	site.local.document_cache = {}
	message = SimpleNamespace(occasion="Confirmed", recipient_kind="Customer")
	assert template_for(message) == NAME
	settings.flags.ignore_validate = settings.flags.ignore_links = True
	settings.save()
	assert template_for(message) == "English"
	message.occasion = "Cancelled"
	assert template_for(message) is None


@pytest.mark.parametrize(
	"fault",
	[
		pytest.param({"response_html": "{{ nobody }}"}, id="unknown name"),
		pytest.param({"response_html": "{{ 1 / 0 }}"}, id="fails"),
		pytest.param({"response_html": "{{ customer_name|safe }}"}, id="safe"),
		pytest.param(
			{"response_html": "{% autoescape false %}{{ customer_name }}{% endautoescape %}"}, id="off"
		),
		pytest.param({"response_html": "{{ ''.__class__.__mro__ }}"}, id="out of the sandbox"),
		pytest.param({"response_html": "{{ frappe.db.sql('select 1') }}"}, id="the site"),
		pytest.param({"response_html": "<a href={{ customer_name }}>x</a>"}, id="no quotes"),
		pytest.param({"response_html": "{% include 'site_config.json' %}"}, id="a file"),
		pytest.param({"response_html": "<p> </p>"}, id="says nothing"),
		pytest.param({"subject": "{{ nobody }}"}, id="subject"),
	],
)
def test_a_fault_costs_no_mail_and_is_logged_once(own, book, queued_mails, site, fault):
	own(["Confirmed"], **fault)
	for time in ("10:00", "11:00"):
		mail = mail_to(CUSTOMER, queued_mails(book(time)))
		assert mail["Subject"].startswith("Confirmed: Discovery Call")
		assert "Your meeting is confirmed" in text_of(mail)
	assert errors_logged(site) == 1


def test_a_template_that_is_gone_costs_no_mail(own, booking, queued_mails, site):
	own(["Confirmed"])
	site.db.delete("Email Template", {"name": NAME})
	site.clear_document_cache("Email Template", NAME)
	site.db.commit()
	assert mail_to(CUSTOMER, queued_mails(booking))["Subject"].startswith("Confirmed: Discovery Call")
	assert errors_logged(site) == 1


def test_a_fault_is_refused_where_it_is_written(own, site):
	own(["Confirmed"])
	template = site.get_doc("Email Template", NAME)
	template.response_html = "{{ nobody }}"
	with pytest.raises(site.ValidationError, match="there is no nobody"):
		template.save()
	site.db.set_value("Email Template", NAME, "response_html", "{{ nobody }}")
	with pytest.raises(site.ValidationError, match="there is no nobody"):
		site.get_doc("MM Settings").save()


@pytest.mark.parametrize(
	("row", "sentence"),
	[
		({"occasion": "Confirmed"}, "there is another row for the same mail"),
		({"occasion": "Cancelled", "language": "xx"}, "there are mails in "),
	],
)
def test_rows_that_say_nothing_clear_are_refused(own, site, row, sentence):
	own(["Confirmed"])
	settings = site.get_doc("MM Settings")
	settings.append("mail_templates", {"recipient_kind": "Customer", "email_template": NAME, **row})
	with pytest.raises(site.ValidationError, match=sentence):
		settings.save()


def test_the_names_that_are_promised_are_the_names_there_are(own, booking, queued_mails):
	from meeting_manager.presentation.operator_templates import NAMES

	names = sorted(NAMES)
	own(
		["Confirmed"],
		response_html="<p>All.</p>" + "".join(f"<p>{name}={{{{ {name} }}}}</p>" for name in names),
	)
	text = text_of(mail_to(CUSTOMER, queued_mails(booking)))
	assert [line.split("=")[0] for line in text.splitlines() if "=" in line] == names


@pytest.mark.parametrize("look", [{}, {"use_html": 0, "response": WHOLE}], ids=["html", "rich text"])
def test_injected_text_stays_text(own, http, consulting, queued_mails, site, look):
	own(OCCASIONS, ("Customer", "Member"), **look)
	injector = Injector(http, consulting, queued_mails)
	with canary() as (address, asked):
		found = payloads(site.local.site, address)
		files = payloads(site.local.site, address, ["files", "lines"])
		for number, field in enumerate(("customer_name", "notes")):
			for payload in [*files[number::6], *found[number::40]]:
				injector.inject("create_booking", field, payload)
	assert asked == [] and injector.checked > 90
	assert errors_logged(site) == 0


@pytest.mark.parametrize("attribute", ["embed", "EMBED", "embed "])
def test_an_embedded_file_is_not_sent_even_if_the_template_asks(own, book, queued_mails, site, attribute):
	path = f"{site.local.site}/site_config.json"
	own(["Confirmed"], response_html=f'<p>Hello <img alt="" {attribute}="{{{{ customer_name }}}}"></p>')
	mail = mail_to(CUSTOMER, queued_mails(book("10:00", customer_name=path)))
	assert "encryption_key" not in whole(mail)
	assert not re.search("""embed=["']""", html_of(mail))


def preview(http, booking, **values):
	from tests.site.people import MANAGER, make_people, sign_in

	make_people()
	path = "/api/method/meeting_manager.meeting_manager.api.desk.preview_mail"
	arguments = {"booking": booking.name, "occasion": "Confirmed", **values}
	return http.post(path, json=arguments, headers=sign_in(http, MANAGER))


def test_a_preview_shows_the_own_mail_with_links_that_do_not_work(own, http, booking, site):
	own(["Confirmed"])
	before = site.db.count("Email Queue"), site.db.count("MM Message")
	shown = preview(http, booking).json["message"]
	assert shown["subject"] == "Alex Example at 10:00" and "token=preview" in shown["html"]
	for text in shown.values():
		assert booking.reschedule_token not in text and booking.cancel_token not in text
	assert (site.db.count("Email Queue"), site.db.count("MM Message")) == before


def test_a_template_can_be_looked_at_before_it_is_used(own, http, booking):
	own([])
	assert preview(http, booking).json["message"]["subject"].startswith("Confirmed: ")
	shown = preview(http, booking, email_template=NAME).json["message"]
	assert shown["subject"] == "Alex Example at 10:00" and "Dear Alex Example" in shown["text"]
	answer = preview(http, booking, email_template="none of that name")
	assert answer.status_code == 404


def test_a_preview_says_what_is_wrong(own, http, booking, site):
	own(["Confirmed"], response_html="{{ nobody }}")
	answer = preview(http, booking)
	assert answer.status_code == 417 and "there is no nobody" in answer.text
	assert errors_logged(site) == 0


@pytest.mark.parametrize(
	("occasion", "kind", "code"),
	[
		("Reminder", "Customer", 200),
		("Handed Over", "Member", 200),
		("Rescheduled", "Customer", 200),
		("Completed", "Customer", 200),
		("Time Kept", "Customer", 200),
		("Time Kept", "Member", 417),
		("Completed", "Member", 417),
		("Handed Over", "Customer", 417),
		("x", "Customer", 417),
		("Confirmed", "x", 417),
	],
)
def test_each_mail_that_is_written_can_be_looked_at(http, booking, consulting, occasion, kind, code):
	answer = preview(http, booking, occasion=occasion, recipient_kind=kind)
	assert answer.status_code == code, answer.text
	delete_bookings(consulting.name)
