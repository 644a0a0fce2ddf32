"""What becomes of mails that are delivered into a maildir of the site."""

import mailbox
from email.message import EmailMessage

import pytest

ADDRESS = "board@example.com"


@pytest.fixture
def account(board):
	"""The name of an account that receives from the folder `mails`."""
	import frappe

	def make():
		frappe.db.delete("Email Account")
		frappe.db.delete("Communication")
		values = {
			"email_account_name": "Board",
			"email_id": ADDRESS,
			"enable_incoming": 1,
			"maildir": "mails",
		}
		frappe.get_doc({"doctype": "Email Account", **values}).insert()
		frappe.db.commit()

	board.apart(make)
	for message in (board.folder / "mails").glob("*/*"):
		message.unlink()
	return "Board"


def deliver(board, octets):
	mailbox.Maildir(board.folder / "mails", create=True).add(octets)


def mail(sender="Alex <alex@example.com>", subject="Grüße", **headers):
	message = EmailMessage()
	message["From"], message["To"], message["Subject"] = sender, ADDRESS, subject
	for name, value in headers.items():
		message[name.replace("_", "-")] = value
	message.set_content("Hello board")
	return message.as_bytes()


def work(board):
	from localsite.worker import run_once

	return board.apart(lambda: run_once(board.folder))


def received(board):
	return list(
		zip(board.values("Communication", "sender"), board.values("Communication", "subject"), strict=True)
	)


def test_the_worker_takes_in_each_mail_once(board, account):
	deliver(board, mail(Message_ID="<1@example.com>"))
	assert work(board) >= 1
	assert received(board) == [("alex@example.com", "Grüße")]
	assert board.values("Communication", "text_content") == ["Hello board\n"]
	work(board)
	assert len(received(board)) == 1


def test_the_same_message_is_received_once(board, account):
	for _copy in range(2):
		deliver(board, mail(Message_ID="<2@example.com>"))
	work(board)
	assert len(received(board)) == 1


def test_a_mail_of_the_account_itself_is_left_out(board, account):
	deliver(board, mail(sender=ADDRESS))
	work(board)
	assert received(board) == []


def test_answers_go_by_reply_to_as_in_frappe(board, account):
	deliver(board, mail(Reply_To="Kim <kim@example.com>"))
	work(board)
	assert received(board) == [("kim@example.com", "Grüße")]


@pytest.mark.parametrize(
	"octets",
	[
		b"",
		b"\xff\xfe\x00",
		b"From: =?nocharset?q?x?= <a@b.c>\nSubject: =?utf-8?b?/w==?=\nDate: never\n\n\xff",
	],
)
def test_a_broken_mail_ends_no_reception(board, account, octets):
	deliver(board, octets)
	deliver(board, mail(Message_ID="<3@example.com>"))
	work(board)
	assert ("alex@example.com", "Grüße") in received(board)
	assert list((board.folder / "mails" / "new").iterdir()) == []


def test_an_app_may_take_the_place_of_a_class(board, account):
	deliver(board, mail(subject="Noticed"))
	work(board)
	assert "Noticed" in board.titles()


@pytest.mark.parametrize("folder", ["", "/var/mail", "../mails"])
def test_a_folder_elsewhere_is_refused(board, folder):
	import frappe

	def make():
		values = {"email_account_name": "Else", "email_id": "x@example.com", "enable_incoming": 1}
		frappe.get_doc({"doctype": "Email Account", "maildir": folder, **values}).insert()

	with pytest.raises(frappe.ValidationError, match="name a folder inside the site"):
		board.apart(make)
