"""Cancelling a booking: the link from the mail shows what it means, the confirmed POST cancels."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from meeting_manager.guest.booking import (
	CANCEL,
	book_again,
	is_closed,
	read_for_customer,
	show_booking,
	show_way_out,
)
from meeting_manager.guest.page import DEAD_END, fill_page, first_sentence, is_post, refusals_shown
from meeting_manager.meeting_manager.api import public
from meeting_manager.presentation import amounts, words
from meeting_manager.scheduling.money import Money

no_cache = 1


def get_context(context):
	fill_page(context, _("Cancel your booking"), show_page, show_way_out, is_private=True)


def show_page(context, form) -> str:
	"""Fill the context for the booking of the token; return the template to draw it with."""
	show_booking(context, form.token, CANCEL)
	context.book_again = book_again(context.booking)
	if is_post() and form.confirmed == "1":
		with refusals_shown(context):
			answer = public.cancel_booking(token=form.token, reason=full_reason(form))
			context.outcome = first_sentence(answer["message"])
			context.guest["title"] = context.outcome["headline"]
			return "cancelled"
	if is_closed(context, CANCEL):
		return DEAD_END
	context.token, context.reason, context.category = form.token, form.reason or "", form.category or ""
	context.rule = context.booking["policy"][CANCEL]
	context.consequences = list(consequences(context.booking))
	return "cancel_form"


def full_reason(form) -> str:
	"""The reason chosen and the one written, as the API takes them together."""
	parts = ((form.category or "").strip(), (form.reason or "").strip())
	return ": ".join(part for part in parts if part)


def tell_fee(booking: dict) -> str:
	"""What cancelling costs now, and until when it is free, in the customer's zone."""
	rule = booking["policy"][CANCEL]
	free = rule["free_until"] and read_for_customer(rule["free_until"], booking)
	if rule["fee"]:
		fee = amounts.in_words(Money(rule["fee"], rule["currency"]))
		if not free:
			return _("Cancelling costs {0}.").format(fee)
		sentence = _("Cancelling now costs {0}. It was free of charge until {1}.")
		return sentence.format(fee, words.moment(free))
	if free and free < read_for_customer(rule["until"], booking):
		sentence = _("Cancelling is free of charge until {0}, and costs a fee after that.")
		return sentence.format(words.moment(free))
	return _("Cancelling now is free of charge.")


def consequences(booking: dict) -> Iterator[str]:
	yield _(
		"The booking is cancelled for good. That cannot be undone, but you can book a new one at any time."
	)
	yield tell_fee(booking)
	yield _("Everybody involved is told by email, and you get a confirmation of the cancellation.")
	if booking["policy"]["reschedule"]["allowed"]:
		yield _("Do you only need another time? Then use the link to reschedule in the same email instead.")
