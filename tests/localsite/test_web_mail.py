"""From frappe.sendmail to the mailbox: the row, the message, delivery, retries, crashes."""

import datetime
import email
import email.policy
import threading

import pytest

GUEST = "alex@example.com"


@pytest.fixture
def frappe(board):
	import frappe

	with board.open():
		yield frappe


def parsed(text):
	text = text.encode() if isinstance(text, str) else text
	return email.message_from_bytes(text, policy=email.policy.default)


def send(frappe, **details):
	return frappe.sendmail(
		**{"recipients": [GUEST], "subject": "Hello", "message": "<p>Hello</p>", **details}
	)


def shape(part):
	if not part.is_multipart():
		return part.get_content_type()
	return part.get_content_subtype(), [shape(inner) for inner in part.iter_parts()]


def flush(board):
	from frappe.email.queue import flush

	return board.apart(flush)


def outbox(board):
	return sorted((board.folder / "outbox").glob("*"))


def states(board):
	return board.values("Email Queue", "status")


def test_a_template_makes_both_bodies(frappe):
	row = send(frappe, template="notice", args={"name": "Älex"}, sender="Board <board@example.com>")
	message = parsed(row.message)
	assert shape(message) == ("mixed", [("alternative", ["text/plain", "text/html"])])
	text = "Dear Älex, see the board: https://example.com/n"
	assert message.get_body(("plain",)).get_content().strip() == text
	assert '<p>Dear Älex, see <a href="https://example.com/n">' in message.get_body(("html",)).get_content()
	assert (message["From"], message["Subject"]) == ("Board <board@example.com>", "Hello")


@pytest.mark.parametrize(
	("config", "sender"),
	[
		pytest.param({}, "Frappe <notifications@example.com>", id="none"),
		pytest.param({"mail_sender": "Board Büro <b@example.org>"}, "Board Büro <b@example.org>", id="given"),
		pytest.param({"mail_sender": "b@example.org"}, "b@example.org", id="no name"),
	],
)
def test_mail_comes_from_the_sender_of_the_site(board, config, sender):
	import frappe

	board.configure(**config)
	assert parsed(board.apart(lambda: send(frappe).message))["From"] == sender


def test_without_a_text_template_the_html_is_read_out(frappe):
	message = parsed(send(frappe, template="only_html", args={"name": "Alex"}).message)
	lines = message.get_body(("plain",)).get_content().splitlines()
	assert lines == ["Dear Alex,", "see the board."]


def test_attachments_and_hooks_add_parts(frappe):
	files = [
		{"fname": "invite.ics", "fcontent": "BEGIN:VCALENDAR"},
		{"fname": "a.bin", "fcontent": b"\x00\xff"},
	]
	message = parsed(send(frappe, subject="calendar", attachments=files).message)
	alternative = ("alternative", ["text/plain", "text/html", "text/calendar"])
	assert shape(message) == ("mixed", [alternative, "text/calendar", "application/octet-stream"])
	assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics", "a.bin"]


def test_headers_cannot_be_injected(frappe):
	message = parsed(send(frappe, subject="Hi\r\nBcc: eve@example.org").message)
	assert message["Bcc"] is None
	assert message["Subject"] == "HiBcc: eve@example.org"


def test_the_row_names_every_recipient_once(frappe):
	row = send(frappe, recipients=f"{GUEST}, b@example.com, {GUEST}")
	assert [recipient.recipient for recipient in row.recipients] == [GUEST, "b@example.com"]
	assert row.status == "Not Sent"


def test_an_invalid_recipient_gives_no_row_but_an_error_log(frappe):
	assert send(frappe, recipients=["no address"]) == []
	assert frappe.get_all("Email Queue") == []
	assert frappe.get_all("Error Log", pluck="method") == ["Invalid email address"]


def test_a_rolled_back_caller_sends_nothing(board, frappe):
	send(frappe)
	frappe.db.rollback()
	assert frappe.get_all("Email Queue") == []


def test_a_site_that_can_send_nowhere_refuses(frappe):
	frappe.local.conf.mail_outbox = ""
	with pytest.raises(frappe.OutgoingEmailError):
		send(frappe)


@pytest.mark.parametrize(
	"option",
	[
		{"now": True},
		{"delayed": False},
		{"cc": [GUEST]},
		{"unheard_of": 1},
		pytest.param(
			{"message": "<img embed='board.localhost/site_config.json'>"},
			id="a file of the server in the mail",
		),
	],
)
def test_options_that_are_not_offered_are_named(frappe, option):
	from frappe._local import NotOfferedError

	with pytest.raises(NotOfferedError, match="localsite does not offer"):
		send(frappe, **option)


def test_each_recipient_gets_a_file_addressed_to_them_only(board, frappe):
	send(frappe, recipients=[GUEST, "b@example.com"], sender="Board <board@example.com>")
	frappe.db.commit()
	assert flush(board) == 1
	messages = [parsed(path.read_bytes()) for path in outbox(board)]
	assert [message["To"] for message in messages] == [GUEST, "b@example.com"]
	assert states(board) == ["Sent"]
	assert flush(board) == 0


