"""What the rules in force when a booking was made still allow, and the sentence that refuses the rest."""

import dataclasses
import json

import frappe
from frappe import _
from frappe.utils import cint, escape_html

from meeting_manager.adapters.site_time import current_minute, in_words
from meeting_manager.exceptions import BookingClosedError, PolicyError
from meeting_manager.scheduling import policy, status
from meeting_manager.scheduling.policy import Decision, Policy


def policy_of_the_site() -> str:
	"""JSON of today's rules, to be kept with a new booking."""
	settings = frappe.get_cached_doc("MM Settings")
	today = Policy(
		cancel_notice=cint(settings.cancel_notice_hours) * 60,
		reschedule_notice=cint(settings.reschedule_notice_hours) * 60,
		max_reschedules=cint(settings.max_reschedules),
	)
	return json.dumps(dataclasses.asdict(today))


def may_reschedule(booking) -> Decision:
	return policy.may_reschedule(
		booking.status, booking.start_utc_minute, booking.reschedule_count, _kept(booking), current_minute()
	)


def may_cancel(booking) -> Decision:
	return policy.may_cancel(booking.status, booking.start_utc_minute, _kept(booking), current_minute())


def require_open(booking) -> None:
	"""
	:raises BookingClosedError: the booking is cancelled, completed or missed.
	"""
	sentences = {
		status.CANCELLED: _("This booking has already been cancelled"),
		status.COMPLETED: _("This booking has already been completed"),
		status.NO_SHOW: _("This booking is closed, since nobody came to the meeting"),
	}
	if booking.status in sentences:
		frappe.throw(sentences[booking.status], BookingClosedError)


def require_reschedule(booking) -> None:
	decision = may_reschedule(booking)
	if decision.code == policy.TOO_OFTEN:
		sentence = _("This booking can be rescheduled {0} times, and it has been. {1}")
		frappe.throw(sentence.format(booking.reschedule_count, whom_to_contact()), PolicyError)
	_require(booking, decision, _("Rescheduling was possible until {0} ({1}). {2}"))


def require_cancel(booking) -> None:
	_require(booking, may_cancel(booking), _("Cancelling was possible until {0} ({1}). {2}"))


def whom_to_contact() -> str:
	settings = frappe.get_cached_doc("MM Settings")
	ways = [escape_html(way) for way in (settings.support_email, settings.support_phone) if way]
	if ways:
		return _("Please contact {0}").format(" / ".join(ways))
	return _("Please answer the email that you received from us")


def _require(booking, decision: Decision, sentence: str) -> None:
	if decision.code == policy.STARTED:
		frappe.throw(_("This meeting has already begun. {0}").format(whom_to_contact()), PolicyError)
	if not decision.allowed:
		zone = booking.zone_for_customer
		until = in_words(decision.until, zone)
		frappe.throw(sentence.format(until, zone.key, whom_to_contact()), PolicyError)


def _kept(booking) -> Policy:
	return Policy(**json.loads(booking.policy or "{}"))
