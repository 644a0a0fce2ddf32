"""How often guests may call, by the address that they call from and by the address that they let us mail to."""

import time

import frappe
from frappe import _

from meeting_manager.adapters import guest_counts
from meeting_manager.adapters.client_address import find_client, read_networks
from meeting_manager.exceptions import MailLimitError, TooManyRequestsError
from meeting_manager.meeting_manager.api.guest_retry import try_repeatedly

ONE_MINUTE, ONE_DAY = 60, 24 * 60 * 60


def count_call(limit: str) -> None:
	"""Count a request of this client in this minute, whichever road and page it came by.

	With the cache down it is counted in the database, over the last 60 seconds, and committed at once, so that a refused
	call counts too. Nothing else has been written by then.
	:param limit: the field of MM Settings that holds the number of calls a minute.
	:raises TooManyRequestsError: with `Retry-After` in `frappe.local.flags.retry_after`.
	"""
	request, settings = getattr(frappe.local, "request", None), frappe.get_cached_doc("MM Settings")
	allowed = settings.get(limit)
	if not allowed or not request:
		return
	subject = f"{limit} {find_client(request.environ, read_networks(settings.trusted_proxies))}"
	now = int(time.time())
	try:
		calls = _count_in_cache(subject, now // ONE_MINUTE)
		wait = ONE_MINUTE - now % ONE_MINUTE if calls > allowed else 0
	except Exception:  # whatever the cache's client raises: its classes are not known here
		wait = try_repeatedly(_count_in_database, {"subject": subject, "now": now, "allowed": allowed})
	if wait:
		_refuse(wait, _("Too many requests. Please try again later"), TooManyRequestsError)


def count_mail(email: str) -> None:
	"""Count a booking or move that is mailed to this address, in the booking's transaction.

	:raises MailLimitError: it had as many within 24 hours as MM Settings allow, through whichever clients.
	"""
	allowed = frappe.get_cached_doc("MM Settings").bookings_per_address_per_day
	if not allowed:
		return
	wait = guest_counts.count(_mailbox(email), ONE_DAY, int(time.time()), allowed)
	if wait:
		sentence = _(
			"Too many requests. Please try again later. One email address may have {0} a day, bookings and changes "
			"together; contact us if you need more"
		)
		_refuse(wait, sentence.format(allowed), MailLimitError)


def note_mail(email: str) -> None:
	"""Count a mail that nobody should be refused, that about a cancellation."""
	if frappe.get_cached_doc("MM Settings").bookings_per_address_per_day:
		guest_counts.count(_mailbox(email), ONE_DAY, int(time.time()))


def _mailbox(email: str) -> str:
	return f"mail {email.strip().lower()}"


def _count_in_cache(subject: str, minute: int) -> int:
	key = frappe.cache.make_key(f"meeting_manager:{subject}:{minute}")
	calls = frappe.cache.incrby(key, 1)
	frappe.cache.expire(key, 2 * ONE_MINUTE)
	return calls


def _count_in_database(subject: str, now: int, allowed: int) -> int:
	wait = guest_counts.count(subject, ONE_MINUTE, now, allowed)
	frappe.db.commit()
	return wait


def _refuse(wait: int, sentence: str, refusal: type[TooManyRequestsError]) -> None:
	frappe.local.flags.retry_after = wait
	frappe.throw(sentence, refusal)
