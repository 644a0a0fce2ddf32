"""A booking that staff make for a customer: judged without locks, judged again under them, and made with what it breaks."""

from __future__ import annotations

import hashlib

import frappe
from frappe import _

from meeting_manager.adapters.assignment import choose_takers
from meeting_manager.adapters.offers import explained_search
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.exceptions import NoMemberAvailableError, PastDateError, PolicyError
from meeting_manager.meeting_manager.api.booking_once import BOOKING, find_repeated, remember, take_once
from meeting_manager.meeting_manager.api.guest_input import (
	read_email,
	read_instant,
	read_name,
	read_note,
	read_phone,
	read_zone,
	refuse,
)
from meeting_manager.meeting_manager.api.quick_times import Asking, is_over, say_why_not
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import assign
from meeting_manager.presentation.languages import spoken_languages
from meeting_manager.presentation.slot_reasons import in_words
from meeting_manager.scheduling import policy
from meeting_manager.scheduling.actors import STAFF
from meeting_manager.scheduling.assignment import BY_HAND, Choice
from meeting_manager.scheduling.explain import Explanation
from meeting_manager.scheduling.policy import Actor
from meeting_manager.scheduling.takers import Takers, find_takers, may_take

LONGEST_REASON = 500


def book_once(key: str, request: dict, asking: Asking):
	"""Book, or find what the same user's same request has booked already."""
	key = _key_of_user(key)
	repeated = find_repeated(key, request)
	if repeated:
		return repeated
	values, reason = _read_booking(request, asking), read_note(request["reason"], "reason", LONGEST_REASON)
	start = values["start_utc_minute"]
	return take_once(
		key,
		request,
		asking.offer,
		look=lambda: _require_takers(asking, start, reason),
		take=lambda: _insert(key, request, asking, values, reason),
	)


def _insert(key: str, request: dict, asking: Asking, values: dict, reason: str):
	takers = _require_takers(asking, values["start_utc_minute"], reason)
	booking = frappe.new_doc(BOOKING)
	booking.update(values)
	choices = _choose(asking, takers, values["start_utc_minute"], is_named=bool(request["member"]))
	assign(booking, [choice.member for choice in choices])
	booking.flags.choices = choices
	booking.flags.history_reason = reason
	booking.flags.history_note = _say_what_is_broken(asking, takers[0])
	remember(booking, key, request)
	booking.insert(ignore_permissions=True)  # who may book for the department was asked before
	return booking


def _require_takers(asking: Asking, start: int, reason: str) -> list[Takers]:
	"""Who could take the start, as the database says now, the best first.

	:raises NoMemberAvailableError: it is not free.
	:raises PolicyError: it is against the rules, and not this user's to override.
	:raises MandatoryError: it is against the rules, for no reason.
	"""
	now = current_minute()
	search = explained_search(asking.offer, (start, start + 1), now)
	if is_over(search, start):
		frappe.throw(_("This meeting would be over already"), PastDateError)
	explanation = Explanation(search)
	takers = find_takers(explanation, start, asking.members)
	codes = takers[0].codes if takers else (policy.NOT_FREE,)
	actor = Actor(STAFF, may_override=asking.may_override)
	decision = may_take(codes, start, now, actor)
	if not decision.allowed:
		_refuse(decision.code, asking, takers)
	if policy.judge_reason(decision, "", reason) != policy.ALLOWED:
		frappe.throw(_("Say why it is booked against the rules"), frappe.MandatoryError)
	return takers


def _refuse(code: str, asking: Asking, takers: list[Takers]) -> None:
	why = "; ".join(say_why_not(asking, takers))
	if code == policy.OUTSIDE_RULES:
		sentence = _("Only the department's leader or a manager books against the rules. {0}")
		frappe.throw(sentence.format(why), PolicyError)
	frappe.throw(_("This time is not free. {0}").format(why), NoMemberAvailableError)


def _choose(asking: Asking, takers: list[Takers], start: int, is_named: bool) -> list[Choice]:
	"""Whoever was named takes it, unless several meet."""
	if is_named and not takers[0].joins and not asking.offer.rules.is_collective:
		return [Choice(takers[0].members[0], BY_HAND)]
	return choose_takers(asking.offer, takers, start)


def _say_what_is_broken(asking: Asking, takers: Takers) -> str:
	if not takers.broken:
		return ""
	sentences = (in_words(reason, asking.offer.zone) for reason in takers.broken)
	return _("Booked against the rules: {0}").format("; ".join(sentences))


def _read_booking(request: dict, asking: Asking) -> dict:
	zone, offer = request["customer_timezone"], asking.offer
	return {
		"department": offer.department,
		"meeting_type": offer.meeting_type,
		"start_utc_minute": read_instant(request["start"], "start"),
		"customer_name": read_name(request["customer_name"], "customer_name"),
		"customer_email": read_email(request["customer_email"], "customer_email"),
		"customer_phone": read_phone(request["customer_phone"], "customer_phone"),
		"customer_timezone": (read_zone(zone, "customer_timezone") if zone else offer.zone).key,
		"customer_language": _read_language(request["customer_language"]),
		"customer_notes": read_note(request["notes"], "notes"),
	}


def _read_language(code: str) -> str | None:
	if code and code not in spoken_languages():
		refuse("customer_language", _("one of {0}").format(", ".join(sorted(spoken_languages()))))
	return code or None


def _key_of_user(key: str) -> str:
	"""A key is the user's own: nobody else's request finds what it made."""
	return key and hashlib.sha256(f"{frappe.session.user}\n{key}".encode()).hexdigest()
