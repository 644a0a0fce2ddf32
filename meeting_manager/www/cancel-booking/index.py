"""Cancelling a booking: the link from the mail shows what it means, the confirmed POST cancels."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from meeting_manager.guest.booking import CANCEL, book_again, is_closed, show_booking, show_way_out
from meeting_manager.guest.page import DEAD_END, fill_page, first_sentence, is_post, refusals_shown
from meeting_manager.meeting_manager.api import public

no_cache = 1


def get_context(context):
	fill_page(context, _("Cancel your booking"), show_page, show_way_out, is_private=True)


def show_page(context, form) -> str:
	"""Fill the context for the booking of the token; return the template to draw it with."""
	show_booking(context, form.token, CANCEL)
	context.book_again = book_again(context.booking)
	if is_post() and form.confirmed == "1":
		with refusals_shown(context):
			answer = public.cancel_booking(token=form.token, reason=form.reason)
			context.outcome = first_sentence(answer["message"])
			context.guest["title"] = context.outcome["headline"]
			return "cancelled"
	if is_closed(context, CANCEL):
		return DEAD_END
	context.token, context.reason = form.token, form.reason or ""
	context.consequences = list(consequences(context.booking))
	return "cancel_form"


def consequences(booking: dict) -> Iterator[str]:
	yield _(
		"The booking is cancelled for good. That cannot be undone, but you can book a new one at any time."
	)
	fee = booking["policy"][CANCEL]["fee"]
	yield _("A fee of {0} is due.").format(fee) if fee else _("Cancelling now is free of charge.")
	yield _("Everybody involved is told by email, and you get a confirmation of the cancellation.")
	if booking["policy"]["reschedule"]["allowed"]:
		yield _("Do you only need another time? Then use the link to reschedule in the same email instead.")
