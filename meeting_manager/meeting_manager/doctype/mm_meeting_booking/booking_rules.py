"""What the rules in force when a booking was made still allow, and the sentence that refuses the rest."""

import frappe
from frappe import _
from frappe.utils import cint, escape_html

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.customer_record import BY_CUSTOMER, count_cancellations, count_moves
from meeting_manager.adapters.site_time import current_minute, in_words
from meeting_manager.exceptions import BookingClosedError, PolicyError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_terms import (
	meeting_type_of,
	policy_of_department,
)
from meeting_manager.permissions import may_override
from meeting_manager.scheduling import policy, status
from meeting_manager.scheduling.actors import CUSTOMERS
from meeting_manager.scheduling.money import Money, nearest_minor
from meeting_manager.scheduling.policy import CUSTOMER, RECENT_DAYS, Actor, Decision, Facts, Policy
from meeting_manager.scheduling.policy_record import read_policy, write_policy


def policy_when_booked(booking) -> str:
	"""JSON of today's rules and price, to be kept with a new booking."""
	kind = meeting_type_of(booking)
	today = _policy_named(kind.cancellation_policy or policy_of_department(booking))
	return write_policy(today, nearest_minor(kind.price or 0, today.currency))


def _policy_named(name: str | None) -> Policy:
	"""Or else that of the site, or else the site's three numbers."""
	settings = frappe.get_doc("MM Settings")
	if nearest := name or settings.cancellation_policy:
		return frappe.get_doc("MM Cancellation Policy", nearest).as_policy()
	return Policy(
		cancel_notice=cint(settings.cancel_notice_hours) * 60,
		reschedule_notice=cint(settings.reschedule_notice_hours) * 60,
		max_reschedules=cint(settings.max_reschedules),
		waivable=(policy.NOTICE, policy.LIMITS),
	)


def may_reschedule(booking, actor: Actor = CUSTOMER) -> Decision:
	return policy.may_reschedule(*_terms(booking), current_minute(), actor)


def may_cancel(booking, actor: Actor = CUSTOMER) -> Decision:
	return policy.may_cancel(*_terms(booking), current_minute(), actor)


def has_readable_policy(booking) -> bool:
	"""Whether this app knows the version in which the booking keeps its rules; staff may close one that it does not know."""
	try:
		read_policy(booking.policy)
	except ValueError:
		return False
	return True


def actor_of(booking, for_customer: bool | None = None) -> Actor:
	"""Who changes the booking now, as its policy looks at them.

	:param for_customer: of staff, whether the customer asks for it; by default where the reason of the cancellation says so.
	"""
	kind = acting_as(booking)
	if for_customer is None:
		for_customer = kind in CUSTOMERS or booking.cancellation_reason == BY_CUSTOMER
	return Actor(kind, may_override(frappe.session.user, booking.department), for_customer)


def no_show_fee(booking) -> Money:
	return policy.no_show_fee(*_terms(booking))


def what_may_be_waived(booking, actor: Actor) -> tuple[str, ...]:
	kept, _price = read_policy(booking.policy)
	return policy.what_may_be_waived(kept, actor)


def require_move(before, wanted: str, actor: str) -> None:
	"""
	:param before: the booking as it stands in the database.
	:raises ValidationError: the table of moves does not let it become so.
	"""
	sentence = why_not_move(before, wanted, actor)
	if sentence:
		frappe.throw(sentence)


def why_not_move(before, wanted: str, actor: str) -> str:
	"""Why the table of moves does not let a booking become so; "" where it does."""
	has_started = before.start_utc_minute <= current_minute()
	code = status.judge_move(before.status, wanted, actor, has_started)
	if code == status.ALLOWED:
		return ""
	sentences = {
		status.NOT_YET: _("A booking can become {1} only once its meeting has begun"),
		status.NO_LONGER: _("A meeting that has begun can no longer become {1}. {2}"),
		status.NOT_BY_THEM: _("Only our staff can make a booking {1}. {2}"),
	}
	sentence = sentences.get(code, _("A booking that is {0} cannot become {1}"))
	return sentence.format(
		_(before.status, context="MM Meeting Booking"),
		_(wanted, context="MM Meeting Booking"),
		whom_to_contact(),
	)


def require_open(booking) -> None:
	"""
	:raises BookingClosedError: the booking is cancelled, completed or missed.
	"""
	sentence = why_closed(booking)
	if sentence:
		frappe.throw(sentence, BookingClosedError)


def why_closed(booking) -> str:
	""" "" of a booking that is open."""
	sentences = {
		status.CANCELLED: _("This booking has already been cancelled"),
		status.COMPLETED: _("This booking has already been completed"),
		status.NO_SHOW: _("This booking is closed, since nobody came to the meeting"),
	}
	return sentences.get(booking.status, "")


def require_reschedule(booking) -> None:
	decision = may_reschedule(booking)
	if decision.code == policy.TOO_OFTEN:
		sentence = _("This booking can be rescheduled {0} times, and it has been. {1}")
		frappe.throw(sentence.format(booking.reschedule_count, whom_to_contact()), PolicyError)
	if decision.code == policy.TOO_OFTEN_LATELY:
		sentence = _("You have rescheduled meetings as often as can be done online in {0} days. {1}")
		frappe.throw(sentence.format(RECENT_DAYS, whom_to_contact()), PolicyError)
	_require(booking, decision, _("Rescheduling was possible until {0} ({1}). {2}"))


def require_cancel(booking) -> Decision:
	decision = may_cancel(booking)
	_require(booking, decision, _("Cancelling was possible until {0} ({1}). {2}"))
	return decision


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


def _terms(booking) -> tuple[Facts, Policy]:
	"""What is known of the booking, as far as the policy that it was made under asks for it."""
	kept, price = read_policy(booking.policy)
	email = booking.customer_email
	facts = Facts(
		status=booking.status,
		start=booking.start_utc_minute,
		times_moved=booking.reschedule_count,
		price=price,
		recent_moves=count_moves(email, RECENT_DAYS) if kept.max_recent_reschedules else 0,
		cancellations=count_cancellations(email, booking.name) if kept.is_first_cancellation_free else 0,
	)
	return facts, kept
