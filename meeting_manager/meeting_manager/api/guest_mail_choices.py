"""Which mails the reader of a mailbox still wants, read and changed by the token in a mail."""

from __future__ import annotations

from frappe import _

from meeting_manager.meeting_manager.api.guest_errors import refuse_link
from meeting_manager.meeting_manager.api.guest_input import refuse
from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import (
	LETTERS,
	REMINDERS,
	choose,
	open_token,
	read_choices,
)

WANTED = {"yes": True, "no": False}


def describe(token: str) -> dict:
	mailbox, about = _open(token)
	return {"about": about, **read_choices(mailbox)}


def change(token: str, about: str, wanted: str) -> dict:
	mailbox, _about = _open(token)
	if about not in LETTERS:
		refuse("about", _("one of {0}").format(", ".join(LETTERS)))
	if wanted not in WANTED:
		refuse("wanted", _("one of {0}").format(", ".join(WANTED)))
	choose(mailbox, about, WANTED[wanted])
	return {"success": True, "message": _say(about, WANTED[wanted]), **describe(token)}


def _say(about: str, is_wanted: bool) -> str:
	if about == REMINDERS:
		return _("You will be reminded again") if is_wanted else _("You will not be reminded any more")
	return (
		_("You will get thank-you emails again") if is_wanted else _("You will get no more thank-you emails")
	)


def _open(token: str) -> tuple[str, str]:
	return open_token(token) or refuse_link()