def test_what_is_to_wait_waits(board, frappe):
	send(frappe, send_after=frappe.utils.now_datetime() + datetime.timedelta(hours=1))
	frappe.db.commit()
	assert flush(board) == 0
	assert states(board) == ["Not Sent"]


def test_failures_are_tried_again_ever_later_and_given_up(board, frappe):
	send(frappe)
	frappe.db.commit()
	board.configure(mail_server="127.0.0.1", mail_port=free_port())
	pauses = []
	for _attempt in range(4):
		frappe.db.sql("update `tabEmail Queue` set send_after = null")
		frappe.db.commit()
		before = frappe.utils.now_datetime()
		assert flush(board) == 1
		later = frappe.db.get_value("Email Queue", {}, "send_after")
		pauses.append(round((later - before).total_seconds() / 60) if later else None)
	assert pauses == [1, 2, 4, None]
	assert states(board) == ["Error"]
	assert "ConnectionRefusedError" in frappe.db.get_value("Email Queue", {}, "error")


def test_a_row_left_by_a_dead_worker_is_taken_up_later(board, frappe):
	from frappe.email.queue import STUCK_AFTER

	row = send(frappe)
	row.db_set("status", "Sending")
	frappe.db.commit()
	assert flush(board) == 0
	stuck = frappe.utils.now_datetime() - STUCK_AFTER - datetime.timedelta(seconds=1)
	frappe.db.set_value("Email Queue", row.name, "modified", stuck, update_modified=False)
	frappe.db.commit()
	assert flush(board) == 1
	assert states(board) == ["Sent"]


def test_parallel_workers_send_each_message_once(board, frappe):
	for _number in range(12):
		send(frappe)
	frappe.db.commit()
	taken, start = [], threading.Barrier(3)

	def work():
		start.wait()
		taken.append(flush(board))

	workers = [threading.Thread(target=work) for _worker in range(3)]
	for worker in workers:
		worker.start()
	for worker in workers:
		worker.join()
	assert (sum(taken), len(outbox(board)), set(states(board))) == (12, 12, {"Sent"})


class Mailbox:
	"""Takes what comes by SMTP, and refuses one address for good."""

	def __init__(self):
		self.received = []

	async def handle_RCPT(self, server, session, envelope, address, options):
		if address.startswith("refused"):
			return "550 no such mailbox"
		envelope.rcpt_tos.append(address)
		return "250 OK"

	async def handle_DATA(self, server, session, envelope):
		self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
		return "250 OK"


def free_port():
	import socket

	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


@pytest.fixture
def mailbox():
	from aiosmtpd.controller import Controller

	mailbox = Mailbox()
	mailbox.controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
	mailbox.controller.start()
	yield mailbox
	mailbox.controller.stop()


def test_smtp_delivers_what_was_queued(board, frappe, mailbox):
	send(frappe, sender="Board <board@example.com>", message="<p>Grüße</p>")
	frappe.db.commit()
	board.configure(mail_server="127.0.0.1", mail_port=mailbox.controller.port)
	assert flush(board) == 1
	((sender, recipients, content),) = mailbox.received
	assert (sender, recipients, parsed(content)["To"]) == ("board@example.com", [GUEST], GUEST)
	assert "<p>Grüße</p>" in parsed(content).get_body(("html",)).get_content()
	assert (states(board), outbox(board)) == (["Sent"], [])


def test_one_refused_address_keeps_no_other_from_its_mail(board, frappe, mailbox):
	send(frappe, recipients=["refused@example.com", GUEST])
	frappe.db.commit()
	board.configure(mail_server="127.0.0.1", mail_port=mailbox.controller.port)
	flush(board)
	assert states(board) == ["Partially Sent"]
	frappe.db.sql("update `tabEmail Queue` set send_after = null")
	frappe.db.commit()
	flush(board)
	assert [recipients for _sender, recipients, _content in mailbox.received] == [[GUEST]]


def test_the_frame_of_a_mail_is_to_be_had_without_sending_one(frappe):
	from frappe.email.email_body import get_formatted_html

	framed = get_formatted_html("Hello", "<p>Hello Alex</p>")
	assert "<title>Hello</title>" in framed and "<p>Hello Alex</p>" in framed
	sent = parsed(send(frappe, message="<p>Hello Alex</p>").message)
	assert sent.get_body(("html",)).get_content().split() == framed.split()
	with pytest.raises(AttributeError, match="header="):
		get_formatted_html("Hello", "<p>Hello Alex</p>", header="Hello")


def test_an_email_template_that_cannot_be_parsed_is_refused(frappe):
	values = {"doctype": "Email Template", "name": "Greeting", "subject": "Hello {{ name }}"}
	template = frappe.get_doc({**values, "response": "<p>{{ name }}</p>"}).insert()
	assert template.response_ == "<p>{{ name }}</p>"
	template.update({"use_html": 1, "response_html": "<p>{{ name </p>"})
	with pytest.raises(frappe.ValidationError, match="Syntax error in template as line 1"):
		template.save()
