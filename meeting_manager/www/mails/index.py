"""Choosing which mails about meetings still come: the link from a mail shows what is on, a POST switches it."""

from __future__ import annotations

from frappe import _

from meeting_manager.guest.page import fill_page, is_post, refusals_shown
from meeting_manager.meeting_manager.api import public

no_cache = 1
ONE_CLICK = "List-Unsubscribe"
"""What a mail program sends for its reader (RFC 8058, 3.1), with the value One-Click and nothing of the page's form."""


def get_context(context):
	fill_page(context, _("Emails about your meetings"), show_page, show_way_out, is_private=True)


def show_page(context, form) -> str:
	choices = public.get_mail_choices(token=form.token)
	if is_post():
		with refusals_shown(context):
			choices = choose(form, choices)
			context.outcome = choices["message"]
			context.guest["title"] = context.outcome
	context.token = form.token
	context.rows = list(describe(choices))
	return "mail_choices"


def choose(form, choices: dict) -> dict:
	if form.get(ONE_CLICK) == "One-Click":
		return public.set_mail_choice(token=form.token, about=choices["about"], wanted="no")
	return public.set_mail_choice(token=form.token, about=form.about, wanted=form.wanted)


def describe(choices: dict):
	"""What can be switched, first what the mail was about."""
	texts = {
		"reminders": (_("Reminders before a meeting"), _("You are reminded"), _("You are not reminded")),
		"thanks": (_("Thank-you emails after a meeting"), _("You get them"), _("You do not get them")),
	}
	for about in sorted(texts, key=lambda about: about != choices["about"]):
		title, on, off = texts[about]
		is_on = choices[about]
		yield {"about": about, "title": title, "is_on": is_on, "state": on if is_on else off}


def show_way_out(context, _form) -> None:
	context.dead_end = {
		"advice": [
			_(
				"Some mail programs break long links. If that happened, copy the whole address from the email."
			),
			_("Nothing has been changed by opening this page."),
		],
		"link": "/book",
		"link_text": _("Book a meeting"),
	}
